#ifndef tenogen_parameters_suggestion_h
#define tenogen_parameters_suggestion_h

#include "tenogen/parameters/binder.h"

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// What the writer of an unknown entry may have meant: the unit forgotten or wrong, the entry of another
/// section, or the nearest name. A sentence with the path of a valid entry.
std::string suggest_entry(const Binder &binder, const std::vector<std::string> &sections,
                          const std::string &name);

/// The entries that the writer of an unknown one may have meant: those of the same name whatever the unit, in
/// the section, or in all where there is no such section; otherwise the nearest one.
std::vector<const Entry *> meant_entries(const Binder &binder, const std::vector<std::string> &sections,
                                         const std::string &name);

/// The valid section path nearest to an unknown one.
std::vector<std::string> nearest_section(const Binder &binder, const std::vector<std::string> &sections);
} // namespace tenogen::parameters

#endif
