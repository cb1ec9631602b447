#include "tenogen/healing/biology_stepper.h"

#include "tenogen/model/constitutive.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace tenogen::healing
{
using namespace dealii;
using model::n_species;
using model::n_transported;

BiologyStepper::BiologyStepper(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : spaces(spaces)
  , parameters(parameters)
  , graph(spaces)
  , transport(spaces, graph, parameters.time.linear_tolerance)
  , injection(injected_density(spaces, parameters))
{
  for (double &rate : injection)
    rate /= parameters.treatment.duration;
  const parameters::Biology &b      = parameters.biology;
  diffusivity                       = {};
  diffusivity[model::msc]           = b.msc_motility;
  diffusivity[model::fibroblasts]   = b.fibroblast_motility;
  diffusivity[model::tenocytes]     = b.tenocyte_motility;
  diffusivity[model::cytokine]      = b.cytokine_diffusivity;
  diffusivity[model::growth_factor] = b.growth_factor_diffusivity;
  diffusivity[model::water]         = b.water_diffusivity;
}

void BiologyStepper::set_orientation(const fields::State &state)
{
  graph.set_orientation(state.orientation, parameters.biology.diffusion_anisotropy);
}

namespace
{
/// Potential Psi of the taxis: its gradient is chi K/(K+c)^2 grad c + eta/(1+rho/rho_eta)^2 grad rho/rho_0.
fields::Vector taxis_potential(const fields::Vector &attractant, const fields::Vector &collagen_I,
                               const fields::Vector &collagen_III, const double chemotaxis,
                               const double haptotaxis, const parameters::Biology &b)
{
  fields::Vector potential = attractant;
  const auto     n = attractant.locally_owned_size() + attractant.get_partitioner()->n_ghost_indices();
  for (unsigned int i = 0; i < n; ++i)
  {
    const double c   = attractant.local_element(i);
    const double rho = collagen_I.local_element(i) + collagen_III.local_element(i);
    potential.local_element(i) =
        chemotaxis * c / (b.chemotaxis_half_level + c) +
        haptotaxis * b.haptotaxis_inhibition / b.reference_collagen * rho / (b.haptotaxis_inhibition + rho);
  }
  return potential;
}
} // namespace

void BiologyStepper::evaluate(const fields::State &state, const std::vector<double> &strain,
                              const double injection_share, Stage &stage) const
{
  const unsigned int         n = spaces.n_owned_vertices();
  const parameters::Biology &b = parameters.biology;
  for (unsigned int s = 0; s < n_species; ++s)
  {
    stage.production[s].resize(n);
    stage.destruction[s].resize(n);
  }
  for (auto *values : {&stage.alignment, &stage.disalignment, &stage.msc_proliferation, &stage.msc_death,
                       &stage.msc_differentiation})
    values->resize(n);

  model::Concentrations<double> u;
  for (unsigned int i = 0; i < n; ++i)
  {
    for (unsigned int s = 0; s < n_species; ++s)
      u[s] = state.concentrations[s].local_element(i);
    const model::Rates<double> rates =
        model::biology_rates(u, model::nematic_order(fields::tensor_at(state.orientation, i)),
                             model::strain_response(strain[i], b), b);
    for (unsigned int s = 0; s < n_species; ++s)
    {
      stage.production[s][i]  = rates.production[s];
      stage.destruction[s][i] = rates.destruction[s];
    }
    stage.alignment[i]           = rates.alignment;
    stage.disalignment[i]        = rates.disalignment;
    stage.msc_proliferation[i]   = rates.msc_proliferation * u[model::msc];
    stage.msc_death[i]           = rates.msc_death;
    stage.msc_differentiation[i] = rates.msc_differentiation;

    // Tenocytes from MSC are added when the MSC of the stage are known: what leaves there arrives here.
    stage.production[model::tenocytes][i] -= rates.msc_differentiation * u[model::msc];
    stage.production[model::msc][i] += injection_share * injection[i];

    // Exchange with the paratenon.
    const double exchange = graph.surface_area[i] / spaces.volume.local_element(i);
    stage.destruction[model::msc][i] += b.paratenon_msc_transfer * exchange;
    stage.destruction[model::cytokine][i] += b.paratenon_cytokine_transfer * exchange;
    stage.destruction[model::growth_factor][i] += b.paratenon_growth_factor_transfer * exchange;
    stage.production[model::cytokine][i] +=
        b.paratenon_cytokine_transfer * exchange * b.paratenon_cytokine_level;
    stage.production[model::growth_factor][i] +=
        b.paratenon_growth_factor_transfer * exchange * b.paratenon_growth_factor_level;
    stage.production[model::fibroblasts][i] += b.fibroblast_surface_influx * exchange;
  }

  const auto &c = state.concentrations;
  for (unsigned int s = 0; s < n_transported; ++s)
  {
    if (s == model::msc || s == model::fibroblasts)
    {
      const bool           is_msc = s == model::msc;
      const fields::Vector potential =
          taxis_potential(c[is_msc ? model::cytokine : model::growth_factor], c[model::collagen_I],
                          c[model::collagen_III], is_msc ? b.msc_chemotaxis : b.fibroblast_chemotaxis,
                          is_msc ? b.msc_haptotaxis : b.fibroblast_haptotaxis, b);
      solvers::edge_outflow(graph, diffusivity[s], c[s], &potential, stage.outflow[s]);
    }
    else
      solvers::edge_outflow(graph, diffusivity[s], c[s], nullptr, stage.outflow[s]);
  }
}

BiologyOutcome BiologyStepper::advance(fields::State &state, const double step,
                                       const StrainField &strain_field)
{
  BiologyOutcome               outcome;
  const parameters::Treatment &treatment = parameters.treatment;
  const double                 middle    = state.time + 0.5 * step;
  const double                 injection_share =
      treatment.dose > 0. && middle > treatment.start && middle < treatment.start + treatment.duration ? 1.
                                                                                                                       : 0.;
  const unsigned int  n = spaces.n_owned_vertices();
  std::vector<double> strain(n);

  // First stage: implicit Euler.
  strain_field(state.time, state, strain);
  evaluate(state, strain, injection_share, first);
  fields::State low = state;
  low.time          = state.time + step;
  for (unsigned int s = 0; s < n_species; ++s)
    if (!solve_transported(state, first, step, s, low, outcome))
      return outcome;
  advance_orientation(state, state, first.alignment, first.disalignment, step, low);
  if (!admissible(low, outcome))
    return outcome;

  // Second stage: trapezoidal rates, each destruction in proportion to what is there at the end.
  strain_field(low.time, low, strain);
  evaluate(low, strain, injection_share, second);
  combine(first, state, second, low, combined);
  fields::State high = low;
  for (unsigned int s = 0; s < n_species; ++s)
    if (!solve_transported(state, combined, step, s, high, outcome))
      return outcome;
  advance_orientation(state, low, combined.alignment, combined.disalignment, step, high);
  if (!admissible(high, outcome))
    return outcome;

  estimate_error(low, high, outcome);
  account(combined, step, high);
  if (injection_share > 0.)
  {
    double deposited = 0.;
    for (unsigned int i = 0; i < n; ++i)
      deposited += injection[i] * spaces.volume.local_element(i);
    high.budget.deposited += step * Utilities::MPI::sum(deposited, spaces.communicator);
  }
  high.largest_msc  = std::max(high.largest_msc, high.concentrations[model::msc].linfty_norm());
  state             = high;
  outcome.succeeded = true;
  return outcome;
}

bool BiologyStepper::solve_transported(const fields::State &old, const Stage &stage, const double step,
                                       const unsigned int species, fields::State &result,
                                       BiologyOutcome &outcome)
{
  const unsigned int    n = spaces.n_owned_vertices();
  const fields::Vector &u = old.concentrations[species];
  fields::Vector       &y = result.concentrations[species];

  if (species >= n_transported)
  {
    for (unsigned int i = 0; i < n; ++i)
      y.local_element(i) = (u.local_element(i) + step * stage.production[species][i]) /
                           (1. + step * stage.destruction[species][i]);
    y.update_ghost_values();
    return true;
  }

  const std::vector<double> *production = &stage.production[species];
  std::vector<double>        with_differentiation;
  if (species == model::tenocytes)
  {
    with_differentiation = *production;
    for (unsigned int i = 0; i < n; ++i)
      with_differentiation[i] +=
          stage.msc_differentiation[i] * result.concentrations[model::msc].local_element(i);
    production = &with_differentiation;
  }
  if (species == model::msc)
  {
    double something = u.linfty_norm();
    for (unsigned int i = 0; i < n; ++i)
      something = std::max(something, (*production)[i]);
    if (Utilities::MPI::max(something, spaces.communicator) == 0.)
    {
      y = u;
      return true;
    }
  }
  const int iterations = transport.solve(u, *production, stage.destruction[species], stage.outflow[species],
                                         step, species == model::msc, y);
  if (iterations < 0)
  {
    outcome.reason = "the linear solver of " + model::species_names()[species].name + " failed";
    return false;
  }
  outcome.linear_iterations += iterations;
  return true;
}

/*
 * The direction towards which fibres turn. That of the largest strain, e_1, answers to the fibres: where
 * they tilt, stiff fibres in a soft matrix turn e_1 the other way, g times as far. Held until the next
 * equilibrium, it would overshoot; so the answer is anticipated, e_1 - g (a - a_n), with the fibre axis a
 * and what it was at the last equilibrium, a_n. To first order in the tilt, with A_n of order S,
 * a - a_n = (I - a_n a_n)(A - A_n) a_n / S.
 */
Tensor<1, 3> BiologyStepper::turning_direction(const fields::State &state, const unsigned int vertex) const
{
  const SymmetricTensor<2, 3> then = fields::tensor_at(state.stimulus.orientation, vertex);
  Tensor<1, 3>                direction;
  for (unsigned int d = 0; d < 3; ++d)
    direction[d] = state.stimulus.direction[d].local_element(vertex);

  const SymmetricTensor<2, 3> change = fields::tensor_at(state.orientation, vertex) - then;
  const double                order  = model::nematic_order(then);
  if (change.norm() == 0. || order < 0.05)
    return direction; // nothing has turned, or there is no axis that could
  Tensor<1, 3> axis = eigenvectors(then)[0].second;
  if (axis * direction < 0.)
    axis = -axis;
  Tensor<1, 3> tilt = change * axis;
  tilt -= (tilt * axis) * axis;
  direction -= parameters.mechanics.direction_feedback / order * tilt;
  return direction / direction.norm();
}

/*
 * dA/dt = a (A* - A) - d (A - I/3) with constant rates has the solution A_eq + exp(-(a+d) t)(A - A_eq),
 * A_eq = (a A* + d I/3)/(a+d): a convex combination, so that A keeps trace 1 and non-negative eigenvalues.
 * The direction of A* is the mean of those at the beginning and, as far as it is known, at the end.
 */
void BiologyStepper::advance_orientation(const fields::State &old, const fields::State &end,
                                         const std::vector<double> &alignment,
                                         const std::vector<double> &disalignment, const double step,
                                         fields::State &result) const
{
  const double S_max = parameters.biology.largest_alignment;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const double rate = alignment[i] + disalignment[i];
    const double gone = -std::expm1(-step * rate);
    if (!(rate > 0.))
      continue;
    const Tensor<1, 3>          direction = turning_direction(old, i) + turning_direction(end, i);
    const SymmetricTensor<2, 3> target    = (alignment[i] / rate) * model::transversely_isotropic_orientation(
                                                                        S_max, direction / direction.norm()) +
                                         (disalignment[i] / rate / 3.) * unit_symmetric_tensor<3>();
    const SymmetricTensor<2, 3> tensor = (1. - gone) * fields::tensor_at(old.orientation, i) + gone * target;
    for (unsigned int c = 0; c < 6; ++c)
      result.orientation[c].local_element(i) = tensor.access_raw_entry(c);
  }
  for (fields::Vector &component : result.orientation)
    component.update_ghost_values();
}

void BiologyStepper::combine(const Stage &a, const fields::State &old, const Stage &b,
                             const fields::State &intermediate, Stage &result) const
{
  const unsigned int n = spaces.n_owned_vertices();
  result               = b;
  // ratio = u/y1: what was there at the beginning for each unit in the first stage
  const auto ratio = [&](const unsigned int species, const unsigned int vertex)
  {
    const double y = intermediate.concentrations[species].local_element(vertex);
    return y > 0. ? old.concentrations[species].local_element(vertex) / y : 1.;
  };
  for (unsigned int s = 0; s < n_species; ++s)
  {
    for (unsigned int i = 0; i < n; ++i)
    {
      result.production[s][i]  = 0.5 * (a.production[s][i] + b.production[s][i]);
      result.destruction[s][i] = 0.5 * (a.destruction[s][i] * ratio(s, i) + b.destruction[s][i]);
    }
    if (s >= n_transported)
      continue;
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int entry = graph.row_start[i]; entry < graph.row_start[i + 1]; ++entry)
      {
        result.outflow[s].in[entry] =
            0.5 * (a.outflow[s].in[entry] * ratio(s, graph.column[entry]) + b.outflow[s].in[entry]);
        result.outflow[s].out[entry] =
            0.5 * (a.outflow[s].out[entry] * ratio(s, i) + b.outflow[s].out[entry]);
      }
  }
  for (unsigned int i = 0; i < n; ++i)
  {
    const double r                = ratio(model::msc, i);
    result.alignment[i]           = 0.5 * (a.alignment[i] + b.alignment[i]);
    result.disalignment[i]        = 0.5 * (a.disalignment[i] + b.disalignment[i]);
    result.msc_proliferation[i]   = 0.5 * (a.msc_proliferation[i] + b.msc_proliferation[i]);
    result.msc_death[i]           = 0.5 * (a.msc_death[i] * r + b.msc_death[i]);
    result.msc_differentiation[i] = 0.5 * (a.msc_differentiation[i] * r + b.msc_differentiation[i]);
  }
}

