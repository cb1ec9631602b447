#include "tenogen/parameters/wording.h"

#include "tenogen/parameters/bind.h"

#include <algorithm>

namespace tenogen::parameters
{
Wording::Wording(const ParameterSet &parameters, const Origins &origins,
                 const std::set<std::string> &unusable)
  : values(parameters)
  , origins(origins)
  , unusable(unusable)
{
  bind(binder, values);
}

bool Wording::are_known_below(const std::string &section) const
{
  return std::none_of(unusable.begin(), unusable.end(),
                      [&](const std::string &path) { return path.rfind(section + "/", 0) == 0; });
}

void Wording::mark_unusable(const std::string &path)
{
  unusable.insert(path);
}

bool Wording::is_set(const Entry &entry) const
{
  return origins.count(entry.path()) > 0;
}

std::string Wording::sentence(const Entry &entry, const std::string &text) const
{
  return origin(entry) + ": " + value(entry) + ": " + text;
}

std::string Wording::value(const Entry &entry)
{
  return entry.path() + " = " + entry.text();
}

std::string Wording::origin(const Entry &entry) const
{
  const auto found = origins.find(entry.path());
  return found == origins.end() ? "default" : found->second;
}
} // namespace tenogen::parameters
