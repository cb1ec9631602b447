#ifndef tenogen_fields_tendon_manifold_h
#define tenogen_fields_tendon_manifold_h

#include "tenogen/fields/disc_grid.h"
#include "tenogen/fields/tendon_geometry.h"
#include "tenogen/fields/tendon_layers.h"

#include <deal.II/grid/manifold.h>

#include <memory>

namespace tenogen::fields
{
/**
 * Determines where refinement places new vertices inside the tendon: the average is taken in the chart of the
 * O-grid and of the layers, (p, q, s) = (square of DiscGrid, layer number of TendonLayers), and mapped back.
 * New vertices on the surface are thus on the exact ellipse at every level of refinement, and the heights of
 * the layers stay smooth.
 */
class TendonManifold : public dealii::Manifold<3>
{
public:
  TendonManifold(const TendonGeometry &geometry, const DiscGrid &disc_grid, const TendonLayers &layers);

  /// From the chart to the body, mm.
  dealii::Point<3> push_forward(const dealii::Point<3> &chart_point) const;

  /// Inverse of push_forward().
  dealii::Point<3> pull_back(const dealii::Point<3> &point) const;

  std::unique_ptr<dealii::Manifold<3>> clone() const override;

  dealii::Point<3> get_new_point(const dealii::ArrayView<const dealii::Point<3>> &surrounding_points,
                                 const dealii::ArrayView<const double>           &weights) const override;

  void get_new_points(const dealii::ArrayView<const dealii::Point<3>> &surrounding_points,
                      const dealii::Table<2, double>                  &weights,
                      dealii::ArrayView<dealii::Point<3>>              new_points) const override;

private:
  TendonGeometry geometry;
  DiscGrid       disc_grid;
  TendonLayers   layers;
};
} // namespace tenogen::fields

#endif
