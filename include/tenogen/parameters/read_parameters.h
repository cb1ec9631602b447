#ifndef tenogen_parameters_read_parameters_h
#define tenogen_parameters_read_parameters_h

#include "tenogen/parameters/parameter_set.h"
#include "tenogen/parameters/wording.h"

#include <set>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// A parameter set and everything that is wrong with what was written for it.
struct Reading
{
  ParameterSet             parameters;
  std::vector<std::string> mistakes; ///< `file:line: Section/Entry [unit] = value: what; allowed; what to do`
  std::vector<std::string> warnings; ///< doubtful combinations that are allowed; complete without mistakes
  Origins                  origins;
  std::set<std::string>    unusable; ///< paths of entries that do not have the value that was meant
};

/// Reads like read_parameters(), but leaves the refusal to the caller, who may find more mistakes.
/// @throws FileSystemError where the file cannot be read
Reading read(const std::string &file, const std::vector<std::string> &overrides);

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
