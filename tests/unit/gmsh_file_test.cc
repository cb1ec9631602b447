#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace
{
using namespace tenogen;

/// A cube of edge 2 mm, every face in a physical surface: bottom, top, side.
const std::string cube_header = "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n";
const std::string cube_names  = "$PhysicalNames\n4\n2 11 \"bottom\"\n2 12 \"the top\"\n2 13 \"side\"\n3 1 "
                                "\"body\"\n$EndPhysicalNames\n";
const std::string cube_nodes =
    "$Nodes\n8\n1 0 0 0\n2 2 0 0\n3 2 2 0\n4 0 2 0\n5 0 0 2\n6 2 0 2\n7 2 2 2\n8 0 2 "
    "2\n$EndNodes\n";
const std::string cube_elements = "$Elements\n7\n1 3 2 11 1 1 2 3 4\n2 3 2 12 2 5 6 7 8\n3 3 2 13 3 1 2 6 5\n"
                                  "4 3 2 13 4 2 3 7 6\n5 3 2 13 5 3 4 8 7\n6 3 2 13 6 4 1 5 8\n"
                                  "7 5 2 1 1 1 2 3 4 5 6 7 8\n$EndElements\n";

/// The same cube in format 4.1.
const std::string cube_4 =
    "$MeshFormat\n4.1 0 8\n$EndMeshFormat\n" + cube_names +
    "$Entities\n0 0 6 1\n"
    "1 0 0 0 2 2 0 1 11 0\n2 0 0 2 2 2 2 1 12 0\n3 0 0 0 2 0 2 1 13 0\n"
    "4 2 0 0 2 2 2 1 13 0\n5 0 2 0 2 2 2 1 13 0\n6 0 0 0 0 2 2 1 13 0\n"
    "1 0 0 0 2 2 2 1 1 0\n$EndEntities\n"
    "$Nodes\n1 8 1 8\n3 1 0 8\n1\n2\n3\n4\n5\n6\n7\n8\n"
    "0 0 0\n2 0 0\n2 2 0\n0 2 0\n0 0 2\n2 0 2\n2 2 2\n0 2 2\n$EndNodes\n"
    "$Elements\n7 7 1 7\n2 1 3 1\n1 1 2 3 4\n2 2 3 1\n2 5 6 7 8\n2 3 3 1\n3 1 2 6 5\n"
    "2 4 3 1\n4 2 3 7 6\n2 5 3 1\n5 3 4 8 7\n2 6 3 1\n6 4 1 5 8\n3 1 5 1\n7 1 2 3 4 5 6 7 8\n$EndElements\n";

/// A file that exists as long as its test, one for every rank.
class MeshFile
{
public:
  explicit MeshFile(const std::string &text = "")
    : path((std::filesystem::temp_directory_path() / ("tenogen_mesh_" + std::to_string(::getpid()) + ".msh"))
               .string())
  {
    std::ofstream(path) << text;
  }

  ~MeshFile()
  {
    std::filesystem::remove(path);
  }

  const std::string path;
};

void expect_refusal(const std::string &text, const std::string &part)
{
  const MeshFile file(text);
  try
  {
    fields::read_gmsh(file.path, MPI_COMM_WORLD);
    FAIL() << "no error, but one that says: " << part;
  }
  catch (const InputError &error)
  {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find(file.path), std::string::npos) << error.what();
  }
}

void expect_cube(const std::string &text)
{
  const MeshFile       file(text);
  parameters::Geometry geometry;
  geometry.type               = parameters::GeometryType::file;
  geometry.mesh_file          = file.path;
  geometry.global_refinements = 1;
  const auto mesh             = fields::make_mesh(geometry, MPI_COMM_WORLD);
  const auto quality          = fields::measure_quality(mesh, geometry);
  EXPECT_EQ(quality.n_cells, 8u);
  EXPECT_EQ(quality.n_parts, 1u);
  EXPECT_NEAR(quality.volume, 8., 1e-12);
  ASSERT_EQ(quality.boundary_areas.size(), 3u);
  EXPECT_NEAR(quality.boundary_areas.at("bottom"), 4., 1e-12);
  EXPECT_NEAR(quality.boundary_areas.at("the top"), 4., 1e-12);
  EXPECT_NEAR(quality.boundary_areas.at("side"), 16., 1e-12);
  EXPECT_NEAR(fields::fibre_field(geometry)(dealii::Point<3>())[2], 1., 1e-15);
}

