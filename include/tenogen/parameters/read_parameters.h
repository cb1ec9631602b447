#ifndef tenogen_parameters_read_parameters_h
#define tenogen_parameters_read_parameters_h

#include "tenogen/parameters/parameter_set.h"

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// The defaults, changed by a parameter file and then by `overrides` of the form
/// `Section/Sub/Entry [unit]=value`; the last setting of an entry counts. With an empty `file` only the
/// overrides count. Texts of doubtful combinations that are allowed are appended to `warnings`.
/// @throws FileSystemError where the file cannot be read
/// @throws InputError with all mistakes of all files and overrides, one per line:
///         `file:line: Section/Entry [unit] = value: what is wrong; what is allowed; what to do`
ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides,
                             std::vector<std::string> &warnings);

/// The same without the warnings.
ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides = {});
} // namespace tenogen::parameters

#endif
