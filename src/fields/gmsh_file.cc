#include "tenogen/fields/gmsh_file.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_text.h"
#include "tenogen/fields/mesh_quality.h"

#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/tria.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <set>
#include <sstream>

namespace tenogen::fields
{
namespace
{
constexpr unsigned int gmsh_quadrilateral = 3;
constexpr unsigned int gmsh_hexahedron    = 5;

[[noreturn]] void refuse(const std::string &file, const std::string &problem, const std::string &advice)
{
  throw InputError(file + ": " + problem + " " + advice);
}

std::string read_text(const std::string &file)
{
  std::error_code    ignored;
  std::ostringstream text;
  // A device or a pipe may have no end.
  if (std::filesystem::is_regular_file(file, ignored))
    if (const std::ifstream input(file); input)
      text << input.rdbuf();
  if (text.tellp() > 0)
    return text.str();
  if (std::filesystem::is_empty(file, ignored) && std::filesystem::is_regular_file(file, ignored))
    refuse(file, "the mesh file is empty.", "Give a .msh file of format 2 or 4.1.");
  throw FileSystemError(file + ": the mesh file cannot be read. Check its path and permissions.");
}

/// Corners of a Gmsh hexahedron in deal.II's order, and back.
constexpr std::array<unsigned int, 8> gmsh_order = {{0, 1, 3, 2, 4, 5, 7, 6}};

/// The faces of a hexahedron by deal.II's corners, each counter-clockwise seen from outside.
constexpr unsigned int faces_around[6][4] = {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4},
                                             {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};

using Quadrilateral = std::array<unsigned int, 4>;

Quadrilateral sorted(Quadrilateral nodes)
{
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

/// Whether the second goes around the same corners the other way.
bool is_reverse(const Quadrilateral &first, const Quadrilateral &second)
{
  const auto start = std::find(second.begin(), second.end(), first[0]) - second.begin();
  for (unsigned int i = 0; i < 4; ++i)
    if (second[(start + 4 - i) % 4] != first[i])
      return false;
  return true;
}

/**
 * Makes cells of the hexahedra of a file, and checks that they make a body, which deal.II takes for granted
 * in Release: no cell is turned inside out, neighbours lie on either side of their common face, and
 * physical surfaces lie on the boundary.
 */
class Body
{
public:
  Body(const std::string &file, const GmshText &text)
    : file(file)
    , text(text)
  {
    take_used_nodes();
    for (const auto &hexahedron : text.hexahedra)
      add_cell(hexahedron);
    for (const auto &face : text.faces)
      if (face.surface != 0)
        add_to_surface(face);
  }

  void create(dealii::Triangulation<3> &triangulation)
  {
    dealii::GridTools::consistently_order_cells(cells);
    triangulation.create_triangulation(vertices, cells, {});
    for (const auto &face : triangulation.active_face_iterators())
      if (face->at_boundary())
        face->set_all_boundary_ids(faces
                                       .at(sorted({{face->vertex_index(0), face->vertex_index(1),
                                                    face->vertex_index(2), face->vertex_index(3)}}))
                                       .surface);
  }

private:
  /// What is known of a face.
  struct Use
  {
    Quadrilateral              around; ///< seen from outside the first of its cells
    bool                       is_shared = false;
    dealii::types::boundary_id surface   = 0; ///< tag of the physical surface, 0 without
  };

  /// Gmsh also writes nodes that are in no cell, such as centres of arcs.
  void take_used_nodes()
  {
    numbers.assign(text.nodes.size(), dealii::numbers::invalid_unsigned_int);
    for (const auto &hexahedron : text.hexahedra)
      for (const auto node : hexahedron.nodes)
        numbers[node] = 0;
    for (std::size_t node = 0; node < numbers.size(); ++node)
      if (numbers[node] == 0)
      {
        numbers[node] = vertices.size();
        vertices.push_back(text.nodes[node]);
      }
  }

  [[noreturn]] void refuse_line(const unsigned int line, const std::string &problem,
                                const std::string &advice) const
  {
    refuse(file + ":" + std::to_string(line), problem, advice);
  }

  void add_cell(const GmshText::Hexahedron &hexahedron)
  {
    dealii::CellData<3> cell;
    for (unsigned int corner = 0; corner < 8; ++corner)
      cell.vertices[corner] = numbers[hexahedron.nodes[gmsh_order[corner]]];
    orient(cell, hexahedron.line);
    cells.push_back(cell);
    for (const auto &corners : faces_around)
      add_face({{cell.vertices[corners[0]], cell.vertices[corners[1]], cell.vertices[corners[2]],
                 cell.vertices[corners[3]]}},
               hexahedron.line);
  }

  double smallest_jacobian(const dealii::CellData<3> &cell) const
  {
    std::array<dealii::Point<3>, 8> corners;
    for (unsigned int corner = 0; corner < 8; ++corner)
      corners[corner] = vertices[cell.vertices[corner]];
    return scaled_jacobian(corners);
  }

  /// Some programs number the corners the left-handed way.
  void orient(dealii::CellData<3> &cell, const unsigned int line) const
  {
    const double jacobian = smallest_jacobian(cell);
    if (jacobian > 0.)
      return;
    std::swap(cell.vertices[1], cell.vertices[2]);
    std::swap(cell.vertices[5], cell.vertices[6]);
    if (smallest_jacobian(cell) > 0.)
      return;
    std::ostringstream problem;
    problem << "the cell has a scaled Jacobian of " << jacobian
            << ": it is flat, twisted or turned inside out.";
    refuse_line(line, problem.str(), "Check it in Gmsh (Tools > Statistics, mesh check).");
  }

  void add_face(const Quadrilateral &around, const unsigned int line)
  {
    const auto [found, is_new] = faces.try_emplace(sorted(around), Use{around});
    if (is_new)
      return;
    if (found->second.is_shared)
      refuse_line(line, "the cell shares a face with two others.", "A face has one cell on either side.");
    if (!is_reverse(found->second.around, around))
      refuse_line(line, "the cell overlaps the one on the other side of a face.",
                  "Check it in Gmsh (Tools > Statistics, mesh check).");
    found->second.is_shared = true;
  }

  void add_to_surface(const GmshText::Face &face)
  {
    Quadrilateral nodes;
    for (unsigned int i = 0; i < 4; ++i)
      nodes[i] = numbers[face.nodes[i]];
    const auto found = faces.find(sorted(nodes));
    if (found == faces.end())
      refuse_line(face.line, "a face of a physical surface belongs to no cell.",
                  "Let physical surfaces hold faces of the meshed volumes only.");
    if (found->second.is_shared)
      refuse_line(face.line, "a face of a physical surface lies inside the body.",
                  "Let physical surfaces hold faces of the boundary only.");
    if (found->second.surface != 0)
      refuse_line(face.line, "a face is in physical surfaces twice.", "Let every face be in one.");
    found->second.surface = face.surface;
  }

  const std::string &file;
  const GmshText    &text;

  std::vector<unsigned int>        numbers; ///< of the vertex of each node
  std::vector<dealii::Point<3>>    vertices;
  std::vector<dealii::CellData<3>> cells;
  std::map<Quadrilateral, Use>     faces; ///< by their sorted vertices
};

void check_boundary_names(const std::string &file, const dealii::Triangulation<3> &triangulation,
                          const std::map<std::string, dealii::types::boundary_id> &names)
{
  std::set<dealii::types::boundary_id> named;
  for (const auto &name : names)
    named.insert(name.second);

  unsigned int     nameless = 0;
  dealii::Point<3> where;
  for (const auto &face : triangulation.active_face_iterators())
    if (face->at_boundary() && named.count(face->boundary_id()) == 0 && nameless++ == 0)
      where = face->center();
  if (nameless == 0)
    return;
  std::ostringstream problem;
  problem << nameless << " of its boundary faces have no name, one of them at (" << where << ") mm.";
  refuse(file, problem.str(), "Put every surface into a physical surface with a name.");
}

/// Reads and checks a file. Gives the names of its boundaries.
std::map<std::string, dealii::types::boundary_id> read_serial(const std::string        &file,
                                                              dealii::Triangulation<3> &triangulation)
{
  const auto text = parse_gmsh(file, read_text(file));
  try
  {
    Body(file, text).create(triangulation);
  }
  catch (const dealii::ExceptionBase &error)
  {
    std::ostringstream reason;
    error.print_info(reason);
    std::string one_line = reason.str();
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    refuse(file, "the mesh cannot be used:" + one_line, "Check it in Gmsh (Tools > Statistics, mesh check).");
  }
  check_boundary_names(file, triangulation, text.surfaces);

  // A name without faces would hold nothing and pull at nothing.
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
    throw InputError(file + ": a Gmsh mesh is written by one rank. Start without mpirun, or write .vtu.");
  if (triangulation.has_hanging_nodes())
    throw InputError(file + ": the mesh has cells of several levels, which a Gmsh mesh cannot hold.");

  std::vector<std::array<unsigned int, 5>> faces; // boundary id and vertices
  for (const auto &face : triangulation.active_face_iterators())
    if (face->at_boundary())
      faces.push_back({{face->boundary_id(), face->vertex_index(0), face->vertex_index(1),
                        face->vertex_index(3), face->vertex_index(2)}});

  // deal.II keeps a list of vertices with holes; Gmsh numbers may have holes too.
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
    throw FileSystemError(file +
                          ": the mesh cannot be written. Check the folder, its permissions and its space.");
}
} // namespace tenogen::fields
