#ifndef tenogen_parameters_check_h
#define tenogen_parameters_check_h

#include "tenogen/parameters/parameter_set.h"

#include <map>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Where entries were set: path of the entry -> `file:line`. Entries that are not in it have their default.
using Origins = std::map<std::string, std::string>;

/// What is wrong with a whole parameter set; each text names the entries, their values, where they were
/// set, and what to do.
struct Findings
{
  std::vector<std::string> errors;   ///< nothing can be computed with this
  std::vector<std::string> warnings; ///< allowed, but probably not meant
};

/// Checks every value against its range, and the entries against one another.
Findings check(const ParameterSet &parameters, const Origins &origins = {});
} // namespace tenogen::parameters

#endif
