#include "tenogen/healing/chronic_tendon.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

// When the search for a stationary intact tissue stops because it oscillates.

namespace
{
using namespace tenogen;
using healing::difference;
using healing::oscillates;

/// A tissue whose fields are all 1 except for the cytokine.
model::PointState tissue(const double cytokine)
{
  model::PointState state;
  state.concentrations.fill(1.);
  state.concentrations[model::cytokine] = cytokine;
  state.alignment                       = 1.;
  return state;
}

TEST(StationaryTissues, DifferenceIsThatOfTheFieldThatChangedMost)
{
  EXPECT_NEAR(difference(tissue(1.5), tissue(1.)), 0.5, 1e-15);
  EXPECT_NEAR(difference(tissue(1.), tissue(2.)), 0.5, 1e-15);
  auto turned      = tissue(1.1);
  turned.alignment = 0.2;
  EXPECT_NEAR(difference(turned, tissue(1.)), 0.8, 1e-15);
  EXPECT_EQ(difference(tissue(0.), tissue(0.)), 0.);
  EXPECT_EQ(difference(tissue(0.), tissue(1.)), 1.);
  EXPECT_EQ(difference(tissue(1.), tissue(0.)), std::numeric_limits<double>::infinity());
}

TEST(StationaryTissues, AReturnIsAnOscillation)
{
  EXPECT_TRUE(oscillates({tissue(1.), tissue(50.), tissue(1.005)}));
  EXPECT_TRUE(oscillates({tissue(7.), tissue(1.), tissue(50.), tissue(1.)}));
  EXPECT_FALSE(oscillates({tissue(1.), tissue(50.)})) << "two tissues tell nothing of a return";
  EXPECT_FALSE(oscillates({tissue(1.), tissue(50.), tissue(1.), tissue(30.)})) << "it goes elsewhere";
}

TEST(StationaryTissues, AConvergingSearchDoesNotOscillate)
{
  // Oscillating around 1 with a decreasing amplitude, by a factor of four fifths.
  std::vector<model::PointState> narrowing;
  for (int n = 0; n < 20; ++n)
  {
    narrowing.push_back(tissue(1. + 0.9 * std::pow(-0.8, n)));
    EXPECT_FALSE(oscillates(narrowing)) << "tissue " << n;
  }
  // From one side; the last changes are below the tolerance of a return.
  std::vector<model::PointState> creeping;
  for (int n = 0; n < 20; ++n)
  {
    creeping.push_back(tissue(1. + 5. * std::pow(0.5, n)));
    EXPECT_FALSE(oscillates(creeping)) << "tissue " << n;
  }
}
} // namespace
