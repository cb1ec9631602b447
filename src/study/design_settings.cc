#include "tenogen/study/design_settings.h"

#include <algorithm>

namespace tenogen::study
{
namespace
{
/// The product of two numbers, but at most max_points + 1.
std::size_t limited_product(const std::size_t a, const std::size_t b)
{
  return b > 0 && a > max_points / b ? max_points + 1 : a * b;
}
} // namespace

std::string to_text(const DesignKind kind)
{
  switch (kind)
  {
  case DesignKind::sobol:
    return "sobol";
  case DesignKind::latin_hypercube:
    return "latin hypercube";
  case DesignKind::random:
    return "random";
  case DesignKind::grid:
    return "grid";
  case DesignKind::list:
    return "list";
  case DesignKind::morris:
    return "morris";
  default:
    return "saltelli";
  }
}

bool DesignSettings::can_grow() const
{
  return kind == DesignKind::sobol || kind == DesignKind::random || kind == DesignKind::morris ||
         kind == DesignKind::saltelli;
}

std::size_t number_of_points(const DesignSettings &settings, const std::vector<std::size_t> &levels)
{
  const std::size_t dimension = levels.size();
  std::size_t       n         = 1;
  switch (settings.kind)
  {
  case DesignKind::grid:
    for (const std::size_t count : levels)
      n = limited_product(n, count);
    return n;
  case DesignKind::morris:
    return limited_product(settings.size, dimension + 1);
  case DesignKind::saltelli:
    return limited_product(settings.size, 2 + (settings.second_order ? 2 : 1) * dimension);
  default:
    return std::min(settings.size, max_points + 1);
  }
}
} // namespace tenogen::study
