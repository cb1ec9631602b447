#ifndef tenogen_solvers_petsc_handle_h
#define tenogen_solvers_petsc_handle_h

#include <petscsnes.h>

namespace tenogen::solvers
{
/// Owns an object of PETSc; PETSc's calls take it where they take the plain handle.
template <typename Handle, PetscErrorCode (*destroy)(Handle *)>
class PetscHandle
{
public:
  PetscHandle() = default;
  ~PetscHandle()
  {
    destroy(&handle); // nothing to do about an error here
  }
  PetscHandle(const PetscHandle &)            = delete;
  PetscHandle &operator=(const PetscHandle &) = delete;

  operator Handle() const // NOLINT(google-explicit-constructor): it stands for the handle
  {
    return handle;
  }

  /// Where a call of PETSc puts the object it makes. There must be none yet.
  Handle *place()
  {
    return &handle;
  }

private:
  Handle handle = nullptr;
};

using Matrix          = PetscHandle<Mat, MatDestroy>;
using DistributedVec  = PetscHandle<Vec, VecDestroy>;
using NonlinearSolver = PetscHandle<SNES, SNESDestroy>;
using KrylovSolver    = PetscHandle<KSP, KSPDestroy>;
using NullSpace       = PetscHandle<MatNullSpace, MatNullSpaceDestroy>;
} // namespace tenogen::solvers

#endif
