#ifndef tenogen_solvers_petsc_handle_h
#define tenogen_solvers_petsc_handle_h

#include <petscsnes.h>

namespace tenogen::solvers
{
/// Owns a PETSc object and converts to the plain handle, so that PETSc functions accept it.
template <typename Handle, PetscErrorCode (*destroy)(Handle *)>
class PetscHandle
{
public:
  PetscHandle() = default;
  ~PetscHandle()
  {
    destroy(&handle); // an error here cannot be handled
  }
  PetscHandle(const PetscHandle &)            = delete;
  PetscHandle &operator=(const PetscHandle &) = delete;

  operator Handle() const // NOLINT(google-explicit-constructor): it is used like the handle
  {
    return handle;
  }

  /// The address where a PETSc function stores the object that it creates. There must be none yet.
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
