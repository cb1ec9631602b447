#include "tenogen/parameters/prm_scanner.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/odd_characters.h"
#include "tenogen/parameters/entry.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/plain_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

namespace tenogen::parameters
{
namespace
{
constexpr std::size_t largest_file     = 1000000; ///< bytes, far more than people write
constexpr std::size_t deepest_nesting  = 20;      ///< of subsections; the program itself uses 3 levels
constexpr std::size_t deepest_includes = 20;      ///< files open at a time; each is kept in memory
constexpr std::size_t max_includes = 1000; ///< in all: files that include others twice double at each level

/// Reads a file, up to slightly more than the largest size; false if it cannot be read.
/// @throws InputError if it is UTF-16
bool read_text(const std::filesystem::path &file, std::string &text)
{
  text.clear();
  std::error_code ignored;
  const auto      kind = std::filesystem::status(file, ignored).type();
  if (kind == std::filesystem::file_type::directory || kind == std::filesystem::file_type::character ||
      kind == std::filesystem::file_type::block)
    return false; // a device may never end
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return false;
  std::array<char, 4096> block; // small, because every open include has one
  while (text.size() <= largest_file && (stream.read(block.data(), block.size()) || stream.gcount() > 0))
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  text = without_byte_order_mark(text, file.string());
  return !stream.bad();
}

/// `line: what is wrong` for the first line that is not plain text; empty if there is none.
std::string flaw_of_file(const std::string &text)
{
  std::istringstream stream(text);
  std::string        line;
  for (unsigned int number = 1; std::getline(stream, line); ++number)
  {
    if (!line.empty() && line.back() == '\r')
      line.pop_back();
    if (const auto flaw = flaw_of_text(line); !flaw.empty())
      return std::to_string(number) + ": " + flaw;
  }
  return "";
}

struct Line
{
  unsigned int number = 0; ///< of its first part
  std::string  text;       ///< without comment, continuations joined
};

/// The rest of the line if its first word is `keyword`, in lower or upper case.
bool starts_with(const std::string &line, const std::string &keyword, std::string &rest)
{
  const auto  end   = std::min(line.find_first_of(" \t"), line.size());
  std::string word  = line.substr(0, end);
  std::string upper = keyword;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](const unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  if (word != keyword && word != upper)
    return false;
  rest = trimmed(line.substr(end));
  return true;
}

/// Whether a line looks like a new entry.
bool is_statement(const std::string &line)
{
  std::string ignored;
  return starts_with(line, "set", ignored) || starts_with(line, "subsection", ignored) ||
         starts_with(line, "include", ignored) || starts_with(line, "end", ignored);
}

/// Splits a text into lines. A backslash at the end of a line (ignoring trailing blanks) continues it on the
/// next line. If this cannot be intended, as after a Windows path, it is a mistake, and the lines are kept
/// separate.
class LineReader
{
public:
  std::vector<Line>                                 lines;
  std::vector<std::pair<unsigned int, std::string>> mistakes; ///< line: what is wrong; what to do

  void read(const std::string &text)
  {
    std::istringstream stream(text);
    std::string        line;
    unsigned int       number = 0;
    while (std::getline(stream, line))
      read_line(++number, line);
    if (continues)
      mistake("the line ends with a backslash, which continues it, but the file ends here");
  }

private:
  void read_line(const unsigned int number, const std::string &line)
  {
    const auto  hash     = line.find('#');
    std::string text     = trimmed(line.substr(0, hash));
    const bool  was_open = std::exchange(continues, !text.empty() && text.back() == '\\');
    if (continues)
      text.pop_back();
    const bool is_empty = text.empty() && !continues;
    if (was_open && is_empty)
      mistake("the line ends with a backslash, which continues it, but line " + std::to_string(number) +
              (hash == std::string::npos ? " is empty" : " contains only a comment"));
    else if (was_open && is_statement(text))
      mistake("the line ends with a backslash, which continues it, but line " + std::to_string(number) +
              ", `" + text + "`, looks like a new entry");
    if (was_open && !is_empty && !is_statement(text))
      lines.back().text += text;
    else
      lines.push_back({number, text});
    last = number;
  }

