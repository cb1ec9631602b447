#include "tenogen/parameters/differences.h"

#include "tenogen/parameters/bind.h"

#include <iterator>

namespace tenogen::parameters
{
namespace
{
/// The mesh matters, not the path of its file; the mesh is compared separately.
bool decides(const std::string &path)
{
  return path != "Title" && path.rfind("Output/", 0) != 0 && path != "Geometry/Mesh file";
}
} // namespace

std::map<std::string, std::string> values_by_path(const ParameterSet &parameters)
{
  ParameterSet copy = parameters; // a binder needs mutable members
  Binder       binder;
  bind(binder, copy);
  std::map<std::string, std::string> values;
  for (const Entry &entry : binder.entries())
    values[entry.path()] = entry.text();
  return values;
}

std::map<std::string, std::string> deciding_values(const ParameterSet &parameters)
{
  auto values = values_by_path(parameters);
  for (auto value = values.begin(); value != values.end();)
    value = decides(value->first) ? std::next(value) : values.erase(value);
  return values;
}

std::vector<std::string> differences(const std::map<std::string, std::string> &before,
                                     const std::map<std::string, std::string> &now)
{
  std::vector<std::string> lines;
  for (const auto &[path, value] : before)
  {
    const auto found = now.find(path);
    if (decides(path) && found == now.end())
      lines.push_back(path + ": was " + value + ", no longer exists");
    else if (decides(path) && found->second != value)
      lines.push_back(path + ": was " + value + ", is " + found->second);
  }
  for (const auto &[path, value] : now)
    if (decides(path) && before.count(path) == 0)
      lines.push_back(path + ": did not exist, is " + value);
  return lines;
}
} // namespace tenogen::parameters
