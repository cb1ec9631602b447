#ifndef tenogen_fields_gmsh_lines_h
#define tenogen_fields_gmsh_lines_h

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Splits the text of a Gmsh file into sections, lines and words. The words are interpreted in gmsh_text.h.
namespace tenogen::fields
{
/// A line of a file that is not blank.
struct GmshLine
{
  unsigned int     number;
  std::string_view text;
};

/// The lines between $Name and $EndName, by name.
using GmshParts = std::map<std::string, std::vector<GmshLine>, std::less<>>;

/**
 * The sections of a file that describe the mesh. All others ($Comments, $Periodic, $NodeData, ...) are
 * skipped, whatever they contain and however often they occur.
 * @throws InputError with file and line if a section is not closed or occurs twice, or a line is outside any
 * section
 */
GmshParts gmsh_parts(const std::string &file, std::string_view text);

/// Reads the lines of a section, and the words of each line. Every exception is an InputError with file and
/// line.
class GmshLines
{
public:
  /// @param parts  must outlive this object. @throws if there is no section with this name
  GmshLines(const std::string &file, const std::string &part, const GmshParts &parts);

  std::size_t n_lines() const
  {
    return lines.size();
  }

  bool has_line() const
  {
    return next < lines.size();
  }

  /// Moves to the next line. @throws if words of the current line are left, or there is no further line
  void next_line();

  /// Number of the current line.
  unsigned int line_number() const;

  /// The next word of the line. @throws if there is none or it is not such a number
  unsigned long natural_number();
  long          whole_number();
  double        coordinate(); ///< mm, finite, within the largest size of a body

  /// The rest of the line, a name in quotation marks, without the quotation marks and surrounding blanks.
  std::string quoted_name();

  /// @throws if a section does not have as many items as it announces
  void check_count(const std::string &things, unsigned long announced, unsigned long found) const;

  /// @throws if lines, or words of the last line, are left
  void finish();

  [[noreturn]] void refuse(const std::string &problem, const std::string &advice = "") const;

private:
  std::string_view word();

  template <typename Number>
  Number number(const char *kind);

  void finish_line();

  std::string                  file, part;
  const std::vector<GmshLine> &lines;
  std::size_t                  next = 0; ///< line
  std::string_view             rest;     ///< of the current line
};
} // namespace tenogen::fields

#endif