TEST(GmshFile, NamesAreReadFromFormat2)
{
  expect_cube(cube_header + cube_names + cube_nodes + cube_elements);
}

TEST(GmshFile, NamesAreReadFromFormat4)
{
  expect_cube(cube_4);
}

TEST(GmshFile, TendonSurvivesTheRoundTrip)
{
  // A Gmsh mesh is written by one rank, so each rank writes and reads its own.
  parameters::Geometry geometry;
  geometry.global_refinements = 1;
  const auto     mesh         = fields::make_mesh(geometry, MPI_COMM_SELF);
  const MeshFile file;
  fields::write_gmsh(mesh, file.path);
  const auto before = fields::measure_quality(mesh, geometry);
  const auto after  = fields::measure_quality(fields::read_gmsh(file.path, MPI_COMM_SELF), geometry);
  EXPECT_EQ(after.n_cells, before.n_cells);
  EXPECT_EQ(after.n_vertices, before.n_vertices);
  EXPECT_NEAR(after.volume, before.volume, 1e-9 * before.volume);
  EXPECT_NEAR(after.smallest_scaled_jacobian, before.smallest_scaled_jacobian, 1e-12);
  for (const auto &[name, area] : before.boundary_areas)
    EXPECT_NEAR(after.boundary_areas.at(name), area, 1e-9 * area) << name;
}

TEST(GmshFile, BadMeshesAreRefusedWithTheirReason)
{
  expect_refusal("hello\n", "not a Gmsh mesh");
  expect_refusal("$MeshFormat\n4.1 1 8\n$EndMeshFormat\n", "binary");
  expect_refusal("$MeshFormat\n1.0 0 8\n$EndMeshFormat\n", "format 1");
  expect_refusal(cube_header + cube_names + cube_nodes + "$Elements\n1\n1 3 2 11 1 1 2 3 4\n$EndElements\n",
                 "no hexahedra");
  expect_refusal(cube_header + cube_names + cube_nodes +
                     "$Elements\n2\n1 4 2 1 1 1 2 3 5\n2 5 2 1 1 1 2 3 4 5 6 7 8\n$EndElements\n",
                 "tetrahedra, prisms or pyramids as well as hexahedra");
  expect_refusal(cube_header + cube_names + cube_nodes +
                     "$Elements\n2\n1 3 2 11 1 1 2 3 4\n2 5 2 1 1 1 2 3 4 5 6 7 8\n$EndElements\n",
                 "5 of its boundary faces have no name");
  expect_refusal(cube_header + cube_nodes + cube_elements, "6 of its boundary faces have no name");
  expect_refusal(cube_header + cube_names + "$Nodes\n2\n1 0 0 0\n2 1 0 0\n$EndNodes\n" + cube_elements,
                 "refers to node");
  expect_refusal(cube_header + cube_names + cube_nodes + cube_elements.substr(0, cube_elements.size() - 40),
                 ".msh: ");
}

/// The cube with one part of its text replaced.
std::string cube_with(const std::string &old_text, const std::string &new_text)
{
  std::string text = cube_header + cube_names + cube_nodes + cube_elements;
  const auto  at   = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return text.replace(at, old_text.size(), new_text);
}

