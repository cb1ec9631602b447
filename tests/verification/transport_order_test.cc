#include "body.h"

#include "tenogen/healing/biology_stepper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <vector>

/// V12: order of the transport in space by a manufactured solution, and of the biology in time.
namespace
{
using namespace tenogen;
using namespace tenogen::verification;
using dealii::Point;
using dealii::Tensor;

constexpr double pi = 3.14159265358979323846;

/**
 * u_t = div(D grad u) - div(u grad Psi) + p - k u on the unit cube without flux through its faces, with u = 2
 * + e^{-t} cos(pi x) cos(pi y) cos(pi z), Psi = a (cos(pi x) + cos(2 pi y)/2) and the production p that makes
 * this the solution. p > 0 for the constants below.
 */
struct Manufactured
{
  double diffusivity = 0.1;
  double taxis       = 0.05;
  double destruction = 10.;
  double anisotropy  = 0.3;
  double alignment   = 0.9; ///< along z

  static double cosines(const Point<3> &x)
  {
    return std::cos(pi * x[0]) * std::cos(pi * x[1]) * std::cos(pi * x[2]);
  }
  double value(const Point<3> &x, const double time) const
  {
    return 2. + std::exp(-time) * cosines(x);
  }
  double potential(const Point<3> &x) const
  {
    return taxis * (std::cos(pi * x[0]) + 0.5 * std::cos(2. * pi * x[1]));
  }
  double production(const Point<3> &x, const double time) const
  {
    const double decay = std::exp(-time), w = decay * cosines(x);
    // The tensor (1 - zeta) I + 3 zeta A has the trace 3; its axes are those of the cube.
    const double diffusion = -diffusivity * 3. * pi * pi * w;
    const double u_x       = -pi * decay * std::sin(pi * x[0]) * std::cos(pi * x[1]) * std::cos(pi * x[2]);
    const double u_y       = -pi * decay * std::cos(pi * x[0]) * std::sin(pi * x[1]) * std::cos(pi * x[2]);
    const double Psi_x = -taxis * pi * std::sin(pi * x[0]), Psi_y = -taxis * pi * std::sin(2. * pi * x[1]);
    const double Psi_laplace = -taxis * pi * pi * (std::cos(pi * x[0]) + 2. * std::cos(2. * pi * x[1]));
    const double drift       = u_x * Psi_x + u_y * Psi_y + value(x, time) * Psi_laplace;
    return -w - diffusion + drift + destruction * value(x, time);
  }
};

/// Error at t = 0.2 of the scheme of the biology (docs/numerics.md, section Time).
double manufactured_error(const Manufactured &problem, const Body &body, const unsigned int n_steps)
{
  solvers::TransportGraph       graph(body.spaces);
  std::array<fields::Vector, 6> orientation;
  const auto A = model::transversely_isotropic_orientation(problem.alignment, Point<3>(0., 0., 1.));
  for (unsigned int c = 0; c < 6; ++c)
    orientation[c] = body.field([&](const Point<3> &) { return A.access_raw_entry(c); });
  graph.set_orientation(orientation, problem.anisotropy);
  solvers::TransportSolver solver(body.spaces, graph, 1e-12);

  const unsigned int   n         = body.spaces.n_owned_vertices();
  const fields::Vector potential = body.field([&](const Point<3> &x) { return problem.potential(x); });
  const auto rates = [&](const fields::Vector &u, const double time, std::vector<double> &production,
                         solvers::EdgeOutflow &outflow)
  {
    solvers::edge_outflow(graph, problem.diffusivity, u, &potential, outflow);
    production.resize(n);
    for (unsigned int i = 0; i < n; ++i)
    {
      production[i] = problem.production(body.spaces.positions[i], time);
      EXPECT_GE(production[i], 0.);
    }
  };

  fields::Vector u   = body.field([&](const Point<3> &x) { return problem.value(x, 0.); });
  const double   end = 0.2, step = end / n_steps;
  for (unsigned int s = 0; s < n_steps; ++s)
  {
    std::vector<double>  production_0, production_1, destruction;
    solvers::EdgeOutflow outflow_0, outflow_1;
    fields::Vector       y = u;
    rates(u, s * step, production_0, outflow_0);
    const healing::FittedWeights w        = healing::fitted_weights(step * problem.destruction);
    const auto                   with_old = [&](std::vector<double> source)
    {
      for (unsigned int i = 0; i < n; ++i)
        source[i] += w.kept * u.local_element(i) / step;
      return source;
    };
    destruction.assign(n, w.end * problem.destruction);
    EXPECT_GE(solver.solve(with_old(production_0), destruction, outflow_0, step, false, y), 0);
    rates(y, (s + 1) * step, production_1, outflow_1);

    const auto ratio = [&](const unsigned int i) { return u.local_element(i) / y.local_element(i); };
    for (unsigned int i = 0; i < n; ++i)
    {
      production_1[i] = w.begin * production_0[i] + w.end * production_1[i];
      for (unsigned int entry = graph.row_start[i]; entry < graph.row_start[i + 1]; ++entry)
      {
        outflow_1.in[entry]  = 0.5 * (outflow_0.in[entry] * ratio(graph.column[entry]) + outflow_1.in[entry]);
        outflow_1.out[entry] = 0.5 * (outflow_0.out[entry] * ratio(i) + outflow_1.out[entry]);
      }
    }
    fields::Vector next = y;
    EXPECT_GE(solver.solve(with_old(production_1), destruction, outflow_1, step, false, next), 0);
    u = next;
  }
  return body.error(u, [&](const Point<3> &x) { return problem.value(x, end); });
}

/// Orders from three meshes, each with half the spacing and half the step of the previous one.
void expect_second_order(const Manufactured &problem, const Body::Map &map)
{
  std::array<double, 3> errors;
  for (unsigned int level = 0; level < 3; ++level)
  {
    const unsigned int cells = 6u << level;
    const Body         body(block({{1., 1., 1.}}, {{cells, cells, cells}}), map);
    errors[level] = manufactured_error(problem, body, 15u << level);
  }
  const double first = std::log2(errors[0] / errors[1]), second = std::log2(errors[1] / errors[2]);
  std::cout << "errors " << errors[0] << ' ' << errors[1] << ' ' << errors[2] << ", order " << first << ' '
            << second << std::endl;
  EXPECT_GT(first, 1.8);
  EXPECT_GT(second, 1.8);
}

/// Moves the vertices within the unit cube; its faces remain planes.
Point<3> skewed(const Point<3> &x)
{
  const double bubble = std::sin(pi * x[0]) * std::sin(pi * x[1]) * std::sin(pi * x[2]);
  return x + 0.12 * bubble * Point<3>(1., -0.8, 0.6);
}

TEST(TransportOrder, IsTwoOnCubes)
{
  expect_second_order({}, {});
}

TEST(TransportOrder, IsTwoOnCubesWithoutTaxis)
{
  Manufactured problem;
  problem.taxis = 0.;
  expect_second_order(problem, {});
}

TEST(TransportOrder, IsTwoOnSkewedCellsWithoutTaxis)
{
  Manufactured problem;
  problem.taxis = 0.;
  expect_second_order(problem, skewed);
}

TEST(TransportOrder, IsTwoOnSkewedCells)
{
  const Body                    body(block({{1., 1., 1.}}, {{8, 8, 8}}), skewed);
  const solvers::TransportGraph graph(body.spaces);
  ASSERT_LT(*std::min_element(graph.isotropic.begin(), graph.isotropic.end()), 0.);
  expect_second_order({}, skewed);
}

TEST(BiologyOrder, IsTwoInTime)
{
  // All processes of growth, decay, transport and reorientation, in a treated scar that varies in space.
  parameters::ParameterSet parameters;
  parameters.geometry            = block({{4., 4., 4.}}, {{4, 4, 4}});
  parameters.initial_state.relax = false;
  const Body              body(parameters.geometry);
  healing::InitialTissues tissues = healing::initial_tissues(parameters);
  fields::State           start   = healing::initial_state(body.spaces, tissues, parameters);
  const auto              wave    = [](const Point<3> &x, const double phase)
  { return 1. + 0.3 * std::cos(0.25 * pi * x[0] + phase) * std::cos(0.25 * pi * x[2]); };
  for (unsigned int s = 0; s < model::n_species; ++s)
  {
    const fields::Vector shape = body.field([&](const Point<3> &x) { return wave(x, 0.7 * s); });
    start.concentrations[s].scale(shape);
    start.concentrations[s].update_ghost_values();
  }
  start.concentrations[model::msc] =
      body.field([](const Point<3> &x) { return 800. * std::exp(-0.2 * x.square()); });
  // The direction of the strain is oblique to the fibres.
  start.stimulus.direction[0] = std::sqrt(0.5);
  start.stimulus.direction[1] = 0.;
  start.stimulus.direction[2] = std::sqrt(0.5);

  healing::BiologyStepper stepper(body.spaces, parameters);
  stepper.set_orientation(start);
  const auto strain = [](const double time, const fields::State &, std::vector<double> &values)
  { std::fill(values.begin(), values.end(), 0.04 + 0.1 * time); };
  const auto run = [&](const unsigned int n_steps)
  {
    fields::State state = start;
    for (unsigned int n = 0; n < n_steps; ++n)
      EXPECT_TRUE(stepper.advance(state, 0.32 / n_steps, strain).succeeded);
    return state;
  };
  const fields::State exact = run(2048), coarse = run(64), fine = run(128);
  const auto          order = [](const fields::Vector &reference, fields::Vector a, fields::Vector b)
  {
    a -= reference;
    b -= reference;
    return std::log2(a.l2_norm() / b.l2_norm());
  };
  for (unsigned int s = 0; s < model::n_species; ++s)
  {
    const double p = order(exact.concentrations[s], coarse.concentrations[s], fine.concentrations[s]);
    std::cout << model::species_names()[s].name << ' ' << p << ' ';
    EXPECT_GT(p, 1.8) << model::species_names()[s].name;
  }
  for (unsigned int c = 0; c < 6; ++c)
    if (exact.orientation[c].linfty_norm() > 1e-12)
    {
      const double p = order(exact.orientation[c], coarse.orientation[c], fine.orientation[c]);
      std::cout << "A_" << c << ' ' << p << ' ';
      EXPECT_GT(p, 1.8) << "orientation " << c;
    }
  std::cout << std::endl;
}
} // namespace
