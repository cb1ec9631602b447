#ifndef tenogen_parameters_suggestion_h
#define tenogen_parameters_suggestion_h

#include "tenogen/parameters/binder.h"

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// A suggestion for an unknown entry: a missing or wrong unit, an entry of another section, or the nearest
/// name. A sentence with the path of a valid entry.
std::string suggest_entry(const Binder &binder, const std::vector<std::string> &sections,
                          const std::string &name);

/// The entries that may have been meant by an unknown one: those with the same name and any unit, in the
/// section or, if there is no such section, in all sections; otherwise the nearest one.
std::vector<const Entry *> candidate_entries(const Binder &binder, const std::vector<std::string> &sections,
                                             const std::string &name);

/// The valid section path nearest to an unknown one.
std::vector<std::string> nearest_section(const Binder &binder, const std::vector<std::string> &sections);
} // namespace tenogen::parameters

#endif
