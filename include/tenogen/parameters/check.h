#ifndef tenogen_parameters_check_h
#define tenogen_parameters_check_h

#include "tenogen/parameters/parameter_set.h"
#include "tenogen/parameters/wording.h"

#include <set>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Messages about a parameter set; each one names the entries, their values, where they were set, and what to
/// do.
struct Findings
{
  std::vector<std::string> errors;   ///< a run with these is impossible
  std::vector<std::string> warnings; ///< allowed, but probably not intended
};

/// Checks every value against its range, and the entries against one another.
/// @param unusable  paths of entries whose values could not be read; they are left out of the checks
Findings check(const ParameterSet &parameters, const Origins &origins = {},
               const std::set<std::string> &unusable = {});
} // namespace tenogen::parameters

#endif
