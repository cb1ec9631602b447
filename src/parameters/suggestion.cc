#include "tenogen/parameters/suggestion.h"

#include "tenogen/parameters/nearest_name.h"

#include <functional>

namespace tenogen::parameters
{
namespace
{
const Entry *first_entry(const Binder &binder, const std::function<bool(const Entry &)> &is_meant)
{
  for (const auto &entry : binder.entries())
    if (is_meant(entry))
      return &entry;
  return nullptr;
}

/// The nearest entry by its name without unit; one in another section must be closer by three letters.
const Entry &nearest_entry(const Binder &binder, const std::vector<std::string> &sections,
                           const std::string &name)
{
  const auto cost = [&](const Entry &entry)
  {
    return edit_distance(without_unit(name), without_unit(entry.name)) + (entry.sections == sections ? 0 : 3);
  };
  const Entry *nearest = &binder.entries().front();
  for (const auto &entry : binder.entries())
    if (cost(entry) < cost(*nearest))
      nearest = &entry;
  return *nearest;
}
} // namespace

std::string suggest_entry(const Binder &binder, const std::vector<std::string> &sections,
                          const std::string &name)
{
  const auto same_name = [&](const Entry &entry)
  { return edit_distance(without_unit(entry.name), without_unit(name)) == 0; };
  const auto same_place = [&](const Entry &entry) { return entry.sections == sections && same_name(entry); };

  if (const Entry *entry = first_entry(binder, same_place))
  {
    if (entry->unit().empty())
      return "the entry has no unit; write " + entry->path();
    if (without_unit(name) == name)
      return "the name lacks its unit; write " + entry->path();
    if (name.find("[" + entry->unit() + "]") == std::string::npos)
      return "the unit in the name must be [" + entry->unit() + "]; write " + entry->path() +
             " and give the value in this unit";
    return "the correct spelling is " + entry->path();
  }
  if (const Entry *entry = first_entry(binder, same_name))
    return "the entry belongs to another section; write " + entry->path();
  return "the nearest entry is " + nearest_entry(binder, sections, name).path();
}

std::vector<const Entry *> candidate_entries(const Binder &binder, const std::vector<std::string> &sections,
                                             const std::string &name)
{
  std::vector<const Entry *> meant;
  const bool                 is_here = binder.has_section(sections);
  for (const auto &entry : binder.entries())
    if (edit_distance(without_unit(entry.name), without_unit(name)) == 0 &&
        (!is_here || entry.sections == sections))
      meant.push_back(&entry);
  if (meant.empty())
    meant.push_back(&nearest_entry(binder, sections, name));
  return meant;
}

std::vector<std::string> nearest_section(const Binder &binder, const std::vector<std::string> &sections)
{
  // Sections with the same parent come first, because a good match there counts more.
  const auto cost = [&](const std::vector<std::string> &candidate)
  {
    const bool siblings = candidate.size() == sections.size() &&
                          std::vector<std::string>(candidate.begin(), candidate.end() - 1) ==
                              std::vector<std::string>(sections.begin(), sections.end() - 1);
    return edit_distance(candidate.back(), sections.back()) + (siblings ? 0 : 3);
  };
  auto nearest = binder.sections().front().path;
  for (const auto &section : binder.sections())
    if (cost(section.path) < cost(nearest))
      nearest = section.path;
  return nearest;
}
} // namespace tenogen::parameters
