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

TEST(GmshFile, MissingFileIsAFileSystemError)
{
  EXPECT_THROW(fields::read_gmsh("/no/such/mesh.msh", MPI_COMM_WORLD), FileSystemError);
}
} // namespace
