#include "tenogen/fields/disc_grid.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tenogen::fields
{
namespace
{
constexpr double right_angle = 1.57079632679489661923;

// Found by differential evolution over the three named resolutions: the longest edge in a gap section of
// 200 mm^2 and aspect 1.6 below its limit, then the smallest scaled Jacobian (gap and stump) largest.
constexpr double width_share     = 0.888;  ///< core half width over its share of cells
constexpr double thickness_share = 0.688;  ///< core half thickness over its share of cells
constexpr double angle_share     = 1.18;   ///< corner angle over its share of cells
constexpr double bulge_x         = 0.122;  ///< of the core sides towards +-x
constexpr double bulge_y         = 0.450;  ///< of the core sides towards +-y
constexpr double skew_right      = 0.090;  ///< cubic share of the angle along the right side
constexpr double skew_top        = -0.069; ///< the same along the top side

double cross(const dealii::Tensor<1, 2> &a, const dealii::Tensor<1, 2> &b)
{
  return a[0] * b[1] - a[1] * b[0];
}

dealii::Point<2> absolute(const dealii::Point<2> &point)
{
  return {std::abs(point[0]), std::abs(point[1])};
}

dealii::Point<2> with_signs_of(const dealii::Point<2> &signs, const dealii::Point<2> &magnitudes)
{
  return {std::copysign(magnitudes[0], signs[0]), std::copysign(magnitudes[1], signs[1])};
}
} // namespace

DiscGrid::DiscGrid(const unsigned int cells_x, const unsigned int cells_y, const unsigned int cells_ring)
  : half_width(width_share * cells_x / (cells_x + 2. * cells_ring))
  , half_thickness(thickness_share * cells_y / (cells_y + 2. * cells_ring))
  , corner_angle(angle_share * right_angle * std::clamp(cells_y / double(cells_x + cells_y), 0.25, 0.6))
{
}

dealii::Point<2> DiscGrid::core(const double p, const double q) const
{
  return {half_width * p * (1. + bulge_x * (1. - q * q)), half_thickness * q * (1. + bulge_y * (1. - p * p))};
}

dealii::Point<2> DiscGrid::core_side(const bool right, const double along) const
{
  return right ? core(1., along) : core(along, 1.);
}

dealii::Point<2> DiscGrid::circle(const bool right, const double along) const
{
  const double cubic = along * (1. - along * along);
  const double angle = right ? corner_angle * (along + skew_right * cubic)
                             : right_angle - (right_angle - corner_angle) * (along + skew_top * cubic);
  return {std::cos(angle), std::sin(angle)};
}

dealii::Point<2> DiscGrid::to_disc(const dealii::Point<2> &square_point) const
{
  // The map is symmetric about both axes: work in the first quadrant.
  const auto   quadrant_point = absolute(square_point);
  const double distance       = std::max(quadrant_point[0], quadrant_point[1]);
  if (distance <= 0.5)
    return with_signs_of(square_point, core(2. * quadrant_point[0], 2. * quadrant_point[1]));

  const bool   right = quadrant_point[0] >= quadrant_point[1];
  const double along = std::min(quadrant_point[0], quadrant_point[1]) / distance;
  const double share = 2. * distance - 1.;
  return with_signs_of(
      square_point, dealii::Point<2>((1. - share) * core_side(right, along) + share * circle(right, along)));
}

dealii::Point<2> DiscGrid::core_to_square(const dealii::Point<2> &disc_point) const
{
  double p = disc_point[0] / half_width;
  double q = disc_point[1] / half_thickness;
  for (unsigned int iteration = 0; iteration < 50; ++iteration)
  {
    const dealii::Tensor<1, 2> residual = core(p, q) - disc_point;

    const double dx_dp       = half_width * (1. + bulge_x * (1. - q * q));
    const double dx_dq       = -2. * half_width * bulge_x * p * q;
    const double dy_dp       = -2. * half_thickness * bulge_y * p * q;
    const double dy_dq       = half_thickness * (1. + bulge_y * (1. - p * p));
    const double determinant = dx_dp * dy_dq - dx_dq * dy_dp;

    const double change_p = (dy_dq * residual[0] - dx_dq * residual[1]) / determinant;
    const double change_q = (dx_dp * residual[1] - dy_dp * residual[0]) / determinant;
    p -= change_p;
    q -= change_q;
    if (std::abs(change_p) + std::abs(change_q) < 4. * std::numeric_limits<double>::epsilon())
      break;
  }
  return {p / 2., q / 2.};
}

dealii::Point<2> DiscGrid::to_square(const dealii::Point<2> &disc_point) const
{
  const auto quadrant_point = absolute(disc_point);

  // Which side of the ring: the segment from the core's corner to the circle separates right from top.
  const auto corner = core(1., 1.);
  const bool right  = cross(circle(true, 1.) - corner, quadrant_point - corner) <= 0.;

  // A ring point is on the segment between core side and circle with the same `along`.
  const auto off_segment = [&](const double along)
  {
    const auto inner = core_side(right, along);
    return cross(circle(right, along) - inner, quadrant_point - inner);
  };
  const double at_begin = off_segment(0.);
  const double at_end   = off_segment(1.);
  double       along    = 0.;
  if (std::abs(at_end) < 1e-15)
    along = 1.;
  else if (std::abs(at_begin) >= 1e-15)
  {
    if (at_begin * at_end > 0.)
      return with_signs_of(disc_point, core_to_square(quadrant_point));
    std::uintmax_t iterations = 100;
    const auto     bracket    = boost::math::tools::toms748_solve(
               off_segment, 0., 1., at_begin, at_end, boost::math::tools::eps_tolerance<double>(52), iterations);
    along = (bracket.first + bracket.second) / 2.;
  }

  const auto                 inner   = core_side(right, along);
  const dealii::Tensor<1, 2> segment = circle(right, along) - inner;
  const double               share   = ((quadrant_point - inner) * segment) / segment.norm_square();
  if (share < 0.)
    return with_signs_of(disc_point, core_to_square(quadrant_point));

  const double distance = (1. + share) / 2.;
  return with_signs_of(disc_point, right ? dealii::Point<2>(distance, distance * along)
                                         : dealii::Point<2>(distance * along, distance));
}
} // namespace tenogen::fields