TEST(GmshFile, NumbersAreTakenAtTheirWord)
{
  expect_refusal(cube_with("$Nodes\n8", "$Nodes\n4000000000"),
                 "$Nodes declares 4000000000 nodes but contains 8");
  expect_refusal(cube_with("$Elements\n7", "$Elements\n8"), "$Elements declares 8 elements but contains 7");
  expect_refusal(cube_with("7 5 2 1 1", "7 5 4000000000 1 1"), ":30: the line of $Elements is too short");
  expect_refusal(cube_with("2 2 0 0\n", "2 2 0 0 0\n"), ":14: '0' is unexpected at the end of this line");
  expect_refusal(cube_with("2 2 0 0\n", "2 nan 0 0\n"), ":14: a coordinate is not within 1 km");
  expect_refusal(cube_with("2 2 0 0\n", "2 1e300 0 0\n"), ":14: a coordinate is not within 1 km");
  expect_refusal(cube_with("2 2 0 0\n", "2 2mm 0 0\n"), ":14: '2mm' is not a number");
  expect_refusal(cube_with("2 2 0 0\n", "1 2 0 0\n"), ":14: the file has a second node 1");
  expect_refusal(cube_with("$Nodes\n", "$Nodes\n$Nodes\n"), ":12: '$Nodes' is inside $Nodes");
  expect_refusal(cube_with("$EndNodes\n", "$EndNodes\n$Nodes\n$EndNodes\n"), "the file has a second $Nodes");
  expect_refusal(cube_with("$EndNodes\n", "$EndNodes\n9 1 1 1\n"), "is outside every section of the file");
  expect_refusal(cube_with("12 \"the top\"", "11 \"the top\""), "shares its name or its tag with \"bottom\"");
  expect_refusal(cube_with("\"the top\"", "\"bottom\""), "shares its name or its tag with \"bottom\"");
}

TEST(GmshFile, OnlyBodiesAreRead)
{
  expect_refusal(cube_with("7 2 2 2\n", "7 -2 -2 -2\n"), ":30: the cell has a scaled Jacobian of -");
  expect_refusal(cube_with("1 1 1 2 3 4 5 6 7 8", "1 1 1 2 3 4 5 6 7 7"), "has node 7 twice");
  expect_refusal(cube_with("2 3 2 12 2 5 6 7 8", "2 3 2 12 2 1 2 3 4"),
                 "a face is in the physical surfaces \"bottom\" and \"the top\"");
  expect_refusal(cube_with("2 3 2 12 2 5 6 7 8", "2 3 2 12 2 5 6 7 1"), "belongs to no cell");
  // A flatter cube on the same bottom.
  std::string inside = cube_with("$EndNodes", "9 0 0 1\n10 2 0 1\n11 2 2 1\n12 0 2 1\n$EndNodes");
  inside.replace(inside.find("$Nodes\n8"), 8, "$Nodes\n12");
  inside.replace(inside.find("$Elements\n7\n"), 12, "$Elements\n8\n8 5 2 1 1 1 2 3 4 9 10 11 12\n");
  expect_refusal(inside, "overlaps its neighbour across a face");
  // A second cube on top, named where the two meet.
  std::string two = cube_with("$EndNodes", "9 0 0 4\n10 2 0 4\n11 2 2 4\n12 0 2 4\n$EndNodes");
  two.replace(two.find("$Nodes\n8"), 8, "$Nodes\n12");
  two.replace(two.find("$Elements\n7\n"), 12, "$Elements\n8\n8 5 2 1 1 5 6 7 8 9 10 11 12\n");
  expect_refusal(two, "lies inside the body");
}

TEST(GmshFile, LeftHandedNumbersAreTurned)
{
  expect_cube(cube_with("1 1 1 2 3 4 5 6 7 8", "1 1 5 6 7 8 1 2 3 4"));
}

std::string bar(const std::string &name)
{
  return TENOGEN_SOURCE_DIR "/tests/data/meshes/" + name;
}

std::string text_of(const std::string &file)
{
  std::ifstream      input(file);
  std::ostringstream text;
  text << input.rdbuf();
  return text.str();
}

