#ifndef tenogen_parameters_read_parameters_h
#define tenogen_parameters_read_parameters_h

#include "tenogen/parameters/parameter_set.h"
#include "tenogen/parameters/wording.h"

#include <set>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// A parameter set, with all mistakes and warnings from reading it.
struct Reading
{
  ParameterSet             parameters;
  std::vector<std::string> mistakes; ///< `file:line: Section/Entry [unit] = value: what; allowed; what to do`
  std::vector<std::string>
          warnings; ///< about doubtful but allowed combinations; complete only if there are no mistakes
  Origins origins;
  std::set<std::string> unusable; ///< paths of entries whose values could not be read
};

/// Reads like read_parameters(), but does not throw for mistakes, so that the caller can add more.
/// @throws FileSystemError if the file cannot be read
Reading read(const std::string &file, const std::vector<std::string> &overrides);

/// The defaults, changed by a parameter file and then by `overrides` of the form `Section/Sub/Entry
/// [unit]=value`; the last setting of an entry counts. If `file` is empty, only the overrides count. Messages
/// about doubtful but allowed combinations are appended to `warnings`.
/// @throws FileSystemError if the file cannot be read
/// @throws InputError with all mistakes of all files and overrides, one per line:
///         `file:line: Section/Entry [unit] = value: what is wrong; what is allowed; what to do`
ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides,
                             std::vector<std::string> &warnings);

/// The same without the warnings.
ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides = {});
} // namespace tenogen::parameters

#endif
