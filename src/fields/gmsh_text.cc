#include "tenogen/fields/gmsh_text.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_lines.h"

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>
#include <unordered_map>

namespace tenogen::fields
{
namespace
{
constexpr unsigned long line_type          = 1;
constexpr unsigned long quadrilateral_type = 3;
constexpr unsigned long hexahedron_type    = 5;
constexpr unsigned long point_type         = 15;

bool is_other_solid(const unsigned long type)
{
  return type == 4 || type == 6 || type == 7; // tetrahedron, prism, pyramid
}

[[noreturn]] void refuse(const std::string &file, const std::string &problem, const std::string &advice)
{
  throw InputError(file + ": " + problem + " " + advice);
}

[[noreturn]] void refuse_binary(const std::string &file)
{
  refuse(file, "this Gmsh mesh is binary.", "Save it as text: gmsh -save -setnumber Mesh.Binary 0.");
}

/// Reads the parts of a file into a GmshText, in the order in which they need one another.
class Parser
{
public:
  Parser(const std::string &file, const GmshParts &parts)
    : file(file)
    , parts(parts)
  {
  }

  GmshText parse()
  {
    const bool is_4 = format_version() == 4;
    read_names();
    if (is_4)
      read_surface_entities();
    is_4 ? read_nodes_4() : read_nodes_2();
    is_4 ? read_elements_4() : read_elements_2();
    check_solids();
    return std::move(result);
  }

private:
  /// 2 or 4.
  int format_version()
  {
    GmshLines lines(file, "MeshFormat", parts);
    lines.next_line();
    const double version = lines.coordinate();
    if (lines.natural_number() != 0)
      refuse_binary(file);
    lines.natural_number(); // bytes of a number, where it is binary
    lines.finish();
    if (version == 4.1)
      return 4;
    if (version == 2. || version == 2.1 || version == 2.2)
      return 2;
    std::ostringstream problem;
    problem << "this Gmsh mesh has format " << version << ".";
    refuse(file, problem.str(), "Formats 2 and 4.1 are read; save it with gmsh -format msh22 or msh41.");
  }

  void read_names()
  {
    if (parts.count("PhysicalNames") == 0)
      return; // which faces have no name is said later
    GmshLines lines(file, "PhysicalNames", parts);
    lines.next_line();
    check_count("$PhysicalNames, names", lines.natural_number(), lines.n_lines() - 1);
    while (lines.has_line())
    {
      lines.next_line();
      const auto dimension = lines.natural_number();
      const auto tag       = lines.whole_number();
      const auto name      = lines.quoted_name();
      if (dimension > 3)
        lines.refuse("a physical group has " + std::to_string(dimension) + " dimensions.");
      if (dimension == 2)
        add_name(lines, name, tag);
    }
    lines.finish();
  }

  void add_name(const GmshLines &lines, const std::string &name, const long tag)
  {
    if (tag <= 0 || tag > std::numeric_limits<int>::max())
      lines.refuse("the physical surface \"" + name + "\" has the tag " + std::to_string(tag) + ".",
                   "Give it a positive tag of at most nine digits.");
    for (const auto &other : result.surfaces)
      if (other.first == name || other.second == dealii::types::boundary_id(tag))
        lines.refuse("the physical surface \"" + name + "\" shares its name or its tag with \"" +
                     other.first + "\".");
    result.surfaces[name] = dealii::types::boundary_id(tag);
  }

  /// Tags of the physical surfaces by tag of the surface, of format 4.
  void read_surface_entities()
  {
    GmshLines lines(file, "Entities", parts);
    lines.next_line();
    std::array<unsigned long, 4> counts;
    for (auto &count : counts)
      count = lines.natural_number();
    for (unsigned int dimension = 0; dimension < 4; ++dimension)
      for (unsigned long i = 0; i < counts[dimension]; ++i)
        read_entity(lines, dimension);
    lines.finish();
  }

