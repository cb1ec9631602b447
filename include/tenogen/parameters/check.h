#ifndef tenogen_parameters_check_h
#define tenogen_parameters_check_h

#include "tenogen/parameters/parameter_set.h"
#include "tenogen/parameters/wording.h"

#include <set>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// What is wrong with a whole parameter set; each text names the entries, their values, where they were
/// set, and what to do.
struct Findings
{
  std::vector<std::string> errors;   ///< nothing can be computed with this
  std::vector<std::string> warnings; ///< allowed, but probably not meant
};

/// Checks every value against its range, and the entries against one another.
/// @param unusable  paths of the entries whose values are not what was meant: they contradict nothing
Findings check(const ParameterSet &parameters, const Origins &origins = {},
               const std::set<std::string> &unusable = {});
} // namespace tenogen::parameters

#endif
