// Statistics over the gap against sums worked out by hand.

#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/statistics.h"

#include <gtest/gtest.h>

namespace
{
using namespace tenogen;

/// A column of scar, 1 x 1 x 10 mm with 1 x 1 x 40 cells, fibres along z.
parameters::Geometry column()
{
  parameters::Geometry geometry;
  geometry.type          = parameters::GeometryType::block;
  geometry.block_size_x  = 1.;
  geometry.block_size_y  = 1.;
  geometry.block_size_z  = 10.;
  geometry.block_cells_x = 1;
  geometry.block_cells_y = 1;
  geometry.block_cells_z = 40;
  return geometry;
}

class Statistics : public ::testing::Test
{
protected:
  Statistics()
    : geometry(column())
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
  // Sections every 2.5 mm; the vertices 0.25 k below the top, k = 0..9, count to the highest one with
  // weight 1 - k/10, that of the top with half a layer's volume:
  // mean depth = 0.25 sum k (1 - k/10)/(1/2 + sum (1 - k/10)) = 0.25 * 16.5/5 = 0.825.
  EXPECT_NEAR(fields::largest_section_mean(spaces, height, 2.5), 10. - 0.825, 1e-12);
}

TEST_F(Statistics, SectionsThickerThanTheBodyStillTellTopFromBottom)
{
  // Two sections, whose middles are the ends: sum over the 41 vertices of weight k/40, height k/4.
  double volumes = 0., heights = 0.;
  for (unsigned int k = 0; k <= 40; ++k)
  {
    const double volume = (k == 0 || k == 40 ? 0.5 : 1.) * k / 40.;
    volumes += volume;
    heights += volume * k / 4.;
  }
  EXPECT_NEAR(fields::largest_section_mean(spaces, height, 100.), heights / volumes, 1e-12);
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
