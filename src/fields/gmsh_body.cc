#include "tenogen/fields/gmsh_body.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/body_parts.h"
#include "tenogen/fields/mesh_quality.h"

#include <deal.II/grid/grid_tools.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace tenogen::fields
{
namespace
{
constexpr const char *check_in_gmsh = "Check it in Gmsh (Tools > Statistics, mesh check).";

/// The faces of a hexahedron by deal.II's corners, each counter-clockwise seen from outside.
constexpr unsigned int faces_around[6][4] = {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4},
                                             {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};

using Quadrilateral = std::array<unsigned int, 4>;

Quadrilateral sorted(Quadrilateral nodes)
{
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

/// Whether the second face has the same corners in the opposite order.
bool is_reverse(const Quadrilateral &first, const Quadrilateral &second)
{
  const auto start = std::find(second.begin(), second.end(), first[0]) - second.begin();
  for (unsigned int i = 0; i < 4; ++i)
    if (second[(start + 4 - i) % 4] != first[i])
      return false;
  return true;
}

/// The cells of a file and their faces.
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
  /// What is known about a face.
  struct Use
  {
    Quadrilateral              around; ///< seen from outside its first cell
    bool                       is_shared = false;
    dealii::types::boundary_id surface   = 0; ///< tag of the named physical surface; 0 if there is none
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
    auto nodes = hexahedron.nodes;
    std::sort(nodes.begin(), nodes.end());
    if (!known_cells.insert(nodes).second)
      return;
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

  /// Some programs number the corners in left-handed order.
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
    refuse_line(line, problem.str(), check_in_gmsh);
  }

  void add_face(const Quadrilateral &around, const unsigned int line)
  {
    const auto [found, is_new] = faces.try_emplace(sorted(around), Use{around});
    if (is_new)
      return;
    if (found->second.is_shared)
      refuse_line(line, "the cell shares a face with two other cells.",
                  "A face may have one cell on either side.");
    if (!is_reverse(found->second.around, around))
      refuse_line(line, "the cell overlaps its neighbour across a face.", check_in_gmsh);
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
                  "Put only faces of the meshed volumes into physical surfaces.");
    if (found->second.is_shared)
      refuse_line(face.line, "a face of a physical surface lies inside the body.",
                  "Put only faces of the boundary into physical surfaces.");
    if (found->second.surface != 0 && found->second.surface != face.surface)
      refuse_line(face.line,
                  "a face is in the physical surfaces \"" + name_of(found->second.surface) + "\" and \"" +
                      name_of(face.surface) + "\".",
                  "Put the face into only one of them.");
    found->second.surface = face.surface;
  }

  const std::string &name_of(const dealii::types::boundary_id surface) const
  {
    return std::find_if(text.surfaces.begin(), text.surfaces.end(),
                        [surface](const auto &name) { return name.second == surface; })
        ->first;
  }

  const std::string &file;
  const GmshText    &text;

  std::vector<unsigned int>             numbers; ///< of the vertex of each node
  std::vector<dealii::Point<3>>         vertices;
  std::vector<dealii::CellData<3>>      cells;
  std::set<std::array<unsigned int, 8>> known_cells; ///< by their sorted nodes
  std::map<Quadrilateral, Use>          faces;       ///< by their sorted vertices
};

/// `"insertion", "proximal"`
std::string listed(const std::vector<std::string> &names)
{
  std::string text;
  for (const auto &name : names)
    text += (text.empty() ? "\"" : ", \"") + name + "\"";
  return text;
}

/// Advice about faces without a name, depending on the names in the file.
std::string advice_on_names(const std::set<dealii::types::boundary_id> &carried, const GmshText &text)
{
  std::vector<std::string> unused;
  for (const auto &[name, tag] : text.surfaces)
    if (carried.count(tag) == 0)
      unused.push_back(name);
  if (!unused.empty() && unused.size() == text.surfaces.size())
    return "No face of the mesh belongs to the physical surfaces named in the file: " + listed(unused) +
           ". Gmsh removes physical groups when it saves format 2 with Mesh.SaveAll = 1, so save the mesh "
           "with Mesh.SaveAll = 0.";
  std::string advice = "Put every surface into a named physical surface.";
  if (!unused.empty())
    advice += " No face belongs to " + listed(unused) + ".";
  constexpr std::array<const char *, 4> kinds = {{"points", "curves", "surfaces", "volumes"}};
  if (text.surfaces.empty())
    for (const auto &[name, dimension] : text.other_groups)
      advice += " \"" + name + "\" is a group of " + kinds[dimension] + ".";
  return advice;
}

void check_boundary_names(const std::string &file, const dealii::Triangulation<3> &triangulation,
                          const GmshText &text)
{
  unsigned int                         nameless = 0;
  dealii::Point<3>                     where;
  std::set<dealii::types::boundary_id> carried;
  for (const auto &face : triangulation.active_face_iterators())
    if (face->at_boundary() && face->boundary_id() != 0)
      carried.insert(face->boundary_id());
    else if (face->at_boundary() && nameless++ == 0)
      where = face->center();
  if (nameless == 0)
    return;
  std::ostringstream problem;
  problem << nameless << " of its boundary faces have no name, one of them at (" << where << ") mm.";
  refuse(file, problem.str(), advice_on_names(carried, text));
}
} // namespace

void make_body(const std::string &file, const GmshText &text, dealii::Triangulation<3> &triangulation)
{
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
    refuse(file, "the mesh cannot be used:" + one_line, check_in_gmsh);
  }
  require_one_part(file, triangulation);
  check_boundary_names(file, triangulation, text);
}
} // namespace tenogen::fields
