#include "tenogen/parameters/writers.h"

#include <algorithm>
#include <ostream>

namespace tenogen::parameters
{
namespace
{
/// The text for a table cell, with vertical bars escaped.
std::string cell(const std::string &text)
{
  std::string result;
  for (const char letter : text)
    result += letter == '|' ? std::string("\\|") : std::string(1, letter);
  return result;
}

std::string code(const std::string &text)
{
  return text.empty() ? "" : "`" + cell(text) + "`";
}

void write_entry(std::ostream &stream, const Entry &entry, const bool with_values)
{
  const auto &description = entry.description;
  stream << "| " << code(entry.name) << " | ";
  if (with_values)
    stream << code(entry.text()) << " | ";
  stream << code(entry.default_text) << " | " << cell(entry.allowed) << " | " << plausible_text(entry)
         << " | " << code(description.symbol) << " | " << cell(description.meaning) << " | "
         << cell(description.source) << " | " << to_text(description.confidence) << " |\n";
}

void write_table(std::ostream &stream, const Binder &binder, const std::vector<std::string> &section,
                 const bool with_values)
{
  bool has_heading = false;
  for (const auto &entry : binder.entries())
  {
    if (entry.sections != section)
      continue;
    if (!has_heading)
      stream << "\n| Entry |" << (with_values ? " Value |" : "")
             << " Default | Allowed | Plausible | Symbol | Meaning | Source | Confidence |\n|"
             << (with_values ? " --- |" : "") << " --- | --- | --- | --- | --- | --- | --- | --- |\n";
    has_heading = true;
    write_entry(stream, entry, with_values);
  }
}
} // namespace

void write_markdown(std::ostream &stream, const Binder &binder)
{
  const bool with_values = std::any_of(binder.entries().begin(), binder.entries().end(),
                                       [](const Entry &entry) { return entry.text() != entry.default_text; });

  stream
      << "# Parameters\n\n"
         "Every entry of a parameter file, by section. The name of an entry includes its unit. Units: mm, N, "
         "MPa, day, mg, cells/mm^3, pg/mm^3 (= ng/mL); a month has 30.4375 days.\n\n"
         "*Allowed* is what the program accepts; *plausible* is what the sources give for the tissue. "
         "*Confidence* is of the default: measured in human tissue, modelled (inferred from a model or "
         "another "
         "tissue), or assumed.\n\n"
         "This page is written by `tenogen parameters --format markdown`.\n";
  write_table(stream, binder, {}, with_values);
  for (const auto &section : binder.sections())
  {
    stream << '\n'
           << std::string(section.path.size() + 1, '#') << ' ' << joined(section.path) << "\n\n"
           << section.meaning << '\n';
    write_table(stream, binder, section.path, with_values);
  }
}
} // namespace tenogen::parameters
