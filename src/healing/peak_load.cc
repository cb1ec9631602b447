#include "tenogen/healing/peak_load.h"

#include "tenogen/model/constitutive.h"
#include "tenogen/model/load.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace tenogen::healing
{
using namespace dealii;

PeakLoadOutcome &PeakLoadOutcome::operator+=(const PeakLoadOutcome &later)
{
  converged = later.converged;
  reason    = later.reason;
  solutions += later.solutions;
  newton_iterations += later.newton_iterations;
  linear_iterations += later.linear_iterations;
  return *this;
}

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

void PeakLoad::prepare(const fields::State &state)
{
  if (solves_equilibrium())
    equilibrium->set_tissue(state);
}

double PeakLoad::demand(const double time) const
{
  return model::interpolate(parameters.load.programme, time);
}

PeakLoadOutcome PeakLoad::solve(fields::State &state, const bool with_guard_equilibrium)
{
  PeakLoadOutcome outcome;
  fields::State   next = state;
  if (solves_equilibrium())
  {
    outcome = solve_guarded(next, with_guard_equilibrium);
    if (!outcome.converged)
      return outcome;
  }
  else
  {
    std::vector<double> values(spaces.n_owned_vertices());
    strain(next.time, next, values);
    for (unsigned int i = 0; i < values.size(); ++i)
      next.stimulus.strain.local_element(i) = values[i];
    std::tie(next.applied_force, next.guard.force) = forces(next.time, next);
    outcome.converged                              = true;
  }
  next.previous_stimulus = state.stimulus;
  next.stimulus.time     = next.time;
  state                  = next;
  return outcome;
}

fields::Vector PeakLoad::newest_iterate(const fields::State &state) const
{
  return solves_equilibrium() ? equilibrium->newest_iterate() : state.displacement;
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

PeakLoadOutcome PeakLoad::displace(const fields::State &state, const double force,
                                   fields::Vector &displacement)
{
  PeakLoadOutcome outcome;
  outcome.converged = true;
  displacement      = state.displacement;
  if (!solves_equilibrium())
    return outcome;
  equilibrium->set_tissue(state);
  outcome = solve_at(force, displacement);
  displacement.update_ghost_values();
  return outcome;
}

double PeakLoad::surrogate_modulus(const fields::State &state, const unsigned int vertex) const
{
  model::Concentrations<double> u;
  for (unsigned int s = 0; s < model::n_species; ++s)
    u[s] = state.concentrations[s].local_element(vertex);
  return surrogate.modulus(u, model::nematic_order(fields::tensor_at(state.orientation, vertex)));
}

double PeakLoad::weakest_surrogate_modulus(const fields::State &state) const
{
  double weakest = std::numeric_limits<double>::max();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
      weakest = std::min(weakest, surrogate_modulus(state, i));
  return Utilities::MPI::min(weakest, spaces.communicator);
}

bool PeakLoad::knows_strain_of_forces() const
{
  return parameters.mechanics.type == parameters::MechanicsType::surrogate ||
         (solves_equilibrium() && parameters.mechanics.governor);
}

/// A force [N] and the strain of the weakest section under it: those of the peak load or, if it causes no
/// strain, those of the guard.
std::pair<double, double> PeakLoad::known_strain(const fields::State &state) const
{
  const double strain = guarded_strain(state.stimulus.strain);
  if (state.applied_force > 0. && strain > 0.)
    return {state.applied_force, strain};
  return {state.guard.force, parameters.mechanics.guard_strain};
}

double PeakLoad::strain_under(const double force, const fields::State &state) const
{
  if (!solves_equilibrium())
    return surrogate.strain(force / parameters.mechanics.surrogate_area, weakest_surrogate_modulus(state));
  const auto [known_force, known_strain] = this->known_strain(state);
  return known_strain * std::pow(force / known_force, state.guard.exponent);
}

double PeakLoad::force_at(const double strain, const fields::State &state) const
{
  if (!solves_equilibrium())
    return surrogate.stress(strain, weakest_surrogate_modulus(state)) * parameters.mechanics.surrogate_area;
  const auto [known_force, known_strain] = this->known_strain(state);
  return known_force * std::pow(strain / known_strain, 1. / state.guard.exponent);
}

std::pair<double, double> PeakLoad::forces(const double time, const fields::State &state) const
{
  if (parameters.mechanics.type != parameters::MechanicsType::surrogate)
    return {state.applied_force, state.guard.force};
  const double guard_force = force_at(parameters.mechanics.guard_strain, state);
  const double demanded    = demand(time);
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
} // namespace tenogen::healing
