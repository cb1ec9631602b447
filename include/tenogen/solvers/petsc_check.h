#ifndef tenogen_solvers_petsc_check_h
#define tenogen_solvers_petsc_check_h

#include "tenogen/core/errors.h"

#include <petscsys.h>

#include <string>

namespace tenogen::solvers
{
/// Throws if a PETSc call has failed because of insufficient memory, a defect, or an option that PETSc does
/// not accept. A solve that does not converge is not such a failure. PETSc itself has printed the location to
/// stderr.
inline void check(const PetscErrorCode code)
{
  if (code == 0)
    return;
  if (code == PETSC_ERR_ARG_UNKNOWN_TYPE || code == PETSC_ERR_USER_INPUT)
    throw InputError("PETSc does not recognise an option given with --petsc or in the environment variable "
                     "PETSC_OPTIONS; its own message is above.");
  const char *text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw Error(ExitCode::defect,
              "PETSc failed with error " + std::to_string(code) +
                  (text == nullptr ? std::string() : std::string(" (") + text + ")") +
                  "; its own message is above. If you gave PETSc options, they may be the cause.");
}
} // namespace tenogen::solvers

#endif
