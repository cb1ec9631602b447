#ifndef tenogen_fields_tendon_geometry_h
#define tenogen_fields_tendon_geometry_h

#include "tenogen/parameters/geometry.h"

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>

namespace tenogen::fields
{
/// An elliptic cross-section z = const: centre (0, axis_y), semi-axes in x and y; all mm.
struct TendonSection
{
  double axis_y;
  double semi_axis_x; ///< a, medio-lateral
  double semi_axis_y; ///< b, antero-posterior
};

/**
 * Shape of the parametric Achilles tendon, independent of the mesh. Lengths in mm; z runs from the insertion
 * (z = 0) to the proximal end (z = L).
 *
 * Every section z = const is an ellipse of area A(z) = pi R(z)^2 and aspect alpha(z) = a/b:
 *
 *   a = R sqrt(alpha),   b = R / sqrt(alpha).
 *
 * Intact tendon:   A_i(z) = A_mid exp(-k (z - L/2)),   k = ln(ratio) / 60 mm,
 *                  alpha_i linear in z between the insertion and the proximal end,
 * so that A_i(10 mm) / A_i(70 mm) is the measured distal to proximal ratio (Magnusson & Kjaer 2003).
 *
 * Scar:   R = (1-w) R_i + w R_gap,   alpha = (1-w) alpha_i + w alpha_gap,
 * where w is 1 in the gap z0 <= z <= z1 and falls to 0 over the transition length on either side as
 * 3t^2 - 2t^3 (C1). Blending R, a length, keeps the steepest slope of the surface smallest.
 *
 * The axis may bow: y = 4 bow z (L-z) / L^2.
 */
class TendonGeometry
{
public:
  /// Throws InputError if gap and transitions do not fit between insertion and proximal end.
  explicit TendonGeometry(const parameters::Geometry &geometry);

  TendonSection section(double z) const;

  /// d section / dz, dimensionless.
  TendonSection section_slope(double z) const;

  /// Area of the section, mm^2.
  double area(double z) const;

  /// a/b of the section.
  double aspect_ratio(double z) const;

  /// Coordinates (u, v) of a point in the unit disc that is mapped to its section.
  dealii::Point<2> to_disc(const dealii::Point<3> &point) const;

  /// Inverse of to_disc() in the section at height z.
  dealii::Point<3> from_disc(const dealii::Point<2> &disc_point, double z) const;

  /// Tissue: 1 in scar, 0 in stump, (tanh((z-z0)/w) - tanh((z-z1)/w)) / 2; 0 without a gap.
  double tissue_indicator(const dealii::Point<3> &point) const;

  /**
   * Unit vector along the fibres: tangent of the curve of constant disc coordinates, which follows the
   * surface; with a twist, of the curve whose disc coordinates turn by twist * z / L.
   */
  dealii::Tensor<1, 3> fibre_direction(const dealii::Point<3> &point) const;

private:
  struct ValueAndSlope
  {
    double value;
    double slope; ///< d/dz, 1/mm
  };

  ValueAndSlope gap_weight(double z) const;
  ValueAndSlope radius(double z) const;
  ValueAndSlope aspect(double z) const;

  parameters::Geometry parameters;
  double               area_decay; ///< k, 1/mm
  double               gap_begin;  ///< z0
  double               gap_end;    ///< z1
};
} // namespace tenogen::fields

#endif
