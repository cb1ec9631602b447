#include "tenogen/healing/peak_load.h"

#include "tenogen/fields/statistics.h"
#include "tenogen/model/constitutive.h"
#include "tenogen/model/load.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenogen::healing
{
using namespace dealii;

namespace
{
/// How far a guess goes on beyond the last two times, in their distances.
double reach(const double before, const double now, const double time)
{
  return now > before ? std::min((time - now) / (now - before), 2.) : 0.;
}

/// Guess: the displacement goes on as it went between its last two times. What it was becomes the previous.
void extrapolate(fields::Vector &previous, fields::Vector &displacement, const double before,
                 const double now, const double time)
{
  const double         share = reach(before, now, time);
  const fields::Vector last  = displacement;
  displacement.sadd(1. + share, -share, previous);
  displacement.update_ghost_values();
  previous = last;
}
} // namespace

PeakLoad::PeakLoad(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : spaces(spaces)
  , parameters(parameters)
  , surrogate(parameters.mechanics, parameters.material, parameters.biology)
{
  if (solves_equilibrium())
    equilibrium = std::make_unique<solvers::EquilibriumSolver>(spaces, parameters);
}

bool PeakLoad::solves_equilibrium() const
{
  return parameters.mechanics.type == parameters::MechanicsType::finite_strain;
}

double PeakLoad::demand(const double time) const
{
  return model::interpolate(parameters.load.programme, time);
}

PeakLoadOutcome PeakLoad::solve(fields::State &state, const bool refresh_guard_force)
{
  PeakLoadOutcome outcome;
  fields::State   next = state;
  if (solves_equilibrium())
  {
    equilibrium->set_tissue(next);
    const double demanded = demand(next.time);
    double       force    = demanded;
    if (parameters.mechanics.governor)
    {
      outcome = find_guard_force(next, demanded, refresh_guard_force);
      if (!outcome.converged)
        return outcome;
      force = model::governed_force(demanded, next.guard_force);
    }
    if (next.displacement.linfty_norm() == 0.)
      next.displacement = next.guard_displacement;
    extrapolate(next.previous_displacement, next.displacement, next.previous_stimulus.time,
                next.stimulus.time, next.time);
    const PeakLoadOutcome peak = solve_at(force, next.displacement);
    outcome.converged          = peak.converged;
    outcome.reason             = peak.reason;
    outcome.solutions += peak.solutions;
    outcome.newton_iterations += peak.newton_iterations;
    outcome.linear_iterations += peak.linear_iterations;
    if (!outcome.converged)
      return outcome;
    next.applied_force     = force;
    next.previous_stimulus = next.stimulus;
    next.stimulus          = equilibrium->stimulus(next.displacement);
    next.stimulus.time     = next.time;
  }
  else
  {
    std::vector<double> values(spaces.n_owned_vertices());
    next.previous_stimulus = next.stimulus;
    strain(next.time, next, values);
    for (unsigned int i = 0; i < values.size(); ++i)
      next.stimulus.strain.local_element(i) = values[i];
    next.stimulus.time                             = next.time;
    std::tie(next.applied_force, next.guard_force) = forces(next.time, next);
    outcome.converged                              = true;
  }
  state = next;
  return outcome;
}

PeakLoadOutcome PeakLoad::solve_at(const double force, fields::Vector &displacement)
{
  PeakLoadOutcome             outcome;
  const bool                  at_rest = displacement.linfty_norm() == 0.;
  solvers::EquilibriumOutcome result;
  const auto                  count = [&]()
  {
    ++outcome.solutions;
    outcome.newton_iterations += result.newton_iterations;
    outcome.linear_iterations += result.linear_iterations;
    outcome.converged = result.converged;
    outcome.reason    = result.reason;
  };
  if (!at_rest)
  {
    result = equilibrium->solve(displacement, force);
    count();
  }
  if (!outcome.converged)
  {
    result = equilibrium->ramp(displacement, force);
    count();
  }
  return outcome;
}

PeakLoadOutcome PeakLoad::find_guard_force(fields::State &state, const double demand, const bool refresh)
{
  const parameters::Mechanics &mechanics = parameters.mechanics;
  PeakLoadOutcome              total;
  total.converged = true;
  if (state.guard_force > 0. && !refresh)
  {
    // Even a third off, the guard force would not move the applied force beyond its tolerance.
    if (model::governed_force_sensitivity(demand, state.guard_force) * 0.3 < mechanics.guard_force_tolerance)
      return total;
  }
  if (!(state.guard_force > 0.))
  {
    state.guard_force      = first_guard_force(state);
    state.guard_compliance = 0.8;
    state.guard_time       = state.time;
  }
  const double last = state.guard_force;
  if (state.previous_guard_force > 0.)
    state.guard_force *= std::clamp(std::pow(last / state.previous_guard_force,
                                             reach(state.previous_guard_time, state.guard_time, state.time)),
                                    0.8, 1.25);
  extrapolate(state.previous_guard_displacement, state.guard_displacement, state.previous_guard_time,
              state.guard_time, state.time);
  state.previous_guard_force = last;
  state.previous_guard_time  = state.guard_time;
  state.guard_time           = state.time;

  double last_force = 0., last_strain = 0.;
  for (unsigned int iteration = 0; iteration < 20; ++iteration)
  {
    const PeakLoadOutcome outcome = solve_at(state.guard_force, state.guard_displacement);
    total.solutions += outcome.solutions;
    total.newton_iterations += outcome.newton_iterations;
    total.linear_iterations += outcome.linear_iterations;
    if (!outcome.converged)
    {
      total.converged = false;
      total.reason    = "guard force: " + outcome.reason;
      return total;
    }
    const double reached = guarded_strain(equilibrium->stimulus(state.guard_displacement).strain);
    if (!(reached > 0.))
    {
      total.converged = false;
      total.reason    = "guard force: the weakest section's mean strain is " + std::to_string(reached) +
                     " under " + std::to_string(state.guard_force) + " N, no tension";
      return total;
    }
    if (last_force > 0. && std::abs(state.guard_force / last_force - 1.) > 1e-3)
      state.guard_compliance =
          std::clamp(std::log(reached / last_strain) / std::log(state.guard_force / last_force), 0.2, 2.);
    last_force  = state.guard_force;
    last_strain = reached;

    const double correction =
        std::clamp(std::pow(mechanics.guard_strain / reached, 1. / state.guard_compliance), 0.5, 2.);
    const double weight = refresh ? 1. : model::governed_force_sensitivity(demand, state.guard_force);
    state.guard_force *= correction;
    // The corrected force is as good as the square of the correction before it.
    if (weight * std::abs(correction - 1.) < mechanics.guard_force_tolerance)
      return total;
  }
  total.converged = false;
  total.reason    = "guard force: no force gives the guard strain " + std::to_string(mechanics.guard_strain) +
                 "; the last was " + std::to_string(last_force) + " N with strain " +
                 std::to_string(last_strain);
  return total;
}

double PeakLoad::first_guard_force(const fields::State &state) const
{
  // The surrogate law on the mean section and modulus of the gap.
  double volume = 0., moduli = 0., bottom = std::numeric_limits<double>::max(), top = -bottom;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
    {
      volume += spaces.volume.local_element(i);
      moduli += spaces.volume.local_element(i) * surrogate_modulus(state, i);
      bottom = std::min(bottom, spaces.positions[i][2]);
      top    = std::max(top, spaces.positions[i][2]);
    }
  volume = Utilities::MPI::sum(volume, spaces.communicator);
  moduli = Utilities::MPI::sum(moduli, spaces.communicator);
  const double height =
      Utilities::MPI::max(top, spaces.communicator) - Utilities::MPI::min(bottom, spaces.communicator);
  return surrogate.stress(parameters.mechanics.guard_strain, moduli / volume) * volume / height;
}

double PeakLoad::surrogate_modulus(const fields::State &state, const unsigned int vertex) const
{
  model::Concentrations<double> u;
  for (unsigned int s = 0; s < model::n_species; ++s)
    u[s] = state.concentrations[s].local_element(vertex);
  return surrogate.modulus(u, model::nematic_order(fields::tensor_at(state.orientation, vertex)));
}

std::pair<double, double> PeakLoad::forces(const double time, const fields::State &state) const
{
  if (parameters.mechanics.type != parameters::MechanicsType::surrogate)
    return {state.applied_force, state.guard_force};
  double weakest = std::numeric_limits<double>::max();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
      weakest = std::min(weakest, surrogate_modulus(state, i));
  weakest = Utilities::MPI::min(weakest, spaces.communicator);
  const double guard_force =
      surrogate.stress(parameters.mechanics.guard_strain, weakest) * parameters.mechanics.surrogate_area;
  const double demanded = demand(time);
  return {parameters.mechanics.governor ? model::governed_force(demanded, guard_force) : demanded,
          guard_force};
}

void PeakLoad::strain(const double time, const fields::State &state, std::vector<double> &result) const
{
  switch (parameters.mechanics.type)
  {
  case parameters::MechanicsType::prescribed_strain:
    std::fill(result.begin(), result.end(), model::interpolate(parameters.mechanics.prescribed_strain, time));
    return;

  case parameters::MechanicsType::surrogate:
  {
    const double stress = forces(time, state).first / parameters.mechanics.surrogate_area;
    for (unsigned int i = 0; i < result.size(); ++i)
      result[i] = surrogate.strain(stress, surrogate_modulus(state, i));
    return;
  }

  case parameters::MechanicsType::finite_strain:
  {
    const fields::Stimulus &now      = state.stimulus;
    const fields::Stimulus &before   = state.previous_stimulus;
    const double            interval = now.time - before.time;
    const double            slope    = interval > 0. ? (time - now.time) / interval : 0.;
    const double            left     = state.offset_end > now.time
                                           ? std::clamp((state.offset_end - time) / (state.offset_end - now.time), 0., 1.)
                                           : 0.;
    for (unsigned int i = 0; i < result.size(); ++i)
      result[i] = now.strain.local_element(i) +
                  slope * (now.strain.local_element(i) - before.strain.local_element(i)) +
                  left * state.strain_offset.local_element(i);
    return;
  }
  }
}

solvers::MechanicalFields PeakLoad::fields(const fields::State &state)
{
  if (solves_equilibrium())
  {
    equilibrium->set_tissue(state);
    return equilibrium->evaluate(state.displacement);
  }
  solvers::MechanicalFields result;
  result.stimulus      = state.stimulus;
  result.fibre_stretch = state.stimulus.strain;
  result.fibre_stretch.add(1.);
  result.fibre_stress = spaces.make_biology_vector();
  result.fibre_stress.add(state.applied_force / parameters.mechanics.surrogate_area);
  result.volume_change = spaces.make_biology_vector();
  result.volume_change.add(1.);
  result.principal_strain    = state.stimulus.strain;
  result.principal_direction = state.stimulus.direction;
  return result;
}

fields::Vector PeakLoad::local_stiffness(const fields::State &state) const
{
  if (solves_equilibrium())
    return equilibrium->local_stiffness(state);
  fields::Vector stiffness = spaces.make_biology_vector();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    stiffness.local_element(i) = surrogate_modulus(state, i);
  return stiffness;
}

double PeakLoad::guarded_strain(const fields::Vector &strain) const
{
  return fields::largest_section_mean(spaces, strain, parameters.mechanics.guard_section);
}
} // namespace tenogen::healing