void BiologyStepper::account(const Stage &stage, const double step, fields::State &result) const
{
  std::array<double, 4> sums = {};
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const double volume = spaces.volume.local_element(i);
    const double cells  = result.concentrations[model::msc].local_element(i) * volume;
    const double lost   = stage.destruction[model::msc][i];
    sums[0] += stage.msc_proliferation[i] * volume;
    sums[1] += stage.msc_death[i] * cells;
    sums[2] += stage.msc_differentiation[i] * cells;
    sums[3] += (lost - stage.msc_death[i] - stage.msc_differentiation[i]) * cells;
  }
  for (double &sum : sums)
    sum = step * Utilities::MPI::sum(sum, spaces.communicator);
  result.budget.proliferated += sums[0];
  result.budget.died += sums[1];
  result.budget.differentiated += sums[2];
  // Without exchange the difference of the three rates is rounding, not cells.
  if (parameters.biology.paratenon_msc_transfer > 0.)
    result.budget.left += sums[3];
}

void BiologyStepper::estimate_error(const fields::State &low, const fields::State &high,
                                    BiologyOutcome &outcome) const
{
  // Volume-weighted root mean squares of the stages' difference, relative to the field's own.
  std::vector<double> sums(2 * (n_species + 1)), total(sums.size());
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const double volume = spaces.volume.local_element(i);
    for (unsigned int s = 0; s < n_species; ++s)
    {
      const double y = high.concentrations[s].local_element(i);
      const double e = y - low.concentrations[s].local_element(i);
      sums[2 * s] += volume * e * e;
      sums[2 * s + 1] += volume * y * y;
    }
    const SymmetricTensor<2, 3> A          = fields::tensor_at(high.orientation, i),
                                difference = A - fields::tensor_at(low.orientation, i);
    sums[2 * n_species] += volume * (difference * difference);
    sums[2 * n_species + 1] += volume * (A * A);
  }
  Utilities::MPI::sum(sums, spaces.communicator, total);

  const double largest_now = high.concentrations[model::msc].linfty_norm();
  const bool   msc_matters = largest_now > parameters.time.msc_floor * high.largest_msc;
  for (unsigned int s = 0; s <= n_species; ++s)
  {
    if ((s == model::msc && !msc_matters) || !(total[2 * s + 1] > 0.))
      continue;
    const double error = std::sqrt(total[2 * s] / total[2 * s + 1]) / parameters.time.tolerance;
    if (error > outcome.error)
    {
      outcome.error       = error;
      outcome.worst_field = s < n_species ? model::species_names()[s].name : "orientation";
    }
  }
}

bool BiologyStepper::admissible(const fields::State &state, BiologyOutcome &outcome) const
{
  unsigned int worst = n_species;
  for (unsigned int s = 0; s < n_species; ++s)
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    {
      const double value = state.concentrations[s].local_element(i);
      if (!(value >= 0.) || !std::isfinite(value))
        worst = std::min(worst, s);
    }
  bool oriented = true;
  for (const fields::Vector &component : state.orientation)
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      oriented = oriented && std::isfinite(component.local_element(i));
  worst    = Utilities::MPI::min(worst, spaces.communicator);
  oriented = Utilities::MPI::min(oriented ? 1 : 0, spaces.communicator) == 1;
  if (!oriented)
    outcome.reason = "the fibre orientation became not finite";
  if (worst < n_species)
    outcome.reason = model::species_names()[worst].name + " became negative or not finite";
  return oriented && worst == n_species;
}
} // namespace tenogen::healing
