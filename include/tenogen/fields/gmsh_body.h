#ifndef tenogen_fields_gmsh_body_h
#define tenogen_fields_gmsh_body_h

#include "tenogen/fields/gmsh_text.h"

#include <deal.II/grid/tria.h>

#include <array>
#include <string>

namespace tenogen::fields
{
/// Corners of a Gmsh hexahedron in deal.II's order, and back.
constexpr std::array<unsigned int, 8> gmsh_order = {{0, 1, 3, 2, 4, 5, 7, 6}};

/**
 * Creates cells from the hexahedra of a file; the named physical surfaces become the boundary ids. Checks
 * what deal.II does not check in Release builds: no cell is inverted, neighbours are on opposite sides of
 * their common face, the physical surfaces are on the boundary and cover it, and the body is in one part.
 *
 * An element with the same nodes as an earlier one is ignored: Gmsh writes an element once for each of its
 * physical groups.
 * @param file  its name, for messages
 * @throws InputError if the hexahedra do not form such a body
 */
void make_body(const std::string &file, const GmshText &text, dealii::Triangulation<3> &triangulation);
} // namespace tenogen::fields

#endif
