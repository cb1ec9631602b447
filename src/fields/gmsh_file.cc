#include "tenogen/fields/gmsh_file.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/body_parts.h"
#include "tenogen/fields/gmsh_body.h"
#include "tenogen/fields/gmsh_text.h"

#include <deal.II/grid/tria.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace tenogen::fields
{
namespace
{
constexpr unsigned int gmsh_quadrilateral = 3;
constexpr unsigned int gmsh_hexahedron    = 5;

std::string read_text(const std::string &file)
{
  std::error_code    ignored;
  std::ostringstream text;
  // A device or a pipe may never end.
  if (std::filesystem::is_regular_file(file, ignored))
    if (const std::ifstream input(file); input)
      text << input.rdbuf();
  if (text.tellp() > 0)
    return text.str();
  if (std::filesystem::is_empty(file, ignored) && std::filesystem::is_regular_file(file, ignored))
    refuse(file, "the mesh file is empty.", "Give a .msh file of format 2 or 4.1.");
  throw FileSystemError(file + ": the mesh file cannot be read. Check its path and permissions.");
}

/// Reads and checks a file. Returns the names of its boundaries.
std::map<std::string, dealii::types::boundary_id> read_serial(const std::string        &file,
                                                              dealii::Triangulation<3> &triangulation)
{
  const auto text = parse_gmsh(file, read_text(file));
  make_body(file, text, triangulation);

  // A boundary condition on a boundary without faces would have no effect.
  auto       names = text.surfaces;
  const auto ids   = triangulation.get_boundary_ids();
  for (auto name = names.begin(); name != names.end();)
    name = std::find(ids.begin(), ids.end(), name->second) == ids.end() ? names.erase(name) : std::next(name);
  return names;
}
} // namespace

GmshSummary inspect_gmsh(const std::string &file)
{
  dealii::Triangulation<3> serial;
  GmshSummary              summary;
  for (const auto &name : read_serial(file, serial))
    summary.boundaries.push_back(name.first);
  summary.n_cells = serial.n_active_cells();
  summary.shape   = measure_shape(serial);
  for (const auto &warning : {unit_warning(summary.shape), slit_warning(serial)})
    if (!warning.empty())
      summary.warnings.push_back(warning);
  return summary;
}

Mesh read_gmsh(const std::string &file, const MPI_Comm communicator)
{
  Mesh                     mesh;
  dealii::Triangulation<3> serial;
  mesh.boundary_ids  = read_serial(file, serial);
  mesh.triangulation = std::make_unique<dealii::parallel::distributed::Triangulation<3>>(communicator);
  mesh.triangulation->copy_triangulation(serial);
  return mesh;
}

void write_gmsh(const Mesh &mesh, const std::string &file)
{
  const auto &triangulation = *mesh.triangulation;
  if (dealii::Utilities::MPI::n_mpi_processes(triangulation.get_communicator()) > 1)
    throw InputError(
        file + ": a Gmsh mesh can only be written by one rank. Start without mpirun, or write a .vtu file.");
  if (triangulation.has_hanging_nodes())
    throw InputError(
        file + ": the mesh has cells of several refinement levels, which a Gmsh mesh cannot represent.");

  std::vector<std::array<unsigned int, 5>> faces; // boundary id and vertices
  for (const auto &face : triangulation.active_face_iterators())
    if (face->at_boundary())
      faces.push_back({{face->boundary_id(), face->vertex_index(0), face->vertex_index(1),
                        face->vertex_index(3), face->vertex_index(2)}});

  // The list of vertices in deal.II has gaps; Gmsh numbers may have gaps too.
  const auto   &used_vertices = triangulation.get_used_vertices();
  std::ofstream output(file);
  output << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n" << mesh.boundary_ids.size() + 1 << '\n';
  for (const auto &[name, id] : mesh.boundary_ids)
    output << "2 " << id << " \"" << name << "\"\n"; // Gmsh knows no escapes
  output << "3 1 \"body\"\n$EndPhysicalNames\n$Nodes\n" << triangulation.n_used_vertices() << '\n';
  output << std::setprecision(17);
  for (unsigned int i = 0; i < used_vertices.size(); ++i)
    if (used_vertices[i])
      output << i + 1 << ' ' << triangulation.get_vertices()[i] << '\n';

  output << "$EndNodes\n$Elements\n" << faces.size() + triangulation.n_active_cells() << '\n';
  std::size_t number = 0;
  for (const auto &face : faces)
  {
    output << ++number << ' ' << gmsh_quadrilateral << " 2 " << face[0] << ' ' << face[0];
    for (unsigned int i = 1; i < 5; ++i)
      output << ' ' << face[i] + 1;
    output << '\n';
  }
  for (const auto &cell : triangulation.active_cell_iterators())
  {
    output << ++number << ' ' << gmsh_hexahedron << " 2 1 1";
    for (const unsigned int corner : gmsh_order)
      output << ' ' << cell->vertex_index(corner) + 1;
    output << '\n';
  }
  output << "$EndElements\n";
  output.close();
  if (!output)
    throw FileSystemError(
        file +
        ": the mesh cannot be written. Check the folder, its permissions and the free space on the disk.");
}
} // namespace tenogen::fields
