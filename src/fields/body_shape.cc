#include "tenogen/fields/body_shape.h"

#include <deal.II/base/symmetric_tensor.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

namespace tenogen::fields
{
namespace
{
using dealii::Point;

/// Longest extent of a human Achilles tendon, or of a piece of one, mm. From calcaneus to muscle it is about
/// 100 mm (the range of Geometry/Tendon/Length); with bone and aponeurosis it may be up to four times as
/// long.
constexpr double shortest_body = 20.;
constexpr double longest_body  = 400.;

struct Unit
{
  const char *name;
  double      millimetres;
};

constexpr std::array<Unit, 4> other_units = {
    {{"metres", 1000.}, {"inches", 25.4}, {"centimetres", 10.}, {"micrometres", 1e-3}}};

double longest(const BodyShape &shape)
{
  return *std::max_element(shape.extent.begin(), shape.extent.end());
}

bool is_plausible(const double length)
{
  return length >= shortest_body && length <= longest_body;
}

/// `10 x 6 x 40 mm`
void write_extent(std::ostream &output, const BodyShape &shape, const double factor)
{
  output.precision(factor * longest(shape) < 1e4 ? 4 : 7); // enough digits to avoid powers of ten
  output << factor * shape.extent[0] << " x " << factor * shape.extent[1] << " x " << factor * shape.extent[2]
         << " mm";
}

/// Second moments of the volume about its centroid, divided by the volume, mm^2. Cells are treated as points.
dealii::SymmetricTensor<2, 3> covariance(const dealii::Triangulation<3> &triangulation)
{
  const Point<3> origin = triangulation.begin(0)->vertex(0); // close to the body, to limit rounding errors
  double         volume = 0.;
  dealii::Tensor<1, 3>          first;
  dealii::SymmetricTensor<2, 3> second;
  for (const auto &cell : triangulation.cell_iterators_on_level(0))
    for (const unsigned int corner : cell->vertex_indices())
    {
      const double               share = cell->measure() / cell->n_vertices();
      const dealii::Tensor<1, 3> place = cell->vertex(corner) - origin;
      volume += share;
      first += share * place;
      second += share * dealii::symmetrize(dealii::outer_product(place, place));
    }
  first /= volume;
  return second / volume - dealii::symmetrize(dealii::outer_product(first, first));
}
} // namespace

BodyShape measure_shape(const dealii::Triangulation<3> &triangulation)
{
  Point<3> low = triangulation.begin(0)->vertex(0), high = low;
  for (const auto &cell : triangulation.cell_iterators_on_level(0))
    for (const unsigned int corner : cell->vertex_indices())
      for (unsigned int d = 0; d < 3; ++d)
      {
        low[d]  = std::min(low[d], cell->vertex(corner)[d]);
        high[d] = std::max(high[d], cell->vertex(corner)[d]);
      }
  BodyShape shape;
  for (unsigned int d = 0; d < 3; ++d)
    shape.extent[d] = high[d] - low[d];

  const auto axes   = dealii::eigenvectors(covariance(triangulation)); // largest first
  shape.long_axis   = axes[0].second;
  shape.slenderness = std::sqrt(axes[0].first / std::max(axes[1].first, 1e-12 * axes[0].first));
  return shape;
}

std::string unit_warning(const BodyShape &shape)
{
  if (is_plausible(longest(shape)))
    return {};
  std::ostringstream text;
  text << "the body measures ";
  write_extent(text, shape, 1.);
  text << " along x, y and z. A human Achilles tendon, or a piece of it, is " << shortest_body << " to "
       << longest_body << " mm long.";
  for (const Unit &unit : other_units)
    if (is_plausible(unit.millimetres * longest(shape)))
    {
      text << " If the file is in " << unit.name << ", the body should measure ";
      write_extent(text, shape, unit.millimetres);
      text << ": multiply its coordinates by " << unit.millimetres << " (in Gmsh: Mesh.ScalingFactor).";
    }
  return text.str();
}

std::string fibre_warning(const BodyShape &shape, const dealii::Tensor<1, 3> &direction)
{
  constexpr double clearly_long = 1.5;   // times as long as wide
  constexpr double nearly_along = 0.866; // cosine of 30 degrees
  if (shape.slenderness < clearly_long || std::abs(shape.long_axis * direction) >= nearly_along)
    return {};
  const auto         along = (shape.long_axis * direction < 0. ? -1. : 1.) * shape.long_axis;
  std::ostringstream text;
  text.precision(3);
  text << "the body is long in the direction (";
  for (unsigned int d = 0; d < 3; ++d)
    text << (d > 0 ? ", " : "") << std::round(1000. * along[d]) / 1000.;
  text << "), but the fibres are not. Fibres of a tendon run along it: check the direction";
  return text.str();
}
} // namespace tenogen::fields
