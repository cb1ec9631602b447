#include "tenogen/study/write_study.h"

#include "tenogen/parameters/differences.h"
#include "tenogen/parameters/write_parameters.h"
#include "tenogen/study/csv.h"
#include "tenogen/study/read_study.h"
#include "tenogen/study/study_parts.h"

#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

namespace tenogen::study
{
namespace
{
using json = nlohmann::ordered_json;

json json_of(const VariedParameter &parameter, const DesignKind kind)
{
  json object;
  if (parameter.is_factor)
    object = {{"name", parameter.name}, {"scales", parameter.entries}};
  else
    object = {{"entry", parameter.name}};
  if (!parameter.arms.empty())
    object["arms"] = parameter.arms;
  if (kind == DesignKind::list)
    return object;
  object["distribution"] = to_text(parameter.distribution.law);
  if (parameter.distribution.law == Law::choices)
    object["values"] = parameter.choices;
  for (const auto &[name, number] : numbers_of(parameter.distribution))
    object[name] = number;
  return object;
}

/// A grid has levels instead of distributions.
json json_of_grid(const VariedParameter &parameter)
{
  json object      = json_of(parameter, DesignKind::list);
  object["levels"] = parameter.choices;
  return object;
}

json json_of(const DesignSettings &design)
{
  json object = {{"kind", to_text(design.kind)}};
  switch (design.kind)
  {
  case DesignKind::grid:
    return object;
  case DesignKind::list:
    object["file"] = "points.csv";
    return object;
  case DesignKind::morris:
    object["trajectories"] = design.size;
    object["levels"]       = design.levels;
    break;
  case DesignKind::saltelli:
    object["size"]         = design.size;
    object["second order"] = design.second_order;
    break;
  default:
    object["size"] = design.size;
  }
  object["seed"] = design.seed;
  return object;
}

json json_of(const Study &study)
{
  json arms = json::array(), varied = json::array(), outcomes = json::array();
  for (const auto &arm : study.arms)
    arms.push_back({{"name", arm.name}, {"file", "arms/" + arm.name + ".prm"}});
  for (const auto &parameter : study.parameters)
    varied.push_back(study.design.kind == DesignKind::grid ? json_of_grid(parameter)
                                                           : json_of(parameter, study.design.kind));
  for (const auto &outcome : study.outcomes)
    outcomes.push_back({{"name", outcome.name}, {"months", outcome.months}});
  json object = {{"schema", study_schema}};
  if (!study.title.empty())
    object["title"] = study.title;
  object["arms"]       = arms;
  object["parameters"] = varied;
  object["design"]     = json_of(study.design);
  object["outcomes"]   = outcomes;
  return object;
}

/// Without the size of a design that can grow, and without the title, which affects nothing.
json identity_of(const Study &study)
{
  json object = json_of(study);
  object.erase("title");
  if (study.design.can_grow())
  {
    object["design"].erase("size");
    object["design"].erase("trajectories");
  }
  return object;
}

/// Converts a list of objects to an object, so that additions and removals do not shift the rest in a
/// comparison.
json by_name(const json &list)
{
  json object = json::object();
  for (const auto &item : list)
    object[item.contains("entry") ? item["entry"] : item["name"]] = item;
  return object;
}

/// Every number and text of a study by its path, with names instead of indices.
std::map<std::string, std::string> leaves(const Study &study)
{
  json object = identity_of(study);
  for (const char *const part : {"arms", "parameters", "outcomes"})
    object[part] = by_name(object[part]);
  std::map<std::string, std::string> texts;
  const json                         flat = object.flatten();
  for (const auto &[path, leaf] : flat.items())
    texts[path] = leaf.dump();
  return texts;
}

void add_differences(const std::map<std::string, std::string> &was,
                     const std::map<std::string, std::string> &is, std::vector<std::string> &lines)
{
  for (const auto &[path, text] : was)
    if (is.count(path) == 0)
      lines.push_back(path + ": was " + text + ", no longer exists");
    else if (is.at(path) != text)
      lines.push_back(path + ": was " + text + ", is " + is.at(path));
  for (const auto &[path, text] : is)
    if (was.count(path) == 0)
      lines.push_back(path + ": did not exist, is " + text);
}
/// The differences between two arms with the same name. The content of the mesh file is not compared here, so
/// its name counts.
void add_differences(const Arm &was, const Arm &is, std::vector<std::string> &lines)
{
  auto found =
      parameters::differences(parameters::values_by_path(was.base), parameters::values_by_path(is.base));
  if (was.base.geometry.mesh_file != is.base.geometry.mesh_file)
    found.push_back("Geometry/Mesh file: was " + was.base.geometry.mesh_file + ", is " +
                    is.base.geometry.mesh_file);
  for (const auto &line : found)
    lines.push_back("arm \"" + is.name + "\": " + line);
}
} // namespace

std::string study_text(const Study &study)
{
  return json_of(study).dump(2) + "\n";
}

std::string arm_text(const Arm &arm)
{
  std::ostringstream stream;
  parameters::write_parameters(stream, arm.base, parameters::Format::prm);
  return stream.str();
}

std::string list_text(const Study &study)
{
  std::vector<std::string> names;
  for (const auto &parameter : study.parameters)
    names.push_back(parameter.name);
  std::string text = csv_line(names) + "\n";
  for (const auto &values : study.list)
    text += csv_line(values) + "\n";
  return text;
}

std::string identity_text(const Study &study)
{
  std::string text = identity_of(study).dump(2) + "\n";
  for (const auto &arm : study.arms)
    for (const auto &[path, value] : parameters::deciding_values(arm.base))
      text += arm.name + ": " + path + " = " + value + "\n";
  if (study.design.kind == DesignKind::list)
    text += list_text(study);
  return text;
}

std::vector<std::string> differences(const Study &was, const Study &is)
{
  std::vector<std::string> lines;
  add_differences(leaves(was), leaves(is), lines);
  if (lines.empty() && identity_of(was) != identity_of(is))
    lines.emplace_back("arms, parameters or outcomes are in a different order");
  for (const auto &before : was.arms)
    for (const auto &now : is.arms)
      if (before.name == now.name)
        add_differences(before, now, lines);
  if (was.list != is.list)
    lines.push_back("the table of points is different");
  return lines;
}
} // namespace tenogen::study
