#include "tenogen/study/arm_at_point.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/check.h"
#include "tenogen/parameters/number_text.h"

#include <algorithm>
#include <set>

namespace tenogen::study
{
namespace
{
const parameters::Entry *entry_of_path(const parameters::Binder &binder, const std::string &path)
{
  const auto &entries = binder.entries();
  const auto  found   = std::find_if(entries.begin(), entries.end(),
                                     [&](const parameters::Entry &entry) { return entry.path() == path; });
  if (found == entries.end())
    throw Error(ExitCode::defect, "The study varies " + path + ", which is not an entry.");
  return &*found;
}
} // namespace

ArmAtPoint::ArmAtPoint(const Study &study, const Arm &arm)
  : study(&study)
  , parameters(arm.base)
{
  parameters::bind(binder, parameters);
  for (const auto &parameter : study.parameters)
  {
    entries.emplace_back();
    if (!parameter.applies_to(arm))
      continue;
    for (const auto &path : parameter.entries)
    {
      const auto *entry = entry_of_path(binder, path);
      entries.back().push_back(entry);
      if (parameter.is_factor)
        factored[entry] = parameters::number_from_text(entry->text());
    }
  }
}

std::vector<ArmAtPoint::Setting> ArmAtPoint::resolved(const std::vector<std::string> &values) const
{
  std::vector<Setting> settings;
  for (std::size_t j = 0; j < entries.size(); ++j)
    for (const auto *entry : entries[j])
    {
      const bool is_factor = study->parameters[j].is_factor;
      settings.push_back({entry, is_factor ? parameters::to_text(parameters::number_from_text(values[j]) *
                                                                 factored.at(entry))
                                           : values[j]});
    }
  return settings;
}

std::vector<std::string> ArmAtPoint::settings(const std::vector<std::string> &values) const
{
  std::vector<std::string> texts;
  for (const auto &setting : resolved(values))
    texts.push_back(setting.entry->path() + "=" + setting.value);
  return texts;
}

std::vector<std::string> ArmAtPoint::mistakes(const std::vector<std::string> &values)
{
  std::vector<std::string> found;
  parameters::Origins      origins;
  std::set<std::string>    unusable;
  for (const auto &setting : resolved(values))
  {
    const std::string path = setting.entry->path();
    origins[path]          = "point";
    try
    {
      setting.entry->assign(setting.value);
    }
    catch (const InputError &error)
    {
      found.push_back(path + " = " + setting.value + ": " + error.what() +
                      "; allowed: " + setting.entry->allowed);
      unusable.insert(path);
    }
  }
  const auto errors = parameters::check(parameters, origins, unusable).errors;
  found.insert(found.end(), errors.begin(), errors.end());
  return found;
}
} // namespace tenogen::study
