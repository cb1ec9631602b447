#include "tenogen/fields/tendon_geometry.h"

#include "tenogen/core/errors.h"

#include <cmath>
#include <sstream>

namespace tenogen::fields
{
namespace
{
constexpr double pi = 3.14159265358979323846;

/// Heights between which the distal to proximal ratio of areas is measured, mm.
constexpr double distal_height   = 10.;
constexpr double proximal_height = 70.;

void check_gap(const parameters::Geometry &geometry)
{
  const double reach = geometry.gap_length / 2. + geometry.gap_transition_length;
  if (geometry.gap_length > 0. && geometry.gap_transition_length > 0. && geometry.gap_centre - reach > 0. &&
      geometry.gap_centre + reach < geometry.length)
    return;
  std::ostringstream message;
  message << "Geometry: the gap of " << geometry.gap_length << " mm centred at " << geometry.gap_centre
          << " mm, with a transition of " << geometry.gap_transition_length
          << " mm on either side, extends from " << geometry.gap_centre - reach << " to "
          << geometry.gap_centre + reach << " mm. It must lie inside the tendon, between 0 and "
          << geometry.length
          << " mm, and the gap and transition lengths must be positive. Move or shorten the gap, "
          << "or lengthen the tendon.";
  throw InputError(message.str());
}
} // namespace

TendonGeometry::TendonGeometry(const parameters::Geometry &geometry)
  : parameters(geometry)
  , area_decay(std::log(geometry.distal_proximal_ratio) / (proximal_height - distal_height))
  , gap_begin(geometry.gap_centre - geometry.gap_length / 2.)
  , gap_end(geometry.gap_centre + geometry.gap_length / 2.)
{
  if (geometry.has_gap)
    check_gap(geometry);
}

TendonGeometry::ValueAndSlope TendonGeometry::gap_weight(const double z) const
{
  if (!parameters.has_gap)
    return {0., 0.};
  const double transition = parameters.gap_transition_length;
  const double outside    = std::max(gap_begin - z, z - gap_end);
  if (outside <= 0.)
    return {1., 0.};
  if (outside >= transition)
    return {0., 0.};
  const double t         = 1. - outside / transition;
  const double direction = z < gap_begin ? 1. : -1.;
  return {t * t * (3. - 2. * t), direction * 6. * t * (1. - t) / transition};
}

TendonGeometry::ValueAndSlope TendonGeometry::radius(const double z) const
{
  const double intact =
      std::sqrt(parameters.intact_area / pi * std::exp(-area_decay * (z - parameters.length / 2.)));
  const double intact_slope = -area_decay / 2. * intact;
  const double gap          = std::sqrt(parameters.gap_area / pi);
  const auto   weight       = gap_weight(z);
  return {(1. - weight.value) * intact + weight.value * gap,
          (1. - weight.value) * intact_slope + weight.slope * (gap - intact)};
}

TendonGeometry::ValueAndSlope TendonGeometry::aspect(const double z) const
{
  const double intact_slope =
      (parameters.aspect_ratio_proximal - parameters.aspect_ratio_distal) / parameters.length;
  const double intact = parameters.aspect_ratio_distal + intact_slope * z;
  const auto   weight = gap_weight(z);
  return {(1. - weight.value) * intact + weight.value * parameters.gap_aspect_ratio,
          (1. - weight.value) * intact_slope + weight.slope * (parameters.gap_aspect_ratio - intact)};
}

TendonSection TendonGeometry::section(const double z) const
{
  const double length   = parameters.length;
  const double axis_y   = 4. * parameters.sagittal_bow * z * (length - z) / (length * length);
  const double radius_z = radius(z).value;
  const double root     = std::sqrt(aspect(z).value);
  return {axis_y, radius_z * root, radius_z / root};
}

TendonSection TendonGeometry::section_slope(const double z) const
{
  const double length     = parameters.length;
  const double axis_slope = 4. * parameters.sagittal_bow * (length - 2. * z) / (length * length);
  const auto   radius_z   = radius(z);
  const auto   aspect_z   = aspect(z);
  const double root       = std::sqrt(aspect_z.value);
  const double root_slope = aspect_z.slope / (2. * root);
  return {axis_slope, radius_z.slope * root + radius_z.value * root_slope,
          (radius_z.slope - radius_z.value * root_slope / root) / root};
}

double TendonGeometry::area(const double z) const
{
  const double radius_z = radius(z).value;
  return pi * radius_z * radius_z;
}

double TendonGeometry::aspect_ratio(const double z) const
{
  return aspect(z).value;
}

dealii::Point<2> TendonGeometry::to_disc(const dealii::Point<3> &point) const
{
  const auto here = section(point[2]);
  return {point[0] / here.semi_axis_x, (point[1] - here.axis_y) / here.semi_axis_y};
}

dealii::Point<3> TendonGeometry::from_disc(const dealii::Point<2> &disc_point, const double z) const
{
  const auto here = section(z);
  return {here.semi_axis_x * disc_point[0], here.axis_y + here.semi_axis_y * disc_point[1], z};
}

double TendonGeometry::tissue_indicator(const dealii::Point<3> &point) const
{
  if (!parameters.has_gap)
    return 0.;
  const double width = parameters.indicator_width;
  return 0.5 * (std::tanh((point[2] - gap_begin) / width) - std::tanh((point[2] - gap_end) / width));
}

dealii::Tensor<1, 3> TendonGeometry::fibre_direction(const dealii::Point<3> &point) const
{
  const auto   here       = section(point[2]);
  const auto   slope      = section_slope(point[2]);
  const auto   disc_point = to_disc(point);
  const double turn       = parameters.twist * pi / 180. / parameters.length; // rad/mm

  dealii::Tensor<1, 3> tangent;
  tangent[0] = slope.semi_axis_x * disc_point[0] - here.semi_axis_x * turn * disc_point[1];
  tangent[1] = slope.axis_y + slope.semi_axis_y * disc_point[1] + here.semi_axis_y * turn * disc_point[0];
  tangent[2] = 1.;
  return tangent / tangent.norm();
}
} // namespace tenogen::fields
