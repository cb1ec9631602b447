#include "tenogen/model/load.h"
#include "tenogen/parameters/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace
{
using namespace tenogen;
using namespace tenogen::model;

TEST(LoadProgramme, InterpolatesBetweenItsCornersAndStaysConstantOutside)
{
  const parameters::Table table = {{0., 200.}, {14., 250.}, {28., 350.}};
  EXPECT_DOUBLE_EQ(interpolate(table, -5.), 200.);
  EXPECT_DOUBLE_EQ(interpolate(table, 0.), 200.);
  EXPECT_DOUBLE_EQ(interpolate(table, 7.), 225.);
  EXPECT_DOUBLE_EQ(interpolate(table, 14.), 250.);
  EXPECT_DOUBLE_EQ(interpolate(table, 21.), 300.);
  EXPECT_DOUBLE_EQ(interpolate(table, 28.), 350.);
  EXPECT_DOUBLE_EQ(interpolate(table, 1e6), 350.);

  EXPECT_DOUBLE_EQ(interpolate({{10., 3.}}, 0.), 3.);
  EXPECT_DOUBLE_EQ(interpolate({{10., 3.}}, 20.), 3.);
}

TEST(LoadProgramme, JumpsWhereTwoCornersShareADay)
{
  const parameters::Table table = {{0., 40.}, {56., 40.}, {56., 200.}, {70., 250.}};
  EXPECT_DOUBLE_EQ(interpolate(table, 55.999), 40.);
  EXPECT_DOUBLE_EQ(interpolate(table, 56.), 200.);
  EXPECT_TRUE(std::isfinite(interpolate(table, 56. + 1e-14)));
}

TEST(LoadProgramme, DefaultIsTheStandardRehabilitation)
{
  const parameters::Load load;
  const double corners[][2] = {{0., 200.},    {14., 250.},   {28., 350.},   {56., 700.},  {84., 1200.},
                               {120., 1800.}, {180., 2200.}, {365., 2600.}, {730., 3000.}};
  for (const auto &corner : corners)
    EXPECT_DOUBLE_EQ(interpolate(load.programme, corner[0]), corner[1]);
  EXPECT_DOUBLE_EQ(load.habitual_force, 1800.);
  EXPECT_DOUBLE_EQ(interpolate(load.programme, 42.), 525.);
}

TEST(LoadGovernor, FollowsItsFormula)
{
  EXPECT_NEAR(governed_force(1000., 1000.), 1000. * std::pow(2., -0.25), 1e-9);
  EXPECT_NEAR(governed_force(2000., 1000.), 2000. / std::pow(17., 0.25), 1e-9);
  EXPECT_NEAR(governed_force(500., 1000.), 500. / std::pow(1.0625, 0.25), 1e-9);
}

TEST(LoadGovernor, LeavesAStrongTendonAloneAndCapsAWeakOne)
{
  EXPECT_NEAR(governed_force(200., 1e5), 200., 1e-8);
  EXPECT_NEAR(governed_force(1800., 1.), 1., 1e-8);
  EXPECT_EQ(governed_force(0., 500.), 0.);
  EXPECT_EQ(governed_force(1800., 0.), 0.);

  // Never above demand or capacity, and increasing with both.
  for (double demand = 100.; demand < 4000.; demand += 100.)
    for (double guard = 50.; guard < 10000.; guard *= 1.5)
    {
      const double force = governed_force(demand, guard);
      EXPECT_LE(force, std::min(demand, guard));
      EXPECT_GE(force, std::min(demand, guard) * std::pow(2., -0.25));
      EXPECT_GT(governed_force(1.1 * demand, guard), force);
      EXPECT_GT(governed_force(demand, 1.1 * guard), force);
    }
}

TEST(LoadGovernor, SensitivityIsTheLogarithmicDerivative)
{
  for (const double guard : {300., 1000., 1800., 6000.})
  {
    const double step       = 1e-4;
    const double difference = (std::log(governed_force(1800., guard * std::exp(step))) -
                               std::log(governed_force(1800., guard * std::exp(-step)))) /
                              (2. * step);
    EXPECT_NEAR(governed_force_sensitivity(1800., guard), difference, 1e-7);
  }
  EXPECT_NEAR(governed_force_sensitivity(1800., 1.), 1., 1e-9);
  EXPECT_NEAR(governed_force_sensitivity(1., 1800.), 0., 1e-9);
}
} // namespace
