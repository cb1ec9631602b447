#ifndef tenogen_fields_body_parts_h
#define tenogen_fields_body_parts_h

#include <deal.II/grid/tria.h>

#include <string>
#include <vector>

namespace tenogen::fields
{
/// Cells that are joined to one another through faces. An edge is a hinge and a corner a joint, so that
/// neither holds two parts together.
struct BodyPart
{
  unsigned int     n_cells = 0;
  double           volume  = 0.; ///< mm^3
  dealii::Point<3> centre;       ///< of its volume, mm
};

/// The parts of the coarsest mesh, which every rank has as a whole; the largest first.
std::vector<BodyPart> body_parts(const dealii::Triangulation<3> &triangulation);

/// Vertices on the boundary of a mesh that lie on another vertex, to within a hundredth of the shortest edge.
/// Of two such vertices one is given.
std::vector<dealii::Point<3>> duplicate_vertices(const dealii::Triangulation<3> &triangulation);

/// Number of vertices that belong to more than one part.
unsigned int n_shared_vertices(const dealii::Triangulation<3> &triangulation);

/// Throws InputError, which begins with the name of the file, where the body has more than one part.
void require_one_part(const std::string &file, const dealii::Triangulation<3> &triangulation);

/// What is unusual about a body of one part: duplicate vertices make a slit. Empty where there are none.
std::string slit_warning(const dealii::Triangulation<3> &triangulation);
} // namespace tenogen::fields

#endif
