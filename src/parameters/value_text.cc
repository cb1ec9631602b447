#include "tenogen/parameters/value_text.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"

#include <cmath>

namespace tenogen::parameters
{
namespace
{
std::string appended(const std::string &list, const std::string &separator, const std::string &item)
{
  return list.empty() ? item : list + separator + item;
}

Depot depot_from_text(const std::string &text)
{
  const auto numbers = numbers_from_text(text);
  if (numbers.size() != 5)
    throw InputError("the depot '" + text + "' has " + std::to_string(numbers.size()) +
                     " numbers instead of five: x, y, z, width, share");
  const Depot depot{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
  if (depot.width <= 0.)
    throw InputError("the depot '" + text + "' has a width of " + to_text(depot.width) +
                     ", which must be above 0");
  if (depot.share < 0.)
    throw InputError("the depot '" + text + "' has a share of " + to_text(depot.share) +
                     ", which must be at least 0");
  return depot;
}
} // namespace

std::string to_text(const Table &table)
{
  std::string text;
  for (const auto &point : table)
    text = appended(text, ", ", to_text(point.time) + ": " + to_text(point.value));
  return text;
}

Table table_from_text(const std::string &text, const Range &values)
{
  Table table;
  for (const auto &item : split(text, ','))
  {
    const auto pair = split(item, ':');
    if (pair.size() != 2)
      throw InputError("the point '" + item + "' is not of the form `time: value`");
    const TablePoint point{number_from_text(pair[0]), number_from_text(pair[1])};
    if (!table.empty() && point.time <= table.back().time)
      throw InputError("the times do not increase: " + to_text(point.time) + " comes after " +
                       to_text(table.back().time));
    if (!values.contains(point.value))
      throw InputError("the value " + to_text(point.value) + " at time " + to_text(point.time) +
                       " is not allowed");
    table.push_back(point);
  }
  return table;
}

std::string to_text(const std::vector<double> &numbers)
{
  std::string text;
  for (const double number : numbers)
    text = appended(text, ", ", to_text(number));
  return text;
}

std::vector<double> numbers_from_text(const std::string &text)
{
  std::vector<double> numbers;
  for (const auto &item : split(text, ','))
    numbers.push_back(number_from_text(item));
  return numbers;
}

std::array<double, 3> direction_from_text(const std::string &text)
{
  const auto numbers = numbers_from_text(text);
  if (numbers.size() != 3)
    throw InputError("the direction has " + std::to_string(numbers.size()) + " numbers instead of three");
  const double length = std::hypot(numbers[0], numbers[1], numbers[2]);
  if (!(length > 0.))
    throw InputError("the direction is zero");
  return {{numbers[0] / length, numbers[1] / length, numbers[2] / length}};
}

std::string to_text(const std::vector<Depot> &depots)
{
  std::string text;
  for (const auto &d : depots)
    text = appended(text, "; ", to_text(std::vector<double>{d.x, d.y, d.z, d.width, d.share}));
  return text;
}

std::vector<Depot> depots_from_text(const std::string &text)
{
  std::vector<Depot> depots;
  for (const auto &item : split(text, ';'))
    if (!item.empty())
      depots.push_back(depot_from_text(item));
  return depots;
}
} // namespace tenogen::parameters
