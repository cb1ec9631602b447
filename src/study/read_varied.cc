#include "tenogen/core/errors.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/plain_text.h"
#include "tenogen/study/study_parts.h"

#include <algorithm>
#include <cmath>

namespace tenogen::study
{
namespace
{
using parameters::Entry;
using parameters::ValueType;

/// Members that every parameter has, regardless of its distribution.
const std::vector<std::string> common_members = {"entry", "name", "scales", "arms"};

void check_choices(const JsonPlace &place, const VariedParameter &parameter, const Entry &entry)
{
  for (const auto &value : parameter.choices)
    try
    {
      entry.assign(value);
    }
    catch (const InputError &error)
    {
      place.wrong("the value " + value + ": " + error.what() + "; allowed: " + entry.allowed);
    }
}

/// Whether the law of a whole-number entry has whole bounds; otherwise values could be rounded beyond them.
void check_whole_bounds(const JsonPlace &place, const Distribution &d)
{
  if (d.is_bounded() && (std::floor(d.low) != d.low || std::floor(d.high) != d.high))
    place.wrong("the entry requires whole numbers; choose whole numbers for low and high");
}

/// Whether all values of a law are allowed for the entry.
void check_range(const JsonPlace &place, const Distribution &d, const Entry &entry)
{
  if (entry.type != ValueType::number && entry.type != ValueType::integer)
    return place.wrong("the entry is not a number (allowed: " + entry.allowed +
                       "); give its values as \"levels\"");
  if (entry.type == ValueType::integer)
    check_whole_bounds(place, d);
  const bool is_free_above = !std::isfinite(entry.range.maximum);
  const bool is_free_below = !std::isfinite(entry.range.minimum);
  if (d.law == Law::normal && !(is_free_below && is_free_above))
    place.wrong("a normal distribution has no bounds, but the entry has; allowed: " + entry.allowed +
                "; use \"truncated normal\"");
  else if (d.law == Law::log_normal && !(is_free_above && entry.range.minimum <= 0.))
    place.wrong("a log-normal distribution has no upper bound, but the entry has; allowed: " + entry.allowed +
                "; use \"truncated normal\" or \"log-uniform\"");
  else if (d.is_bounded() && (!entry.range.contains(d.low) || !entry.range.contains(d.high)))
    place.wrong("the values range from " + parameters::to_text(d.low) + " to " + parameters::to_text(d.high) +
                "; allowed: " + entry.allowed);
}

void check_values(const JsonPlace &place, const VariedParameter &parameter, const Entry &entry)
{
  if (parameter.distribution.law == Law::choices)
    check_choices(place, parameter, entry);
  else
    check_range(place, parameter.distribution, entry);
}

/// The extreme values of a factor; if these are allowed, all are.
std::vector<double> extreme_factors(const VariedParameter &factor)
{
  std::vector<double> factors;
  for (const auto &text : factor.choices)
    factors.push_back(parameters::number_from_text(text));
  if (factor.choices.empty())
    factors = {factor.distribution.low, factor.distribution.high};
  return factors;
}

/// The entries that a factor multiplies.
void read_scales(const JsonPlace &place, const Entries &entries, VariedParameter &parameter)
{
  parameter.is_factor = true;
  if (const auto name = place.required("name"))
  {
    parameter.name  = name->text().value_or("");
    const auto flaw = parameters::flaw_of_name(parameter.name);
    if (!flaw.empty())
      name->wrong(flaw);
  }
  for (const auto &item : place.at("scales").items())
  {
    const auto  path  = item.text();
    const auto *entry = path ? entries.find(item, *path) : nullptr;
    if (entry != nullptr && entry->type != ValueType::number)
      item.wrong("a factor cannot multiply this entry; allowed: entries with real numbers");
    else if (entry != nullptr)
      parameter.entries.push_back(*path);
  }
}

/// The single entry of a parameter; null if it cannot be used.
const Entry *read_entry(const JsonPlace &place, const Entries &entries, VariedParameter &parameter)
{
  const auto member = place.required("entry");
  const auto path   = member ? member->text() : std::optional<std::string>();
  if (place.has("name"))
    place.at("name").wrong("only a factor has a name; a parameter is named by its entry. Remove the name");
  const auto *entry = path ? entries.find(*member, *path) : nullptr;
  if (entry == nullptr)
    return nullptr;
  parameter.name     = *path;
  parameter.entries  = {*path};
  parameter.is_whole = entry->type == ValueType::integer;
  return entry;
}

/// Whether the law can be used for a factor; if not, no further checks follow.
void check_factor(const JsonPlace &place, VariedParameter &parameter)
{
  std::string flaw;
  if (!parameter.distribution.is_bounded())
    flaw = "a factor needs bounds, so that its entries stay within their ranges; use another distribution";
  try
  {
    extreme_factors(parameter);
  }
  catch (const InputError &error)
  {
    flaw = std::string("a factor is a number: ") + error.what();
  }
  if (flaw.empty())
    return;
  place.wrong(flaw);
  parameter.entries.clear();
}

void read_names_of_arms(const JsonPlace &place, VariedParameter &parameter)
{
  if (!place.has("arms"))
    return;
  for (const auto &item : place.at("arms").items())
    if (const auto name = item.text())
      parameter.arms.push_back(*name);
}

/// Checks what the design requires of a distribution.
void check_design(const JsonPlace &place, const DesignKind kind, const Distribution &d)
{
  if (kind == DesignKind::grid && d.law != Law::choices)
    place.wrong("a grid needs \"levels\": [ ... ] instead of a distribution");
  if (kind == DesignKind::morris && !d.is_bounded())
    place.wrong("the Morris design uses the bounds of the distribution, which has none; use one with bounds");
}

VariedParameter read_parameter(const JsonPlace &place, const DesignKind kind, const Entries &entries)
{
  VariedParameter parameter;
  const Entry    *entry = nullptr;
  if (!place.is_object())
    return parameter;
  if (place.has("scales"))
    read_scales(place, entries, parameter);
  else
    entry = read_entry(place, entries, parameter);
  read_names_of_arms(place, parameter);
  if (kind == DesignKind::list)
  {
    place.is_object(common_members);
    return parameter;
  }
  if (!read_distribution(place, common_members, parameter))
  {
    parameter.entries.clear(); // no further conclusions
    return parameter;
  }
  check_design(place, kind, parameter.distribution);
  if (entry != nullptr)
    check_values(place, parameter, *entry);
  if (parameter.is_factor)
    check_factor(place, parameter);
  return parameter;
}

void refuse_twice(const JsonPlace &place, const VariedParameter &parameter,
                  const std::vector<VariedParameter> &earlier)
{
  for (const auto &other : earlier)
  {
    for (const auto &path : parameter.entries)
      if (std::find(other.entries.begin(), other.entries.end(), path) != other.entries.end())
        place.wrong(path + " is varied twice; remove one");
    if (parameter.is_factor && !parameter.name.empty() && other.name == parameter.name)
      place.wrong("the name \"" + parameter.name + "\" is used twice; rename one");
  }
}

/// Whether a factor keeps an entry of an arm within its range.
void check_factor_in(const Arm &arm, const JsonPlace &place, const VariedParameter &factor,
                     const Entry &entry, const std::string &value)
{
  const double base = parameters::number_from_text(value);
  for (const double extreme : extreme_factors(factor))
    if (!entry.range.contains(base * extreme))
      place.wrong("in the arm \"" + arm.name + "\" the factor " + parameters::to_text(extreme) + " makes " +
                  entry.path() + " = " + value + " to " + parameters::rounded_text(base * extreme) +
                  "; allowed: " + entry.allowed);
}

/// Varying an entry must not override a setting of an arm, or a difference between two arms.
void check_entry_in(const std::vector<const Arm *> &arms, const JsonPlace &place, const std::string &path,
                    const ReadArms &read)
{
  const auto value_in = [&](const Arm *arm) { return read.values.at(arm->name).at(path); };
  for (const Arm *const arm : arms)
    if (read.settings.at(arm->name).count(path) > 0)
      return place.wrong(path + " is varied, but the arm \"" + arm->name +
                         "\" sets it; remove one of the two");
  for (const Arm *const arm : arms)
    if (value_in(arm) != value_in(arms.front()))
      return place.wrong(path + " is " + value_in(arms.front()) + " in the arm \"" + arms.front()->name +
                         "\" and " + value_in(arm) + " in \"" + arm->name +
                         "\"; varied in both, it would no longer differ. State with \"arms\": [ ... ] in "
                         "which arms it is varied");
}
} // namespace

std::vector<VariedParameter> read_parameters(const JsonPlace &place, const DesignKind kind,
                                             const Entries &entries)
{
  std::vector<VariedParameter> parameters;
  for (const auto &item : place.items())
  {
    const auto parameter = read_parameter(item, kind, entries);
    refuse_twice(item, parameter, parameters);
    parameters.push_back(parameter);
  }
  return parameters;
}

void check_against_arms(const JsonPlace &place, const VariedParameter &parameter, const DesignKind kind,
                        const ReadArms &read, const Entries &entries)
{
  std::vector<std::string> names;
  for (const auto &arm : read.arms)
    names.push_back(arm.name);
  for (const auto &name : parameter.arms)
    if (std::find(names.begin(), names.end(), name) == names.end())
      place.wrong("the arm \"" + name +
                  "\" is not in the study; nearest: " + parameters::nearest_name(name, names));
  std::vector<const Arm *> arms;
  for (const auto &arm : read.arms)
    if (parameter.applies_to(arm))
      arms.push_back(&arm);
  for (const auto &path : parameter.entries)
    if (!parameter.is_factor)
      check_entry_in(arms, place, path, read);
    else if (kind != DesignKind::list)
      for (const Arm *const arm : arms)
        check_factor_in(*arm, place, parameter, *entries.at(path), read.values.at(arm->name).at(path));
}
} // namespace tenogen::study
