#include "tenogen/study/distribution.h"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>

namespace tenogen::study
{
namespace
{
const boost::math::normal standard_normal;

/// z = Phi^-1(Phi(a) + u (Phi(b) - Phi(a))), a and b the bounds in standard deviations from the mean.
double truncated_normal_quantile(const Distribution &d, const double u)
{
  if (u <= 0. || u >= 1.)
    return u <= 0. ? d.low : d.high;
  const double lower = boost::math::cdf(standard_normal, (d.low - d.mean) / d.sd);
  const double upper = boost::math::cdf(standard_normal, (d.high - d.mean) / d.sd);
  const double share = lower + u * (upper - lower);
  if (share <= 0. || share >= 1.)
    return share <= 0. ? d.low : d.high;
  return d.mean + d.sd * boost::math::quantile(standard_normal, share);
}

/// The density rises linearly from low to mode and falls to high.
double triangular_quantile(const Distribution &d, const double u)
{
  const double width = d.high - d.low, rise = d.mode - d.low, fall = d.high - d.mode;
  if (u * width <= rise)
    return d.low + std::sqrt(u * width * rise);
  return d.high - std::sqrt((1. - u) * width * fall);
}

double unclipped_quantile(const Distribution &d, const double u)
{
  switch (d.law)
  {
  case Law::uniform:
    return d.low + u * (d.high - d.low);
  case Law::log_uniform:
    return d.low * std::pow(d.high / d.low, u);
  case Law::normal:
    return d.mean + d.sd * boost::math::quantile(standard_normal, u);
  case Law::truncated_normal:
    return truncated_normal_quantile(d, u);
  case Law::log_normal:
    return d.median * std::exp(d.sd * boost::math::quantile(standard_normal, u));
  case Law::triangular:
    return triangular_quantile(d, u);
  default:
    return std::floor(u * static_cast<double>(d.count));
  }
}
} // namespace

double Distribution::quantile(const double u) const
{
  if (is_bounded() && (u <= 0. || u >= 1.))
    return u <= 0. ? smallest() : largest();
  // Rounding must not lead outside the bounds.
  return std::clamp(unclipped_quantile(*this, u), smallest(), largest());
}

bool Distribution::is_bounded() const
{
  return law != Law::normal && law != Law::log_normal;
}

double Distribution::smallest() const
{
  switch (law)
  {
  case Law::normal:
    return -std::numeric_limits<double>::infinity();
  case Law::log_normal:
  case Law::choices:
    return 0.;
  default:
    return low;
  }
}

double Distribution::largest() const
{
  if (law == Law::choices)
    return count > 0 ? static_cast<double>(count - 1) : 0.;
  return is_bounded() ? high : std::numeric_limits<double>::infinity();
}
} // namespace tenogen::study
