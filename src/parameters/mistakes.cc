#include "tenogen/parameters/mistakes.h"

#include "tenogen/core/errors.h"

#include <algorithm>
#include <utility>

namespace tenogen::parameters
{
namespace
{
/// File and line at the start of a message `file:line: text`; line 0 if it does not start like this.
std::pair<std::string, unsigned int> place(const std::string &mistake)
{
  const auto location = mistake.substr(0, mistake.find(": "));
  const auto colon    = location.rfind(':');
  const auto digits   = colon == std::string::npos ? "" : location.substr(colon + 1);
  if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
    return {location, 0};
  return {location.substr(0, colon), static_cast<unsigned int>(std::stoul(digits))};
}
} // namespace

void refuse(std::vector<std::string> mistakes)
{
  if (mistakes.empty())
    return;
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const std::string &a, const std::string &b) { return place(a) < place(b); });
  std::string text;
  for (const auto &mistake : mistakes)
    text += (text.empty() ? "" : "\n") + mistake;
  throw InputError(text);
}
} // namespace tenogen::parameters
