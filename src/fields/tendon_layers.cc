#include "tenogen/fields/tendon_layers.h"

#include "tenogen/core/errors.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace tenogen::fields
{
namespace
{
/// The definition of a named resolution; lengths and ratios apply to the mesh after refinement.
struct NamedResolution
{
  unsigned int across_width;
  unsigned int across_thickness;
  unsigned int ring;
  unsigned int refinements;
  double       layer_height; ///< largest in the gap, mm
  double       layer_ratio;  ///< largest of two neighbouring layers in the stumps
};

NamedResolution named_resolution(const parameters::Resolution resolution)
{
  switch (resolution)
  {
  case parameters::Resolution::fine:
    return {11, 6, 1, 2, 0.4, 1.3};
  case parameters::Resolution::standard:
    return {12, 7, 1, 1, 0.75, 1.3};
  default:
    return {8, 5, 1, 0, 1.8, 1.12};
  }
}

/// Length next to the gap in which layers are as thin as in the gap: a fifth of the transition.
double uniform_length(const parameters::Geometry &geometry)
{
  return geometry.gap_transition_length / 5.;
}

/// (exp(g k) - 1) / g
double grown(const double growth, const double layers)
{
  return std::abs(growth) < 1e-12 ? layers : std::expm1(growth * layers) / growth;
}

/// Inverse of grown() in k.
double layers_grown(const double growth, const double distance)
{
  return std::abs(growth) < 1e-12 ? distance : std::log1p(growth * distance) / growth;
}

unsigned int stump_layers(const double length, const double layer_height, const double uniform,
                          const double growth)
{
  if (length <= uniform)
    return std::max(1., std::ceil(length / layer_height));
  const double layers = uniform / layer_height + layers_grown(growth, (length - uniform) / layer_height);
  return std::max(1., std::ceil(layers - 1e-9));
}

TendonCounts custom_counts(const parameters::Geometry &geometry)
{
  const TendonCounts counts = {geometry.cells_across_width, geometry.cells_across_thickness,
                               geometry.cells_ring,         geometry.cells_gap,
                               geometry.cells_distal,       geometry.cells_proximal,
                               geometry.global_refinements};
  if (std::min({counts.across_width, counts.across_thickness, counts.ring, counts.gap, counts.distal,
                counts.proximal}) == 0)
    throw InputError("Geometry: a custom mesh of the tendon needs at least 1 cell in each direction; one of "
                     "its counts (across width, across thickness, ring, gap, distal, proximal) is 0.");
  return counts;
}
} // namespace

TendonCounts tendon_counts(const parameters::Geometry &geometry)
{
  if (geometry.resolution == parameters::Resolution::custom)
    return custom_counts(geometry);

  const auto         named         = named_resolution(geometry.resolution);
  const double       halvings      = std::pow(2., named.refinements);
  const double       layer_height  = named.layer_height * halvings;
  const unsigned int gap           = std::max(1., std::ceil(geometry.gap_length / layer_height - 1e-9));
  const double       actual_height = geometry.gap_length / gap;
  const double       growth        = std::log(named.layer_ratio) * halvings;

  const double distal_length   = geometry.gap_centre - geometry.gap_length / 2.;
  const double proximal_length = geometry.length - geometry.gap_centre - geometry.gap_length / 2.;
  return {named.across_width,
          named.across_thickness,
          named.ring,
          gap,
          stump_layers(distal_length, actual_height, uniform_length(geometry), growth),
          stump_layers(proximal_length, actual_height, uniform_length(geometry), growth),
          named.refinements + geometry.global_refinements};
}

double TendonLayers::Stump::distance(const double layers) const
{
  if (layers <= uniform_layers)
    return layer_height * layers;
  return layer_height * (uniform_layers + grown(growth, layers - uniform_layers));
}

double TendonLayers::Stump::layers(const double distance) const
{
  const double relative = distance / layer_height;
  return relative <= uniform_layers ? relative
                                    : uniform_layers + layers_grown(growth, relative - uniform_layers);
}

TendonLayers::Stump TendonLayers::make_stump(const double length, const double layer_height,
                                             const double uniform_length, const unsigned int n_layers)
{
  // With few custom layers, or a stump hardly longer than the transition, half of both is left for growth.
  const double uniform_layers =
      std::min({uniform_length, length / 2., n_layers * layer_height / 2.}) / layer_height;
  const double grown_layers = n_layers - uniform_layers;
  const double distance     = length / layer_height - uniform_layers;

  // grown() increases with the growth, so bisection cannot fail between these bounds.
  double low  = -50. / grown_layers;
  double high = 50. / grown_layers;
  for (unsigned int iteration = 0; iteration < 200 && high - low > 1e-16; ++iteration)
  {
    const double middle                                   = (low + high) / 2.;
    (grown(middle, grown_layers) < distance ? low : high) = middle;
  }
  return {layer_height, uniform_layers, (low + high) / 2.};
}

TendonLayers::TendonLayers(const parameters::Geometry &geometry, const TendonCounts &counts)
  : counts(counts)
  , gap_begin(geometry.gap_centre - geometry.gap_length / 2.)
  , gap_end(geometry.gap_centre + geometry.gap_length / 2.)
{
  double layer_height = geometry.gap_length / counts.gap;
  double uniform      = uniform_length(geometry);
  if (!geometry.has_gap)
  {
    layer_height = geometry.length / n_layers();
    gap_begin    = layer_height * counts.distal;
    gap_end      = layer_height * (counts.distal + counts.gap);
    uniform      = 0.;
  }
  distal   = make_stump(gap_begin, layer_height, uniform, counts.distal);
  proximal = make_stump(geometry.length - gap_end, layer_height, uniform, counts.proximal);
}

unsigned int TendonLayers::n_layers() const
{
  return counts.distal + counts.gap + counts.proximal;
}

double TendonLayers::height(const double layer) const
{
  if (layer < counts.distal)
    return gap_begin - distal.distance(counts.distal - layer);
  if (layer > counts.distal + counts.gap)
    return gap_end + proximal.distance(layer - (counts.distal + counts.gap));
  return gap_begin + distal.layer_height * (layer - counts.distal);
}

double TendonLayers::layer(const double height) const
{
  if (height < gap_begin)
    return counts.distal - distal.layers(gap_begin - height);
  if (height > gap_end)
    return counts.distal + counts.gap + proximal.layers(height - gap_end);
  return counts.distal + (height - gap_begin) / distal.layer_height;
}
} // namespace tenogen::fields
