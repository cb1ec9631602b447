#include "body.h"

#include "tenogen/fields/statistics.h"
#include "tenogen/healing/injection.h"
#include "tenogen/healing/observables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <vector>

/// V7, V8, V9, V13: transport and reaction against closed solutions.
namespace
{
using namespace tenogen;
using namespace tenogen::verification;
using dealii::Point;
using dealii::Tensor;

constexpr double pi = 3.14159265358979323846;

// --- V8: a Gaussian cloud of cells spreads
// --------------------------------------------------------------------------------

struct Cloud
{
  double       cells      = 5e6;
  double       width      = 4.; ///< mm
  double       motility   = 0.05;
  double       anisotropy = 0.; ///< zeta
  double       alignment  = 0.; ///< S_n
  Tensor<1, 3> axis       = Point<3>(0., 0., 1.);

  /// D_par = D (1 + 2 zeta S_n) along the fibres, D_perp = D (1 - zeta S_n) across.
  double along() const
  {
    return motility * (1. + 2. * anisotropy * alignment);
  }
  double across() const
  {
    return motility * (1. - anisotropy * alignment);
  }

  /// Density [cells/mm^3] at a distance from the centre.
  double density(const Tensor<1, 3> &distance, const double time) const
  {
    const double a = width * width + 2. * along() * time, b = width * width + 2. * across() * time;
    const double x = axis * distance;
    return cells / (std::pow(2. * pi, 1.5) * std::sqrt(a) * b) *
           std::exp(-0.5 * x * x / a - 0.5 * (distance.norm_square() - x * x) / b);
  }
};

/// Lets a cloud around `centre` spread, and checks its peak and its number of cells meanwhile.
void expect_spreading(const Cloud &cloud, const Body &body, const Point<3> &centre,
                      const std::vector<double> &days)
{
  parameters::ParameterSet parameters;
  parameters.biology                      = resting_biology();
  parameters.biology.msc_motility         = cloud.motility;
  parameters.biology.diffusion_anisotropy = cloud.anisotropy;
  healing::InitialTissues tissues         = {};
  fields::State           state           = healing::initial_state(body.spaces, tissues, parameters);

  const auto orientation = model::transversely_isotropic_orientation(cloud.alignment, cloud.axis);
  for (unsigned int c = 0; c < 6; ++c)
    state.orientation[c] = orientation.access_raw_entry(c);
  for (fields::Vector &component : state.orientation)
    component.update_ghost_values();
  fields::Vector &M = state.concentrations[model::msc];
  M                 = body.field([&](const Point<3> &x) { return cloud.density(x - centre, 0.); });

  healing::BiologyStepper stepper(body.spaces, parameters);
  stepper.set_orientation(state);
  const double cells = fields::integral(body.spaces, M);
  for (const double day : days)
  {
    while (state.time < day - 1e-9)
      ASSERT_TRUE(stepper.advance(state, 1., constant_strain(0.)).succeeded);
    const double peak = M.linfty_norm(), exact = cloud.density({}, day);
    EXPECT_NEAR(peak, exact, 5e-3 * exact) << "day " << day;
    EXPECT_NEAR(fields::integral(body.spaces, M), cells, 1e-8 * cells) << "day " << day;
    EXPECT_LT(body.error(M, [&](const Point<3> &x) { return cloud.density(x - centre, day); }), 5e-3 * exact)
        << "day " << day;
    std::cout << "zeta " << cloud.anisotropy << ", day " << day << ": peak " << peak << " (" << exact
              << "), cells " << fields::integral(body.spaces, M) / cells - 1. << std::endl;
  }
}

TEST(GaussianCloud, SpreadsEvenly)
{
  // An eighth of the cloud: nothing crosses the planes of symmetry.
  const Cloud cloud;
  EXPECT_NEAR(cloud.density({}, 0.), 4960.4403, 5e-4);
  EXPECT_NEAR(cloud.density({}, 7.), 4651.8478, 5e-4);
  EXPECT_NEAR(cloud.density({}, 30.), 3833.2734, 5e-4);
  const Body body(block({{20., 20., 20.}}, {{25, 25, 25}}));
  expect_spreading(cloud, body, Point<3>(), {0., 7., 30.});
}

TEST(GaussianCloud, SpreadsAlongTheFibres)
{
  Cloud cloud;
  cloud.anisotropy = 0.3;
  cloud.alignment  = 0.95;
  EXPECT_NEAR(cloud.along() / cloud.across(), 2.2, 0.01);
  const Body body(block({{20., 20., 20.}}, {{25, 25, 25}}));
  expect_spreading(cloud, body, Point<3>(), {0., 7., 30.});
}

TEST(GaussianCloud, SpreadsAlongOblique)
{
  // Fibres at 45 degrees to the cells; strong anisotropy.
  Cloud cloud;
  cloud.anisotropy = 0.5;
  cloud.alignment  = 0.95;
  cloud.axis       = Point<3>(0., std::sqrt(0.5), std::sqrt(0.5));
  const Body body(block({{16., 34., 34.}}, {{12, 26, 26}}));
  expect_spreading(cloud, body, Point<3>(0., 17., 17.), {0., 7.});
}

// --- V9: a soluble factor that decays near its source
// ---------------------------------------------------------------------

TEST(DecayLayer, HasTheLengthOfDiffusionAndDecay)
{
  // D G'' = k G with a flux q through x = 0: G = q/(D k)^{1/2} exp(-x/(D/k)^{1/2}).
  const double diffusivity = 1., decay = 15., flux = 3., size = 5., cells = 200;
  const double length = std::sqrt(diffusivity / decay);
  EXPECT_NEAR(length, 0.2582, 5e-5);
  const Body                    body(block({{size, 1., 1.}}, {{200, 1, 1}}));
  const solvers::TransportGraph graph(body.spaces);
  solvers::TransportSolver      solver(body.spaces, graph, 1e-12);

  fields::Vector      G = body.spaces.make_biology_vector();
  std::vector<double> production(body.spaces.n_owned_vertices(), 0.), destruction(production.size(), decay);
  for (unsigned int i = 0; i < production.size(); ++i)
    if (body.spaces.positions[i][0] < 1e-9)
      production[i] = flux / (0.5 * size / cells);
  solvers::EdgeOutflow outflow;
  solvers::edge_outflow(graph, diffusivity, G, nullptr, outflow);
  ASSERT_GT(solver.solve(production, destruction, outflow, 1e12, false, G), 0);
  for (unsigned int i = 0; i < production.size(); ++i)
  {
    const double x = body.spaces.positions[i][0];
    if (x > 5. * length)
      continue;
    const double exact = flux / std::sqrt(diffusivity * decay) * std::exp(-x / length);
    EXPECT_NEAR(G.local_element(i), exact, 1e-2 * exact) << "x = " << x;
    if (x > length) // the decay length, from the slope of the logarithm
    {
      EXPECT_NEAR(x / std::log(flux / std::sqrt(diffusivity * decay) / G.local_element(i)), length,
                  1e-2 * length);
    }
  }
}

// --- V7: the travelling wave of Ablowitz and Zeppetella
// ---------------------------------------------------------------------

struct WaveResult
{
  double error = 0.; ///< root mean square
  double speed = 0.; ///< mm/day
};

/// Fibroblasts with F' = D F'' + r F (1 - F) from the exact wave, over 40 days.
WaveResult travel(const unsigned int cells)
{
  const double motility = 0.05, growth = 0.1, size = 40., start = 15., duration = 40.;
  const double width = std::sqrt(6. * motility / growth), speed = 5. * std::sqrt(growth * motility / 6.);
  EXPECT_NEAR(width, 1.7321, 5e-5);
  EXPECT_NEAR(speed, 0.144338, 5e-7);
  const auto exact = [&](const Point<3> &x, const double time)
  { return std::pow(1. + std::exp((x[0] - start - speed * time) / width), -2); };

  parameters::ParameterSet parameters;
  parameters.biology                      = resting_biology();
  parameters.biology.fibroblast_motility  = motility;
  parameters.biology.fibroblast_growth    = 2. * growth; // halved without growth factor
  parameters.biology.maximal_cell_density = 1.;

  const Body      body(block({{size, 1., 1.}}, {{cells, 1, 1}}));
  fields::State   state = healing::initial_state(body.spaces, {}, parameters);
  fields::Vector &F     = state.concentrations[model::fibroblasts];
  F                     = body.field([&](const Point<3> &x) { return exact(x, 0.); });
  healing::BiologyStepper stepper(body.spaces, parameters);
  stepper.set_orientation(state);

  const double       front   = fields::integral(body.spaces, F);
  const unsigned int n_steps = cells / 2;
  for (unsigned int n = 0; n < n_steps; ++n)
    EXPECT_TRUE(stepper.advance(state, duration / n_steps, constant_strain(0.)).succeeded);

  WaveResult result;
  result.error = body.error(F, [&](const Point<3> &x) { return exact(x, duration); });
  result.speed = (fields::integral(body.spaces, F) - front) / duration; // the cross-section is 1 mm^2
  EXPECT_NEAR(result.speed, speed, 0.01 * speed) << cells << " cells";
  return result;
}

TEST(FisherWave, TravelsWithTheExactSpeedAndShape)
{
  // Steps of space and time are halved together: both are of second order.
  const WaveResult coarse = travel(80), medium = travel(160), fine = travel(320);
  const double first = std::log2(coarse.error / medium.error), second = std::log2(medium.error / fine.error);
  std::cout << "speed " << coarse.speed << ' ' << medium.speed << ' ' << fine.speed << ", error "
            << coarse.error << ' ' << medium.error << ' ' << fine.error << ", order " << first << ' '
            << second << std::endl;
  EXPECT_GT(first, 1.8);
  EXPECT_GT(second, 1.8);
  EXPECT_NEAR(fine.speed, 0.144338, 0.001 * 0.144338);
}

// --- V13: every cell of the dose arrives
// ---------------------------------------------------------------------------------------------

void expect_dose(const parameters::ParameterSet &parameters)
{
  const Body          body(parameters.geometry);
  std::vector<double> density = healing::injected_density(body.spaces, parameters);
  double              cells   = 0.;
  for (unsigned int i = 0; i < density.size(); ++i)
    cells += density[i] * body.spaces.volume.local_element(i);
  EXPECT_NEAR(cells, 4e6, 1e-8 * 4e6);

  // The same with the stepper and no other processes: four steps, all during the injection.
  parameters::ParameterSet resting = parameters;
  resting.biology                  = resting_biology();
  resting.biology.msc_motility     = 0.05;
  healing::BiologyStepper stepper(body.spaces, resting);
  fields::State           state = healing::initial_state(body.spaces, {}, resting);
  stepper.set_orientation(state);
  for (unsigned int n = 0; n < 5; ++n)
    ASSERT_TRUE(stepper.advance(state, 0.25 * resting.treatment.duration, constant_strain(0.)).succeeded);
  EXPECT_NEAR(fields::integral(body.spaces, state.concentrations[model::msc]), 4e6, 1e-8 * 4e6);
  EXPECT_NEAR(state.budget.deposited, 4e6, 1e-8 * 4e6);
  EXPECT_LT(healing::cell_balance_error(body.spaces, state), 1e-8);
}

TEST(Dose, ArrivesInTheTendon)
{
  parameters::ParameterSet parameters;
  parameters.treatment.dose = 2e7;
  expect_dose(parameters);
  // Unequal shares, one depot at the edge of the tissue.
  parameters.treatment.depots = {{0., 0., -6., 2., 3.}, {6., 0., 4., 1., 1.}, {0., 2., 9., 3., 0.5}};
  expect_dose(parameters);
}

TEST(Dose, ArrivesInABlock)
{
  parameters::ParameterSet parameters;
  parameters.geometry         = block({{10., 10., 20.}}, {{8, 8, 16}});
  parameters.treatment.dose   = 2e7;
  parameters.treatment.depots = {{5., 5., 5., 2., 1.}, {5., 5., 15., 4., 1.}};
  expect_dose(parameters);
}

TEST(Dose, GoesToTheDepotsByTheirShares)
{
  parameters::ParameterSet parameters;
  parameters.geometry         = block({{10., 10., 40.}}, {{10, 10, 40}});
  parameters.treatment.dose   = 2e7;
  parameters.treatment.depots = {{5., 5., 5., 1., 3.}, {5., 5., 35., 1., 1.}};
  const Body                body(parameters.geometry);
  const std::vector<double> density = healing::injected_density(body.spaces, parameters);
  double                    lower   = 0.;
  for (unsigned int i = 0; i < density.size(); ++i)
    if (body.spaces.positions[i][2] < 20.)
      lower += density[i] * body.spaces.volume.local_element(i);
  EXPECT_NEAR(lower, 3e6, 1e-8 * 3e6);
}
} // namespace
