#include "tenogen/fields/tendon_manifold.h"

#include <deal.II/base/table.h>

#include <vector>

namespace tenogen::fields
{
using dealii::ArrayView;
using dealii::Point;

TendonManifold::TendonManifold(const TendonGeometry &geometry, const DiscGrid &disc_grid,
                               const TendonLayers &layers)
  : geometry(geometry)
  , disc_grid(disc_grid)
  , layers(layers)
{
}

Point<3> TendonManifold::push_forward(const Point<3> &chart_point) const
{
  const auto disc_point = disc_grid.to_disc({chart_point[0], chart_point[1]});
  return geometry.from_disc(disc_point, layers.height(chart_point[2]));
}

Point<3> TendonManifold::pull_back(const Point<3> &point) const
{
  const auto square_point = disc_grid.to_square(geometry.to_disc(point));
  return {square_point[0], square_point[1], layers.layer(point[2])};
}

std::unique_ptr<dealii::Manifold<3>> TendonManifold::clone() const
{
  return std::make_unique<TendonManifold>(geometry, disc_grid, layers);
}

Point<3> TendonManifold::get_new_point(const ArrayView<const Point<3>> &surrounding_points,
                                       const ArrayView<const double>   &weights) const
{
  Point<3> average;
  for (std::size_t i = 0; i < surrounding_points.size(); ++i)
    average += weights[i] * pull_back(surrounding_points[i]);
  return push_forward(average);
}

void TendonManifold::get_new_points(const ArrayView<const Point<3>> &surrounding_points,
                                    const dealii::Table<2, double>  &weights,
                                    ArrayView<Point<3>>              new_points) const
{
  // Each point is pulled back only once: it takes a root search.
  std::vector<Point<3>> chart_points;
  chart_points.reserve(surrounding_points.size());
  for (const auto &point : surrounding_points)
    chart_points.push_back(pull_back(point));

  for (unsigned int row = 0; row < weights.size(0); ++row)
  {
    Point<3> average;
    for (unsigned int i = 0; i < chart_points.size(); ++i)
      average += weights(row, i) * chart_points[i];
    new_points[row] = push_forward(average);
  }
}
} // namespace tenogen::fields
