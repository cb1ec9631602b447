#ifndef tenogen_fields_gmsh_lines_h
#define tenogen_fields_gmsh_lines_h

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The text of a Gmsh file as parts of lines of words; what the words mean is the matter of gmsh_text.h.
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
 * The parts of a file that say what the mesh is. All others ($Comments, $Periodic, $NodeData, ...) are
 * skipped, whatever they hold and however often they occur.
 * @throws InputError with file and line where a part is not closed, or occurs twice, or a line is in none
 */
GmshParts gmsh_parts(const std::string &file, std::string_view text);

/// Goes through the lines of a part, and through the words of each. What it throws is an InputError with
/// file and line.
class GmshLines
{
public:
  /// @param parts  must outlive this. @throws where there is no part of this name
  GmshLines(const std::string &file, const std::string &part, const GmshParts &parts);

  std::size_t n_lines() const
  {
    return lines.size();
  }

  bool has_line() const
  {
    return next < lines.size();
  }

  /// Goes to the next line. @throws where words of the last one are left, or there is no further line
  void next_line();

  /// Number of the line it is in.
  unsigned int line_number() const;

  /// The next word of the line. @throws where there is none or it is no such number
  unsigned long natural_number();
  long          whole_number();
  double        coordinate(); ///< mm, finite, not farther than any body reaches

  /// The rest of the line, a name in quotation marks, without these and blanks around it.
  std::string quoted_name();

  /// @throws where a part does not have as many things as it announces
  void check_count(const std::string &things, unsigned long announced, unsigned long found) const;

  /// @throws where words of the last line, or lines, are left
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
  std::string_view             rest;     ///< of the line it is in
};
} // namespace tenogen::fields

#endif