  void read_entity(GmshLines &lines, const unsigned int dimension)
  {
    lines.next_line();
    const long tag = lines.whole_number();
    for (unsigned int i = 0; i < (dimension == 0 ? 3 : 6); ++i)
      lines.coordinate(); // of the point or of the box around it
    const auto n_groups = lines.natural_number();
    if (dimension == 2 && n_groups > 1)
      lines.refuse("surface " + std::to_string(tag) + " belongs to several physical surfaces.",
                   "Put it into one.");
    for (unsigned long i = 0; i < n_groups; ++i)
    {
      const long group = lines.whole_number();
      if (dimension == 2)
        surface_groups[tag] = checked_group(lines, group);
    }
    if (dimension > 0)
      for (auto n_bounding = lines.natural_number(); n_bounding > 0; --n_bounding)
        lines.whole_number();
  }

  static dealii::types::boundary_id checked_group(const GmshLines &lines, const long group)
  {
    if (group < 0 || group > std::numeric_limits<int>::max())
      lines.refuse("the tag " + std::to_string(group) + " of a physical surface is not allowed.",
                   "Give it a positive tag of at most nine digits.");
    return dealii::types::boundary_id(group);
  }

  void read_nodes_2()
  {
    GmshLines lines(file, "Nodes", parts);
    lines.next_line();
    check_count("$Nodes, nodes", lines.natural_number(), lines.n_lines() - 1);
    while (lines.has_line())
    {
      lines.next_line();
      const auto number = lines.natural_number();
      add_node(lines, number);
    }
    lines.finish();
  }

  void read_nodes_4()
  {
    GmshLines lines(file, "Nodes", parts);
    lines.next_line();
    const auto n_blocks = lines.natural_number(), n_nodes = lines.natural_number();
    lines.natural_number(); // smallest and
    lines.natural_number(); // largest number
    unsigned long found = 0;
    for (; lines.has_line(); ++found)
      read_node_block(lines);
    lines.finish();
    check_count("$Nodes, blocks", n_blocks, found);
    check_count("$Nodes, nodes", n_nodes, result.nodes.size());
  }

  void read_node_block(GmshLines &lines)
  {
    lines.next_line();
    const auto dimension = lines.natural_number();
    lines.whole_number(); // the entity
    const auto    parametric = lines.natural_number();
    unsigned long n          = lines.natural_number();
    if (dimension > 3 || parametric > 1)
      lines.refuse("this is not the head of a block of nodes.");
    std::vector<unsigned long> numbers;
    for (; n > 0; --n)
    {
      lines.next_line();
      numbers.push_back(lines.natural_number());
    }
    for (const auto number : numbers)
    {
      lines.next_line();
      add_node(lines, number);
      for (unsigned int i = 0; parametric == 1 && i < dimension; ++i)
        lines.coordinate(); // on the entity
    }
  }

  void add_node(GmshLines &lines, const unsigned long number)
  {
    const double x = lines.coordinate(), y = lines.coordinate(), z = lines.coordinate();
    if (!places.emplace(number, static_cast<unsigned int>(result.nodes.size())).second)
      lines.refuse("there is a node " + std::to_string(number) + " before.", "Number every node once.");
    result.nodes.emplace_back(x, y, z);
  }

  void read_elements_2()
  {
    GmshLines lines(file, "Elements", parts);
    lines.next_line();
    check_count("$Elements, elements", lines.natural_number(), lines.n_lines() - 1);
    while (lines.has_line())
    {
      lines.next_line();
      lines.natural_number(); // its number
      const auto type   = lines.natural_number();
      const auto n_tags = lines.natural_number();
      long       group  = 0; // the first tag
      for (unsigned long i = 0; i < n_tags; ++i)
      {
        const long tag = lines.whole_number();
        group          = i == 0 ? tag : group;
      }
      add_element(lines, type, type == quadrilateral_type ? checked_group(lines, group) : 0);
    }
    lines.finish();
  }

