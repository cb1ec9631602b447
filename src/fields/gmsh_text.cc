#include "tenogen/fields/gmsh_text.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_groups.h"
#include "tenogen/fields/gmsh_lines.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>

namespace tenogen::fields
{
void refuse(const std::string &file, const std::string &problem, const std::string &advice)
{
  throw InputError(file + ": " + problem + " " + advice);
}

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

bool is_of_higher_order(const unsigned long type)
{
  return type >= 8 && type <= 93 && type != point_type;
}

[[noreturn]] void refuse_binary(const std::string &file)
{
  refuse(file, "this Gmsh mesh is binary.",
         "Save it as text: gmsh OLD.msh -save -setnumber Mesh.Binary 0 -o NEW.msh");
}

/// Reads the sections of a file into a GmshText, in the order of their dependencies.
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
    groups.emplace(file, parts, is_4);
    is_4 ? read_nodes_4() : read_nodes_2();
    is_4 ? read_elements_4() : read_elements_2();
    check_solids();
    result.surfaces     = groups->surfaces();
    result.other_groups = groups->other_groups();
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
    refuse(file, problem.str(),
           "Tenogen reads formats 2 and 4.1: gmsh OLD.msh -save -format msh22 -o NEW.msh");
  }

  /// With Mesh.SaveParametric the nodes are in $ParametricNodes, each followed by its parameters on the
  /// geometry.
  void read_nodes_2()
  {
    const bool are_parametric = parts.count("ParametricNodes") > 0 && parts.count("Nodes") == 0;
    GmshLines  lines(file, are_parametric ? "ParametricNodes" : "Nodes", parts);
    lines.next_line();
    lines.check_count("nodes", lines.natural_number(), lines.n_lines() - 1);
    while (lines.has_line())
    {
      lines.next_line();
      const auto number = lines.natural_number();
      add_node(lines, number);
      if (are_parametric)
        skip_parameters(lines);
    }
    lines.finish();
  }

  /// Skips the dimension and tag of the point, curve, surface or volume of the node, and one parameter for a
  /// curve or two for a surface.
  static void skip_parameters(GmshLines &lines)
  {
    const auto dimension = lines.natural_number();
    lines.whole_number();
    if (dimension > 3)
      lines.refuse("a node is on an entity of " + std::to_string(dimension) + " dimensions.",
                   "Save the mesh again.");
    for (unsigned int i = 0; i < dimension % 3; ++i)
      lines.coordinate();
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
    lines.check_count("blocks", n_blocks, found);
    lines.check_count("nodes", n_nodes, result.nodes.size());
  }

  void read_node_block(GmshLines &lines)
  {
    lines.next_line();
    const auto dimension = lines.natural_number();
    lines.whole_number(); // the entity
    const auto    parametric = lines.natural_number();
    unsigned long n          = lines.natural_number();
    if (dimension > 3 || parametric > 1)
      lines.refuse("this line does not begin a block of nodes.", "Save the mesh again.");
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
      lines.refuse("the file has a second node " + std::to_string(number) + ".", "Number every node once.");
    result.nodes.emplace_back(x, y, z);
  }

  void read_elements_2()
  {
    GmshLines lines(file, "Elements", parts);
    lines.next_line();
    lines.check_count("elements", lines.natural_number(), lines.n_lines() - 1);
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
      add_element(lines, type, type == quadrilateral_type ? groups->surface_with_tag(group) : 0);
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
    lines.check_count("blocks", n_blocks, blocks);
    lines.check_count("elements", n_elements, elements);
  }

  /// Number of its elements.
  unsigned long read_element_block(GmshLines &lines)
  {
    lines.next_line();
    const auto dimension = lines.natural_number();
    const long entity    = lines.whole_number();
    const auto type      = lines.natural_number();
    const auto n         = lines.natural_number();
    const auto surface   = dimension == 2 ? groups->surface_of_entity(entity) : 0;
    for (unsigned long i = 0; i < n; ++i)
    {
      lines.next_line();
      lines.natural_number(); // its number
      add_element(lines, type, surface);
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
    else if (is_of_higher_order(type))
      lines.refuse("the mesh has elements of second or higher order (Gmsh's type " + std::to_string(type) +
                       ").",
                   "Save it with linear elements: Mesh.ElementOrder = 1.");
    else
      lines.refuse("elements of Gmsh type " + std::to_string(type) + " are not supported.",
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
                     "Only hexahedra with eight distinct corners are supported.");
    }
    return nodes;
  }

  void check_solids() const
  {
    if (result.hexahedra.empty())
      refuse(file, "the mesh has no hexahedra.",
             "Mesh with linear hexahedra (transfinite volumes or recombined extrusions).");
    if (has_other_solids)
      refuse(file, "the mesh contains tetrahedra, prisms or pyramids as well as hexahedra.",
             "Only meshes of hexahedra are supported.");
  }

  const std::string &file;
  const GmshParts   &parts;

  GmshText                                        result;
  std::unordered_map<unsigned long, unsigned int> places; ///< in result.nodes, by number of the node
  std::optional<GmshGroups>                       groups;
  bool                                            has_other_solids = false;
};
} // namespace

GmshText parse_gmsh(const std::string &file, const std::string &text)
{
  constexpr std::string_view mark = "\xEF\xBB\xBF"; // the UTF-8 byte order mark that some editors write
  std::string_view           rest = text;
  if (rest.substr(0, mark.size()) == mark)
    rest.remove_prefix(mark.size());
  if (rest.substr(0, 2) == "\xFF\xFE" || rest.substr(0, 2) == "\xFE\xFF")
    refuse(file, "the file is encoded in UTF-16.", "Save it as plain text, in ASCII or UTF-8.");
  if (rest.find("$MeshFormat") == std::string_view::npos)
    refuse(file, "this is not a Gmsh mesh: it has no $MeshFormat.", "Give a .msh file of format 2 or 4.1.");
  if (rest.find('\0') != std::string_view::npos)
    refuse_binary(file);
  const auto parts = gmsh_parts(file, rest);
  return Parser(file, parts).parse();
}
} // namespace tenogen::fields
