#ifndef tenogen_fields_mesh_h
#define tenogen_fields_mesh_h

#include "tenogen/parameters/geometry.h"

#include <deal.II/base/tensor.h>
#include <deal.II/distributed/tria.h>

#include <map>
#include <memory>
#include <string>

namespace tenogen::fields
{
/// The mesh of the reference body and its named boundaries.
struct Mesh
{
  std::unique_ptr<dealii::parallel::distributed::Triangulation<3>> triangulation;

  /// Boundary id of every boundary name (proximal, insertion, surface; left, right, front, back,
  /// bottom, top for a block; the physical names of a Gmsh file). 0 is never used.
  std::map<std::string, dealii::types::boundary_id> boundary_ids;
};
} // namespace tenogen::fields

#endif
