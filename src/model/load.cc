#include "tenogen/model/load.h"

#include <algorithm>
#include <cmath>

namespace tenogen::model
{
double interpolate(const parameters::Table &table, const double time)
{
  const auto after =
      std::upper_bound(table.begin(), table.end(), time,
                       [](const double t, const parameters::TablePoint &p) { return t < p.time; });
  if (after == table.begin())
    return table.front().value;
  if (after == table.end())
    return table.back().value;
  const auto before = after - 1;
  return before->value +
         (after->value - before->value) * (time - before->time) / (after->time - before->time);
}

double governed_force(const double demand, const double guard_force)
{
  if (guard_force <= 0.)
    return 0.; // the limit
  const double ratio = demand / guard_force;
  return demand / std::pow(1. + ratio * ratio * ratio * ratio, 0.25);
}

double governed_force_sensitivity(const double demand, const double guard_force)
{
  if (guard_force <= 0.)
    return 1.; // the limit
  const double ratio_4 = std::pow(demand / guard_force, 4);
  return ratio_4 / (1. + ratio_4);
}
} // namespace tenogen::model
