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
 * Makes cells of the hexahedra of a file; the named physical surfaces become the boundary ids. deal.II takes
 * for granted in Release what is checked here: no cell is turned inside out, neighbours lie on either side of
 * their common face, physical surfaces lie on the boundary and cover it, and the body is in one part.
 *
 * An element with the nodes of an earlier one counts once: Gmsh writes it for each of its physical groups.
 * @param file  its name, for messages
 * @throws InputError where the hexahedra make no such body
 */
void make_body(const std::string &file, const GmshText &text, dealii::Triangulation<3> &triangulation);
} // namespace tenogen::fields

#endif
