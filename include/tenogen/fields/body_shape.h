#ifndef tenogen_fields_body_shape_h
#define tenogen_fields_body_shape_h

#include <deal.II/base/tensor.h>
#include <deal.II/grid/tria.h>

#include <array>
#include <string>

namespace tenogen::fields
{
/// Size of a body and the direction in which it is long.
struct BodyShape
{
  std::array<double, 3> extent = {{0., 0., 0.}}; ///< along x, y and z, mm

  /// Unit vector along which the volume is spread out most, and how many times as much (standard deviation)
  /// as in the next direction.
  dealii::Tensor<1, 3> long_axis;
  double               slenderness = 1.;
};

/// The shape of the coarsest mesh, which every rank has as a whole.
BodyShape measure_shape(const dealii::Triangulation<3> &triangulation);

/// Why the body of a mesh file is likely to be in another unit than mm; empty where its size is plausible.
std::string unit_warning(const BodyShape &shape);

/// Why fibres in this direction, a unit vector, are unlikely; empty where they are plausible.
std::string fibre_warning(const BodyShape &shape, const dealii::Tensor<1, 3> &direction);
} // namespace tenogen::fields

#endif
