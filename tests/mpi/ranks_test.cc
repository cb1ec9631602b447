#include "tenogen/fields/make_mesh.h"
#include "tenogen/healing/healing_loop.h"
#include "tenogen/healing/observables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

/// The same run on every rank separately and on all of them together.
namespace
{
using namespace tenogen;

/// Observables at the end of a run on the ranks of a communicator.
std::vector<healing::Observable> outcome_of(const parameters::ParameterSet &parameters,
                                            const MPI_Comm                  communicator)
{
  const fields::Mesh    mesh = fields::make_mesh(parameters.geometry, communicator);
  const fields::Spaces  spaces(mesh, parameters.mechanics.degree, parameters.geometry);
  healing::HealingLoop  loop(spaces, parameters, healing::chronic_tendon(spaces, parameters));
  healing::LoopObserver observer;
  observer.step  = [](const fields::State &, const healing::StepReport &) {};
  observer.visit = [](const fields::State &, double) {};
  loop.run(observer);
  return healing::observe(spaces, loop.current_state(), loop.mechanics(), parameters);
}

void expect_same_on_all_ranks(const parameters::ParameterSet &parameters)
{
  const auto alone = outcome_of(parameters, MPI_COMM_SELF), together = outcome_of(parameters, MPI_COMM_WORLD);
  ASSERT_EQ(alone.size(), together.size());
  for (unsigned int i = 0; i < alone.size(); ++i)
  {
    const std::string &name = alone[i].name;
    EXPECT_EQ(name, together[i].name);
    if (name == "cell balance error") // rounding error: small in both, but not the same
    {
      EXPECT_LT(std::max(alone[i].value, together[i].value), 1e-8);
    }
    else
    {
      EXPECT_NEAR(together[i].value, alone[i].value, 1e-6 * std::abs(alone[i].value)) << name;
    }
  }
}

TEST(Ranks, AgreeOnATreatedTendon)
{
  parameters::ParameterSet parameters;
  parameters.mechanics.type = parameters::MechanicsType::surrogate;
  parameters.treatment.dose = 2e7;
  parameters.time.end       = 0.25;
  parameters.time.visits    = {0.};
  expect_same_on_all_ranks(parameters);
}

/// A coarser mesh than any shipped one, because only the ranks matter here.
parameters::ParameterSet small_tendon()
{
  parameters::ParameterSet parameters;
  parameters::Geometry    &geometry    = parameters.geometry;
  geometry.resolution                  = parameters::Resolution::custom;
  geometry.cells_across_width          = 4;
  geometry.cells_across_thickness      = 3;
  geometry.cells_gap                   = 8;
  geometry.cells_distal                = 5;
  geometry.cells_proximal              = 4;
  parameters.mechanics.load_increments = 4;
  parameters.time.visits               = {0.};
  return parameters;
}

TEST(Ranks, AgreeOnTheGuardedEquilibriumOfATendon)
{
  parameters::ParameterSet parameters = small_tendon();
  parameters.time.end                 = 0.; // only the equilibrium of the first day
  expect_same_on_all_ranks(parameters);
}

TEST(Ranks, AgreeOnACoupledTendon)
{
  parameters::ParameterSet parameters = small_tendon();
  parameters.initial_state.relax      = false;
  parameters.treatment.dose           = 2e7;
  parameters.time.end                 = 3.;
  parameters.load.programme           = {{0., 300.}, {2., 700.}, {3., 700.}};
  // So small that intervals are rejected.
  parameters.mechanics.mechanosensing_strain_tolerance = 0.003;
  expect_same_on_all_ranks(parameters);
}
} // namespace
