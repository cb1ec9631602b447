#include "tenogen/fields/gmsh_lines.h"

#include "tenogen/core/errors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tenogen::fields
{
namespace
{
/// Coordinates beyond a kilometre are a mistake, and their cubes might overflow.
constexpr double farthest = 1e6; // mm

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view trimmed(const std::string_view text)
{
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

[[noreturn]] void refuse_at(const std::string &file, const unsigned int line, const std::string &problem,
                            const std::string &advice)
{
  throw InputError(file + ":" + std::to_string(line) + ": " + problem + (advice.empty() ? "" : " " + advice));
}

/// The beginning of a text, short enough for a message.
std::string shown(const std::string_view text)
{
  constexpr std::size_t most = 60;
  return "'" + std::string(text.substr(0, most)) + (text.size() > most ? "...'" : "'");
}

/// The sections that describe the mesh.
bool is_read(const std::string_view part)
{
  constexpr std::array<std::string_view, 7> parts = {{"MeshFormat", "PhysicalNames", "Entities",
                                                      "PartitionedEntities", "Nodes", "ParametricNodes",
                                                      "Elements"}};
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

/// Splits the text into sections, line by line.
class Partition
{
public:
  explicit Partition(const std::string &file)
    : file(file)
  {
  }

  void add(const GmshLine &line)
  {
    const bool is_mark = line.text.front() == '$';
    if (is_open && line.text == "$End" + name)
      is_open = false;
    else if (is_open && lines == nullptr)
      return; // the part is skipped
    else if (is_open && is_mark)
      refuse_at(file, line.number, shown(line.text) + " is inside $" + name + ".", "Save the mesh again.");
    else if (is_open)
      lines->push_back(line);
    else if (is_mark)
      begin(line);
    else
      refuse_at(file, line.number, shown(line.text) + " is outside every section of the file.",
                "Sections begin with $Name and end with $EndName.");
  }

  GmshParts finished()
  {
    if (is_open)
      throw InputError(file + ": $" + name + " is incomplete: there is no $End" + name +
                       ". Save the mesh again.");
    return std::move(parts);
  }

private:
  void begin(const GmshLine &line)
  {
    name    = line.text.substr(1);
    is_open = true;
    lines   = nullptr;
    if (!is_read(name))
      return;
    const auto inserted = parts.emplace(name, std::vector<GmshLine>());
    if (!inserted.second)
      refuse_at(file, line.number, "the file has a second $" + name + ".", "Save the mesh again.");
    lines = &inserted.first->second;
  }

  const std::string     &file;
  GmshParts              parts;
  std::string            name; ///< of the last part
  bool                   is_open = false;
  std::vector<GmshLine> *lines   = nullptr; ///< of the last part; null where it is skipped
};
} // namespace

GmshParts gmsh_parts(const std::string &file, std::string_view text)
{
  Partition partition(file);
  for (unsigned int number = 1; !text.empty(); ++number)
  {
    const auto end  = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    if (!line.empty())
      partition.add({number, line});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return partition.finished();
}

GmshLines::GmshLines(const std::string &file, const std::string &part, const GmshParts &parts)
  : file(file)
  , part(part)
  , lines(parts.count(part) > 0 ? parts.at(part)
                                : throw InputError(file + ": the mesh has no $" + part +
                                                   ". Save the mesh again, with all sections."))
{
}

void GmshLines::next_line()
{
  finish_line();
  if (!has_line())
    throw InputError(file + ": $" + part + " ends too early. Save the mesh again.");
  rest = lines[next++].text;
}

unsigned int GmshLines::line_number() const
{
  return next == 0 ? 0 : lines[next - 1].number;
}

std::string_view GmshLines::word()
{
  rest           = trimmed(rest);
  const auto end = std::min(rest.find_first_of(blanks), rest.size());
  const auto one = rest.substr(0, end);
  rest.remove_prefix(end);
  if (one.empty())
    refuse("the line of $" + part + " is too short.", "Save the mesh again.");
  return one;
}

template <typename Number>
Number GmshLines::number(const char *kind)
{
  const auto text  = word();
  Number     value = 0;
  const auto read  = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size())
    refuse(shown(text) + " is not a " + kind + ".", "Save the mesh again.");
  return value;
}

unsigned long GmshLines::natural_number()
{
  return number<unsigned long>("natural number");
}

long GmshLines::whole_number()
{
  return number<long>("whole number");
}

double GmshLines::coordinate()
{
  const double value = number<double>("number");
  if (!std::isfinite(value) || std::abs(value) > farthest)
    refuse("a coordinate is not within 1 km of the origin.", "Give coordinates in mm.");
  return value;
}

std::string GmshLines::quoted_name()
{
  const auto text = trimmed(rest);
  rest            = {};
  if (text.size() < 3 || text.front() != '"' || text.find('"', 1) != text.size() - 1)
    refuse(shown(text) + " is not a name in quotation marks.",
           "Put the name between two quotation marks; it cannot contain others.");
  return std::string(trimmed(text.substr(1, text.size() - 2)));
}

void GmshLines::check_count(const std::string &things, const unsigned long announced,
                            const unsigned long found) const
{
  if (announced != found)
    throw InputError(file + ": $" + part + " declares " + std::to_string(announced) + " " + things +
                     " but contains " + std::to_string(found) + ". Save the mesh again.");
}

void GmshLines::finish_line()
{
  rest = trimmed(rest);
  if (!rest.empty())
    refuse(shown(rest) + " is unexpected at the end of this line of $" + part + ".", "Save the mesh again.");
}

void GmshLines::finish()
{
  finish_line();
  if (has_line())
    refuse_at(file, lines[next].number, shown(lines[next].text) + " is unexpected in $" + part + ".",
              "Save the mesh again.");
}

void GmshLines::refuse(const std::string &problem, const std::string &advice) const
{
  refuse_at(file, line_number(), problem, advice);
}
} // namespace tenogen::fields
