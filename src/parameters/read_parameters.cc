#include "tenogen/parameters/read_parameters.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/check.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/prm_scanner.h"
#include "tenogen/parameters/suggestion.h"

#include <algorithm>

namespace tenogen::parameters
{
namespace
{
/// A file that is no parameter file has a mistake in every line; each suggestion takes a look at all names.
constexpr std::size_t most_mistakes = 1000;

/// Gives the settings of files and command line to the entries they name; collects what is wrong.
class Assignment
{
public:
  explicit Assignment(ParameterSet &parameters)
  {
    bind(binder, parameters);
  }

  /// Reports an unknown subsection once; entries in one that is nearly right are read as if it were.
  void look_up(const SectionUse &use)
  {
    if (mistakes.size() >= most_mistakes)
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
    if (mistakes.size() >= most_mistakes)
      return;
    const auto   sections = corrected_sections(setting.sections);
    const Entry *entry    = binder.find(sections, setting.name);
    auto         path     = setting.sections;
    path.push_back(setting.name);
    const auto where = setting.location + ": " + joined(path) + " = " + setting.value + ": ";

    const bool is_file = setting.location != "--set";
    if (entry == nullptr && is_file && !binder.has_section(sections))
      return; // the subsection was reported
    if (entry == nullptr)
    {
      mistakes.push_back(where + "there is no such entry; " + suggest_entry(binder, sections, setting.name) +
                         "; `tenogen parameters` lists all");
      return;
    }
    try
    {
      entry->assign(setting.value);
      origins[entry->path()] = setting.location;
    }
    catch (const InputError &error)
    {
      mistakes.push_back(where + error.what() + "; allowed: " + entry->allowed + "; the default is " +
                         (entry->default_text.empty() ? "empty" : entry->default_text));
    }
  }

  std::vector<std::string> mistakes;
  Origins                  origins;

private:
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

/// File and line with which a mistake begins, `file:line: text`; line 0 where it begins otherwise.
std::pair<std::string, unsigned int> place(const std::string &mistake)
{
  const auto location = mistake.substr(0, mistake.find(": "));
  const auto colon    = location.rfind(':');
  const auto digits   = colon == std::string::npos ? "" : location.substr(colon + 1);
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
    return {location, 0};
  return {location.substr(0, colon), static_cast<unsigned int>(std::stoul(digits))};
}

void throw_if_any(std::vector<std::string> mistakes)
{
  if (mistakes.empty())
    return;
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const std::string &a, const std::string &b) { return place(a) < place(b); });
  std::string text;
  for (const auto &mistake : mistakes)
    text += (text.empty() ? "" : "\n") + mistake;
  throw InputError(text);
}

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
    }
}
} // namespace

ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides,
                             std::vector<std::string> &warnings)
{
  ParameterSet parameters;
  Assignment   assignment(parameters);

  auto scanned = file.empty() ? ScannedFile() : scan_prm(file);
  add_overrides(scanned, overrides);
  assignment.mistakes = scanned.mistakes;
  for (const auto &use : scanned.sections)
    assignment.look_up(use);
  for (const auto &setting : scanned.settings)
    assignment.assign(setting);
  throw_if_any(assignment.mistakes);

  const auto findings = check(parameters, assignment.origins);
  throw_if_any(findings.errors);
  warnings.insert(warnings.end(), findings.warnings.begin(), findings.warnings.end());
  return parameters;
}

ParameterSet read_parameters(const std::string &file, const std::vector<std::string> &overrides)
{
  std::vector<std::string> warnings;
  return read_parameters(file, overrides, warnings);
}
} // namespace tenogen::parameters
