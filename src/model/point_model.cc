#include "tenogen/model/point_model.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/model/constitutive.h"
#include "tenogen/model/load.h"

#include <cmath>
#include <string>

namespace tenogen::model
{
SurrogateMechanics::SurrogateMechanics(const parameters::Mechanics &mechanics,
                                       const parameters::Material  &material,
                                       const parameters::Biology   &biology)
  : mechanics(mechanics)
  , material(material)
  , biology(biology)
{
}

double SurrogateMechanics::modulus(const Concentrations<double> &u, const double alignment) const
{
  const Composition composition{u[collagen_I], u[collagen_III], u[crosslinks], alignment};
  return mechanics.surrogate_matrix_modulus +
         fibre_modulus(composition, material, biology) * alignment * alignment;
}

double SurrogateMechanics::strain(const double stress, const double modulus) const
{
  return stress / modulus -
         mechanics.surrogate_toe_strain * std::expm1(-stress / mechanics.surrogate_toe_stress);
}

double SurrogateMechanics::stress(const double strain, const double modulus) const
{
  // Newton's method from below the root: the law is concave, so the iterates increase monotonically.
  double stress = 0.;
  for (unsigned int iteration = 0; iteration < 100; ++iteration)
  {
    const double slope = 1. / modulus + mechanics.surrogate_toe_strain / mechanics.surrogate_toe_stress *
                                            std::exp(-stress / mechanics.surrogate_toe_stress);
    const double change = (strain - this->strain(stress, modulus)) / slope;
    stress += change;
    if (std::abs(change) <= 1e-13 * std::abs(stress))
      return stress;
  }
  throw SolverError("The surrogate mechanics found no stress for a strain of " + std::to_string(strain) +
                    " and a modulus of " + std::to_string(modulus) + " MPa.");
}

PointState to_point_state(const parameters::PointValues &values)
{
  PointState state;
  state.concentrations = {values.msc,           values.fibroblasts, values.tenocytes, values.cytokine,
                          values.growth_factor, values.water,       values.fat,       values.collagen_I,
                          values.collagen_III,  values.crosslinks};
  state.alignment      = values.alignment;
  return state;
}

namespace
{
PointState time_derivative(const PointState &state, const StrainResponse<double> &response,
                           const parameters::Biology &biology)
{
  const Rates<double> rates = biology_rates(state.concentrations, state.alignment, response, biology);
  PointState          derivative;
  for (unsigned int i = 0; i < n_species; ++i)
    derivative.concentrations[i] = rates.production[i] - rates.destruction[i] * state.concentrations[i];
  derivative.alignment =
      rates.alignment * (biology.largest_alignment - state.alignment) - rates.disalignment * state.alignment;
  return derivative;
}

PointState add(PointState state, const double factor, const PointState &other)
{
  for (unsigned int i = 0; i < n_species; ++i)
    state.concentrations[i] += factor * other.concentrations[i];
  state.alignment += factor * other.alignment;
  return state;
}

void check_admissible(const PointState &state, const double time)
{
  for (unsigned int i = 0; i < n_species; ++i)
    if (!(state.concentrations[i] >= 0.) || !std::isfinite(state.concentrations[i]))
      throw SolverError("The point model reached an inadmissible state at day " + std::to_string(time) +
                        ": " + species_names()[i].name + " = " + std::to_string(state.concentrations[i]) +
                        ". Check the biology parameters.");
}
using Response = std::function<StrainResponse<double>(double time, const PointState &)>;

/// Runge-Kutta scheme of fourth order under a response to strain.
PointState advance(PointState state, const double start, const double end, const double step,
                   const Response &response, const parameters::Biology &biology)
{
  const auto   n_steps = static_cast<unsigned int>(std::ceil((end - start) / step - 1e-9));
  const double h       = n_steps > 0 ? (end - start) / n_steps : 0.;
  const auto   f       = [&](const double time, const PointState &y)
  { return time_derivative(y, response(time, y), biology); };
  for (unsigned int n = 0; n < n_steps; ++n)
  {
    const double     t  = start + n * h;
    const PointState k1 = f(t, state);
    const PointState k2 = f(t + 0.5 * h, add(state, 0.5 * h, k1));
    const PointState k3 = f(t + 0.5 * h, add(state, 0.5 * h, k2));
    const PointState k4 = f(t + h, add(state, h, k3));
    state               = add(add(add(add(state, h / 6., k1), h / 3., k2), h / 3., k3), h / 6., k4);
    check_admissible(state, t + h);
  }
  return state;
}

/// Relaxes a tissue; fat and, on request, alignment do not change.
PointState relax(const parameters::PointValues &start, const double years, const bool keep_alignment,
                 const Response &response, const parameters::Biology &biology)
{
  const double end   = years * days_per_year;
  PointState   state = to_point_state(start);
  if (!keep_alignment)
    state = advance(state, 0., end, 0.05, response, biology);
  else
    for (double time = 0.; time < end; time += 1.)
    {
      state           = advance(state, time, time + 1., 0.05, response, biology);
      state.alignment = start.alignment;
    }
  state.concentrations[fat] = start.fat;
  return state;
}
} // namespace

PointState advance_point_model(PointState state, const double start, const double end, const double step,
                               const std::function<double(double, const PointState &)> &strain,
                               const parameters::Biology                               &biology)
{
  return advance(
      state, start, end, step,
      [&](const double time, const PointState &y) { return strain_response(strain(time, y), biology); },
      biology);
}

PointState stationary_state(const parameters::PointValues &start, const double years, const double demand,
                            const double area, const bool keep_alignment,
                            const parameters::ParameterSet &parameters)
{
  const SurrogateMechanics mechanics(parameters.mechanics, parameters.material, parameters.biology);
  const auto               response = [&](double, const PointState &state)
  {
    const double modulus = mechanics.modulus(state.concentrations, state.alignment);
    if (!(modulus > 0.) || !std::isfinite(modulus))
      throw SolverError("The stationary tissue before day 0 was not found: its modulus reached " +
                        std::to_string(modulus) +
                        " MPa. Check the rates of the biology and the material, or set Initial state/Relax = "
                        "false to use the given tissues.");
    const double guard_force = mechanics.stress(parameters.mechanics.guard_strain, modulus) * area;
    const double force       = parameters.mechanics.governor ? governed_force(demand, guard_force) : demand;
    return strain_response(mechanics.strain(force / area, modulus), parameters.biology);
  };
  return relax(start, years, keep_alignment, response, parameters.biology);
}

PointState stationary_state(const parameters::PointValues &start, const double years,
                            const StrainResponse<double> &response, const bool keep_alignment,
                            const parameters::Biology &biology)
{
  return relax(
      start, years, keep_alignment, [&response](double, const PointState &) { return response; }, biology);
}
} // namespace tenogen::model
