#include "tenogen/parameters/entry.h"

#include "tenogen/parameters/number_text.h"

#include <cmath>

namespace tenogen::parameters
{
std::string to_text(const Confidence confidence)
{
  switch (confidence)
  {
  case Confidence::measured:
    return "measured";
  case Confidence::modelled:
    return "modelled";
  default:
    return "assumed";
  }
}

bool Range::contains(const double value) const
{
  const bool high_enough = without_lowest ? value > minimum : value >= minimum;
  return std::isfinite(value) && high_enough && value <= maximum;
}

std::string Range::text() const
{
  const bool has_minimum = std::isfinite(minimum), has_maximum = std::isfinite(maximum);
  if (!has_minimum && !has_maximum)
    return "any number";
  if (!has_minimum)
    return "at most " + to_text(maximum);
  std::string lower = (without_lowest ? "above " : "at least ") + to_text(minimum);
  if (!has_maximum)
    return lower;
  if (without_lowest)
    return lower + ", at most " + to_text(maximum);
  return to_text(minimum) + " to " + to_text(maximum);
}

Range any_number()
{
  return {};
}

Range above(const double minimum)
{
  return {minimum, std::numeric_limits<double>::infinity(), true};
}

Range at_least(const double minimum)
{
  return {minimum, std::numeric_limits<double>::infinity(), false};
}

Range between(const double minimum, const double maximum)
{
  return {minimum, maximum, false};
}

Range above_up_to(const double minimum, const double maximum)
{
  return {minimum, maximum, true};
}

std::string Entry::path() const
{
  return sections.empty() ? name : joined(sections) + "/" + name;
}

std::string Entry::unit() const
{
  const auto open = name.find('['), close = name.rfind(']');
  if (open == std::string::npos || close == std::string::npos)
    return "";
  return name.substr(open + 1, close - open - 1);
}

std::string joined(const std::vector<std::string> &sections)
{
  std::string path;
  for (const auto &section : sections)
    path += (path.empty() ? "" : "/") + section;
  return path;
}
} // namespace tenogen::parameters
