#ifndef tenogen_fields_body_shape_h
#define tenogen_fields_body_shape_h

#include <deal.II/base/tensor.h>
#include <deal.II/grid/tria.h>

#include <array>
#include <string>

namespace tenogen::fields
{
/// The size of a body and its long direction.
struct BodyShape
{
  std::array<double, 3> extent = {{0., 0., 0.}}; ///< along x, y and z, mm

  /// Unit vector of the largest extent of the volume, and the ratio of the standard deviation of the volume
  /// along it to that along the next principal direction.
  dealii::Tensor<1, 3> long_axis;
  double               slenderness = 1.;
};

/// The shape of the coarse mesh, of which every rank has a complete copy.
BodyShape measure_shape(const dealii::Triangulation<3> &triangulation);

/// A warning if the body of a mesh file does not seem to be in mm; empty if its size is plausible.
std::string unit_warning(const BodyShape &shape);

/// A warning if fibres in this direction, a unit vector, are unlikely; empty if they are plausible.
std::string fibre_warning(const BodyShape &shape, const dealii::Tensor<1, 3> &direction);
} // namespace tenogen::fields

#endif