TEST(GmshFile, MeshesAreReadAsGmshWritesThem)
{
  for (const std::string name :
       {"negative_22.msh", "negative_41.msh", "overlapping_22.msh", "overlapping_41.msh", "parametric_22.msh",
        "parametric_41.msh", "partitioned_22.msh", "partitioned_41.msh", "save_all_41.msh"})
  {
    SCOPED_TRACE(name);
    parameters::Geometry geometry;
    geometry.type      = parameters::GeometryType::file;
    geometry.mesh_file = bar(name);
    const auto quality =
        fields::measure_quality(fields::read_gmsh(geometry.mesh_file, MPI_COMM_SELF), geometry);
    EXPECT_EQ(quality.n_cells, 4u);
    EXPECT_EQ(quality.n_parts, 1u);
    EXPECT_NEAR(quality.volume, 2400., 1e-9);
    ASSERT_EQ(quality.boundary_areas.size(), 3u);
    EXPECT_NEAR(quality.boundary_areas.at("insertion"), 60., 1e-9);
    EXPECT_NEAR(quality.boundary_areas.at("proximal"), 60., 1e-9);
    EXPECT_NEAR(quality.boundary_areas.at("surface"), 1280., 1e-9);
    EXPECT_TRUE(fields::inspect_gmsh(geometry.mesh_file).warnings.empty());
  }
}

TEST(GmshFile, SignsOfTagsAreIgnored)
{
  expect_cube(cube_with("2 3 2 12 2 5 6 7 8", "2 3 2 -12 2 5 6 7 8"));
  expect_cube(cube_with("2 12 \"the top\"", "2 -12 \"the top\""));
  std::string text = cube_4;
  expect_cube(text.replace(text.find("2 2 2 1 13 0"), 12, "2 2 2 2 13 -13 0"));
  expect_refusal(cube_with("2 12 \"the top\"", "2 0 \"the top\""), "has the tag 0");
  expect_refusal(cube_with("2 12 \"the top\"", "2 -9223372036854775808 \"the top\""),
                 "has the tag -9223372036854775808");
}

TEST(GmshFile, RepeatedElementsCountOnce)
{
  const auto with_one_more = [](const std::string &element)
  { return cube_with("$Elements\n7\n", "$Elements\n8\n" + element + "\n"); };
  expect_cube(with_one_more("8 3 2 12 2 5 6 7 8"));        // in the same group
  expect_cube(with_one_more("8 3 2 77 2 5 6 7 8"));        // in a group without a name
  expect_cube(with_one_more("8 5 2 9 1 1 2 3 4 5 6 7 8")); // in another group of volumes
  expect_cube(with_one_more("8 5 2 9 1 2 3 4 1 6 7 8 5")); // numbered from another corner
  expect_refusal(with_one_more("8 3 2 13 2 5 6 7 8"), "\"side\" and \"the top\"");

  std::string text = cube_4;
  expect_cube(text.replace(text.find("2 2 2 1 13 0"), 12, "2 2 2 2 77 13 0"));
  expect_refusal(text.replace(text.find("77 13 0"), 7, "12 13 0"),
                 "surface 4 belongs to the physical surfaces \"the top\" and \"side\"");
}

TEST(GmshFile, SurfacesWithoutTheirNamesAreExplained)
{
  expect_refusal(text_of(bar("save_all_22.msh")),
                 "No face of the mesh belongs to the physical surfaces named in the file: \"insertion\", "
                 "\"proximal\", \"surface\". Gmsh removes physical groups when it saves format 2 with "
                 "Mesh.SaveAll = 1, so save the mesh with Mesh.SaveAll = 0.");
  expect_refusal(cube_with("2 3 2 12 2", "2 3 2 0 2"),
                 "Put every surface into a named physical surface. No face belongs to \"the top\".");
  std::string volumes = cube_header + cube_names + cube_nodes + cube_elements;
  for (const char *const tag : {"2 11 \"", "2 12 \"", "2 13 \""})
    volumes.replace(volumes.find(tag), 1, "3");
  expect_refusal(volumes, "\"bottom\" is a group of volumes. \"side\" is a group of volumes.");
}

TEST(GmshFile, ByteOrderMarksAndLineEndingsAreAccepted)
{
  const std::string text = cube_header + cube_names + cube_nodes + cube_elements;
  std::string       crlf;
  for (const char letter : text)
    crlf += letter == '\n' ? "\r\n" : std::string(1, letter);
  expect_cube("\xEF\xBB\xBF" + text);
  expect_cube(crlf);
  expect_cube("\xEF\xBB\xBF" + crlf);
  expect_cube("\n\n" + text.substr(0, text.size() - 1));
  std::string wide = "\xFF\xFE";
  for (const char letter : text)
    wide += std::string{letter, '\0'};
  expect_refusal(wide, "encoded in UTF-16");
}

