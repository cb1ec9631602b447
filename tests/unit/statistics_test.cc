// Statistics over the gap, compared with sums computed by hand.

#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/statistics.h"

#include "block.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace
{
using namespace tenogen;

class Statistics : public ::testing::Test
{
protected:
  Statistics()
    : geometry(block({1., 1., 10.}, {1, 1, 40})) // a column of scar tissue
    , mesh(fields::make_mesh(geometry, MPI_COMM_WORLD))
    , spaces(mesh, 1, geometry)
    , height(spaces.make_biology_vector())
  {
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      height.local_element(i) = spaces.positions[i][2];
  }

  parameters::Geometry geometry;
  fields::Mesh         mesh;
  fields::Spaces       spaces;
  fields::Vector       height;
};

TEST_F(Statistics, TheLargestSectionMeanOfTheHeightIsTheTopSections)
{
  // Sections of 2.5 mm with middles 1.25, 3.75, ... below the top. The vertices 0.25 k below the top count to
  // the highest one with weight 1 for k = 0..5 (that of the top with half a layer's volume) and 1 - (k -
  // 5)/10 for k = 6..14: mean depth = 0.25 (15 + 39)/(5.5 + 4.5) = 1.35.
  EXPECT_NEAR(fields::largest_section_mean(spaces, height, 2.5), 10. - 1.35, 1e-12);
}

TEST_F(Statistics, ASectionThickerThanTheBodyIsTheBody)
{
  EXPECT_NEAR(fields::largest_section_mean(spaces, height, 100.), 5., 1e-12);
}

TEST(GapLength, IsTheExtentAlongTheFibresOfABlock)
{
  for (const auto &[direction, length] :
       std::vector<std::pair<std::string, double>>{{"0, 0, 1", 10.},
                                                   {"1, 0, 0", 2.},
                                                   {"0, -5, 0", 3.},
                                                   {"0, 0, -1", 10.},
                                                   {"3, 0, 4", 0.6 * 2. + 0.8 * 10.}})
  {
    parameters::Geometry geometry  = block({2., 3., 10.}, {1, 1, 4});
    geometry.block_fibre_direction = direction;
    const fields::Mesh   mesh      = fields::make_mesh(geometry, MPI_COMM_WORLD);
    const fields::Spaces spaces(mesh, 1, geometry);
    EXPECT_NEAR(fields::gap_length(geometry, spaces), length, 1e-12) << direction;
  }
}

TEST(LargestDisplacement, IsAlongTheAxisWhicheverWayItPoints)
{
  const parameters::Geometry geometry = block({1., 1., 10.}, {1, 1, 40});
  const fields::Mesh         mesh     = fields::make_mesh(geometry, MPI_COMM_WORLD);
  for (const unsigned int degree : {1u, 2u})
  {
    const fields::Spaces spaces(mesh, degree, geometry);
    fields::Vector       displacement = spaces.make_displacement_vector();
    for (unsigned int i = 0; i < displacement.locally_owned_size(); ++i)
      displacement.local_element(i) = i % 3 == 0 ? 0.5 : i % 3 == 1 ? -0.25 : 0.125;
    const auto largest = [&](const dealii::Tensor<1, 3> &axis)
    { return fields::largest_displacement(spaces, displacement, axis); };
    EXPECT_NEAR(largest(dealii::Tensor<1, 3>({1., 0., 0.})), 0.5, 1e-15);
    EXPECT_NEAR(largest(dealii::Tensor<1, 3>({0., 1., 0.})), 0.25, 1e-15);
    EXPECT_NEAR(largest(dealii::Tensor<1, 3>({0., 0., -1.})), 0.125, 1e-15);
    EXPECT_NEAR(largest(dealii::Tensor<1, 3>({0.6, 0., -0.8})), 0.2, 1e-15);
  }
}

TEST(GapVolume, HoldsHalfOfTheEndPlanes)
{
  // 25 mm of 200 mm^2; a faceted ellipse is up to 3 % smaller. Without the end planes one layer in n is
  // missing.
  parameters::Geometry geometry;
  for (const unsigned int layers : {5, 17})
  {
    geometry.resolution       = parameters::Resolution::custom;
    geometry.cells_gap        = layers;
    const fields::Mesh   mesh = fields::make_mesh(geometry, MPI_COMM_WORLD);
    const fields::Spaces spaces(mesh, 1, geometry);
    fields::Vector       one = spaces.make_biology_vector();
    one                      = 1.;
    EXPECT_NEAR(fields::gap_volume(spaces), 5000., 150.) << layers;
    EXPECT_NEAR(fields::mean_in_gap(spaces, one), 1., 1e-14) << layers;
  }
}

TEST(GapVolume, OfNoNodeIsRefused)
{
  parameters::Geometry geometry;
  geometry.resolution     = parameters::Resolution::custom;
  geometry.cells_gap      = 1;
  const fields::Mesh mesh = fields::make_mesh(geometry, MPI_COMM_WORLD);
  EXPECT_THROW(fields::Spaces(mesh, 1, geometry), InputError);
}

TEST_F(Statistics, AUniformFieldHasItsOwnSectionMean)
{
  height = 0.09;
  EXPECT_NEAR(fields::largest_section_mean(spaces, height, 2.5), 0.09, 1e-15);
}

TEST_F(Statistics, ThePercentileOfTheHeightIsTheHeight)
{
  EXPECT_NEAR(fields::percentile_in_gap(spaces, height, 0.5), 5., 1e-12);
  EXPECT_NEAR(fields::mean_in_gap(spaces, height), 5., 1e-12);
}
} // namespace
