#include "body.h"

#include "tenogen/healing/biology_stepper.h"
#include "tenogen/healing/healing_loop.h"
#include "tenogen/healing/observables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

/// Nothing becomes negative and no cell is lost, even in difficult cases.
namespace
{
using namespace tenogen;
using namespace tenogen::verification;
using dealii::Point;

/// Taxis ten times its default, strongly anisotropic diffusion, a depot narrower than the cells.
parameters::ParameterSet hard_case()
{
  parameters::ParameterSet parameters;
  parameters.biology.msc_chemotaxis *= 10.;
  parameters.biology.msc_haptotaxis *= 10.;
  parameters.biology.fibroblast_chemotaxis *= 10.;
  parameters.biology.fibroblast_haptotaxis *= 10.;
  parameters.biology.diffusion_anisotropy = 0.5;
  parameters.initial_state.relax          = false;
  parameters.treatment.dose               = 2e7;
  return parameters;
}

/// The injection, then a few steps that are much larger than accuracy would allow.
void expect_nothing_negative(const Body &body, const parameters::ParameterSet &parameters)
{
  fields::State state = healing::initial_state(body.spaces, healing::initial_tissues(parameters), parameters);
  healing::BiologyStepper stepper(body.spaces, parameters);
  stepper.set_orientation(state);
  const auto advance = [&](const double step)
  {
    const healing::BiologyOutcome outcome = stepper.advance(state, step, constant_strain(0.04));
    ASSERT_TRUE(outcome.succeeded) << (outcome.failure ? outcome.failure->reason : "its error");
    EXPECT_GE(healing::smallest_concentration(body.spaces, state), 0.) << "day " << state.time;
    EXPECT_LT(healing::cell_balance_error(body.spaces, state), 1e-8) << "day " << state.time;
  };
  advance(parameters.treatment.duration);
  EXPECT_NEAR(state.budget.deposited, 4e6, 4e-2);
  for (const double step : {2., 2., 5., 5., 0.5})
    advance(step);
  std::cout << "smallest " << healing::smallest_concentration(body.spaces, state) << ", cell balance "
            << healing::cell_balance_error(body.spaces, state) << std::endl;
}

TEST(FittedWeights, DecayExactlyAndFollowAtOnce)
{
  for (double z = 1e-12; z < 1e4; z *= 1.7)
  {
    SCOPED_TRACE(z);
    const healing::FittedWeights w = healing::fitted_weights(z);
    EXPECT_NEAR(w.begin + w.end, 1., 1e-15);
    EXPECT_GE(w.kept, 0.);
    EXPECT_GT(w.begin, 0.);
    // Constant rates: u exp(-z) + (1 - exp(-z)) P/d.
    EXPECT_NEAR(w.kept / (1. + z * w.end), std::exp(-z), 1e-12);
    EXPECT_NEAR(z / (1. + z * w.end), -std::expm1(-z), 1e-12 * std::min(z, 1.) + 1e-15);
  }
  EXPECT_EQ(healing::fitted_weights(0.).end, 0.5);
}

TEST(Positivity, SharpDepotInTheTendon)
{
  parameters::ParameterSet parameters = hard_case();
  parameters.treatment.depots         = {{0., 0., 0., 1., 1.}};
  const Body                    body(parameters.geometry);
  const solvers::TransportGraph graph(body.spaces);
  ASSERT_LT(*std::min_element(graph.isotropic.begin(), graph.isotropic.end()), 0.);
  expect_nothing_negative(body, parameters);
}

TEST(Positivity, SharpDepotOnSkewedCells)
{
  parameters::ParameterSet parameters       = hard_case();
  parameters.geometry                       = block({{12., 12., 12.}}, {{12, 12, 12}});
  parameters.geometry.block_fibre_direction = "1, 1, 1";
  parameters.treatment.depots               = {{6., 6., 6., 1., 1.}};
  parameters.biology.msc_haptotaxis         = 1.;
  const auto skew = [](const Point<3> &x) { return Point<3>(x[0] + 0.6 * x[1], x[1] + 0.5 * x[2], x[2]); };
  const Body body(parameters.geometry, skew);
  const solvers::TransportGraph graph(body.spaces);
  ASSERT_LT(*std::min_element(graph.isotropic.begin(), graph.isotropic.end()), 0.);
  expect_nothing_negative(body, parameters);
}

TEST(Positivity, HoldsOverTheFirstDaysOfATreatedTendon)
{
  parameters::ParameterSet parameters;
  parameters.mechanics.type = parameters::MechanicsType::surrogate;
  parameters.treatment.dose = 2e7;
  parameters.time.end       = 5.;
  parameters.time.visits    = {0.};
  const Body            body(parameters.geometry);
  healing::HealingLoop  loop(body.spaces, parameters, healing::chronic_tendon(body.spaces, parameters));
  unsigned int          n_steps = 0;
  healing::LoopObserver observer;
  observer.visit = [](const fields::State &, double) {};
  observer.step  = [&](const fields::State &state, const healing::StepReport &report)
  {
    n_steps += report.biology_steps;
    EXPECT_GE(healing::smallest_concentration(body.spaces, state), 0.) << "day " << state.time;
    EXPECT_LT(healing::cell_balance_error(body.spaces, state), 1e-8) << "day " << state.time;
    EXPECT_TRUE(report.failures.empty()) << report.failures.front().reason;
  };
  loop.run(observer);
  const fields::State &state = loop.current_state();
  EXPECT_DOUBLE_EQ(state.time, 5.);
  EXPECT_NEAR(state.budget.deposited, 4e6, 4e-2);
  EXPECT_GT(state.budget.died, 0.1 * 4e6);
  std::cout << n_steps << " steps, cell balance " << healing::cell_balance_error(body.spaces, state)
            << std::endl;
}
} // namespace