TEST(GmshFile, UntypableNamesAreRefused)
{
  expect_cube(cube_with("\"the top\"", "\" the top \"")); // blanks around it do not count
  expect_refusal(
      cube_with("\"the top\"", "\"the\xC2\xA0top\""),
      ":7: the physical surface \"the\xC2\xA0top\": the name contains an invisible character (no-break "
      "space, U+00A0). Rename it.");
  expect_refusal(cube_with("\"the top\"", "\"the to\xC2\xADp\""), "soft hyphen, U+00AD");
  expect_refusal(cube_with("\"the top\"", "\"\xE2\x80\x8Bthe top\""), "zero-width space, U+200B");
  expect_refusal(cube_with("\"the top\"", "\"  \""), "the name is blank");
  expect_refusal(cube_with("\"the top\"", "\"the t\xF6p\""), "is not valid UTF-8");
  expect_refusal(cube_with("\"the top\"", "\"the \"top\"\""), "is not a name in quotation marks");
  expect_cube(cube_with("3 1 \"body\"", "3 1 \"bo\xC2\xA0"
                                        "dy\"")); // volumes need no valid names
}

TEST(GmshFile, UnrelatedSectionsAreSkipped)
{
  const std::string data = "$NodeData\n1\n\"a\"\n1\n0\n3\n0\n1\n1\n1 0.5\n$EndNodeData\n";
  expect_cube("$Comments\n$ costs nothing\n$Nodes\n$EndComments\n" + cube_header + cube_names + cube_nodes +
              cube_elements +
              "$Periodic\n1\n2 2 1\nAffine 1 0 0 0 0 1 0 0 0 0 1 2 0 0 0 1\n1\n5 1\n$EndPeriodic\n" +
              "$Parametrizations\n0 0\n$EndParametrizations\n" + data + data);
  expect_refusal("$Comments\n" + cube_header + cube_names + cube_nodes + cube_elements,
                 "there is no $EndComments");
}

TEST(GmshFile, NodeNumbersMayHaveGapsAndNodesMayBeUnused)
{
  const auto renumbered = [](const std::string &number)
  {
    std::string text = cube_with("$Nodes\n8\n1 0 0 0\n", "$Nodes\n9\n" + number + " 0 0 0\n50 1 1 99\n");
    for (const auto &[before, after] : std::vector<std::pair<std::string, std::string>>{
             {"11 1 1 2 3 4", "11 1 " + number + " 2 3 4"},
             {"13 3 1 2 6 5", "13 3 " + number + " 2 6 5"},
             {"13 6 4 1 5 8", "13 6 4 " + number + " 5 8"},
             {"1 1 1 2 3 4 5 6 7 8", "1 1 " + number + " 2 3 4 5 6 7 8"}})
      text.replace(text.find(before), before.size(), after);
    return text;
  };
  expect_cube(renumbered("99"));
  expect_cube(renumbered("18446744073709551615"));
}

TEST(GmshFile, ElementsOfSecondOrderAreRefusedByName)
{
  expect_refusal(text_of(bar("second_order_22.msh")), "elements of second or higher order");
  expect_refusal(text_of(bar("second_order_22.msh")), "Mesh.ElementOrder = 1");
}

