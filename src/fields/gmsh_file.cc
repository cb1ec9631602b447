#include "tenogen/fields/gmsh_file.h"

#include "tenogen/core/errors.h"

#include <deal.II/grid/grid_in.h>
#include <deal.II/grid/tria.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <set>
#include <sstream>
#include <unordered_set>

namespace tenogen::fields
{
namespace
{
constexpr unsigned int gmsh_quadrilateral = 3;
constexpr unsigned int gmsh_hexahedron    = 5;
constexpr unsigned int gmsh_solids[]      = {4, 5, 6, 7};

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
  if (int(version) != 2 && version != 4.1)
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
    if (tag <= 0)
      refuse(file, "the physical surface \"" + name + "\" has the tag " + std::to_string(tag) + ".",
             "Give it a positive tag.");
    names[name] = dealii::types::boundary_id(tag);
  }
  return names;
}

/// How many of something a file announces, and how many there are.
struct Count
{
  unsigned long announced = 0;
  unsigned long found     = 0;
};

/// deal.II makes room for as many as are announced, and reads on until it has them.
void check_count(const std::string &file, const std::string &part_and_things, const Count &count)
{
  if (count.announced != count.found)
    refuse(file,
           part_and_things + ": " + std::to_string(count.announced) + " are announced and " +
               std::to_string(count.found) + " are there.",
           "Save the mesh again.");
}

/// The nodes of a file; format 4 has them in blocks.
struct NodeSummary
{
  Count                             blocks;
  Count                             nodes;
  std::unordered_set<unsigned long> numbers;
};

NodeSummary summarise_nodes(const std::string &text, const int version)
{
  auto          lines = part(text, "Nodes");
  NodeSummary   summary;
  std::string   line;
  unsigned long first = 0, entity = 0, parametric = 0, count = 0;
  std::getline(lines, line);
  std::istringstream header(line);
  if (version == 4)
    header >> summary.blocks.announced;
  header >> summary.nodes.announced;
  while (std::getline(lines, line))
  {
    std::istringstream words(line);
    if (version == 2)
    {
      if (words >> first)
        summary.numbers.insert(first);
      continue;
    }
    if (!(words >> first >> entity >> parametric >> count))
      continue;
    ++summary.blocks.found;
    for (unsigned long i = 0; i < count && std::getline(lines, line); ++i)
      summary.numbers.insert(std::strtoul(line.c_str(), nullptr, 10));
    for (unsigned long i = 0; i < count && std::getline(lines, line); ++i)
      ; // coordinates
  }
  summary.nodes.found = summary.numbers.size();
  return summary;
}

/// The elements of a file, in blocks in format 4, and what they refer to.
struct ElementSummary
{
  Count                             blocks;
  Count                             elements;
  std::set<unsigned long>           types; ///< Gmsh types that occur
  std::unordered_set<unsigned long> nodes;
};

ElementSummary summarise_elements(const std::string &text, const int version)
{
  auto           lines = part(text, "Elements");
  ElementSummary summary;
  std::string    line;
  unsigned long  first = 0, entity = 0, type = 0, count = 0, node = 0;

  const auto add_nodes = [&](std::istringstream &words)
  {
    while (words >> node)
      summary.nodes.insert(node);
  };
  std::getline(lines, line);
  std::istringstream header(line);
  if (version == 4)
    header >> summary.blocks.announced;
  header >> summary.elements.announced;
  while (std::getline(lines, line))
  {
    std::istringstream words(line);
    if (version == 2)
    {
      if (!(words >> first >> type >> count))
        continue;
      for (unsigned long tag = 0; tag < count && words; ++tag)
        words >> entity;
      summary.elements.found += words ? 1 : 0;
      add_nodes(words);
    }
    else if (words >> first >> entity >> type >> count)
    {
      ++summary.blocks.found;
      for (unsigned long i = 0; i < count && std::getline(lines, line); ++i)
      {
        std::istringstream element(line);
        element >> first;
        ++summary.elements.found;
        add_nodes(element);
      }
    }
    summary.types.insert(type);
  }
  return summary;
}

/// What deal.II takes for granted in Release.
void check_elements(const std::string &file, const std::string &text, const int version)
{
  const auto elements = summarise_elements(text, version);
  if (elements.types.count(gmsh_hexahedron) == 0)
    refuse(file, "the mesh has no hexahedra.",
           "Mesh with linear hexahedra (transfinite volumes or recombined extrusions).");
  for (const unsigned int type : gmsh_solids)
    if (type != gmsh_hexahedron && elements.types.count(type) > 0)
      refuse(file, "besides hexahedra the mesh has tetrahedra, prisms or pyramids.",
             "Only meshes of hexahedra alone are read.");

  const auto nodes = summarise_nodes(text, version);
  check_count(file, "$Nodes, blocks", nodes.blocks);
  check_count(file, "$Nodes, nodes", nodes.nodes);
  check_count(file, "$Elements, blocks", elements.blocks);
  check_count(file, "$Elements, elements", elements.elements);
  for (const auto node : elements.nodes)
    if (nodes.numbers.count(node) == 0)
      refuse(file, "an element refers to node " + std::to_string(node) + ", which $Nodes does not define.",
             "Save the mesh again, with all nodes.");
}

void read_cells(const std::string &file, const std::string &text, dealii::Triangulation<3> &triangulation)
{
  try
  {
    std::istringstream input(text);
    dealii::GridIn<3>  grid_in(triangulation);
    grid_in.read_msh(input);
  }
  catch (const dealii::ExceptionBase &error)
  {
    std::ostringstream reason;
    error.print_info(reason);
    std::string one_line = reason.str();
    for (auto &character : one_line)
      if (character == '\n')
        character = ' ';
    refuse(file, "the mesh cannot be used:" + one_line, "Check it in Gmsh (Tools > Statistics, mesh check).");
  }
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
  const std::string text    = read_text(file);
  const int         version = format_version(file, text);
  check_elements(file, text, version);
  auto names = surface_names(file, text);
  read_cells(file, text, triangulation);
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
