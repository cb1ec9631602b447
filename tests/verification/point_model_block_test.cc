#include "block.h"
#include "reference_table.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/statistics.h"
#include "tenogen/healing/healing_loop.h"
#include "tenogen/model/constitutive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

/**
 * V11: a uniform block behaves like the point model. The whole healing loop with its default parameters stays
 * within 0.5 %, with a time tolerance of 7e-4 within 0.2 %, of tables from a separate implementation
 * (tests/data/README.md).
 */
namespace
{
using namespace tenogen;
using namespace tenogen::test;

parameters::ParameterSet uniform_block(const bool treated)
{
  parameters::ParameterSet parameters;
  parameters.geometry            = block({10., 10., 10.}, {2, 2, 2});
  parameters.initial_state.relax = false;
  parameters.initial_state.scar =
      parameters::PointValues{0., 19010., 707., .4836, 3.375, .4781, .15, .08587, .05072, .3798, .3989};
  parameters.initial_state.msc = treated ? 800. : 0.;
  return parameters;
}

double alignment_at(const fields::State &state, const unsigned int vertex)
{
  dealii::SymmetricTensor<2, 3> tensor;
  for (unsigned int c = 0; c < 6; ++c)
    tensor.access_raw_entry(c) = state.orientation[c].local_element(vertex);
  return model::nematic_order(tensor);
}

/// Runs the block over the days of the table and compares every field at every day and vertex. Differences
/// are relative to the value and ignored below a millionth of the initial value.
void expect_reference(parameters::ParameterSet parameters, const std::vector<ReferenceRow> &rows,
                      const double tolerance)
{
  const std::array<const char *, 11> names = {
      {"M", "F", "T", "C", "G", "W", "L", "rho_I", "rho_III", "X", "S_n"}};
  ASSERT_EQ(rows.size(), 11u);
  parameters.time.visits.clear();
  for (const ReferenceRow &row : rows)
    parameters.time.visits.push_back(row.day / days_per_month);
  parameters.time.end = rows.back().day;

  const fields::Mesh   mesh = fields::make_mesh(parameters.geometry, MPI_COMM_WORLD);
  const fields::Spaces spaces(mesh, 1, parameters.geometry);
  healing::HealingLoop loop(spaces, parameters, healing::chronic_tendon(spaces, parameters));

  std::array<double, 11> largest       = {};
  unsigned int           biology_steps = 0, visits = 0;
  healing::LoopObserver  observer;
  observer.step = [&](const fields::State &state, const healing::StepReport &report)
  {
    biology_steps += report.biology_steps;
    EXPECT_GE(fields::smallest(spaces, state.concentrations[model::msc]), 0.);
  };
  observer.visit = [&](const fields::State &state, double)
  {
    ASSERT_LT(visits, rows.size());
    const ReferenceRow &row = rows[visits++];
    ASSERT_NEAR(state.time, row.day, 1e-9);
    for (unsigned int f = 0; f < 11; ++f)
    {
      if (std::abs(row.values[f]) <= 1e-6 * std::abs(rows.front().values[f]))
        continue;
      double error = 0.;
      for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      {
        const double value =
            f < model::n_species ? state.concentrations[f].local_element(i) : alignment_at(state, i);
        error = std::max(error, std::abs(value / row.values[f] - 1.));
      }
      EXPECT_LE(error, tolerance) << names[f] << ", " << row.arm << ", day " << row.day;
      largest[f] = std::max(largest[f], error);
    }
  };
  loop.run(observer);
  EXPECT_EQ(visits, rows.size());

  std::cout << rows.front().arm << ": " << biology_steps
            << " steps, largest error [%]:" << std::setprecision(2);
  for (unsigned int f = 0; f < 11; ++f)
    std::cout << ' ' << names[f] << ' ' << 100. * largest[f];
  std::cout << std::endl;
}

class UniformBlock : public testing::TestWithParam<const char *>
{
protected:
  const std::string        arm        = GetParam();
  parameters::ParameterSet parameters = uniform_block(arm == "treated");
};

TEST_P(UniformBlock, FollowsThePointModelUnderPrescribedStrain)
{
  parameters.mechanics.type              = parameters::MechanicsType::prescribed_strain;
  parameters.mechanics.prescribed_strain = {
      {0., .030}, {30., .050}, {120., .075}, {365., .050}, {730., .040}};
  expect_reference(parameters, read_reference("reference_prescribed.csv", arm), 5e-3);
}

TEST_P(UniformBlock, FollowsThePointModelUnderGovernedLoad)
{
  parameters.mechanics.type = parameters::MechanicsType::surrogate;
  if (arm == "untreated")
    parameters.load.programme = {{0., parameters.load.habitual_force}};
  expect_reference(parameters, read_reference("reference_arms.csv", arm), 5e-3);
  parameters.time.tolerance = 7e-4;
  expect_reference(parameters, read_reference("reference_arms.csv", arm), 2e-3);
}

INSTANTIATE_TEST_SUITE_P(V11, UniformBlock, testing::Values("untreated", "treated"),
                         [](const auto &instance) { return std::string(instance.param); });
} // namespace
