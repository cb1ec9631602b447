#ifndef tenogen_app_petsc_options_h
#define tenogen_app_petsc_options_h

#include "tenogen/core/log.h"

#include <string>

/// The options of PETSc's that a person has given, by --petsc or in PETSC_OPTIONS: they decide numbers.
namespace tenogen
{
/// All of them as on a command line, in PETSc's order; empty without.
std::string given_petsc_options();

/// An option that nothing has asked for is misspelt, or belongs to a solver that this run lacks: a line in
/// the log for each.
void warn_of_unused_petsc_options(Log &log);
} // namespace tenogen

#endif
