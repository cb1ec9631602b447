#ifndef tenogen_fields_body_parts_h
#define tenogen_fields_body_parts_h

#include <deal.II/grid/tria.h>

#include <string>
#include <vector>

namespace tenogen::fields
{
/// Cells that are connected through faces. Cells that share only an edge (a hinge) or a corner (a ball joint)
/// belong to different parts.
struct BodyPart
{
  unsigned int     n_cells = 0;
  double           volume  = 0.; ///< mm^3
  dealii::Point<3> centre;       ///< centroid, mm
};

/// The parts of the coarse mesh, of which every rank has a complete copy; the largest part first.
std::vector<BodyPart> body_parts(const dealii::Triangulation<3> &triangulation);

/// Boundary vertices that coincide with another vertex, within a hundredth of the shortest edge. Of two such
/// vertices, one is returned.
std::vector<dealii::Point<3>> duplicate_vertices(const dealii::Triangulation<3> &triangulation);

/// Number of vertices that belong to more than one part.
unsigned int n_shared_vertices(const dealii::Triangulation<3> &triangulation);

/// Throws InputError if the body has more than one part; the message begins with the name of the file.
void require_one_part(const std::string &file, const dealii::Triangulation<3> &triangulation);

/// A warning if duplicate vertices form a slit in a body of one part; empty if there are none.
std::string slit_warning(const dealii::Triangulation<3> &triangulation);
} // namespace tenogen::fields

#endif
