#include "fuzz/harness.h"
#include "fuzz/scratch_folder.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"

#include <set>

namespace tenogen::fuzz
{
namespace
{
const ScratchFolder &folder()
{
  static const ScratchFolder made("mesh");
  return made;
}

/// As `tenogen mesh` and `tenogen run` read and check a mesh.
fields::Mesh usable_mesh(const std::string &file)
{
  fields::Mesh mesh = fields::read_gmsh(file, MPI_COMM_SELF);
  fields::require_usable(fields::measure_quality(mesh, [](const auto &) { return 1.; }));
  return mesh;
}

void require_sound(const fields::Mesh &mesh)
{
  std::set<dealii::types::boundary_id> named;
  for (const auto &[name, id] : mesh.boundary_ids)
    named.insert(id);
  require(mesh.triangulation->n_active_cells() > 0, "accepted: a mesh without cells");
  for (const auto &cell : mesh.triangulation->active_cell_iterators())
  {
    require(cell->measure() > 0. && fields::scaled_jacobian(cell) > 0., "accepted: a cell without volume");
    for (const auto &face : cell->face_iterators())
      require(!face->at_boundary() || named.count(face->boundary_id()) == 1, "accepted: a face without name");
  }
}
} // namespace

void fuzz_mesh(const std::uint8_t *data, const std::size_t size)
{
  const std::string file = folder().write("input.msh", text_of(data, size));
  fields::Mesh      mesh;
  try
  {
    mesh = usable_mesh(file);
  }
  catch (const Error &refusal)
  {
    return require_proper_refusal(refusal);
  }
  require_sound(mesh);
}

std::string mesh_seed(const unsigned int cells_x, const unsigned int cells_y, const unsigned int cells_z)
{
  parameters::Geometry geometry;
  geometry.type          = parameters::GeometryType::block;
  geometry.block_cells_x = cells_x;
  geometry.block_cells_y = cells_y;
  geometry.block_cells_z = cells_z;
  const std::string file = (folder().path / "seed.msh").string();
  fields::write_gmsh(fields::make_mesh(geometry, MPI_COMM_SELF), file);
  return file_bytes(file);
}
} // namespace tenogen::fuzz