  /// The message about the backslash at the end of the previous line.
  void mistake(const std::string &text)
  {
    mistakes.emplace_back(last, text + "; remove the backslash, or write the entry on one line");
  }

  bool         continues = false; ///< the last line is continued
  unsigned int last      = 0;
};

/// A name with single blanks between its words.
std::string with_single_blanks(const std::string &name)
{
  std::istringstream words(name);
  std::string        word, result;
  while (words >> word)
    result += (result.empty() ? "" : " ") + word;
  return result;
}

/// Scans a file and the files that it includes.
class Scanner
{
public:
  explicit Scanner(ScannedFile &result)
    : result(result)
  {
  }

  /// Returns false if the file cannot be read.
  bool scan(const std::filesystem::path &file)
  {
    std::string text;
    if (!read_text(file, text))
      return false;
    if (text.find('\0') != std::string::npos)
    {
      incomplete(file.string() + ":1", "this is not a text file; give a parameter file");
      return true;
    }
    const auto flaw = text.size() > largest_file ? "1: the file is larger than 1 MB; give a parameter file"
                                                 : flaw_of_file(text);
    if (!flaw.empty())
    {
      result.mistakes.push_back(file.string() + ":" + flaw);
      return true;
    }
    LineReader reader;
    reader.read(text);
    for (const auto &[line, problem] : reader.mistakes)
      mistake(file.string() + ":" + std::to_string(line), problem);
    open_files.push_back(file);
    scan_lines(reader.lines);
    open_files.pop_back();
    return true;
  }

private:
  struct OpenSection
  {
    std::string name, location;
  };

  void scan_lines(const std::vector<Line> &lines)
  {
    std::vector<OpenSection>           sections;
    std::map<std::string, std::string> first_set; // path -> location, in this file
    for (const auto &line : lines)
    {
      const auto  location = open_files.back().string() + ":" + std::to_string(line.number);
      std::string rest;
      if (line.text.empty())
        continue;
      if (starts_with(line.text, "set", rest))
        read_set(rest, sections, location, first_set);
      else if (starts_with(line.text, "subsection", rest))
        open_section(rest, sections, location);
      else if (starts_with(line.text, "end", rest))
        close_section(rest, sections, location);
      else if (starts_with(line.text, "include", rest))
      {
        const auto n_before = result.settings.size();
        include(rest, sections, location);
        refuse_overridden(first_set, n_before);
      }
      else
        incomplete(location, "'" + line.text +
                                 "' is not understood; allowed: `subsection NAME`, "
                                 "`set NAME = VALUE`, `end`, `include FILE` and comments after #");
    }
    for (const auto &section : sections)
      mistake(section.location,
              "`subsection " + section.name + "` is not closed; add a line `end` after its last entry");
  }

  void read_set(const std::string &rest, const std::vector<OpenSection> &sections,
                const std::string &location, std::map<std::string, std::string> &first_set)
  {
    const auto equals = rest.find('=');
    const auto name   = with_single_blanks(rest.substr(0, equals));
    if (equals == std::string::npos || name.empty())
      return incomplete(location, "`set " + rest + "` is not of the form `set NAME = VALUE`");
    Setting setting{names(sections), name, trimmed(rest.substr(equals + 1)), location};

    auto path = setting.sections;
    path.push_back(name);
    const auto inserted = first_set.emplace(joined(path), location);
    if (!inserted.second)
      mistake(location, joined(path) + " = " + setting.value + ": the entry is already set at " +
                            inserted.first->second + "; keep one of the two lines");
    result.settings.push_back(setting);
  }

  void open_section(const std::string &rest, std::vector<OpenSection> &sections, const std::string &location)
  {
    if (rest.empty())
      mistake(location, "`subsection` has no name; write `subsection NAME`");
    if (sections.size() >= deepest_nesting)
      throw InputError(location + ": `subsection " + rest + "` is nested inside " +
                       std::to_string(sections.size()) + " others; close some of them with `end` first");
    sections.push_back({with_single_blanks(rest), location});
    result.sections.push_back({names(sections), location});
  }

