#include "tenogen/parameters/read_parameters.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/check.h"
#include "tenogen/parameters/mistakes.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/prm_scanner.h"
#include "tenogen/parameters/suggestion.h"

#include <algorithm>
#include <set>

namespace tenogen::parameters
{
namespace
{
/// Largest number of mistakes: a file that is not a parameter file has one in every line, and each suggestion
/// compares all names.
constexpr std::size_t max_mistakes = 1000;

/// Assigns the settings of files and command line to their entries, and collects the mistakes.
class Assignment
{
public:
  explicit Assignment(ParameterSet &parameters)
  {
    bind(binder, parameters);
  }

  /// Reports an unknown subsection once; if its name is nearly right, its entries are read as if it were
  /// correct.
  void look_up(const SectionUse &use)
  {
    if (mistakes.size() >= max_mistakes)
      return;
    auto sections = use.sections;
    sections.pop_back();
    sections = corrected_sections(sections);
    if (!binder.has_section(sections) || use.sections.back().empty())
      return; // reported already
    sections.push_back(use.sections.back());
    if (binder.has_section(sections))
      return;
    const auto nearest = nearest_section(binder, sections);
    mistakes.push_back(use.location + ": `subsection " + use.sections.back() + "` (" + joined(use.sections) +
                       ") is unknown; the nearest section is " + joined(nearest) +
                       "; `tenogen parameters` lists all");
    const auto letters = edit_distance(nearest.back(), sections.back());
    const bool sibling = nearest.size() == sections.size();
    if (sibling && letters <= 3 && 2 * letters <= nearest.back().size())
      corrected[use.sections] = nearest;
  }

  void assign(const Setting &setting)
  {
    if (mistakes.size() >= max_mistakes)
      return;
    const auto   sections = corrected_sections(setting.sections);
    const Entry *entry    = binder.find(sections, setting.name);
    if (entry == nullptr)
      return report_unknown(setting, sections);
    try
    {
      entry->assign(setting.value);
      origins[entry->path()] = setting.location;
      unusable.erase(entry->path());
    }
    catch (const InputError &error)
    {
      mistakes.push_back(beginning(setting) + error.what() + "; allowed: " + entry->allowed +
                         "; the default is " + (entry->default_text.empty() ? "empty" : entry->default_text));
      unusable.insert(entry->path());
    }
  }

  /// Some settings are lost. They may have been meant for any entry that is not set elsewhere.
  void exclude_defaults()
  {
    for (const auto &entry : binder.entries())
      if (origins.count(entry.path()) == 0)
        unusable.insert(entry.path());
  }

  std::vector<std::string> mistakes;
  Origins                  origins;
  std::set<std::string>    unusable; ///< paths of entries whose values could not be read

private:
  /// `file:line: Section/Entry [unit] = value: `
  static std::string beginning(const Setting &setting)
  {
    auto path = setting.sections;
    path.push_back(setting.name);
    return setting.location + ": " + joined(path) + " = " + setting.value + ": ";
  }

  void report_unknown(const Setting &setting, const std::vector<std::string> &sections)
  {
    for (const Entry *entry : candidate_entries(binder, sections, setting.name))
      unusable.insert(entry->path());
    const bool is_file = setting.location != "--set";
    if (is_file && !binder.has_section(sections))
      return; // the subsection was reported
    mistakes.push_back(beginning(setting) + "there is no such entry; " +
                       suggest_entry(binder, sections, setting.name) + "; `tenogen parameters` lists all");
  }

  std::vector<std::string> corrected_sections(const std::vector<std::string> &sections) const
  {
    for (std::size_t length = sections.size(); length > 0; --length)
    {
      const auto found = corrected.find({sections.begin(), sections.begin() + length});
      if (found == corrected.end())
        continue;
      auto path = found->second;
      path.insert(path.end(), sections.begin() + length, sections.end());
      return path;
    }
    return sections;
  }

  Binder                                                       binder;
  std::map<std::vector<std::string>, std::vector<std::string>> corrected;
};

void add_overrides(ScannedFile &scanned, const std::vector<std::string> &overrides)
{
  for (const auto &text : overrides)
    try
    {
      scanned.settings.push_back(setting_from_override(text));
    }
    catch (const InputError &error)
    {
      scanned.mistakes.emplace_back(error.what());
      scanned.is_complete = false;
    }
}
} // namespace

Reading read(const std::string &file, const std::vector<std::string> &overrides)
{
  Reading    reading;
  Assignment assignment(reading.parameters);

  auto scanned = file.empty() ? ScannedFile() : scan_prm(file);
  add_overrides(scanned, overrides);
  assignment.mistakes = scanned.mistakes;
  for (const auto &use : scanned.sections)
    assignment.look_up(use);
  for (const auto &setting : scanned.settings)
    assignment.assign(setting);
  if (!scanned.is_complete)
    assignment.exclude_defaults();

  const auto findings = check(reading.parameters, assignment.origins, assignment.unusable);
  reading.mistakes    = assignment.mistakes;
  reading.mistakes.insert(reading.mistakes.end(), findings.errors.begin(), findings.errors.end());
  reading.warnings = findings.warnings;
  reading.origins  = assignment.origins;
  reading.unusable = assignment.unusable;
  return reading;
}

ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides,
                             std::vector<std::string> &warnings)
{
  const auto reading = read(file, overrides);
  refuse(reading.mistakes);
  warnings.insert(warnings.end(), reading.warnings.begin(), reading.warnings.end());
  return reading.parameters;
}

ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides)
{
  std::vector<std::string> warnings;
  return read_parameters(file, overrides, warnings);
}
} // namespace tenogen::parameters