/// Cubes with an edge of 10 mm at the positions of their lowest corners. All boundary faces are in "surface".
/// @param copy_at  which copy of the node at a position a cube has: different copies are not connected
/// @param offset   distance of each copy from the previous one along x, mm
std::string cubes(
    const std::vector<std::array<int, 3>>                                       &places,
    const std::function<int(unsigned int cube, const std::array<int, 3> &node)> &copy_at =
        [](unsigned int, const std::array<int, 3> &) { return 0; },
    const double offset = 0.)
{
  constexpr int                             around[8][3] = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0},
                                                            {0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}};
  constexpr unsigned int                    faces[6][4]  = {{0, 3, 2, 1}, {4, 5, 6, 7}, {0, 1, 5, 4},
                                                            {1, 2, 6, 5}, {2, 3, 7, 6}, {3, 0, 4, 7}};
  std::map<std::array<int, 4>, std::size_t> numbers;
  std::map<std::set<std::size_t>, std::vector<std::size_t>> outside;
  std::ostringstream                                        nodes, elements;
  for (unsigned int cube = 0; cube < places.size(); ++cube)
  {
    std::array<std::size_t, 8> corners;
    for (unsigned int corner = 0; corner < 8; ++corner)
    {
      std::array<int, 3> node = places[cube];
      for (unsigned int d = 0; d < 3; ++d)
        node[d] += around[corner][d];
      const int copy = copy_at(cube, node);
      const auto [number, is_new] =
          numbers.try_emplace({{node[0], node[1], node[2], copy}}, numbers.size() + 1);
      if (is_new)
        nodes << number->second << ' ' << 10 * node[0] + copy * offset << ' ' << 10 * node[1] << ' '
              << 10 * node[2] << '\n';
      corners[corner] = number->second;
    }
    elements << cube + 1 << " 5 2 1 1";
    for (const auto corner : corners)
      elements << ' ' << corner;
    elements << '\n';
    for (const auto &face : faces)
    {
      std::vector<std::size_t> around_face;
      for (const unsigned int corner : face)
        around_face.push_back(corners[corner]);
      const std::set<std::size_t> key(around_face.begin(), around_face.end());
      if (!outside.emplace(key, around_face).second)
        outside.erase(key);
    }
  }
  std::size_t number = places.size();
  for (const auto &[key, face] : outside)
  {
    elements << ++number << " 3 2 1 1";
    for (const auto node : face)
      elements << ' ' << node;
    elements << '\n';
  }
  return cube_header + "$PhysicalNames\n1\n2 1 \"surface\"\n$EndPhysicalNames\n$Nodes\n" +
         std::to_string(numbers.size()) + '\n' + nodes.str() + "$EndNodes\n$Elements\n" +
         std::to_string(number) + '\n' + elements.str() + "$EndElements\n";
}

std::vector<std::string> warnings(const std::string &text)
{
  const MeshFile file(text);
  return fields::inspect_gmsh(file.path).warnings;
}

TEST(GmshFile, BodiesInSeveralPartsAreRefused)
{
  EXPECT_TRUE(warnings(cubes({{0, 0, 0}, {0, 0, 1}, {0, 0, 2}})).empty());
  const std::string two = "has 2 parts that are not connected through faces: ";

  expect_refusal(
      cubes({{0, 0, 0}, {0, 0, 2}, {0, 0, 3}}),
      two + "part 1 with 2 cells and 2000 mm^3 around (5 5 30) mm, part 2 with 1 cell and 1000 mm^3 around "
            "(5 5 5) mm. They share no nodes.");
  expect_refusal(cubes({{0, 0, 0}, {1, 0, 1}}), "They share 2 nodes but no face");
  expect_refusal(cubes({{0, 0, 0}, {1, 1, 1}}), "They share 1 node but no face");
  expect_refusal(cubes({{0, 0, 0}, {0, 0, 2}, {0, 0, 4}, {0, 0, 6}, {0, 0, 8}, {0, 0, 10}}),
                 "has 6 parts that are not connected through faces: part 1 ");

  // Coincident nodes that are not connected, exactly or within rounding.
  const auto upper_has_its_own = [](const unsigned int cube, const std::array<int, 3> &node)
  { return cube == 1 && node[2] == 1 ? 1 : 0; };
  for (const double offset : {0., 1e-6, 0.01})
    expect_refusal(
        cubes({{0, 0, 0}, {0, 0, 1}}, upper_has_its_own, offset),
        "4 nodes are duplicates. To join the parts, merge duplicate nodes, in Gmsh with `Coherence;`");
}

