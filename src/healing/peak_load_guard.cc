#include "tenogen/healing/peak_load.h"

#include "tenogen/fields/statistics.h"
#include "tenogen/model/load.h"

#include <algorithm>
#include <cmath>

namespace tenogen::healing
{
namespace
{
/// Largest number of equilibrium solutions to find the guard force.
constexpr unsigned int largest_iterations = 20;

/// How far a guess extrapolates beyond the last two times, relative to their distance.
double reach(const double before, const double now, const double time)
{
  return now > before ? std::min((time - now) / (now - before), 2.) : 0.;
}

/// Guess: extrapolates the displacement linearly from its last two times. The current one becomes the
/// previous one.
void extrapolate(fields::Vector &previous, fields::Vector &displacement, const double before,
                 const double now, const double time)
{
  const double         share = reach(before, now, time);
  const fields::Vector last  = displacement;
  displacement.sadd(1. + share, -share, previous);
  displacement.update_ghost_values();
  previous = last;
}

std::string no_tension(const double strain, const double force)
{
  return "guard force: the mean strain of the weakest section is " + std::to_string(strain) + " under " +
         std::to_string(force) + " N, which is not tension";
}

/// Whether the applied force would stay within its tolerance even if the guard force were wrong by a third.
bool hardly_matters(const double demand, const double guard_force, const double tolerance)
{
  return 0.3 * model::governed_force_sensitivity(demand, guard_force) < tolerance;
}
} // namespace

PeakLoadOutcome PeakLoad::solve_guarded(fields::State &state, const bool with_guard_equilibrium)
{
  const parameters::Mechanics &mechanics = parameters.mechanics;
  const double                 demanded  = demand(state.time);
  const double                 tolerance = mechanics.guard_force_tolerance;
  fields::Guard               &guard     = state.guard;
  PeakLoadOutcome              total;
  equilibrium->set_tissue(state);

  // Far below F_g, the strain under it is unknown; F_g is not updated if it hardly matters.
  enum class Source
  {
    equilibrium,
    power_law,
    unchanged
  };
  Source source = Source::unchanged;
  if (mechanics.governor &&
      (with_guard_equilibrium || !(guard.exponent > 0.) || !hardly_matters(demanded, guard.force, tolerance)))
  {
    predict_guard_force(state);
    source = !with_guard_equilibrium && power_law_suffices(guard, demanded) ? Source::power_law
                                                                            : Source::equilibrium;
  }
  if (source == Source::equilibrium)
  {
    total = find_guard_force(state);
    if (!total.converged)
      return total;
  }
  if (state.displacement.linfty_norm() == 0.)
    state.displacement = guard.displacement;
  extrapolate(state.previous_displacement, state.displacement, state.previous_stimulus.time,
              state.stimulus.time, state.time);

  for (unsigned int iteration = 0; iteration < largest_iterations; ++iteration)
  {
    state.applied_force = mechanics.governor ? model::governed_force(demanded, guard.force) : demanded;
    total += solve_at(state.applied_force, state.displacement);
    if (!total.converged)
      return total;
    state.stimulus = equilibrium->stimulus(state.displacement);
    if (!mechanics.governor)
      return total;

    const double reached = guarded_strain(state.stimulus.strain);
    const bool   has_law = reached > 0. && guard.exponent > 0.;
    const double by_law =
        has_law ? state.applied_force * std::pow(mechanics.guard_strain / reached, 1. / guard.exponent) : 0.;
    if (source == Source::equilibrium)
    {
      fit_power_law(state, reached);
      return total;
    }
    if (source == Source::power_law && by_law > 0. && iteration < largest_iterations / 2)
    {
      guard.force = by_law;
      if (std::abs(model::governed_force(demanded, by_law) / state.applied_force - 1.) < tolerance)
        return total;
      continue;
    }
    // Not updated, unless the tissue has become so weak that it matters now.
    if (source == Source::unchanged && (!(by_law > 0.) || hardly_matters(demanded, by_law, tolerance)))
      return total;

    // Equilibrium provides what the law cannot.
    if (source == Source::unchanged)
      predict_guard_force(state);
    source = Source::equilibrium;
    total += find_guard_force(state);
    if (!total.converged)
      return total;
  }
  total.converged = false;
  total.reason    = "guard force: the peak load does not converge; its last value was " +
                 std::to_string(state.applied_force) + " N with a guard force of " +
                 std::to_string(guard.force) + " N";
  return total;
}

/// Extrapolates linearly from its last two times.
void PeakLoad::predict_guard_force(fields::State &state) const
{
  fields::Guard &guard = state.guard;
  if (!(guard.force > 0.))
  {
    guard.force      = first_guard_force(state);
    guard.compliance = 0.8;
    guard.time       = state.time;
    return;
  }
  const double last = guard.force;
  if (guard.previous_force > 0.)
    guard.force *= std::clamp(
        std::pow(last / guard.previous_force, reach(guard.previous_time, guard.time, state.time)), 0.8, 1.25);
  guard.previous_force = last;
  guard.previous_time  = guard.time;
  guard.time           = state.time;
}

bool PeakLoad::power_law_suffices(const fields::Guard &guard, const double demand) const
{
  // Largest relative change of the exponent when either force changes by a factor e. Over 24 months of the
  // treated and the immobilised arm it was at most 0.08.
  constexpr double drift = 0.15;
  // Swelling causes strain without any force, so the law holds only between forces of the same order.
  constexpr double largest_ratio = 4.;
  const double     force         = model::governed_force(demand, guard.force);
  if (!(guard.exponent > 0.) || !(guard.force < largest_ratio * force) ||
      !(guard.law_force < largest_ratio * guard.law_peak_force))
    return false;
  const double change = std::max(std::abs(std::log(guard.force / guard.law_force)),
                                 std::abs(std::log(force / guard.law_peak_force)));
  const double error  = std::abs(std::log(guard.force / force)) * drift * change;
  return model::governed_force_sensitivity(demand, guard.force) * error <
         parameters.mechanics.guard_force_tolerance;
}

/// By a secant iteration.
PeakLoadOutcome PeakLoad::find_guard_force(fields::State &state)
{
  const parameters::Mechanics &mechanics = parameters.mechanics;
  fields::Guard               &guard     = state.guard;
  extrapolate(guard.previous_displacement, guard.displacement, guard.previous_displacement_time,
              guard.displacement_time, state.time);
  guard.previous_displacement_time = guard.displacement_time;
  guard.displacement_time          = state.time;

  PeakLoadOutcome total;
  double          last_force = 0., last_strain = 0.;
  for (unsigned int iteration = 0; iteration < largest_iterations; ++iteration)
  {
    total += solve_at(guard.force, guard.displacement);
    if (!total.converged)
    {
      total.reason = "guard force: " + total.reason;
      return total;
    }
    const double reached = guarded_strain(equilibrium->stimulus(guard.displacement).strain);
    if (!(reached > 0.))
    {
      total.converged = false;
      total.reason    = no_tension(reached, guard.force);
      return total;
    }
    if (last_force > 0. && std::abs(guard.force / last_force - 1.) > 1e-3)
      guard.compliance =
          std::clamp(std::log(reached / last_strain) / std::log(guard.force / last_force), 0.2, 2.);
    last_force  = guard.force;
    last_strain = reached;

    const double correction =
        std::clamp(std::pow(mechanics.guard_strain / reached, 1. / guard.compliance), 0.5, 2.);
    guard.force *= correction;
    // The error of the corrected force is about the square of the previous correction.
    if (std::abs(correction - 1.) < mechanics.guard_force_tolerance)
      return total;
  }
  total.converged = false;
  total.reason    = "guard force: no force gives the guard strain " + std::to_string(mechanics.guard_strain) +
                 "; the last force was " + std::to_string(last_force) + " N with strain " +
                 std::to_string(last_strain);
  return total;
}

/// Fits the power law to the guard strain and to the strain of the weakest section under the peak load.
void PeakLoad::fit_power_law(fields::State &state, const double strain) const
{
  fields::Guard &guard = state.guard;
  guard.exponent       = guard.compliance;
  // Forces that are too close to each other give no more information than the compliance.
  if (state.applied_force > 0. && guard.force > 1.02 * state.applied_force && strain > 0.)
    guard.exponent = std::clamp(std::log(parameters.mechanics.guard_strain / strain) /
                                    std::log(guard.force / state.applied_force),
                                0.2, 2.);
  guard.law_force      = guard.force;
  guard.law_peak_force = state.applied_force;
}

/// By the surrogate law, on the mean section and modulus of the gap.
double PeakLoad::first_guard_force(const fields::State &state) const
{
  fields::Vector moduli = spaces.make_biology_vector();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    moduli.local_element(i) = surrogate_modulus(state, i);
  const double section = fields::gap_volume(spaces) / fields::gap_length(parameters.geometry, spaces);
  return surrogate.stress(parameters.mechanics.guard_strain, fields::mean_in_gap(spaces, moduli)) * section;
}

double PeakLoad::guarded_strain(const fields::Vector &strain) const
{
  return fields::largest_section_mean(spaces, strain, parameters.mechanics.guard_section);
}
} // namespace tenogen::healing
