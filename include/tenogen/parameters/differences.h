#ifndef tenogen_parameters_differences_h
#define tenogen_parameters_differences_h

#include "tenogen/parameters/parameter_set.h"

#include <map>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// The value of every entry as in a file, by its path `Section/Entry [unit]`.
std::map<std::string, std::string> values_by_path(const ParameterSet &parameters);

/// Those of them that decide the course of a run: the title and what stands under Output do not, nor where
/// the file of a mesh lies.
std::map<std::string, std::string> deciding_values(const ParameterSet &parameters);

/**
 * What decides the course of a run and is not the same: a line `path: was a, is b` for each entry. The title
 * and what stands under Output decide nothing.
 */
std::vector<std::string> differences(const std::map<std::string, std::string> &before,
                                     const std::map<std::string, std::string> &now);
} // namespace tenogen::parameters

#endif
