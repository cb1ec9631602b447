#include "tenogen/parameters/writers.h"

#include <algorithm>
#include <ostream>
#include <sstream>

namespace tenogen::parameters
{
namespace
{
constexpr std::size_t text_width = 100;

/// A paragraph as comment lines, wrapped between words.
void write_comment(std::ostream &stream, const std::string &indent, const std::string &text)
{
  std::istringstream words(text);
  std::string        word, line;
  while (words >> word)
  {
    if (!line.empty() && indent.size() + line.size() + word.size() + 3 > text_width)
    {
      stream << indent << "# " << line << '\n';
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty())
    stream << indent << "# " << line << '\n';
}

void write_entry(std::ostream &stream, const std::string &indent, const Entry &entry)
{
  const auto plausible = plausible_text(entry);
  const auto value     = entry.text();
  write_comment(stream, indent,
                (entry.description.symbol.empty() ? "" : entry.description.symbol + ": ") +
                    entry.description.meaning);
  write_comment(stream, indent,
                "Default: " + (entry.default_text.empty() ? "empty" : entry.default_text) + ". Allowed: " +
                    entry.allowed + "." + (plausible.empty() ? "" : " Plausible: " + plausible + "."));
  write_comment(stream, indent,
                "Confidence: " + to_text(entry.description.confidence) +
                    ". Source: " + entry.description.source + ".");
  stream << indent << "set " << entry.name << (value.empty() ? " =" : " = " + value) << "\n\n";
}

/// Closes and opens the subsections between one section and the next.
void change_section(std::ostream &stream, const Binder &binder, std::vector<std::string> &open,
                    const std::vector<std::string> &next)
{
  std::size_t common = 0;
  while (common < std::min(open.size(), next.size()) && open[common] == next[common])
    ++common;
  while (open.size() > common)
  {
    open.pop_back();
    stream << std::string(2 * open.size(), ' ') << "end\n\n";
  }
  while (open.size() < next.size())
  {
    const std::string indent(2 * open.size(), ' ');
    open.push_back(next[open.size()]);
    stream << indent << "subsection " << open.back() << '\n';
    for (const auto &section : binder.sections())
      if (section.path == open)
        write_comment(stream, indent + "  ", section.meaning);
    stream << '\n';
  }
}
} // namespace

void write_prm(std::ostream &stream, const Binder &binder)
{
  stream << "# All parameters of tenogen. Units: mm, N, MPa, day, mg, cells/mm^3, pg/mm^3.\n\n";
  std::vector<std::string> open;
  for (const auto &entry : binder.entries())
  {
    change_section(stream, binder, open, entry.sections);
    write_entry(stream, std::string(2 * open.size(), ' '), entry);
  }
  change_section(stream, binder, open, {});
}
} // namespace tenogen::parameters