  void read_elements_4()
  {
    GmshLines lines(file, "Elements", parts);
    lines.next_line();
    const auto n_blocks = lines.natural_number(), n_elements = lines.natural_number();
    lines.natural_number(); // smallest and
    lines.natural_number(); // largest number
    unsigned long blocks = 0, elements = 0;
    for (; lines.has_line(); ++blocks)
      elements += read_element_block(lines);
    lines.finish();
    check_count("$Elements, blocks", n_blocks, blocks);
    check_count("$Elements, elements", n_elements, elements);
  }

  /// Number of its elements.
  unsigned long read_element_block(GmshLines &lines)
  {
    lines.next_line();
    const auto dimension = lines.natural_number();
    const long entity    = lines.whole_number();
    const auto type      = lines.natural_number();
    const auto n         = lines.natural_number();
    const auto group     = surface_groups.find(entity);
    const bool has_group = dimension == 2 && group != surface_groups.end();
    for (unsigned long i = 0; i < n; ++i)
    {
      lines.next_line();
      lines.natural_number(); // its number
      add_element(lines, type, has_group ? group->second : 0);
    }
    return n;
  }

  void add_element(GmshLines &lines, const unsigned long type, const dealii::types::boundary_id surface)
  {
    if (type == hexahedron_type)
      result.hexahedra.push_back({element_nodes<8>(lines), lines.line_number()});
    else if (type == quadrilateral_type)
      result.faces.push_back({element_nodes<4>(lines), surface, lines.line_number()});
    else if (type == line_type)
      element_nodes<2>(lines);
    else if (type == point_type)
      element_nodes<1>(lines);
    else if (type == 4)
      element_nodes<4>(lines);
    else if (type == 6)
      element_nodes<6>(lines);
    else if (type == 7)
      element_nodes<5>(lines);
    else
      lines.refuse("elements of Gmsh's type " + std::to_string(type) + " are not read.",
                   "Mesh with linear hexahedra (transfinite volumes or recombined extrusions).");
    has_other_solids = has_other_solids || is_other_solid(type);
  }

  template <std::size_t n>
  std::array<unsigned int, n> element_nodes(GmshLines &lines) const
  {
    std::array<unsigned int, n> nodes;
    for (std::size_t i = 0; i < n; ++i)
    {
      const auto number = lines.natural_number();
      const auto place  = places.find(number);
      if (place == places.end())
        lines.refuse("an element refers to node " + std::to_string(number) +
                         ", which $Nodes does not define.",
                     "Save the mesh again, with all nodes.");
      nodes[i] = place->second;
      if (std::find(nodes.begin(), nodes.begin() + i, nodes[i]) != nodes.begin() + i)
        lines.refuse("an element has node " + std::to_string(number) + " twice.",
                     "Only hexahedra with eight corners are read.");
    }
    return nodes;
  }

  void check_solids() const
  {
    if (result.hexahedra.empty())
      refuse(file, "the mesh has no hexahedra.",
             "Mesh with linear hexahedra (transfinite volumes or recombined extrusions).");
    if (has_other_solids)
      refuse(file, "besides hexahedra the mesh has tetrahedra, prisms or pyramids.",
             "Only meshes of hexahedra alone are read.");
  }

  void check_count(const std::string &things, const unsigned long announced, const unsigned long found) const
  {
    if (announced != found)
      refuse(file,
             things + ": " + std::to_string(announced) + " are announced and " + std::to_string(found) +
                 " are there.",
             "Save the mesh again.");
  }

  const std::string &file;
  const GmshParts   &parts;

  GmshText                                        result;
  std::unordered_map<unsigned long, unsigned int> places;         ///< in result.nodes, by number of the node
  std::map<long, dealii::types::boundary_id>      surface_groups; ///< by tag of the surface
  bool                                            has_other_solids = false;
};
} // namespace

GmshText parse_gmsh(const std::string &file, const std::string &text)
{
  if (text.find("$MeshFormat") == std::string::npos)
    refuse(file, "this is not a Gmsh mesh: it has no $MeshFormat.", "Give a .msh file of format 2 or 4.1.");
  if (text.find('\0') != std::string::npos)
    refuse_binary(file);
  const auto parts = gmsh_parts(file, text);
  return Parser(file, parts).parse();
}
} // namespace tenogen::fields
