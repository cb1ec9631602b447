#ifndef tenogen_fields_mesh_quality_h
#define tenogen_fields_mesh_quality_h

#include "tenogen/fields/mesh.h"

#include <deal.II/base/point.h>

#include <array>
#include <functional>
#include <iosfwd>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace tenogen::fields
{
/// Shortest and longest edge of some cells, mm; an empty range, first > second, of no cells.
struct EdgeRange
{
  double shortest = std::numeric_limits<double>::max();
  double longest  = 0.;
};

/// Area of the body's section at a height.
struct SectionArea
{
  double height; ///< z, mm
  double area;   ///< mm^2
};

/// Figures of a mesh; "in the gap" means cells whose centre has a tissue indicator above 1/2.
struct MeshQuality
{
  unsigned long long n_cells        = 0;
  unsigned long long n_gap_cells    = 0;
  unsigned long long n_vertices     = 0;
  unsigned int       n_coarse_cells = 0; ///< cells of the coarsest mesh (p4est trees)

  double           smallest_scaled_jacobian = 0.; ///< 1: right angles; <= 0: turned inside out
  dealii::Point<3> smallest_scaled_jacobian_at;   ///< centre of that cell, mm
  double           smallest_scaled_jacobian_gap = 0.;

  EdgeRange edges;
  EdgeRange edges_gap;

  double volume     = 0.; ///< mm^3
  double volume_gap = 0.; ///< mm^3

  std::vector<SectionArea>      profile;
  std::map<std::string, double> boundary_areas; ///< mm^2, by name
};

/// Smallest of the determinants of the three unit vectors along the edges at the 8 corners of a cell.
double scaled_jacobian(const dealii::Triangulation<3>::cell_iterator &cell);

/// The same of eight corners in deal.II's order: x, y, z by the bits of their numbers.
double scaled_jacobian(const std::array<dealii::Point<3>, 8> &corners);

/**
 * Measures a mesh of trilinear cells; collective over the ranks of the mesh.
 * @param tissue_indicator see make_mesh.h
 * @param n_sections of the area profile, at the middles of as many equal slices between the smallest and
 *        the largest z
 */
MeshQuality measure_quality(const Mesh                                            &mesh,
                            const std::function<double(const dealii::Point<3> &)> &tissue_indicator,
                            unsigned int                                           n_sections = 25);

/// A table for people.
void print_table(const MeshQuality &quality, std::ostream &output);

/// The same figures as one JSON object; names carry the units.
void print_json(const MeshQuality &quality, std::ostream &output);

/// Throws InputError where the smallest scaled Jacobian is below `limit`, saying where.
void require_usable(const MeshQuality &quality, double limit = 0.05);
} // namespace tenogen::fields

#endif
