#include "tenogen/observe/voxel_grid.h"

#include "tenogen/core/errors.h"

#include <gtest/gtest.h>
#include <nifti1_io.h>

#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace
{
using namespace tenogen;
using dealii::Point;

class VoxelGrid : public ::testing::Test
{
protected:
  VoxelGrid()
    : folder(std::filesystem::temp_directory_path() / ("tenogen_grid_" + std::to_string(getpid())))
  {
    std::filesystem::create_directories(folder);
  }
  ~VoxelGrid() override
  {
    std::filesystem::remove_all(folder);
  }

  /// A file written by the NIfTI library, with this affine.
  std::string write(const std::string &name, const float (&rows)[3][4], const int sform_code = 1,
                    const int n_volumes = 1) const
  {
    const int          dimensions[8] = {4, 5, 6, 7, n_volumes, 1, 1, 1};
    nifti_image *const image         = nifti_make_new_nim(dimensions, DT_FLOAT32, 1);
    image->sform_code                = sform_code;
    for (unsigned int d = 0; d < 3; ++d)
      for (unsigned int e = 0; e < 4; ++e)
        image->sto_xyz.m[d][e] = rows[d][e];
    image->sto_xyz.m[3][3] = 1.F;
    const std::string file = (folder / name).string();
    nifti_set_filenames(image, file.c_str(), 0, 0);
    nifti_image_write(image);
    nifti_image_free(image);
    return file;
  }

  static void expect_refused(const std::string &file, const std::string &part)
  {
    parameters::MriGrid parameters;
    parameters.file = file;
    try
    {
      observe::make_voxel_grid(parameters);
      FAIL() << file << " was taken";
    }
    catch (const InputError &error)
    {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  }

  std::filesystem::path folder;
};

TEST_F(VoxelGrid, IsABoxWithVoxelCentres)
{
  parameters::MriGrid parameters;
  parameters.corner_x = -3.;
  parameters.size_x   = 6.;
  const auto grid     = observe::make_voxel_grid(parameters);
  EXPECT_EQ(grid.size[0], 12U);
  EXPECT_EQ(grid.size[2], 55U);
  EXPECT_NEAR(grid.voxel_volume(), 0.5, 1e-15);
  EXPECT_LT(grid.to_scanner({0., 0., 0.}).distance({-2.75, -19.75, -4.}), 1e-14);
  EXPECT_TRUE(grid.holds({-2.99, 0., 0.}));
  EXPECT_FALSE(grid.holds({-3.01, 0., 0.}));
  EXPECT_EQ(grid.number(1, 2, 3), (1U * grid.size[1] + 2U) * grid.size[2] + 3U);
}

TEST_F(VoxelGrid, PutsTheTendonIntoTheScanner)
{
  parameters::MriGrid parameters;
  parameters.insertion_x = 10.;
  parameters.insertion_y = -20.;
  parameters.insertion_z = 30.;
  parameters.axis        = "1, 0, 0";
  parameters.front       = "0.3, 0, 2"; // made perpendicular to the axis: along z
  parameters.B0          = "0, 0, 5";
  const auto grid        = observe::make_voxel_grid(parameters);
  // The body's z is the scanner's x, its y the scanner's z, and so its x the scanner's y.
  const Point<3> in_scanner(10. + 3., -20. + 1., 30. + 2.);
  const auto     index = grid.from_body({1., 2., 3.});
  EXPECT_LT(grid.to_scanner(index).distance(in_scanner), 1e-12);
  EXPECT_LT(grid.to_body(index).distance({1., 2., 3.}), 1e-12);
  EXPECT_LT((grid.B0 - Point<3>(0., 1., 0.)).norm(), 1e-15);
}

TEST_F(VoxelGrid, IsTakenFromANiftiHeader)
{
  const float rows[3][4] = {{0.5F, 0.1F, 0.F, -7.F}, {-0.1F, 0.5F, 0.2F, 3.F}, {0.F, -0.1F, 2.F, 11.F}};
  parameters::MriGrid parameters;
  parameters.file = write("oblique.nii.gz", rows);
  const auto grid = observe::make_voxel_grid(parameters);
  EXPECT_EQ(grid.size[0], 5U);
  EXPECT_EQ(grid.size[1], 6U);
  EXPECT_EQ(grid.size[2], 7U);
  for (unsigned int d = 0; d < 3; ++d)
  {
    for (unsigned int e = 0; e < 3; ++e)
      EXPECT_EQ(grid.to_scanner.matrix[d][e], double(rows[d][e]));
    EXPECT_EQ(grid.to_scanner.shift[d], double(rows[d][3]));
  }
}

TEST_F(VoxelGrid, RefusesInvalidGrids)
{
  const float singular[3][4] = {{1.F, 2.F, 0.F, 0.F}, {2.F, 4.F, 0.F, 0.F}, {0.F, 0.F, 1.F, 0.F}};
  const float unit[3][4]     = {{1.F, 0.F, 0.F, 0.F}, {0.F, 1.F, 0.F, 0.F}, {0.F, 0.F, 1.F, 0.F}};
  expect_refused(write("singular.nii", singular), "the affine is singular");
  expect_refused(write("nowhere.nii", unit, 0), "neither sform nor qform");
  std::ofstream(folder / "text.nii") << "no image";
  expect_refused((folder / "text.nii").string(), "not a NIfTI-1 file");
  expect_refused((folder / "none.nii").string(), "not a NIfTI-1 file");
  expect_refused(write("series.nii", unit, 1, 2), "more than three dimensions");
  const float giant[3][4] = {{5e7F, 0.F, 0.F, 0.F}, {0.F, 1.F, 0.F, 0.F}, {0.F, 0.F, 1.F, 0.F}};
  const float tiny[3][4]  = {{1e-4F, 0.F, 0.F, 0.F}, {0.F, 1e-4F, 0.F, 0.F}, {0.F, 0.F, 1e-4F, 0.F}};
  expect_refused(write("giant.nii", giant), "an edge of 5e7 mm");
  expect_refused(write("tiny.nii", tiny), "allowed: 0.01 to 1000 mm");
}
} // namespace
