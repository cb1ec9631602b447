#include "body.h"

#include "tenogen/healing/peak_load.h"
#include "tenogen/model/load.h"

#include <gtest/gtest.h>

#include <cmath>

/// The load governor in three dimensions: its result, and that it keeps the state if it finds none.
namespace
{
using namespace tenogen;
using namespace tenogen::verification;

/// A tendon of about 500 cells with the tissues of the parameters.
parameters::ParameterSet small_tendon(const parameters::Table &programme)
{
  parameters::ParameterSet p;
  p.geometry.resolution             = parameters::Resolution::custom;
  p.geometry.cells_across_width     = 4;
  p.geometry.cells_across_thickness = 3;
  p.geometry.cells_gap              = 9;
  p.geometry.cells_distal           = 4;
  p.geometry.cells_proximal         = 4;
  p.initial_state.relax             = false;
  p.load.programme                  = programme;
  return p;
}

fields::State state_of(const Body &body, const parameters::ParameterSet &p)
{
  return healing::initial_state(body.spaces, healing::initial_tissues(p), p);
}

TEST(GuardForce, GuardForceGivesTheWeakestSectionTheGuardStrain)
{
  const parameters::ParameterSet p = small_tendon({{0., 1000.}});
  const Body                     body(p.geometry);
  healing::PeakLoad              guarded(body.spaces, p);
  fields::State                  state = state_of(body, p);
  ASSERT_TRUE(guarded.solve(state, true).converged);
  EXPECT_NEAR(state.applied_force, model::governed_force(1000., state.guard.force), 1e-9 * 1000.);

  // The same tendon, from rest, under that force without guarding.
  parameters::ParameterSet unguarded_parameters = p;
  unguarded_parameters.mechanics.governor       = false;
  unguarded_parameters.load.programme           = {{0., state.guard.force}};
  healing::PeakLoad unguarded(body.spaces, unguarded_parameters);
  fields::State     pulled = state_of(body, p);
  ASSERT_TRUE(unguarded.solve(pulled, true).converged);
  EXPECT_EQ(pulled.applied_force, state.guard.force);
  EXPECT_NEAR(unguarded.guarded_strain(pulled.stimulus.strain), p.mechanics.guard_strain,
              p.mechanics.guard_force_tolerance * p.mechanics.guard_strain);
}

TEST(GuardForce, PowerLawAndEquilibriumFindTheSameGuardForce)
{
  const parameters::ParameterSet p = small_tendon({{0., 600.}, {10., 660.}});
  const Body                     body(p.geometry);
  healing::PeakLoad              peak_load(body.spaces, p);
  fields::State                  state = state_of(body, p);
  ASSERT_TRUE(peak_load.solve(state, true).converged);
  const double first_guard_force = state.guard.force;

  // The scar gains a twentieth of its collagen.
  state.time = 5.;
  state.concentrations[model::collagen_I] *= 1.05;
  fields::State                  by_equilibrium = state;
  const healing::PeakLoadOutcome with_law       = peak_load.solve(state, false);
  const healing::PeakLoadOutcome with_guard     = peak_load.solve(by_equilibrium, true);
  ASSERT_TRUE(with_law.converged);
  ASSERT_TRUE(with_guard.converged);
  EXPECT_EQ(state.guard.displacement_time, 0.) << "the law was not used";
  EXPECT_EQ(by_equilibrium.guard.displacement_time, 5.);
  EXPECT_LT(with_law.solutions, with_guard.solutions);
  EXPECT_GT(state.guard.force, 1.02 * first_guard_force);
  EXPECT_NEAR(state.guard.force, by_equilibrium.guard.force, 0.005 * state.guard.force);
  EXPECT_NEAR(state.applied_force, by_equilibrium.applied_force,
              p.mechanics.guard_force_tolerance * state.applied_force);
}

TEST(GuardForce, PowerLawIsGivenUpWhereTheLoadHasChangedMuch)
{
  const parameters::ParameterSet p = small_tendon({{0., 100.}, {1., 500.}});
  const Body                     body(p.geometry);
  healing::PeakLoad              peak_load(body.spaces, p);
  fields::State                  state = state_of(body, p);
  ASSERT_TRUE(peak_load.solve(state, true).converged);
  state.time = 1.;
  ASSERT_TRUE(peak_load.solve(state, false).converged);
  EXPECT_EQ(state.guard.displacement_time, 1.);
}

TEST(GuardForce, FindsTheGuardForceAgainAfterRest)
{
  const parameters::ParameterSet p = small_tendon({{0., 0.}, {5., 0.}, {8., 500.}});
  const Body                     body(p.geometry);
  healing::PeakLoad              peak_load(body.spaces, p);
  fields::State                  state = state_of(body, p);
  ASSERT_TRUE(peak_load.solve(state, true).converged);
  const double guard_force = state.guard.force; // the tissue does not change
  for (const double time : {1., 5., 5.2, 5.5, 6., 6.5, 7., 7.5, 8.})
  {
    state.time = time;
    ASSERT_TRUE(peak_load.solve(state, false).converged) << time;
    EXPECT_NEAR(state.guard.force, guard_force, 0.01 * guard_force) << time;
    EXPECT_NEAR(state.applied_force, model::governed_force(peak_load.demand(time), guard_force),
                2. * p.mechanics.guard_force_tolerance * state.applied_force)
        << time;
  }
}

TEST(GuardForce, LeavesTheStateUnchangedWithoutEquilibrium)
{
  parameters::ParameterSet p = small_tendon({{0., 200.}, {0.5, 300.}, {1., 1e9}});
  p.mechanics.governor       = false;
  const Body        body(p.geometry);
  healing::PeakLoad peak_load(body.spaces, p);
  fields::State     state = state_of(body, p);
  ASSERT_TRUE(peak_load.solve(state, false).converged);
  EXPECT_EQ(state.applied_force, 200.);

  fields::State later                    = state;
  later.time                             = 1.;
  const healing::PeakLoadOutcome outcome = peak_load.solve(later, false);
  EXPECT_FALSE(outcome.converged);
  EXPECT_NE(outcome.reason, "");
  EXPECT_EQ(later.applied_force, state.applied_force);
  EXPECT_EQ(later.stimulus.time, state.stimulus.time);
  fields::Vector moved = later.displacement, strained = later.stimulus.strain;
  moved -= state.displacement;
  strained -= state.stimulus.strain;
  EXPECT_EQ(moved.linfty_norm(), 0.);
  EXPECT_EQ(strained.linfty_norm(), 0.);

  // The failure leaves no trace in the solver either.
  healing::PeakLoad fresh(body.spaces, p);
  fields::State     again = state, as_new = state;
  again.time = as_new.time             = 0.5;
  const healing::PeakLoadOutcome after = peak_load.solve(again, false), first = fresh.solve(as_new, false);
  ASSERT_TRUE(after.converged && first.converged);
  EXPECT_GT(first.newton_iterations, 0U);
  EXPECT_EQ(after.newton_iterations, first.newton_iterations);
  EXPECT_EQ(after.linear_iterations, first.linear_iterations);
  again.displacement -= as_new.displacement;
  EXPECT_LT(again.displacement.linfty_norm(), 1e-6 * as_new.displacement.linfty_norm());
}
} // namespace
