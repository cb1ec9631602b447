#include "tenogen/fields/gmsh_file.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/floating_point_traps.h"

#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/tria.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iomanip>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <unordered_map>
#include <vector>

namespace tenogen::fields
{
namespace
{
/// Of Gmsh's whole numbers. deal.II keeps the largest of its own for faces inside the body.
constexpr long largest_tag = std::numeric_limits<int>::max();

/// No body is larger, mm; volumes and areas of what is larger overflow.
constexpr double largest_coordinate = 1e6;

constexpr unsigned int gmsh_line           = 1;
constexpr unsigned int gmsh_quadrilateral  = 3;
constexpr unsigned int gmsh_hexahedron     = 5;
constexpr unsigned int gmsh_point          = 15;
constexpr unsigned int gmsh_other_solids[] = {4, 6, 7};

[[noreturn]] void refuse(const std::string &file, const std::string &problem, const std::string &advice)
{
  throw InputError(file + ": " + problem + " " + advice);
}

std::string read_text(const std::string &file)
{
  std::ifstream      input(file);
  std::ostringstream text;
  if (input && input.peek() == std::ifstream::traits_type::eof() && !input.bad())
    refuse(file, "the mesh file is empty.", "Give a .msh file of format 2 or 4.1.");
  if (input)
    text << input.rdbuf();
  if (!input || !text)
    throw FileSystemError(file + ": the mesh file cannot be read. Check its path and permissions.");
  return text.str();
}

/// What stands between $name and $Endname; empty if there is no such part.
std::istringstream part(const std::string &text, const std::string &name)
{
  const auto begin = text.find("$" + name + "\n");
  const auto crlf  = text.find("$" + name + "\r\n");
  const auto start = std::min(begin, crlf);
  if (start == std::string::npos)
    return std::istringstream();
  const auto first = text.find('\n', start) + 1;
  const auto end   = text.find("$End" + name, first);
  return std::istringstream(end == std::string::npos ? "" : text.substr(first, end - first));
}

/// Major version, 2 or 4, of an ASCII Gmsh file.
int format_version(const std::string &file, const std::string &text)
{
  auto   header  = part(text, "MeshFormat");
  double version = 0.;
  int    binary  = 0;
  if (!(header >> version >> binary))
    refuse(file, "this is not a Gmsh mesh: it has no $MeshFormat.", "Give a .msh file of format 2 or 4.1.");
  if (binary != 0)
    refuse(file, "this Gmsh mesh is binary.", "Save it as text: gmsh -save -setnumber Mesh.Binary 0.");
  if (!(version >= 2. && version < 3.) && version != 4.1)
  {
    std::ostringstream problem;
    problem << "this Gmsh mesh has format " << version << ".";
    refuse(file, problem.str(), "Formats 2 and 4.1 are read; save it with gmsh -format msh22 or msh41.");
  }
  return int(version);
}

/// Names of the physical surfaces with their tags.
std::map<std::string, dealii::types::boundary_id> surface_names(const std::string &file,
                                                                const std::string &text)
{
  auto                                              lines = part(text, "PhysicalNames");
  std::map<std::string, dealii::types::boundary_id> names;
  unsigned int                                      count = 0;
  lines >> count;
  for (unsigned int i = 0; i < count; ++i)
  {
    unsigned int dimension = 0;
    long         tag       = 0;
    std::string  name;
    if (!(lines >> dimension >> tag >> std::quoted(name)))
      refuse(file, "$PhysicalNames breaks off.", "Each of its lines reads: dimension tag \"name\".");
    if (dimension != 2)
      continue;
    if (tag <= 0 || tag > largest_tag)
      refuse(file, "the physical surface \"" + name + "\" has the tag " + std::to_string(tag) + ".",
             "Give it a tag from 1 to " + std::to_string(largest_tag) + ".");
    if (name.empty())
      refuse(file, "the physical surface " + std::to_string(tag) + " has an empty name.", "Give it a name.");
    names[name] = dealii::types::boundary_id(tag);
  }
  return names;
}

/// The parts announce how many lines they have; one that has others is damaged.
void check_count(const std::string &file, const std::string &part, const std::size_t declared,
                 const std::size_t found)
{
  if (declared != found)
    refuse(file,
           "$" + part + " announces " + std::to_string(declared) + " lines and has " + std::to_string(found) +
               ".",
           "The file is damaged: save the mesh again.");
}

/// What the first line of a part announces; in format 4 after the number of blocks.
std::size_t announced(std::istream &lines, const int version)
{
  std::string line;
  std::getline(lines, line);
  std::istringstream words(line);
  std::size_t        number = 0;
  for (int i = version == 4 ? 0 : 1; i < 2; ++i)
    words >> number;
  return words ? number : 0;
}

using Nodes = std::unordered_map<unsigned long, dealii::Point<3>>; ///< mm, by Gmsh's number

dealii::Point<3> read_point(const std::string &file, std::istream &words)
{
  dealii::Point<3> point;
  if (!(words >> point[0] >> point[1] >> point[2]) || !(point.norm() <= largest_coordinate))
    refuse(file, "a node has no three coordinates below " + std::to_string(int(largest_coordinate)) + " mm.",
           "Save the mesh again, in mm.");
  return point;
}

/// The nodes of a block of format 4: all numbers, then all coordinates.
std::size_t read_node_block(const std::string &file, std::istream &lines, const unsigned long count,
                            Nodes &nodes)
{
  std::vector<unsigned long> numbers;
  std::string                line;
  while (numbers.size() < count && std::getline(lines, line))
    numbers.push_back(std::strtoul(line.c_str(), nullptr, 10));
  for (const unsigned long number : numbers)
  {
    std::getline(lines, line);
    std::istringstream words(line);
    nodes[number] = read_point(file, words);
  }
  return numbers.size();
}

Nodes read_nodes(const std::string &file, const std::string &text, const int version)
{
  auto              lines    = part(text, "Nodes");
  const std::size_t declared = announced(lines, version);
  Nodes             nodes;
  std::size_t       n_nodes = 0;
  for (std::string line; std::getline(lines, line);)
  {
    std::istringstream words(line);
    unsigned long      first = 0, entity = 0, parametric = 0, count = 0;
    if (!(words >> first))
      continue;
    if (version == 4 && words >> entity >> parametric >> count)
      n_nodes += read_node_block(file, lines, count, nodes);
    else if (version == 2)
    {
      nodes[first] = read_point(file, words);
      ++n_nodes;
    }
  }
  check_count(file, "Nodes", declared, n_nodes);
  return nodes;
}

/// Format 4: the first physical surface that each surface belongs to.
std::map<long, long> physical_surfaces(const std::string &text)
{
  auto                 lines     = part(text, "Entities");
  std::size_t          n_skipped = 0, n_curves = 0, n_surfaces = 0;
  std::string          line;
  std::map<long, long> physical;
  lines >> n_skipped >> n_curves >> n_surfaces;
  std::getline(lines, line);
  n_skipped += n_curves;
  while (n_skipped > 0 && std::getline(lines, line))
    --n_skipped;
  for (std::size_t i = 0; i < n_surfaces && std::getline(lines, line); ++i)
  {
    std::istringstream words(line);
    long               tag = 0, n_physical = 0, first = 0;
    double             corner = 0.;
    words >> tag;
    for (unsigned int c = 0; c < 6; ++c)
      words >> corner;
    if (words >> n_physical >> first && n_physical > 0)
      physical[tag] = first;
  }
  return physical;
}

struct Element
{
  unsigned long              number, type;
  long                       physical; ///< tag of the physical surface or volume, 0 without
  std::vector<unsigned long> nodes;
};

std::vector<unsigned long> remaining_numbers(std::istringstream &words)
{
  std::vector<unsigned long> numbers;
  for (unsigned long number = 0; words >> number;)
    numbers.push_back(number);
  return numbers;
}

/// Type, tags and nodes of a line of format 2.
void add_element(std::vector<Element> &elements, const std::string &line)
{
  std::istringstream words(line);
  Element            element = {0, 0, 0, {}};
  unsigned long      n_tags = 0, n_read = 0;
  long               tag = 0;
  if (!(words >> element.number >> element.type >> n_tags))
    return;
  for (; n_read < n_tags && words >> tag; ++n_read)
    if (n_read == 0)
      element.physical = tag;
  element.nodes = remaining_numbers(words);
  elements.push_back(std::move(element));
}

std::vector<Element> read_elements(const std::string &file, const std::string &text, const int version)
{
  auto                       lines    = part(text, "Elements");
  const std::size_t          declared = announced(lines, version);
  const std::map<long, long> physical = physical_surfaces(text);
  std::vector<Element>       elements;
  for (std::string line; std::getline(lines, line);)
  {
    if (version == 2)
    {
      add_element(elements, line);
      continue;
    }
    std::istringstream words(line);
    long               dimension = 0, entity = 0;
    unsigned long      type = 0, count = 0, number = 0;
    if (!(words >> dimension >> entity >> type >> count))
      continue;
    const auto surface = dimension == 2 ? physical.find(entity) : physical.end();
    for (unsigned long i = 0; i < count && std::getline(lines, line); ++i)
    {
      std::istringstream element(line);
      element >> number;
      elements.push_back(
          {number, type, surface == physical.end() ? 0 : surface->second, remaining_numbers(element)});
    }
  }
  check_count(file, "Elements", declared, elements.size());
  return elements;
}

/// Only linear elements of these kinds, each with its number of nodes, all of them there.
void check_elements(const std::string &file, const std::vector<Element> &elements, const Nodes &nodes)
{
  const std::map<unsigned long, std::size_t> n_nodes = {
      {gmsh_line, 2}, {gmsh_quadrilateral, 4}, {gmsh_hexahedron, 8}, {gmsh_point, 1}};
  if (std::none_of(elements.begin(), elements.end(),
                   [](const Element &e) { return e.type == gmsh_hexahedron; }))
    refuse(file, "the mesh has no hexahedra.",
           "Mesh with linear hexahedra (transfinite volumes or recombined extrusions).");
  for (const Element &element : elements)
  {
    const std::string name  = "element " + std::to_string(element.number);
    const auto        known = n_nodes.find(element.type);
    if (std::count(std::begin(gmsh_other_solids), std::end(gmsh_other_solids), element.type) > 0)
      refuse(file, "besides hexahedra the mesh has tetrahedra, prisms or pyramids.",
             "Only meshes of hexahedra alone are read.");
    if (known == n_nodes.end())
      refuse(file, name + " has the Gmsh type " + std::to_string(element.type) + ".",
             "Read are linear hexahedra, with quadrilaterals, lines and points on them.");
    if (element.nodes.size() != known->second)
      refuse(file,
             name + " has " + std::to_string(element.nodes.size()) + " nodes; its type has " +
                 std::to_string(known->second) + ".",
             "The file is damaged: save the mesh again.");
    for (const unsigned long node : element.nodes)
      if (nodes.count(node) == 0)
        refuse(file, "an element refers to node " + std::to_string(node) + ", which $Nodes does not define.",
               "Save the mesh again, with all nodes.");
  }
}

using Face = std::array<unsigned long, 4>; ///< nodes, sorted

Face sorted_face(Face face)
{
  std::sort(face.begin(), face.end());
  return face;
}

/// Every hexahedron has eight corners and is there once, and a face belongs to one or two of them: deal.II
/// and p4est take that for granted.
void check_neighbours(const std::string &file, const std::vector<Element> &elements)
{
  constexpr unsigned int               corners_of[6][4] = {{0, 1, 2, 3}, {4, 5, 6, 7}, {0, 1, 5, 4},
                                                           {1, 2, 6, 5}, {2, 3, 7, 6}, {3, 0, 4, 7}};
  std::map<Face, unsigned int>         n_cells;
  std::set<std::vector<unsigned long>> cells;
  for (const Element &element : elements)
  {
    if (element.type != gmsh_hexahedron)
      continue;
    const std::string          name    = "hexahedron " + std::to_string(element.number);
    std::vector<unsigned long> corners = element.nodes;
    std::sort(corners.begin(), corners.end());
    if (std::adjacent_find(corners.begin(), corners.end()) != corners.end())
      refuse(file, name + " has a node twice.", "Remove collapsed elements.");
    if (!cells.insert(corners).second)
      refuse(file, name + " is there twice.", "Remove duplicate elements.");
    for (const auto &c : corners_of)
      if (++n_cells[sorted_face(
              {{element.nodes[c[0]], element.nodes[c[1]], element.nodes[c[2]], element.nodes[c[3]]}})] > 2)
        refuse(file, name + " is the third at one of its faces.", "Remove overlapping elements.");
  }
}

/// The hexahedra as a triangulation. @returns Gmsh's number of each vertex
std::vector<unsigned long> make_cells(const std::vector<Element> &elements, const Nodes &nodes,
                                      dealii::Triangulation<3> &triangulation)
{
  std::unordered_map<unsigned long, unsigned int> vertex_of;
  std::vector<unsigned long>                      numbers;
  std::vector<dealii::Point<3>>                   vertices;
  std::vector<dealii::CellData<3>>                cells;
  for (const Element &element : elements)
  {
    if (element.type != gmsh_hexahedron)
      continue;
    cells.emplace_back(8);
    for (unsigned int i = 0; i < 8; ++i)
    {
      const auto vertex = vertex_of.emplace(element.nodes[i], vertices.size());
      if (vertex.second)
      {
        numbers.push_back(element.nodes[i]);
        vertices.push_back(nodes.at(element.nodes[i]));
      }
      cells.back().vertices[dealii::GeometryInfo<3>::ucd_to_deal[i]] = vertex.first->second;
    }
  }
  dealii::GridTools::invert_cells_with_negative_measure(vertices, cells);
  dealii::GridTools::consistently_order_cells(cells);
  triangulation.create_triangulation(vertices, cells, dealii::SubCellData());
  return numbers;
}

/// Gives every boundary face the tag of its quadrilateral, 0 without.
void set_boundary_ids(const std::string &file, const std::vector<Element> &elements,
                      const std::vector<unsigned long> &numbers, dealii::Triangulation<3> &triangulation)
{
  std::map<Face, long> tags;
  for (const Element &element : elements)
    if (element.type == gmsh_quadrilateral && element.physical > 0 && element.physical <= largest_tag)
      tags[sorted_face({{element.nodes[0], element.nodes[1], element.nodes[2], element.nodes[3]}})] =
          element.physical;
  std::size_t n_used = 0;
  for (const auto &face : triangulation.active_face_iterators())
  {
    if (!face->at_boundary())
      continue;
    const auto found =
        tags.find(sorted_face({{numbers[face->vertex_index(0)], numbers[face->vertex_index(1)],
                                numbers[face->vertex_index(2)], numbers[face->vertex_index(3)]}}));
    n_used += found != tags.end();
    face->set_all_boundary_ids(found == tags.end() ? 0 : static_cast<unsigned int>(found->second));
  }
  if (n_used < tags.size())
    refuse(file,
           std::to_string(tags.size() - n_used) +
               " quadrilaterals of physical surfaces are no faces of the body's boundary.",
           "Put the outer surfaces only into physical surfaces.");
}

void read_cells(const std::string &file, const std::vector<Element> &elements, const Nodes &nodes,
                dealii::Triangulation<3> &triangulation)
{
  std::vector<unsigned long> numbers;
  try
  {
    numbers = make_cells(elements, nodes, triangulation);
  }
  catch (const dealii::ExceptionBase &error)
  {
    std::ostringstream reason;
    error.print_info(reason);
    std::string one_line = reason.str();
    std::replace(one_line.begin(), one_line.end(), '\n', ' ');
    refuse(file, "the mesh cannot be used:" + one_line, "Check it in Gmsh (Tools > Statistics, mesh check).");
  }
  set_boundary_ids(file, elements, numbers, triangulation);
}

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
  // Numbers like 1e999 overflow on their way to being refused.
  const floating_point::TrapsOff off;

  const std::string text     = read_text(file);
  const int         version  = format_version(file, text);
  const auto        elements = read_elements(file, text, version);
  const Nodes       nodes    = read_nodes(file, text, version);
  check_elements(file, elements, nodes);
  check_neighbours(file, elements);
  auto names = surface_names(file, text);
  read_cells(file, elements, nodes, triangulation);
  check_boundary_names(file, triangulation, names);

  // A name without faces would hold nothing and pull at nothing.
  const auto ids = triangulation.get_boundary_ids();
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
  mesh.boundary_ids = read_serial(file, serial);

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
    output << "2 " << id << ' ' << std::quoted(name) << '\n';
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
  constexpr unsigned int gmsh_order[] = {0, 1, 3, 2, 4, 5, 7, 6};
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
