#ifndef tenogen_fields_disc_grid_h
#define tenogen_fields_disc_grid_h

#include <deal.II/base/point.h>

namespace tenogen::fields
{
/**
 * O-grid of the unit disc: a one-to-one map between the square [-1, 1]^2 and the disc.
 *
 * With m = max(|p|, |q|), the inner square m <= 1/2 becomes the core, a rectangle with bulged sides, and
 * the frame m >= 1/2 the ring between core and circle. Cells that do not cross m = 1/2 or the diagonals
 * of the frame are tensor-product in (p, q): averages taken there keep refined points on the same smooth
 * lines, those with m = 1 exactly on the circle.
 */
class DiscGrid
{
public:
  /**
   * The shape follows from the numbers of cells: they determine the share of the disc that each block needs
   * for cells of equal size.
   * @param cells_x, cells_y of the core; @param cells_ring layers around it
   */
  DiscGrid(unsigned int cells_x, unsigned int cells_y, unsigned int cells_ring);

  /// From the square to the disc.
  dealii::Point<2> to_disc(const dealii::Point<2> &square_point) const;

  /// Inverse of to_disc().
  dealii::Point<2> to_square(const dealii::Point<2> &disc_point) const;

private:
  /// Core in its own coordinates, [-1, 1]^2.
  dealii::Point<2> core(double p, double q) const;

  /// Point on the circle opposite to the point `along` in [0, 1] of a core side of the first quadrant;
  /// right: the side towards +x, otherwise towards +y.
  dealii::Point<2> circle(bool right, double along) const;

  /// The core side itself.
  dealii::Point<2> core_side(bool right, double along) const;

  dealii::Point<2> core_to_square(const dealii::Point<2> &disc_point) const;

  double half_width;     ///< of the core at its corners, x
  double half_thickness; ///< of the core at its corners, y
  double corner_angle;   ///< of the point of the circle opposite to the core's corner, rad
};
} // namespace tenogen::fields

#endif
