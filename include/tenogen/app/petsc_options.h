#ifndef tenogen_app_petsc_options_h
#define tenogen_app_petsc_options_h

#include "tenogen/core/log.h"

#include <string>

/// The PETSc options that the user has given, with --petsc or in PETSC_OPTIONS. They affect the results.
namespace tenogen
{
/// All of them as on a command line, in PETSc's order; empty if there are none.
std::string given_petsc_options();

/// Writes a line to the log for each option that was not used: it is misspelt, or belongs to a solver that
/// this run does not use.
void warn_of_unused_petsc_options(Log &log);
} // namespace tenogen

#endif
