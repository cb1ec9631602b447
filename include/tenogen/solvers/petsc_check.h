#ifndef tenogen_solvers_petsc_check_h
#define tenogen_solvers_petsc_check_h

#include "tenogen/core/errors.h"

#include <petscsys.h>

#include <string>

namespace tenogen::solvers
{
/// Throws where a call of PETSc has failed: memory that is not there, a defect, or an option that PETSc
/// refuses. That a solve does not converge is no failure of this kind. PETSc itself has said on stderr where
/// it happened.
inline void check(const PetscErrorCode code)
{
  if (code == 0)
    return;
  if (code == PETSC_ERR_ARG_UNKNOWN_TYPE || code == PETSC_ERR_USER_INPUT)
    throw InputError("PETSc does not know what --petsc or the environment variable PETSC_OPTIONS asks for; "
                     "its own report is above.");
  const char *text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw Error(ExitCode::defect,
              "PETSc failed with error " + std::to_string(code) +
                  (text == nullptr ? std::string() : std::string(" (") + text + ")") +
                  "; its own report is above. Options of PETSc's, if there were any, may be the cause.");
}
} // namespace tenogen::solvers

#endif
