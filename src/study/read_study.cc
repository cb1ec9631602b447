#include "tenogen/study/read_study.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/odd_characters.h"
#include "tenogen/core/read_file.h"
#include "tenogen/parameters/mistakes.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/plain_text.h"
#include "tenogen/study/study_parts.h"

#include <algorithm>
#include <filesystem>

namespace tenogen::study
{
namespace
{
/// Whether `months` are visits of every arm and given once.
void check_months(const JsonPlace &place, const std::vector<double> &months, const std::vector<Arm> &arms)
{
  for (std::size_t i = 0; i < months.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (months[i] == months[j])
        place.wrong("month " + parameters::to_text(months[i]) + " is listed twice; remove one");
  for (const Arm &arm : arms)
    for (const double month : months)
    {
      const auto &visits = arm.base.time.visits;
      if (std::find(visits.begin(), visits.end(), month) == visits.end())
        place.wrong("month " + parameters::to_text(month) + " is not a visit of the arm \"" + arm.name +
                    "\"; add it to Time/Visits [month] of its parameter file");
    }
}

Outcome read_outcome(const JsonPlace &place, const std::vector<Arm> &arms)
{
  Outcome outcome;
  if (!place.is_object({"name", "months"}))
    return outcome;
  if (const auto name = place.required("name"))
    if (const auto text = name->text())
    {
      outcome.name = *text;
      if (text->back() != ']' || text->find('[') == std::string::npos)
        name->wrong(
            "the unit is missing; write the outcome as in history.csv, for example \"gap modulus [MPa]\"");
      if (const auto flaw = parameters::flaw_of_name(*text); !flaw.empty())
        name->wrong(flaw);
    }
  if (const auto months = place.required("months"))
  {
    for (const auto &item : months->items())
      if (const auto month = item.number())
        outcome.months.push_back(*month);
    check_months(*months, outcome.months, arms);
  }
  return outcome;
}

/// The table of a list is not read here.
void check_number_of_points(const JsonPlace &place, const Study &study)
{
  if (study.design.kind != DesignKind::list && number_of_points(study.design, study.levels()) > max_points)
    place.wrong("the design has more than " + std::to_string(max_points) +
                " points; use fewer samples, parameters or levels");
}

/// Reads the parameters and checks each against the arms.
void read_varied(const JsonPlace &root, const ReadArms &arms, const Entries &entries, Study &study)
{
  const auto list = root.required("parameters");
  if (!list)
    return;
  study.parameters = read_parameters(*list, study.design.kind, entries);
  for (std::size_t i = 0; i < study.parameters.size(); ++i)
    check_against_arms(list->items()[i], study.parameters[i], study.design.kind, arms, entries);
}
} // namespace

std::vector<Outcome> read_outcomes(const JsonPlace &place, const std::vector<Arm> &arms)
{
  std::vector<Outcome> outcomes;
  for (const auto &item : place.items())
  {
    const auto outcome = read_outcome(item, arms);
    for (const auto &earlier : outcomes)
      if (!outcome.name.empty() && earlier.name == outcome.name)
        item.wrong("the outcome \"" + outcome.name + "\" is listed twice; give all its months together");
    outcomes.push_back(outcome);
  }
  return outcomes;
}

Study read_study(const std::string &file)
{
  std::vector<std::string> mistakes;
  const auto               json = parse_json(without_byte_order_mark(read_file(file), file), file);
  const JsonPlace          root(json, file, mistakes);
  Study                    study;
  if (!root.is_object({"schema", "title", "arms", "parameters", "design", "outcomes"}))
    parameters::refuse(mistakes);
  if (const auto schema = root.required("schema"))
    schema->word({study_schema});
  if (root.has("title"))
    study.title = root.at("title").text().value_or("");

  const Entries     entries;
  const std::string folder = std::filesystem::path(file).parent_path().string();
  ReadArms          arms;
  if (const auto list = root.required("arms"))
    arms = read_arms(*list, folder, mistakes);
  study.arms = arms.arms;

  const auto design = root.required("design");
  if (design)
    study.design = read_design(*design);
  read_varied(root, arms, entries, study);
  if (design)
    check_number_of_points(*design, study);
  if (const auto list = root.required("outcomes"))
    study.outcomes = read_outcomes(*list, study.arms);
  if (design && study.design.kind == DesignKind::list && mistakes.empty())
  {
    const auto place = design->at("file");
    study.list =
        read_list(named_file(place, place.text().value_or(""), folder), study.parameters, entries, mistakes);
    study.design.size = study.list.size();
  }
  parameters::refuse(mistakes);
  return study;
}
} // namespace tenogen::study