  void close_section(const std::string &rest, std::vector<OpenSection> &sections, const std::string &location)
  {
    if (!rest.empty())
      mistake(location, "'" + rest + "' after `end` is unexpected; write `end` alone");
    if (sections.empty())
      return mistake(location,
                     "this `end` closes no subsection; remove it, or add the missing `subsection` line");
    sections.pop_back();
  }

  void include(const std::string &rest, const std::vector<OpenSection> &sections, const std::string &location)
  {
    if (rest.empty())
      return incomplete(location, "`include` names no file; write `include FILE`");
    if (!sections.empty())
      return incomplete(location, "`include " + rest + "` is inside `subsection " + sections.back().name +
                                      "`; move it out of all subsections");
    if (open_files.size() >= deepest_includes)
      return incomplete(location, "`include " + rest + "` is nested " + std::to_string(open_files.size()) +
                                      " files deep; use fewer levels");
    if (++n_includes > max_includes)
      throw InputError(location + ": `include " + rest + "` is include number " + std::to_string(n_includes) +
                       "; use fewer includes in total");
    const auto file = open_files.back().parent_path() / rest;
    for (const auto &open : open_files)
      if (std::error_code ignored; std::filesystem::equivalent(open, file, ignored))
        return incomplete(location, "`include " + rest + "` makes files include each other in a circle: " +
                                        open.string() + " is already being read; remove one of the includes");
    if (!scan(file))
      incomplete(location,
                 "`include " + rest + "`: the file " + file.string() +
                     " cannot be read; a relative path is resolved against the folder of the including file");
  }

  /// The later line counts, so a setting before an include that sets the same entry would have no effect.
  void refuse_overridden(const std::map<std::string, std::string> &first_set, const std::size_t n_before)
  {
    for (auto i = n_before; i < result.settings.size(); ++i)
    {
      auto path = result.settings[i].sections;
      path.push_back(result.settings[i].name);
      const auto overridden = first_set.find(joined(path));
      if (overridden != first_set.end())
        mistake(overridden->second, joined(path) + ": the file included below sets the entry again, at " +
                                        result.settings[i].location + "; move the include above this line");
    }
  }

  static std::vector<std::string> names(const std::vector<OpenSection> &sections)
  {
    std::vector<std::string> path;
    path.reserve(sections.size());
    for (const auto &section : sections)
      path.push_back(section.name);
    return path;
  }

  void mistake(const std::string &location, const std::string &text)
  {
    result.mistakes.push_back(location + ": " + text);
  }

  /// Adds a mistake that hides settings, so that the result is incomplete.
  void incomplete(const std::string &location, const std::string &text)
  {
    mistake(location, text);
    result.is_complete = false;
  }

  ScannedFile                       &result;
  std::vector<std::filesystem::path> open_files;
  std::size_t                        n_includes = 0;
};
} // namespace

ScannedFile scan_prm(const std::string &file)
{
  ScannedFile result;
  Scanner     scanner(result);
  if (!scanner.scan(file))
    throw FileSystemError(
        "The parameter file " + file +
        " cannot be read. Check that it exists, is a file, and that you have read permission.");
  return result;
}

Setting setting_from_override(const std::string &text)
{
  if (const auto flaw = flaw_of_text(text); !flaw.empty())
    throw InputError("--set: " + flaw);

  Setting     setting;
  std::string word;
  setting.location   = "--set";
  unsigned int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const char letter = text[i];
    depth += letter == '[';
    depth -= letter == ']' && depth > 0;
    if (letter == '/' && depth == 0)
    {
      setting.sections.push_back(with_single_blanks(word));
      word.clear();
    }
    else if (letter == '=' && depth == 0)
    {
      setting.name  = with_single_blanks(word);
      setting.value = trimmed(text.substr(i + 1));
      return setting;
    }
    else
      word += letter;
  }
  throw InputError("--set: '" + text + "' is not of the form \"Section/Entry [unit]=value\"");
}
} // namespace tenogen::parameters
