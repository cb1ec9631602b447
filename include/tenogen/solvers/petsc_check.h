#ifndef tenogen_solvers_petsc_check_h
#define tenogen_solvers_petsc_check_h

#include "tenogen/core/errors.h"

#include <petscsys.h>

#include <string>

namespace tenogen::solvers
{
/// Throws where a call of PETSc has failed: memory that is not there, or a defect. That a solve does not
/// converge is no failure of this kind. PETSc itself has said on stderr where it happened.
inline void check(const PetscErrorCode code)
{
  if (code == 0)
    return;
  const char *text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw Error(ExitCode::defect, "PETSc failed with error " + std::to_string(code) +
                                    (text == nullptr ? std::string() : std::string(" (") + text + ")") +
                                    "; its own report is above.");
}
} // namespace tenogen::solvers

#endif
