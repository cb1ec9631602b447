// Statistics over the gap against sums worked out by hand.

#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/statistics.h"

#include "block.h"

#include <gtest/gtest.h>

namespace
{
using namespace tenogen;

class Statistics : public ::testing::Test
{
protected:
  Statistics()
    : geometry(block({1., 1., 10.}, {1, 1, 40})) // a column of scar
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
