#include "tenogen/app/outcome_table.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/study/csv.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <sstream>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
/// Months that differ by more than this are different.
constexpr double same_month = 1e-9;

const std::string month_column = "time [month]";

/// The number that makes up the whole text; NaN if it is not a number.
double number(const std::string &text)
{
  char        *end   = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::numeric_limits<double>::quiet_NaN() : value;
}

/// The columns of a history.
struct Columns
{
  std::vector<double>              months;
  std::vector<std::vector<double>> values; ///< of each outcome
};

std::size_t column(const std::vector<std::string> &names, const std::string &name)
{
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw InputError("The study requests the outcome '" + name +
                     "', which runs do not have; the nearest is '" + parameters::nearest_name(name, names) +
                     "'. Correct the study file and repeat `tenogen sweep design` with --overwrite: "
                     "completed runs are kept.");
  return static_cast<std::size_t>(found - names.begin());
}

Columns read_history(const std::vector<study::Outcome> &outcomes, const fs::path &file)
{
  const std::string text = read_file(file);
  if (text.empty() || text.back() != '\n') // the last number may lack digits
    throw FileSystemError("'" + file.string() + "': the last row is incomplete. Was the file edited?");
  std::istringstream lines(text);
  std::string        line;
  std::getline(lines, line);
  const auto               names = study::fields_of_csv(line);
  const std::size_t        month = column(names, month_column);
  std::vector<std::size_t> places;
  for (const auto &outcome : outcomes)
    places.push_back(column(names, outcome.name));

  Columns columns;
  columns.values.resize(outcomes.size());
  while (std::getline(lines, line))
  {
    const auto fields = study::fields_of_csv(line);
    if (fields.size() != names.size())
      throw FileSystemError("'" + file.string() + "' has a row of " + std::to_string(fields.size()) +
                            " values under " + std::to_string(names.size()) + " names: " + line);
    const auto value_in = [&](const std::size_t place)
    {
      const double value = number(fields[place]);
      if (!std::isfinite(value))
        throw FileSystemError("'" + file.string() + "': the column '" + names[place] + "' holds '" +
                              fields[place] + "', which is not a number. Was the file edited?");
      return value;
    };
    columns.months.push_back(value_in(month));
    for (std::size_t o = 0; o < outcomes.size(); ++o)
      columns.values[o].push_back(value_in(places[o]));
  }
  if (columns.months.empty())
    throw FileSystemError("'" + file.string() + "' has no rows.");
  return columns;
}

/// Linear between the rows; constant before the first and after the last row.
double interpolated(const std::vector<double> &months, const std::vector<double> &values, const double month)
{
  const auto behind =
      static_cast<std::size_t>(std::upper_bound(months.begin(), months.end(), month) - months.begin());
  if (behind == 0)
    return values.front();
  if (behind == months.size())
    return values.back();
  const double width = months[behind] - months[behind - 1];
  const double share = (month - months[behind - 1]) / width;
  return (1. - share) * values[behind - 1] + share * values[behind];
}

nlohmann::json read_visits(const fs::path &file)
{
  const auto json = nlohmann::json::parse(read_file(file), nullptr, false);
  if (!json.is_object() || !json.contains("visits") || !json["visits"].is_array())
    throw FileSystemError("'" + file.string() + "' is not the summary of a run.");
  return json["visits"];
}

bool is_same(const double a, const double b)
{
  return std::abs(a - b) < same_month;
}

std::string header(const std::vector<study::Outcome> &outcomes)
{
  std::vector<std::string> names = {"month"};
  for (const auto &outcome : outcomes)
    names.push_back(outcome.name);
  return study::csv_line(names);
}
} // namespace

double OutcomeTable::at(const std::size_t outcome, const double month) const
{
  const auto found =
      std::find_if(months.begin(), months.end(), [&](const double m) { return is_same(m, month); });
  return found == months.end() ? std::numeric_limits<double>::quiet_NaN()
                               : values[outcome][static_cast<std::size_t>(found - months.begin())];
}

OutcomeTable outcome_table(const std::vector<study::Outcome> &outcomes, const fs::path &run)
{
  const Columns history = read_history(outcomes, run / "history.csv");
  const auto    visits  = read_visits(run / "summary.json");

  OutcomeTable table;
  for (const auto &visit : visits)
    table.months.push_back(visit.at("month").get<double>());
  for (double month = 0.; month <= history.months.back(); month += 1.)
    if (std::none_of(table.months.begin(), table.months.end(),
                     [&](const double m) { return is_same(m, month); }))
      table.months.push_back(month);
  std::sort(table.months.begin(), table.months.end());

  for (std::size_t o = 0; o < outcomes.size(); ++o)
  {
    table.values.emplace_back();
    for (const double month : table.months)
    {
      double value = interpolated(history.months, history.values[o], month);
      for (const auto &visit : visits)
        if (is_same(visit.at("month").get<double>(), month))
          value = visit.contains(outcomes[o].name) && visit[outcomes[o].name].is_number()
                      ? visit[outcomes[o].name].get<double>()
                      : std::numeric_limits<double>::quiet_NaN();
      table.values[o].push_back(value);
    }
  }
  return table;
}

std::string to_text(const OutcomeTable &table, const std::vector<study::Outcome> &outcomes)
{
  std::string text = header(outcomes) + "\n";
  for (std::size_t m = 0; m < table.months.size(); ++m)
  {
    text += parameters::to_text(table.months[m]);
    for (const auto &values : table.values)
      text += "," + (std::isnan(values[m]) ? std::string() : parameters::to_text(values[m]));
    text += "\n";
  }
  return text;
}

OutcomeTable parse_outcome_table(const std::string &text, const std::vector<study::Outcome> &outcomes)
{
  std::istringstream lines(text);
  std::string        line;
  OutcomeTable       table;
  table.values.resize(outcomes.size());
  if (!std::getline(lines, line) || line != header(outcomes))
    return {};
  while (std::getline(lines, line))
  {
    const auto fields = parameters::split(line, ',');
    if (fields.size() != outcomes.size() + 1 || std::isnan(number(fields[0])))
      return {};
    table.months.push_back(number(fields[0]));
    for (std::size_t o = 0; o < outcomes.size(); ++o)
      table.values[o].push_back(number(fields[o + 1]));
  }
  return table;
}
} // namespace tenogen
