#include "fuzz/harness.h"
#include "fuzz/reference_reader.h"
#include "fuzz/scratch_folder.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"

#include <cmath>
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

double volume(const fields::Mesh &mesh)
{
  parameters::Geometry geometry;
  geometry.type = parameters::GeometryType::file;
  return fields::measure_quality(mesh, geometry).volume;
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
/// Checks that cells and faces are those of the file.
void require_all_arrived(const std::string &text, const fields::Mesh &mesh)
{
  std::map<unsigned long, unsigned long> faces;
  for (const auto &face : mesh.triangulation->active_face_iterators())
    if (face->at_boundary())
      ++faces[face->boundary_id()];
  for (const auto &[name, id] : mesh.boundary_ids)
  {
    require(text.find('"' + name + '"') != std::string::npos, "a boundary has a name that the file lacks");
    require(faces.count(id) == 1, "the boundary '" + name + "' has no face");
  }
  if (text.find("$Entities") != std::string::npos)
    return; // format 4 stores this elsewhere
  const auto expected = count_elements(text);
  require(expected.n_cells == mesh.triangulation->n_active_cells(),
          "accepted: other cells than the file has");
  for (const auto &[id, n_faces] : faces) // all have names; unnamed groups are ignored
    require(expected.faces.count(id) == 1 && expected.faces.at(id) == n_faces,
            "accepted: boundaries of other faces than the file says");
}

void require_round_trip(const fields::Mesh &mesh)
{
  const std::string file = (folder().path / "again.msh").string();
  fields::write_gmsh(mesh, file);
  const fields::Mesh again = fields::read_gmsh(file, MPI_COMM_SELF);
  require(again.boundary_ids == mesh.boundary_ids, "the boundaries do not survive a round trip");
  require(std::abs(volume(again) - volume(mesh)) <= 1e-9 * volume(mesh), "the volume does not survive one");
}
} // namespace

void fuzz_mesh(const std::uint8_t *data, const std::size_t size)
{
  const std::string file = folder().write("input.msh", text_of(data, size));
  fields::Mesh      mesh;
  try
  {
    mesh = fields::read_gmsh(file, MPI_COMM_SELF);
  }
  catch (const Error &refusal)
  {
    return require_proper_refusal(refusal, folder().path.string());
  }
  require_sound(mesh);
  require_all_arrived(text_of(data, size), mesh);
  require_round_trip(mesh);
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
