#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

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

/// A file that lives as long as its test; one for every rank.
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
  const auto quality          = fields::measure_quality(mesh, fields::tissue_indicator(geometry));
  EXPECT_EQ(quality.n_cells, 8u);
  EXPECT_NEAR(quality.volume, 8., 1e-12);
  ASSERT_EQ(quality.boundary_areas.size(), 3u);
  EXPECT_NEAR(quality.boundary_areas.at("bottom"), 4., 1e-12);
  EXPECT_NEAR(quality.boundary_areas.at("the top"), 4., 1e-12);
  EXPECT_NEAR(quality.boundary_areas.at("side"), 16., 1e-12);
  EXPECT_NEAR(fields::fibre_field(geometry)(dealii::Point<3>())[2], 1., 1e-15);
}

TEST(GmshFile, NamesComeWithFormat2)
{
  expect_cube(cube_header + cube_names + cube_nodes + cube_elements);
}

TEST(GmshFile, NamesComeWithFormat4)
{
  expect_cube(cube_4);
}

TEST(GmshFile, TendonSurvivesTheRoundTrip)
{
  // A Gmsh mesh is written by one rank: each writes, and reads, its own.
  parameters::Geometry geometry;
  geometry.global_refinements = 1;
  const auto     indicator    = fields::tissue_indicator(geometry);
  const auto     mesh         = fields::make_mesh(geometry, MPI_COMM_SELF);
  const MeshFile file;
  fields::write_gmsh(mesh, file.path);
  const auto before = fields::measure_quality(mesh, indicator);
  const auto after  = fields::measure_quality(fields::read_gmsh(file.path, MPI_COMM_SELF), indicator);
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
                 "besides hexahedra");
  expect_refusal(cube_header + cube_names + cube_nodes +
                     "$Elements\n2\n1 3 2 11 1 1 2 3 4\n2 5 2 1 1 1 2 3 4 5 6 7 8\n$EndElements\n",
                 "5 of its boundary faces have no name");
  expect_refusal(cube_header + cube_nodes + cube_elements, "6 of its boundary faces have no name");
  expect_refusal(cube_header + cube_names + "$Nodes\n2\n1 0 0 0\n2 1 0 0\n$EndNodes\n" + cube_elements,
                 "refers to node");
  expect_refusal(cube_header + cube_names + cube_nodes + cube_elements.substr(0, cube_elements.size() - 40),
                 ".msh: ");
}

/// The cube with one piece of its text replaced.
std::string cube_with(const std::string &old_text, const std::string &new_text)
{
  std::string text = cube_header + cube_names + cube_nodes + cube_elements;
  const auto  at   = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return text.replace(at, old_text.size(), new_text);
}

TEST(GmshFile, NumbersAreTakenAtTheirWord)
{
  expect_refusal(cube_with("$Nodes\n8", "$Nodes\n4000000000"), "4000000000 are announced and 8 are there");
  expect_refusal(cube_with("$Elements\n7", "$Elements\n8"), "8 are announced and 7 are there");
  expect_refusal(cube_with("7 5 2 1 1", "7 5 4000000000 1 1"), ":30: the line of $Elements is too short");
  expect_refusal(cube_with("2 2 0 0\n", "2 2 0 0 0\n"), ":14: '0' is too much in this line");
  expect_refusal(cube_with("2 2 0 0\n", "2 nan 0 0\n"), ":14: a coordinate is not within 1 km");
  expect_refusal(cube_with("2 2 0 0\n", "2 1e300 0 0\n"), ":14: a coordinate is not within 1 km");
  expect_refusal(cube_with("2 2 0 0\n", "2 2mm 0 0\n"), ":14: '2mm' is not a number");
  expect_refusal(cube_with("2 2 0 0\n", "1 2 0 0\n"), ":14: there is a node 1 before");
  expect_refusal(cube_with("$Nodes\n", "$Nodes\n$Nodes\n"), ":12: '$Nodes' stands within $Nodes");
  expect_refusal(cube_with("$EndNodes\n", "$EndNodes\n$Nodes\n$EndNodes\n"), "there is a $Nodes before");
  expect_refusal(cube_with("$EndNodes\n", "$EndNodes\n9 1 1 1\n"), "stands in no part of the file");
  expect_refusal(cube_with("12 \"the top\"", "11 \"the top\""), "shares its name or its tag with \"bottom\"");
  expect_refusal(cube_with("\"the top\"", "\"bottom\""), "shares its name or its tag with \"bottom\"");
}

TEST(GmshFile, OnlyBodiesAreRead)
{
  expect_refusal(cube_with("7 2 2 2\n", "7 -2 -2 -2\n"), ":30: the cell has a scaled Jacobian of -");
  expect_refusal(cube_with("1 1 1 2 3 4 5 6 7 8", "1 1 1 2 3 4 5 6 7 7"), "has node 7 twice");
  expect_refusal(cube_with("2 3 2 12 2 5 6 7 8", "2 3 2 12 2 1 2 3 4"), "is in physical surfaces twice");
  expect_refusal(cube_with("2 3 2 12 2 5 6 7 8", "2 3 2 12 2 5 6 7 1"), "belongs to no cell");
  expect_refusal(cube_with("$Elements\n7\n", "$Elements\n8\n8 5 2 1 1 1 2 3 4 5 6 7 8\n"),
                 "overlaps the one on the other side of a face");
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

TEST(GmshFile, ADeviceIsNoMeshFile)
{
  EXPECT_THROW(fields::read_gmsh("/dev/zero", MPI_COMM_WORLD), FileSystemError);
}

TEST(GmshFile, MissingFileIsAFileSystemError)
{
  EXPECT_THROW(fields::read_gmsh("/no/such/mesh.msh", MPI_COMM_WORLD), FileSystemError);
}
} // namespace