TEST(GmshFile, WarnsOfSlits)
{
  // Four cubes; the upper two are joined to the lower two on one side only.
  const auto slit = [](const unsigned int cube, const std::array<int, 3> &node)
  { return cube >= 2 && node[2] == 1 && node[0] == 2 ? 1 : 0; };
  for (const double offset : {0., 1e-6})
  {
    const auto found = warnings(cubes({{0, 0, 0}, {1, 0, 0}, {0, 0, 1}, {1, 0, 1}}, slit, offset));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NE(found[0].find("2 nodes are duplicates, the first at (20 "), std::string::npos) << found[0];
    EXPECT_NE(found[0].find("the body has a slit there"), std::string::npos) << found[0];
  }
  EXPECT_TRUE(
      warnings(cubes({{0, 0, 0}, {1, 0, 0}, {0, 0, 1}, {1, 0, 1}}, slit, 1.)).empty()); // the slit is open
}

TEST(GmshFile, WarnsOfSizesThatNoTendonHas)
{
  const auto warning = [](const double x, const double y, const double z)
  {
    fields::BodyShape shape;
    shape.extent = {{x, y, z}};
    return fields::unit_warning(shape);
  };
  const auto holds = [](const std::string &text, const std::string &part)
  { return text.find(part) != std::string::npos; };
  for (const double length : {20., 40., 100., 400.})
    EXPECT_EQ(warning(10., 6., length), "");
  EXPECT_EQ(warning(100., 6., 10.), "");
  EXPECT_TRUE(
      holds(warning(0.01, 0.006, 0.04), "the body measures 0.01 x 0.006 x 0.04 mm along x, y and z."));
  EXPECT_TRUE(holds(warning(0.01, 0.006, 0.04),
                    "If the file is in metres, the body should measure 10 x 6 x 40 mm: "
                    "multiply its coordinates by 1000 (in Gmsh: Mesh.ScalingFactor)."));
  EXPECT_TRUE(holds(warning(1., 0.6, 10.), "in centimetres, the body should measure 10 x 6 x 100 mm"));
  EXPECT_TRUE(holds(warning(0.4, 0.3, 4.), "in inches, the body should measure 10.16 x 7.62 x 101.6 mm"));
  EXPECT_TRUE(holds(warning(1e4, 6e3, 1e5), "in micrometres, the body should measure 10 x 6 x 100 mm"));
  EXPECT_TRUE(holds(warning(1e4, 6e3, 1e5), "the body measures 10000 x 6000 x 100000 mm"));
  EXPECT_TRUE(holds(warning(5., 5., 500.), "20 to 400 mm long"));
  EXPECT_FALSE(holds(warning(5., 5., 500.), "If the file"));

  const auto small = warnings(cube_header + cube_names + cube_nodes + cube_elements);
  ASSERT_EQ(small.size(), 1u);
  EXPECT_TRUE(holds(small[0], "the body measures 2 x 2 x 2 mm"));
}

TEST(GmshFile, WarnsOfFibresAcrossTheBody)
{
  const auto shape = fields::inspect_gmsh(bar("negative_22.msh")).shape;
  EXPECT_NEAR(std::abs(shape.long_axis[2]), 1., 1e-12);
  EXPECT_EQ(shape.extent, (std::array<double, 3>{{10., 6., 40.}}));
  EXPECT_EQ(fields::fibre_warning(shape, dealii::Tensor<1, 3>({0., 0., -1.})), "");
  EXPECT_EQ(fields::fibre_warning(shape, dealii::Tensor<1, 3>({0., 0.28, 0.96})), "");
  for (const auto &across : {dealii::Tensor<1, 3>({1., 0., 0.}), dealii::Tensor<1, 3>({0., 0.8, 0.6})})
    EXPECT_NE(fields::fibre_warning(shape, across).find("long in the direction (0, 0, 1)"),
              std::string::npos);
  const MeshFile cube(
      cubes({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}, {0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {1, 1, 1}}));
  EXPECT_EQ(fields::fibre_warning(fields::inspect_gmsh(cube.path).shape, dealii::Tensor<1, 3>({1., 0., 0.})),
            "");
}

TEST(GmshFile, ADeviceIsRefused)
{
  EXPECT_THROW(fields::read_gmsh("/dev/zero", MPI_COMM_WORLD), FileSystemError);
}

TEST(GmshFile, MissingFileIsAFileSystemError)
{
  EXPECT_THROW(fields::read_gmsh("/no/such/mesh.msh", MPI_COMM_WORLD), FileSystemError);
}
} // namespace
