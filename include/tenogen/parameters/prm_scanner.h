#ifndef tenogen_parameters_prm_scanner_h
#define tenogen_parameters_prm_scanner_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// A `set name = value` of a parameter file, not yet looked up.
struct Setting
{
  std::vector<std::string> sections; ///< outermost first, as written
  std::string              name;
  std::string              value;
  std::string              location; ///< `file:line`, or `--set` for the command line
};

/// A `subsection name` line: its whole path and where it stands.
struct SectionUse
{
  std::vector<std::string> sections;
  std::string              location;
};

/// What parameter files hold, in the order in which it counts, included files in place.
struct ScannedFile
{
  std::vector<Setting>     settings;
  std::vector<SectionUse>  sections;
  std::vector<std::string> mistakes;           ///< `file:line: what is wrong; what to do`
  bool                     is_complete = true; ///< false where a setting may have been lost to a mistake
};

/// Scans a parameter file in the format of dealii::ParameterHandler: `subsection NAME`, `set NAME = VALUE`,
/// `end`, `include FILE` (relative to the including file, outside subsections), comments from `#` to the
/// end of the line, lines continued by a backslash at their end. A continued line has to be followed by one
/// that does not read like an entry of its own.
/// @throws FileSystemError where `file` itself cannot be read
ScannedFile scan_prm(const std::string &file);

/// Splits `Section/Sub/Entry [unit]=value`; slashes and equal signs in brackets belong to the unit.
/// @throws InputError where it has not this form
Setting setting_from_override(const std::string &text);
} // namespace tenogen::parameters

#endif
