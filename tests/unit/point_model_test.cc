#include "tenogen/model/point_model.h"

#include "reference_table.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/model/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace
{
using namespace tenogen;
using namespace tenogen::test;
using namespace tenogen::model;

constexpr double area = 200.; ///< of the scar, mm^2

using StrainHistory = std::function<double(double, const PointState &)>;
using Demand        = std::function<double(double)>;

/// The scar of the reference tables and 800 cells/mm^3 in the treated arm.
PointState reference_scar(const bool treated)
{
  return {{{treated ? 800. : 0., 19010., 707., .4836, 3.375, .4781, .15, .08587, .05072, .3798}}, .3989};
}

/// Surrogate mechanics with the load governor.
class GovernedStrain
{
public:
  GovernedStrain(const parameters::ParameterSet &parameters, const Demand &demand)
    : mechanics(parameters.mechanics, parameters.material, parameters.biology)
    , guard_strain(parameters.mechanics.guard_strain)
    , demand(demand)
  {
  }

  double modulus(const PointState &state) const
  {
    return mechanics.modulus(state.concentrations, state.alignment);
  }

  double operator()(const double time, const PointState &state) const
  {
    const double E     = modulus(state);
    const double guard = mechanics.stress(guard_strain, E) * area;
    return mechanics.strain(governed_force(demand(time), guard) / area, E);
  }

private:
  SurrogateMechanics mechanics;
  double             guard_strain;
  Demand             demand;
};

double habitual(double)
{
  return parameters::Load().habitual_force;
}

double rehabilitation(const double time)
{
  static const parameters::Table programme = parameters::Load().programme;
  return interpolate(programme, time);
}

/// Compares one arm of a table. Differences are relative to the value and ignored if a field has decayed to
/// less than a millionth of its initial value.
void expect_reference(const std::vector<ReferenceRow> &rows, const std::string &arm,
                      const StrainHistory &strain, const double tolerance)
{
  const char *const         names[] = {"M", "F", "T", "C", "G", "W", "L", "rho_I", "rho_III", "X", "S_n"};
  const parameters::Biology biology;
  const GovernedStrain      mechanics({}, habitual);

  PointState             state = reference_scar(arm == "treated");
  std::array<double, 11> start = {};
  double                 day   = 0.;
  unsigned int           found = 0;
  for (const ReferenceRow &row : rows)
  {
    if (row.arm != arm)
      continue;
    ++found;
    state = advance_point_model(state, day, row.day, 0.02, strain, biology);
    day   = row.day;

    std::array<double, 11> values;
    std::copy(state.concentrations.begin(), state.concentrations.end(), values.begin());
    values[10] = state.alignment;
    if (row.day == 0.)
      start = values;
    for (unsigned int i = 0; i < 11; ++i)
    {
      if (std::abs(row.values[i]) < 1e-6 * std::abs(start[i]))
        continue;
      EXPECT_NEAR(values[i], row.values[i], tolerance * std::abs(row.values[i]))
          << names[i] << ", " << arm << ", day " << row.day;
    }
    EXPECT_NEAR(strain(day, state), row.values[11], tolerance * row.values[11]) << arm << ", day " << day;
    EXPECT_NEAR(mechanics.modulus(state), row.values[12], tolerance * row.values[12])
        << arm << ", day " << day;
  }
  EXPECT_EQ(found, 11u);
}

TEST(PointModel, FollowsTheReferenceUnderPrescribedStrain)
{
  const auto              rows  = read_reference("reference_prescribed.csv");
  const parameters::Table table = {{0., .030}, {30., .050}, {120., .075}, {365., .050}, {730., .040}};
  const auto strain = [&](const double time, const PointState &) { return interpolate(table, time); };
  for (const char *arm : {"untreated", "treated"})
    expect_reference(rows, arm, strain, 1e-4);
}

TEST(PointModel, FollowsTheReferenceUnderGovernedLoad)
{
  const auto rows = read_reference("reference_arms.csv");
  expect_reference(rows, "untreated", GovernedStrain({}, habitual), 1e-4);
  expect_reference(rows, "treated", GovernedStrain({}, rehabilitation), 1e-4);
}

TEST(PointModel, IsOfFourthOrder)
{
  // Compared with a solution with a much smaller step.
  const parameters::Biology biology;
  const auto                strain = [](double, const PointState &) { return 0.04; };
  const auto                at     = [&](const double step)
  {
    return advance_point_model(reference_scar(true), 0., 4., step, strain, biology).concentrations[tenocytes];
  };
  const double exact  = at(0.001);
  const double coarse = std::abs(at(0.08) - exact);
  const double fine   = std::abs(at(0.04) - exact);
  EXPECT_GT(std::log2(coarse / fine), 3.5);
  EXPECT_LT(std::log2(coarse / fine), 5.);
}

TEST(PointModel, LandsOnTheEndWhateverTheStep)
{
  const parameters::Biology biology;
  std::vector<double>       times;
  const auto                strain = [&](const double time, const PointState &)
  {
    times.push_back(time);
    return 0.04;
  };
  advance_point_model(reference_scar(false), 3., 3.1, 0.03, strain, biology);
  EXPECT_EQ(times.size(), 16u); // four steps of four stages
  EXPECT_DOUBLE_EQ(times.front(), 3.);
  EXPECT_DOUBLE_EQ(times.back(), 3.1);

  times.clear();
  advance_point_model(reference_scar(false), 3., 3., 0.03, strain, biology);
  EXPECT_TRUE(times.empty());
}

TEST(PointModel, RefusesAStepThatDestroysTheState)
{
  // Explicit Runge-Kutta with a step far beyond stability (growth-factor decay 15/day).
  const auto strain = [](double, const PointState &) { return 0.04; };
  EXPECT_THROW(advance_point_model(reference_scar(true), 0., 50., 1., strain, {}), SolverError);
}

// --- the chronic scar and the intact tendon
// -----------------------------------------------------------------

/// Untreated tissue after 12 years of habitual load; the same for all tests.
const PointState &chronic_scar()
{
  static const PointState scar = []
  {
    const parameters::ParameterSet parameters;
    return stationary_state(parameters.initial_state.scar, 12., 1800., area, false, parameters);
  }();
  return scar;
}

TEST(StationaryState, ChronicScarIsTheDocumentedOne)
{
  const PointState &scar = chronic_scar();
  const auto       &u    = scar.concentrations;
  EXPECT_EQ(u[msc], 0.);
  EXPECT_NEAR(u[fibroblasts], 19011., 0.6);
  EXPECT_NEAR(u[tenocytes], 707., 0.6);
  EXPECT_NEAR(u[cytokine], .4836, 6e-5);
  EXPECT_NEAR(u[growth_factor], 3.375, 6e-4);
  EXPECT_NEAR(u[water], .478, 6e-4);
  EXPECT_EQ(u[fat], .15);
  EXPECT_NEAR(u[collagen_I], .0859, 6e-5);
  EXPECT_NEAR(u[collagen_III], .0507, 6e-5);
  EXPECT_NEAR(u[collagen_I] / (u[collagen_I] + u[collagen_III]), .629, 6e-4);
  EXPECT_NEAR(u[crosslinks], .380, 6e-4);
  EXPECT_NEAR(scar.alignment, .399, 6e-4);

  const GovernedStrain strain({}, habitual);
  EXPECT_NEAR(strain.modulus(scar), 34.5, 0.1);
  EXPECT_NEAR(strain.modulus(scar) * area / 1000., 6.9, 0.05);
  EXPECT_NEAR(strain(0., scar), .090, 6e-4);
}

TEST(StationaryState, ChronicScarStaysAScarForTwoYears)
{
  PointState state = advance_point_model(chronic_scar(), 0., 730.5, 0.05, GovernedStrain({}, habitual), {});
  state.concentrations[fat] = chronic_scar().concentrations[fat]; // constant only while the scar is computed
  for (unsigned int i = 0; i < n_species; ++i)
    EXPECT_NEAR(state.concentrations[i], chronic_scar().concentrations[i],
                0.01 * chronic_scar().concentrations[i])
        << species_names()[i].name;
  EXPECT_NEAR(state.alignment, chronic_scar().alignment, 0.01 * chronic_scar().alignment);
}

TEST(StationaryState, IntactTendonKeepsItsAlignmentAndStaysUninflamed)
{
  const parameters::ParameterSet parameters;
  const parameters::PointValues &start = parameters.initial_state.intact;
  const PointState               intact =
      stationary_state(start, 12., 1800., parameters.geometry.intact_area, true, parameters);
  EXPECT_EQ(intact.alignment, start.alignment);
  EXPECT_EQ(intact.concentrations[fat], start.fat);
  EXPECT_EQ(intact.concentrations[msc], 0.);
  EXPECT_LT(intact.concentrations[cytokine], 0.02);
  EXPECT_GT(intact.concentrations[collagen_I], 0.25);
  EXPECT_GT(intact.concentrations[tenocytes], 100. * intact.concentrations[fibroblasts]);

  // Two more years change it by less than 2 %.
  parameters::PointValues later = start;
  later.fibroblasts             = intact.concentrations[fibroblasts];
  later.tenocytes               = intact.concentrations[tenocytes];
  later.cytokine                = intact.concentrations[cytokine];
  later.growth_factor           = intact.concentrations[growth_factor];
  later.water                   = intact.concentrations[water];
  later.collagen_I              = intact.concentrations[collagen_I];
  later.collagen_III            = intact.concentrations[collagen_III];
  later.crosslinks              = intact.concentrations[crosslinks];
  const PointState after =
      stationary_state(later, 2., 1800., parameters.geometry.intact_area, true, parameters);
  for (const Species field : {fibroblasts, tenocytes, cytokine, growth_factor, collagen_I, crosslinks})
    EXPECT_NEAR(after.concentrations[field], intact.concentrations[field],
                0.02 * intact.concentrations[field])
        << species_names()[field].name;
}

// --- what the mechanism does: doses, arms, knock-outs
// -----------------------------------------------------------

/// Modulus [MPa] at the end of a course from the chronic scar.
double modulus_after(const double months, const double cells, const Demand &demand,
                     const parameters::ParameterSet &parameters = {})
{
  PointState state          = chronic_scar();
  state.concentrations[msc] = cells * 0.20 / 5000.; // retained share, over the gap volume [mm^3]
  const GovernedStrain strain(parameters, demand);
  return strain.modulus(
      advance_point_model(state, 0., months * days_per_month, 0.05, strain, parameters.biology));
}

TEST(HealingCourse, RehabilitationAloneLeavesAScar)
{
  EXPECT_NEAR(modulus_after(1., 0., rehabilitation), 37., 0.6);
  EXPECT_NEAR(modulus_after(4., 0., rehabilitation), 39., 0.6);
  EXPECT_NEAR(modulus_after(12., 0., rehabilitation), 37., 0.6);
  EXPECT_NEAR(modulus_after(24., 0., rehabilitation), 36., 0.6);
}

TEST(HealingCourse, LoadHistoryDelaysButDoesNotDecide)
{
  // No protection, and eight weeks of immobilisation.
  EXPECT_NEAR(modulus_after(4., 2e7, habitual), 84., 0.6);
  EXPECT_NEAR(modulus_after(12., 2e7, habitual), 331., 0.6);
  const auto immobilised = [](const double time) { return time < 56. ? 40. : rehabilitation(time - 56.); };
  EXPECT_NEAR(modulus_after(4., 2e7, immobilised), 96., 0.6);
  EXPECT_NEAR(modulus_after(12., 2e7, immobilised), 361., 0.6);
}

TEST(HealingCourse, DoseHasAThreshold)
{
  for (const double cells : {1e6, 2e6})
    EXPECT_LT(modulus_after(24., cells, rehabilitation), 38.);
  EXPECT_NEAR(modulus_after(24., 5e6, rehabilitation), 585., 0.6);
  EXPECT_NEAR(modulus_after(24., 2e7, rehabilitation), 587., 0.6);
  EXPECT_NEAR(modulus_after(24., 8e7, rehabilitation), 590., 0.6);

  EXPECT_LT(modulus_after(24., 2.8e6, rehabilitation), 60.);
  EXPECT_GT(modulus_after(24., 3.0e6, rehabilitation), 500.);
}

TEST(HealingCourse, KnockOutsShowWhichMechanismCarries)
{
  // References from the independent implementation that produced tests/data/reference_arms.csv.
  parameters::ParameterSet knock_out;
  knock_out.biology.msc_suppression_density = 1e30;
  EXPECT_NEAR(modulus_after(12., 2e7, rehabilitation, knock_out), 37.4558, 0.004);

  knock_out                                = {};
  knock_out.biology.growth_factor_from_msc = 0.;
  EXPECT_NEAR(modulus_after(12., 2e7, rehabilitation, knock_out), 388.6009, 0.04);

  knock_out                             = {};
  knock_out.biology.msc_differentiation = 0.;
  EXPECT_NEAR(modulus_after(12., 2e7, rehabilitation, knock_out), 391.6394, 0.04);
}

TEST(HealingCourse, OverloadBringsTheScarBack)
{
  parameters::ParameterSet careless;
  careless.mechanics.guard_strain = 0.095;
  EXPECT_LT(modulus_after(12., 2e7, habitual, careless), 40.);
}

TEST(HealingCourse, InjectedCellsDisappear)
{
  // 7.1 % of the dose left at day 10, 4.9 % at day 14, 1.1 % at day 30.
  const GovernedStrain strain({}, rehabilitation);
  PointState           state = chronic_scar();
  state.concentrations[msc]  = 800.;
  double day                 = 0.;
  for (const auto &[next, share] : std::map<double, double>{{10., 7.1}, {14., 4.9}, {30., 1.1}})
  {
    state = advance_point_model(state, day, next, 0.05, strain, {});
    day   = next;
    EXPECT_NEAR(100. * state.concentrations[msc] * 5000. / 2e7, share, 0.06) << "day " << day;
  }
}

// --- surrogate mechanics
// ------------------------------------------------------------------------------------------

const SurrogateMechanics &surrogate()
{
  static const SurrogateMechanics mechanics{parameters::Mechanics(), parameters::Material(),
                                            parameters::Biology()};
  return mechanics;
}

TEST(SurrogateLaw, ModulusFollowsItsFormula)
{
  // E = 0.5 + 1000 (rho_I + 0.3 rho_III)/0.28 (0.25 + 0.75 X) (S_n/0.95)^2
  Concentrations<double> u = {};
  u[collagen_I]            = 0.274;
  u[collagen_III]          = 0.006;
  u[crosslinks]            = 1.;
  EXPECT_NEAR(surrogate().modulus(u, 0.95), 985.5, 1e-9);
  u[crosslinks] = 0.2;
  EXPECT_NEAR(surrogate().modulus(u, 0.38), 0.5 + 1000. * 0.2758 / 0.28 * 0.4 * 0.16, 1e-9);
  EXPECT_NEAR(surrogate().modulus({}, 0.), 0.5, 1e-12);
}

TEST(SurrogateLaw, StressAndStrainAreInverse)
{
  for (const double modulus : {0.5, 5., 34.5, 600., 1000., 2000.})
    for (const double stress : {1e-8, 1e-3, 0.1, 1., 3., 10., 40.})
    {
      const double strain = surrogate().strain(stress, modulus);
      EXPECT_NEAR(strain, stress / modulus + 0.015 * (1. - std::exp(-stress)), 1e-15 + 1e-12 * strain);
      EXPECT_NEAR(surrogate().stress(strain, modulus), stress, 1e-11 * stress);
    }
  EXPECT_EQ(surrogate().stress(0., 100.), 0.);
}

TEST(SurrogateLaw, CompressionStaysFinite)
{
  for (const double strain : {-1e-6, -0.01, -0.1})
  {
    const double stress = surrogate().stress(strain, 34.5);
    EXPECT_LT(stress, 0.);
    EXPECT_NEAR(surrogate().strain(stress, 34.5), strain, 1e-12);
  }
}

TEST(PointEdges, EmptyTissueAdvances)
{
  const auto       strain = [](double, const PointState &) { return -0.01; };
  const PointState state  = advance_point_model({}, 0., 30., 0.05, strain, {});
  for (const double value : state.concentrations)
    EXPECT_TRUE(std::isfinite(value));
  // Water fills the empty matrix: W = W_rho (1 - exp(-k_W t)), and inflammation adds next to nothing.
  EXPECT_NEAR(state.concentrations[water], 0.35 * (1. - std::exp(-0.9)), 1e-3);
  EXPECT_NEAR(state.concentrations[cytokine], 0.01, 1e-6);
}
} // namespace
