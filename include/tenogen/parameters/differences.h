#ifndef tenogen_parameters_differences_h
#define tenogen_parameters_differences_h

#include "tenogen/parameters/parameter_set.h"

#include <map>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// The value of every entry, as written in a file, by its path `Section/Entry [unit]`.
std::map<std::string, std::string> values_by_path(const ParameterSet &parameters);

/// The values that determine the course of a run, that is, all except the title, the section Output and the
/// path of the mesh file.
std::map<std::string, std::string> deciding_values(const ParameterSet &parameters);

/**
 * The differences that affect the course of a run, one line `path: was a, is b` for each entry. The title and
 * the section Output do not count.
 */
std::vector<std::string> differences(const std::map<std::string, std::string> &before,
                                     const std::map<std::string, std::string> &now);
} // namespace tenogen::parameters

#endif
