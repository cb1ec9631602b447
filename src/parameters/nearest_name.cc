#include "tenogen/parameters/nearest_name.h"

#include "tenogen/parameters/number_text.h"

#include <algorithm>
#include <limits>

namespace tenogen::parameters
{
namespace
{
/// Number of letters that are compared: more than any valid name has, but few enough to be fast.
constexpr std::size_t compared_letters = 200;

std::string compared(const std::string &text)
{
  return lower_case(text.substr(0, compared_letters));
}
} // namespace

unsigned int edit_distance(const std::string &first, const std::string &second)
{
  const std::string         a = compared(first), b = compared(second);
  std::vector<unsigned int> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (unsigned int j = 0; j <= b.size(); ++j)
    row[j] = j;

  for (unsigned int i = 1; i <= a.size(); ++i)
  {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (unsigned int j = 1; j <= b.size(); ++j)
    {
      const unsigned int replaced = last[j - 1] + (a[i - 1] != b[j - 1]);
      row[j]                      = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest_name(const std::string &name, const std::vector<std::string> &candidates)
{
  std::string  nearest;
  unsigned int smallest = std::numeric_limits<unsigned int>::max();
  for (const auto &candidate : candidates)
  {
    const auto distance = edit_distance(name, candidate);
    if (distance < smallest)
    {
      smallest = distance;
      nearest  = candidate;
    }
  }
  return nearest;
}

std::string without_unit(const std::string &name)
{
  return trimmed(name.substr(0, name.find_first_of("[(")));
}
} // namespace tenogen::parameters
