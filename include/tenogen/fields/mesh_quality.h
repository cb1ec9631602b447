#ifndef tenogen_fields_mesh_quality_h
#define tenogen_fields_mesh_quality_h

#include "tenogen/fields/mesh.h"

#include <deal.II/base/point.h>

#include <array>
#include <iosfwd>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace tenogen::fields
{
/// Shortest and longest edge of some cells, mm; shortest > longest if there are no cells.
struct EdgeRange
{
  double shortest = std::numeric_limits<double>::max();
  double longest  = 0.;
};

/// Area of a cross-section of the body, perpendicular to its axis.
struct SectionArea
{
  double position; ///< along the axis, mm
  double area;     ///< mm^2
};

/// Figures of a mesh; "in the gap" means cells whose centre has a tissue indicator above 1/2.
struct MeshQuality
{
  unsigned long long n_cells        = 0;
  unsigned long long n_gap_cells    = 0;
  unsigned long long n_vertices     = 0;
  unsigned int       n_coarse_cells = 0; ///< cells of the coarsest mesh (p4est trees)
  unsigned int       n_parts        = 0; ///< parts that are connected through faces (body_parts.h)

  double           smallest_scaled_jacobian = 0.; ///< 1: right angles; <= 0: inverted
  dealii::Point<3> smallest_scaled_jacobian_at;   ///< centre of that cell, mm
  double           smallest_scaled_jacobian_gap = 0.;

  EdgeRange edges;
  EdgeRange edges_gap;

  std::array<double, 3> extent = {{0., 0., 0.}}; ///< along x, y and z, mm

  double volume     = 0.; ///< mm^3
  double volume_gap = 0.; ///< mm^3

  dealii::Tensor<1, 3>          axis; ///< of the body (make_mesh.h), a unit vector
  std::vector<SectionArea>      profile;
  std::map<std::string, double> boundary_areas; ///< mm^2, by name
};

/// Smallest of the determinants of the three unit vectors along the edges at the 8 corners of a cell.
double scaled_jacobian(const dealii::Triangulation<3>::cell_iterator &cell);

/// The same of eight corners in deal.II's order: x, y, z by the bits of their numbers.
double scaled_jacobian(const std::array<dealii::Point<3>, 8> &corners);

/**
 * Measures a mesh of trilinear cells; collective over the ranks of the mesh.
 * @param geometry    that the mesh was made from: gap and axis
 * @param n_sections  number of cross-sections of the area profile, at the middles of equal slices of the body
 */
MeshQuality measure_quality(const Mesh &mesh, const parameters::Geometry &geometry,
                            unsigned int n_sections = 25);

/// Prints the figures as a table.
void print_table(const MeshQuality &quality, std::ostream &output);

/// Prints the figures as one JSON object; its keys contain the units.
void print_json(const MeshQuality &quality, std::ostream &output);

/// Throws InputError with the position if the smallest scaled Jacobian is below `limit`.
void require_usable(const MeshQuality &quality, double limit = 0.05);
} // namespace tenogen::fields

#endif
