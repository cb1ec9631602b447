#ifndef tenogen_parameters_prm_scanner_h
#define tenogen_parameters_prm_scanner_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// A line `set name = value` of a parameter file, before the entry is looked up.
struct Setting
{
  std::vector<std::string> sections; ///< outermost first, as written
  std::string              name;
  std::string              value;
  std::string              location; ///< `file:line`, or `--set` for the command line
};

/// A line `subsection name`: its full path and location.
struct SectionUse
{
  std::vector<std::string> sections;
  std::string              location;
};

/// The content of a parameter file in order, with included files in place of the `include` lines.
struct ScannedFile
{
  std::vector<Setting>     settings;
  std::vector<SectionUse>  sections;
  std::vector<std::string> mistakes;           ///< `file:line: what is wrong; what to do`
  bool                     is_complete = true; ///< false if a mistake may have hidden a setting
};

/// Scans a parameter file in the format of dealii::ParameterHandler: `subsection NAME`, `set NAME = VALUE`,
/// `end`, `include FILE` (relative to the including file, outside subsections), comments from `#` to the end
/// of the line, lines continued by a backslash at their end. The line after a continued line must not look
/// like a new entry.
/// @throws FileSystemError if `file` itself cannot be read
ScannedFile scan_prm(const std::string &file);

/// Splits `Section/Sub/Entry [unit]=value`; slashes and equal signs in brackets belong to the unit.
/// @throws InputError if it does not have this form
Setting setting_from_override(const std::string &text);
} // namespace tenogen::parameters

#endif
