#include "tenogen/core/errors.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/differences.h"
#include "tenogen/parameters/prm_scanner.h"
#include "tenogen/parameters/read_parameters.h"
#include "tenogen/parameters/suggestion.h"
#include "tenogen/study/study_parts.h"

#include <algorithm>
#include <filesystem>

namespace tenogen::study
{
namespace
{
/// The settings of an arm as overrides; records their paths.
std::vector<std::string> own_settings(const JsonPlace &arm, std::set<std::string> &paths)
{
  std::vector<std::string> overrides;
  if (!arm.has("set"))
    return overrides;
  for (const auto &[path, value] : arm.at("set").members())
    if (const auto text = value.entry_text())
    {
      overrides.push_back(path + "=" + *text);
      paths.insert(path);
    }
  return overrides;
}

/// The name of an arm is also that of a file.
bool is_good_name(const std::string &name)
{
  const auto is_good = [](const char letter)
  {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
  };
  return name.size() <= 60 && std::all_of(name.begin(), name.end(), is_good);
}

void read_name(const JsonPlace &place, const std::vector<Arm> &earlier, Arm &arm)
{
  const auto member = place.required("name");
  const auto name   = member ? member->text() : std::optional<std::string>();
  if (!name)
    return;
  arm.name = *name;
  if (!is_good_name(*name))
    member->wrong("the name is also used as a file name; allowed: up to 60 letters, digits, - and _");
  for (const auto &other : earlier)
    if (other.name == *name)
      member->wrong("two arms have this name; rename one");
}

/// A mistake in an override is a mistake in the member `set` of the arm.
std::string with_place(const std::string &mistake, const JsonPlace &arm)
{
  const std::string start = "--set: ";
  return mistake.rfind(start, 0) == 0 ? arm.at("set").where() + ": " + mistake.substr(start.size()) : mistake;
}

/// The parameters of an arm; mistakes in its file are reported as for any parameter file.
void read_base(const JsonPlace &place, const std::string &folder, ReadArms &read, Arm &arm,
               std::vector<std::string> &mistakes)
{
  const auto member    = place.required("file");
  const auto file      = member ? member->text() : std::optional<std::string>();
  const auto overrides = own_settings(place, read.settings[arm.name]);
  if (!file)
    return;
  const auto path = named_file(*member, *file, folder);
  try
  {
    const auto reading = parameters::read(path, overrides);
    arm.base           = reading.parameters;
    for (const auto &mistake : reading.mistakes)
      mistakes.push_back(with_place(mistake, place));
  }
  catch (const InputError &error)
  {
    member->wrong(with_place(error.what(), place));
  }
  catch (const FileSystemError &error)
  {
    throw FileSystemError(member->where() + ": " + error.what());
  }
}
} // namespace

std::string named_file(const JsonPlace &place, const std::string &name, const std::string &folder)
{
  const auto      path = (std::filesystem::path(folder) / name).lexically_normal();
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    throw FileSystemError(
        place.where() + " = \"" + name + "\": there is no file '" +
        std::filesystem::absolute(path).lexically_normal().string() +
        "'. Relative paths are resolved against the folder of the study file, '" +
        std::filesystem::absolute(folder.empty() ? "." : folder).lexically_normal().string() + "'.");
  return path.string();
}

Entries::Entries()
{
  parameters::bind(binder, values);
}

const parameters::Entry *Entries::at(const std::string &path) const
{
  for (const auto &entry : binder.entries())
    if (entry.path() == path)
      return &entry;
  return nullptr;
}

const parameters::Entry *Entries::find(const JsonPlace &place, const std::string &path) const
{
  const auto *const entry = at(path);
  if (entry != nullptr)
    return entry;
  try
  {
    const auto setting = parameters::setting_from_override(path + "=");
    place.wrong("there is no such entry; " +
                parameters::suggest_entry(binder, setting.sections, setting.name) +
                "; `tenogen parameters` lists all");
  }
  catch (const InputError &)
  {
    place.wrong("it is not of the form \"Section/Entry [unit]\"; `tenogen parameters` lists all entries");
  }
  return nullptr;
}

ReadArms read_arms(const JsonPlace &place, const std::string &folder, std::vector<std::string> &mistakes)
{
  ReadArms read;
  for (const auto &item : place.items())
  {
    Arm arm;
    if (!item.is_object({"name", "file", "set"}))
      continue;
    read_name(item, read.arms, arm);
    read_base(item, folder, read, arm, mistakes);
    read.values[arm.name] = parameters::values_by_path(arm.base);
    read.arms.push_back(arm);
  }
  return read;
}
} // namespace tenogen::study
