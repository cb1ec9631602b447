#include "tenogen/model/biology.h"

#include <Sacado.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace
{
using namespace tenogen;
using namespace tenogen::model;

/// The scalar fields and, last, the alignment S_n.
constexpr unsigned int n_unknowns = n_species + 1;
using Unknowns                    = std::array<double, n_unknowns>;

/// Derivatives with respect to all unknowns and, last, the strain.
using Fad = Sacado::Fad::SFad<double, n_unknowns + 1>;

double hill_reference(const double x, const double K, const double n)
{
  return std::pow(x, n) / (std::pow(K, n) + std::pow(x, n));
}

/**
 * Time derivatives transcribed from equations (3.1)-(3.13) of docs/model.md with the numbers of its parameter
 * table, independent of the code and its default values.
 *
 * @param gate share g_T of the conversion F -> T that growth factor gates
 */
Unknowns reference_derivatives(const Unknowns &u, const double strain, const double gate = 0.)
{
  const double M = u[0], F = u[1], T = u[2], C = u[3], G = u[4], W = u[5], L = u[6], rho_I = u[7],
               rho_III = u[8], X = u[9], S = u[10];

  const double D   = hill_reference(strain, 0.095, 6.);
  const double phi = 0.15 + 0.85 * hill_reference(strain, 0.015, 3.) * (1. - D);
  const double rho = rho_I + rho_III;
  const double R   = std::max(0., 1. - (M + F + T) / 3e4);
  const double h_C = C * C / (0.2 * 0.2 + C * C);
  const double h_G = G / (4. + G);
  const double k_FT =
      0.02 * phi * (1. - h_C) * (1. - gate + gate * std::pow(G, 4) / (std::pow(4.5, 4) + std::pow(G, 4)));

  const double crowding = std::max(0., 1. - rho / 0.30 - L / 2.);
  const double mature   = 1. - 0.70 * X * std::min(1., S / 0.95);
  const double f_G      = 0.40 + 0.60 * h_G;
  const double s_I      = (2.2e-8 * F + 9.0e-8 * T) * phi * f_G * crowding * mature;
  const double s_III    = (1.9e-8 * F + 4.0e-9 * T) * f_G * crowding * mature;
  const double decay    = (1. - X) * (1. - X) * (1. + 1.5 * h_C + 1.5 * D);
  const double turned   = (s_I + s_III) / rho;

  Unknowns du;
  du[0] = 0.05 * h_G * M * R - 0.02 * phi * (1. - h_C) * M - (0.08 + 0.25 * h_C) * M;
  du[1] = 0.12 * (0.5 + 0.5 * h_G) * F * R + 0.06 * h_C * T - k_FT * F - 0.03 * F;
  du[2] = 0.06 * h_G * (1. - h_C) * T * R + 0.02 * phi * (1. - h_C) * M + k_FT * F - 0.06 * h_C * T -
          (0.01 + 0.02 * D) * T * T / 2e4;
  du[3] = 0.02 + 1.40 * F / 2.8e4 * (0.12 + 0.88 * hill_reference(C, 0.15, 3.)) / (1. + M / 60.) + 0.05 * D -
          2. * C;
  du[4]  = 0.070 * M + phi * (0.0030 * F + 0.0025 * T) + 15. * h_C - 15. * G;
  du[5]  = -0.030 * (W - 0.35 * h_C - 0.35 * std::max(0., 1. - rho / 0.28));
  du[6]  = -0.006 * (1. - h_C) * phi * T / 2e4 * L;
  du[7]  = s_I - (9e-4 * decay + 2e-5) * rho_I;
  du[8]  = s_III - (1.8e-3 * decay + 0.0028 * T / 2e4 * (1. - h_C) + 2e-5) * rho_III;
  du[9]  = 0.005 * (0.5 + 0.5 * phi) * (1. - 0.65 * h_C - X) - 0.5 * X * turned;
  du[10] = (S < 0.85 ? 0.0095 * phi * (T + 0.20 * F) / 2e4 * (1. - 0.5 * h_C) * (0.85 - S) : 0.) -
           (0.0012 * D + 0.5 * (1. - 0.35) * h_C * turned) * S;
  return du;
}

/// The same with the rates of the code.
template <typename Number>
std::array<Number, n_unknowns> derivatives(const std::array<Number, n_unknowns> &u, const Number &strain,
                                           const parameters::Biology &p)
{
  Concentrations<Number> concentrations;
  for (unsigned int i = 0; i < n_species; ++i)
    concentrations[i] = u[i];
  const Number &S = u[n_species];

  const Rates<Number> rates = biology_rates(concentrations, S, strain_response(strain, p), p);

  std::array<Number, n_unknowns> du;
  for (unsigned int i = 0; i < n_species; ++i)
    du[i] = rates.production[i] - rates.destruction[i] * u[i];
  du[n_species] = rates.alignment * (p.largest_alignment - S) - rates.disalignment * S;
  return du;
}

/// Typical values of the fields in scar and tendon.
const Unknowns scale = {800., 2e4, 2e4, 1., 8., 0.5, 0.3, 0.28, 0.06, 1., 1.};

class RandomStates
{
public:
  explicit RandomStates(const unsigned int seed)
    : generator(seed)
  {
  }

  double number(const double low, const double high)
  {
    return std::uniform_real_distribution<double>(low, high)(generator);
  }

  Unknowns state()
  {
    Unknowns u;
    for (unsigned int i = 0; i < n_unknowns; ++i)
      u[i] = scale[i] * number(0.01, 1.);
    return u;
  }

private:
  std::mt19937 generator;
};

TEST(BiologyRates, EqualTheEquationsAndTheirPublishedConstants)
{
  RandomStates              random(1);
  const parameters::Biology biology;
  for (unsigned int n = 0; n < 500; ++n)
  {
    const Unknowns u         = random.state();
    const double   strain    = random.number(0., 0.15);
    const Unknowns computed  = derivatives(u, strain, biology);
    const Unknowns reference = reference_derivatives(u, strain);
    for (unsigned int i = 0; i < n_unknowns; ++i)
      EXPECT_NEAR(computed[i], reference[i], 1e-12 * (std::abs(reference[i]) + scale[i]))
          << "field " << i << ", sample " << n;
  }
}

TEST(BiologyRates, GrowthFactorGatesTheConversionOnRequest)
{
  RandomStates        random(2);
  parameters::Biology biology;
  biology.conversion_growth_factor_share = 0.7;
  for (unsigned int n = 0; n < 50; ++n)
  {
    const Unknowns u         = random.state();
    const Unknowns computed  = derivatives(u, 0.05, biology);
    const Unknowns reference = reference_derivatives(u, 0.05, 0.7);
    for (unsigned int i = 0; i < n_unknowns; ++i)
      EXPECT_NEAR(computed[i], reference[i], 1e-12 * (std::abs(reference[i]) + scale[i])) << "field " << i;
  }
}

TEST(BiologyRates, PartsOfTheCellBalanceAreThoseOfTheWhole)
{
  RandomStates              random(3);
  const parameters::Biology biology;
  for (unsigned int n = 0; n < 50; ++n)
  {
    const Unknowns         u = random.state();
    Concentrations<double> concentrations;
    std::copy_n(u.begin(), n_species, concentrations.begin());
    const auto   rates = biology_rates(concentrations, u[n_species], strain_response(0.04, biology), biology);
    const double change = (rates.msc_proliferation - rates.msc_death - rates.msc_differentiation) * u[msc];
    EXPECT_NEAR(change, reference_derivatives(u, 0.04)[msc], 1e-11);
    // Tenocytes gain what stem cells lose by differentiation.
    Concentrations<double> without = concentrations;
    without[msc]                   = 0.;
    const auto rates_without = biology_rates(without, u[n_species], strain_response(0.04, biology), biology);
    const double h_G         = u[growth_factor] / (4. + u[growth_factor]);
    const double h_C         = hill_reference(u[cytokine], 0.2, 2.);
    const double crowding    = std::max(0., 1. - (u[fibroblasts] + u[tenocytes]) / 3e4) -
                            std::max(0., 1. - (u[msc] + u[fibroblasts] + u[tenocytes]) / 3e4);
    EXPECT_NEAR(rates.production[tenocytes] - rates_without.production[tenocytes],
                rates.msc_differentiation * u[msc] - 0.06 * h_G * (1. - h_C) * u[tenocytes] * crowding, 1e-9);
  }
}

TEST(BiologyRates, ProductionsAndDestructionsAreNeverNegative)
{
  // The positivity of the time integration depends on this.
  RandomStates              random(4);
  const parameters::Biology biology;
  for (unsigned int n = 0; n < 20000; ++n)
  {
    // Far outside the physiological range; only X is bounded, by its own equation.
    Concentrations<double> u;
    for (unsigned int i = 0; i < n_species; ++i)
      u[i] = random.number(0., 1.) < 0.1 ? 0. : scale[i] * std::pow(10., random.number(-6., 1.));
    u[crosslinks]          = random.number(0., 1.);
    const double alignment = random.number(-0.5, 1.);
    const double strain    = random.number(-0.05, 0.5);

    const auto response = strain_response(strain, biology);
    const auto rates    = biology_rates(u, alignment, response, biology);
    for (unsigned int i = 0; i < n_species; ++i)
    {
      EXPECT_GE(rates.production[i], 0.) << "field " << i;
      EXPECT_GE(rates.destruction[i], 0.) << "field " << i;
      EXPECT_TRUE(std::isfinite(rates.production[i]) && std::isfinite(rates.destruction[i])) << "field " << i;
    }
    EXPECT_GE(rates.alignment, 0.);
    EXPECT_GE(rates.disalignment, 0.);
    EXPECT_GE(rates.msc_death, 0.);
    EXPECT_GE(rates.msc_proliferation, 0.);
    EXPECT_GE(rates.msc_differentiation, 0.);

    // Cross-links never pass 1.
    u[crosslinks]     = 1.;
    const auto mature = biology_rates(u, alignment, response, biology);
    EXPECT_LE(mature.production[crosslinks], mature.destruction[crosslinks]);
  }
}

TEST(BiologyRates, AutomaticDerivativesAgreeWithDifferences)
{
  RandomStates              random(5);
  const parameters::Biology biology;
  for (unsigned int n = 0; n < 100; ++n)
  {
    // Away from the corners of max(0, .) and of the switch at S_max, where no derivative exists.
    Unknowns u          = random.state();
    u[fibroblasts]      = random.number(100., 1.4e4);
    u[tenocytes]        = random.number(100., 1.4e4);
    u[collagen_I]       = random.number(0.05, 0.19);
    u[n_species]        = random.number(0.1, 0.84);
    const double strain = random.number(0.005, 0.14);

    std::array<Fad, n_unknowns> variables;
    for (unsigned int i = 0; i < n_unknowns; ++i)
      variables[i] = Fad(n_unknowns + 1, i, u[i]);
    const auto jacobian = derivatives(variables, Fad(n_unknowns + 1, n_unknowns, strain), biology);

    for (unsigned int j = 0; j <= n_unknowns; ++j)
    {
      const double size = j < n_unknowns ? scale[j] : 0.1;
      const double step = 1e-6 * size;
      Unknowns     up = u, down = u;
      double       strain_up = strain, strain_down = strain;
      (j < n_unknowns ? up[j] : strain_up) += step;
      (j < n_unknowns ? down[j] : strain_down) -= step;
      const Unknowns above = reference_derivatives(up, strain_up);
      const Unknowns below = reference_derivatives(down, strain_down);
      for (unsigned int i = 0; i < n_unknowns; ++i)
      {
        const double difference = (above[i] - below[i]) / (2. * step);
        const double automatic  = jacobian[i].dx(j);
        EXPECT_TRUE(std::isfinite(automatic));
        EXPECT_NEAR(automatic * size, difference * size, 1e-5 * (scale[i] + std::abs(difference) * size))
            << "d(field " << i << ")/d(" << j << ")";
      }
    }
  }
}

TEST(BiologyRates, DerivativesFollowTheParameters)
{
  // The Jacobian entry dC'/dC holds -d_C.
  parameters::Biology         biology;
  Unknowns                    u = {0., 0., 1e4, 0.3, 3., 0.1, 0., 0.2, 0.01, 0.8, 0.8};
  std::array<Fad, n_unknowns> variables;
  for (unsigned int i = 0; i < n_unknowns; ++i)
    variables[i] = Fad(n_unknowns + 1, i, u[i]);
  for (const double decay : {2., 3.5})
  {
    biology.cytokine_decay = decay;
    EXPECT_NEAR(derivatives(variables, Fad(0.04), biology)[cytokine].dx(cytokine), -decay, 1e-12);
  }
}

// --- the strain window ------------------------------------------------------------------------------------

TEST(StrainWindow, HasTheDocumentedValues)
{
  parameters::Biology biology;
  const double        window[][2] = {{0.01, 0.23}, {0.02, 0.70}, {0.04, 0.94}, {0.05, 0.95},
                                     {0.07, 0.85}, {0.09, 0.58}, {0.12, 0.20}};
  for (const auto &[strain, value] : window)
    EXPECT_NEAR((strain_response(strain, biology).activity - 0.15) / 0.85, value, 0.005)
        << "strain " << strain;
}

TEST(StrainWindow, RunsFromRestToOverload)
{
  const parameters::Biology biology;
  for (const double strain : {-1., -0.02, 0.})
  {
    EXPECT_EQ(strain_response(strain, biology).activity, 0.15);
    EXPECT_EQ(strain_response(strain, biology).overload, 0.);
  }
  EXPECT_NEAR(strain_response(0.095, biology).overload, 0.5, 1e-12);
  EXPECT_NEAR(strain_response(10., biology).overload, 1., 1e-10);
  EXPECT_NEAR(strain_response(10., biology).activity, 0.15, 1e-10);
}

TEST(StrainWindow, CountsTheCyclesOnlyOnRequest)
{
  parameters::Biology biology;
  biology.cycles_per_day     = 500.;
  const double without       = strain_response(0.045, biology).activity;
  biology.cycles_half_effect = 500.;
  const double with          = strain_response(0.045, biology).activity;
  EXPECT_NEAR(with - 0.15, 0.5 * (without - 0.15), 1e-12);
}

// --- inputs at the edge
// -------------------------------------------------------------------------------------

TEST(BiologyEdges, EmptyTissueStaysFiniteWithItsDerivatives)
{
  const parameters::Biology     biology;
  const std::array<Unknowns, 5> states = {{{},                                           // empty
                                           {0., 0., 0., 0., 0., 0., 0., 0., 0., 1., 1.}, // mature, but empty
                                           {800., 1e4, 1e4, 0., 0., 0., 0., 0.1, 0.1, 0., 0.}, // C = G = 0
                                           {0., 2e5, 2e5, 50., 500., 5., 2., 0.5, 0.5, 1., -0.5},
                                           {0., 1e4, 1e4, 1e-200, 1e-200, 0., 0., 1e-12, 0., 1., 0.85}}};
  for (const Unknowns &u : states)
    for (const double strain : {-0.1, 0., 1e-12, 0.05, 5.})
    {
      std::array<Fad, n_unknowns> variables;
      for (unsigned int i = 0; i < n_unknowns; ++i)
        variables[i] = Fad(n_unknowns + 1, i, u[i]);
      const auto du = derivatives(variables, Fad(n_unknowns + 1, n_unknowns, strain), biology);
      for (unsigned int i = 0; i < n_unknowns; ++i)
      {
        EXPECT_TRUE(std::isfinite(du[i].val())) << "field " << i;
        for (unsigned int j = 0; j <= n_unknowns; ++j)
          EXPECT_TRUE(std::isfinite(du[i].dx(j))) << "d(field " << i << ")/d(" << j << ")";
      }
    }
}

TEST(BiologyEdges, NothingComesFromNothing)
{
  // Without cells there is neither collagen nor growth factor; only water and basal cytokine enter.
  const parameters::Biology biology;
  const auto rates = biology_rates(Concentrations<double>{}, 0., strain_response(0., biology), biology);
  for (const Species field : {msc, fibroblasts, tenocytes, growth_factor, fat, collagen_I, collagen_III})
    EXPECT_EQ(rates.production[field], 0.) << species_names()[field].name;
  EXPECT_DOUBLE_EQ(rates.production[cytokine], 0.02);
  EXPECT_DOUBLE_EQ(rates.production[water], 0.03 * 0.35);
}

TEST(BiologyEdges, MatureTissueHardlyTurnsOver)
{
  const parameters::Biology biology;
  Concentrations<double>    u = {
         0., 100., 1.9e4, 0.0105, 3., 0., 0., 0.274, 0.006, 1.,
  };
  const auto rates = biology_rates(u, 0.95, strain_response(0.05, biology), biology);
  EXPECT_DOUBLE_EQ(rates.destruction[collagen_I], 2e-5);
  EXPECT_EQ(rates.alignment, 0.); // more aligned than healing can reach: not reduced
}

TEST(Hill, IsAHalfAtItsHalfLevel)
{
  EXPECT_DOUBLE_EQ(hill(3., 3., 1.), 0.5);
  EXPECT_DOUBLE_EQ(hill(0.2, 0.2, 6.), 0.5);
  EXPECT_DOUBLE_EQ(hill(6., 3., 2.), 0.8);
  EXPECT_EQ(hill(0., 3., 2.), 0.);
  EXPECT_EQ(hill(-1., 3., 2.5), 0.);
  EXPECT_NEAR(hill(1e8, 3., 2.), 1., 1e-14);
}
} // namespace
