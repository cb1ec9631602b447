#include "tenogen/healing/biology_stepper.h"

#include "tenogen/model/constitutive.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tenogen::healing
{
using namespace dealii;
using model::n_species;
using model::n_transported;

BiologyStepper::BiologyStepper(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : spaces(spaces)
  , parameters(parameters)
  , rates(spaces, parameters)
  , transport(spaces, rates.transport_graph(), parameters.time.linear_tolerance)
{
}

void BiologyStepper::set_orientation(const fields::State &state)
{
  rates.set_orientation(state);
}

void BiologyStepper::fit_weights(const double step)
{
  for (unsigned int s = 0; s < n_species; ++s)
  {
    weights[s].resize(first.destruction[s].size());
    for (unsigned int i = 0; i < weights[s].size(); ++i)
      weights[s][i] = fitted_weights(step * first.destruction[s][i]);
  }
}

BiologyOutcome BiologyStepper::advance(fields::State &state, const double step,
                                       const StrainField &strain_field)
{
  BiologyOutcome               outcome;
  const parameters::Treatment &treatment = parameters.treatment;
  const double                 middle    = state.time + 0.5 * step;
  const bool                   injects =
      treatment.dose > 0. && middle > treatment.start && middle < treatment.start + treatment.duration;
  const unsigned int  n = spaces.n_owned_vertices();
  std::vector<double> strain(n);

  // First stage: the rates at the beginning. The soluble factors follow the cells within hours, so their
  // rates already use the new cells.
  strain_field(state.time, state, strain);
  rates.evaluate(state, strain, injects, first);
  fit_weights(step);
  fields::State low = state;
  low.time          = state.time + step;
  if (!solve_species(state, first, step, model::msc, model::cytokine, low, outcome))
    return outcome;
  advance_orientation(state, first.alignment, first.disalignment, step, low);
  strain_field(low.time, low, strain);
  std::array<std::vector<double>, 2> production{
      {first.production[model::cytokine], first.production[model::growth_factor]}};
  for (unsigned int i = 0; i < n; ++i)
  {
    const model::Rates<double> later          = rates.at_vertex(low, i, strain[i], injects);
    first.production[model::cytokine][i]      = later.production[model::cytokine];
    first.production[model::growth_factor][i] = later.production[model::growth_factor];
  }
  if (!solve_species(state, first, step, model::cytokine, n_species, low, outcome) ||
      !admissible(low, outcome))
    return outcome;
  first.production[model::cytokine].swap(production[0]);
  first.production[model::growth_factor].swap(production[1]);

  // Second stage: the rates at both ends.
  strain_field(low.time, low, strain);
  rates.evaluate(low, strain, injects, second);
  combine(state, low);
  fields::State high = low;
  if (!solve_species(state, second, step, model::msc, n_species, high, outcome))
    return outcome;
  advance_orientation(state, second.alignment, second.disalignment, step, high);
  if (!admissible(high, outcome))
    return outcome;

  estimate_error(low, high, outcome);
  account(state, step, high);
  if (injects)
    high.budget.deposited += step * Utilities::MPI::sum(rates.deposited_per_day(), spaces.communicator);
  high.largest_msc  = std::max(high.largest_msc, high.concentrations[model::msc].linfty_norm());
  state             = high;
  outcome.succeeded = true;
  return outcome;
}

bool BiologyStepper::solve_species(const fields::State &old, const RateFields &stage, const double step,
                                   const unsigned int begin, const unsigned int end, fields::State &result,
                                   BiologyOutcome &outcome)
{
  const unsigned int  n = spaces.n_owned_vertices();
  std::vector<double> source(n), destruction(n);
  for (unsigned int s = begin; s < end; ++s)
  {
    const fields::Vector &u = old.concentrations[s];
    fields::Vector       &y = result.concentrations[s];
    for (unsigned int i = 0; i < n; ++i)
    {
      const FittedWeights &w = weights[s][i];
      source[i]              = w.kept * u.local_element(i) / step + stage.production[s][i];
      destruction[i]         = w.end * stage.destruction[s][i];
    }
    if (s >= n_transported)
    {
      for (unsigned int i = 0; i < n; ++i)
        y.local_element(i) = source[i] / (1. / step + destruction[i]);
      y.update_ghost_values();
      continue;
    }

    if (s == model::msc)
    {
      const double local_source = std::accumulate(source.begin(), source.end(), 0.);
      if (Utilities::MPI::max(local_source, spaces.communicator) == 0.)
      {
        y = u;
        continue;
      }
    }
    if (s == model::tenocytes)
      for (unsigned int i = 0; i < n; ++i)
        source[i] += differentiated(old, stage, result, i);
    const int iterations = transport.solve(source, destruction, stage.outflow[s], step, s == model::msc, y);
    if (iterations < 0)
    {
      outcome.failure = {FailureKind::linear_solver,
                         "the linear solver of " + model::species_names()[s].name + " failed"};
      return false;
    }
    outcome.linear_iterations += iterations;
  }
  return true;
}

/// MSC that become tenocytes in a step that ends with this stage and state, cells/(mm^3 day).
double BiologyStepper::differentiated(const fields::State &old, const RateFields &stage,
                                      const fields::State &end, const unsigned int vertex) const
{
  const FittedWeights &w = weights[model::msc][vertex];
  return w.begin * first.msc_differentiation[vertex] * old.concentrations[model::msc].local_element(vertex) +
         w.end * stage.msc_differentiation[vertex] * end.concentrations[model::msc].local_element(vertex);
}

/*
 * dA/dt = a (A* - A) - d (A - I/3) with constant rates has the solution A_eq + exp(-(a+d) t)(A - A_eq),
 * A_eq = (a A* + d I/3)/(a+d): a convex combination, so that A keeps trace 1 and non-negative eigenvalues.
 * The direction of A* is that of the newest equilibrium.
 */
void BiologyStepper::advance_orientation(const fields::State &old, const std::vector<double> &alignment,
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
    Tensor<1, 3> direction;
    for (unsigned int d = 0; d < 3; ++d)
      direction[d] = old.stimulus.direction[d].local_element(i);
    const SymmetricTensor<2, 3> target =
        (alignment[i] / rate) * model::transversely_isotropic_orientation(S_max, direction) +
        (disalignment[i] / rate / 3.) * unit_symmetric_tensor<3>();
    const SymmetricTensor<2, 3> tensor = (1. - gone) * fields::tensor_at(old.orientation, i) + gone * target;
    for (unsigned int c = 0; c < 6; ++c)
      result.orientation[c].local_element(i) = tensor.access_raw_entry(c);
  }
  for (fields::Vector &component : result.orientation)
    component.update_ghost_values();
}

void BiologyStepper::combine(const fields::State &old, const fields::State &intermediate)
{
  const unsigned int n = spaces.n_owned_vertices();
  for (unsigned int s = 0; s < n_species; ++s)
    for (unsigned int i = 0; i < n; ++i)
      second.production[s][i] =
          weights[s][i].begin * first.production[s][i] + weights[s][i].end * second.production[s][i];
  const solvers::TransportGraph &graph = rates.transport_graph();
  for (unsigned int s = 0; s < n_transported; ++s)
  {
    // ratio = u/y1: initial value relative to the first stage
    const auto ratio = [&](const unsigned int vertex)
    {
      const double y = intermediate.concentrations[s].local_element(vertex);
      return y > 0. ? old.concentrations[s].local_element(vertex) / y : 1.;
    };
    const solvers::EdgeOutflow &a = first.outflow[s];
    solvers::EdgeOutflow       &b = second.outflow[s];
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int entry = graph.row_start[i]; entry < graph.row_start[i + 1]; ++entry)
      {
        b.in[entry]  = 0.5 * (a.in[entry] * ratio(graph.column[entry]) + b.in[entry]);
        b.out[entry] = 0.5 * (a.out[entry] * ratio(i) + b.out[entry]);
      }
  }
  for (unsigned int i = 0; i < n; ++i)
  {
    second.alignment[i]    = 0.5 * (first.alignment[i] + second.alignment[i]);
    second.disalignment[i] = 0.5 * (first.disalignment[i] + second.disalignment[i]);
  }
}

void BiologyStepper::account(const fields::State &old, const double step, fields::State &result) const
{
  std::array<double, 4> sums = {};
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const FittedWeights &w = weights[model::msc][i];
    const double         before =
        w.begin * spaces.volume.local_element(i) * old.concentrations[model::msc].local_element(i);
    const double after =
        w.end * spaces.volume.local_element(i) * result.concentrations[model::msc].local_element(i);
    const auto surface_outflow = [i](const RateFields &stage)
    { return stage.destruction[model::msc][i] - stage.msc_death[i] - stage.msc_differentiation[i]; };
    sums[0] += spaces.volume.local_element(i) *
               (w.begin * first.msc_proliferation[i] + w.end * second.msc_proliferation[i]);
    sums[1] += first.msc_death[i] * before + second.msc_death[i] * after;
    sums[2] += first.msc_differentiation[i] * before + second.msc_differentiation[i] * after;
    sums[3] += surface_outflow(first) * before + surface_outflow(second) * after;
  }
  for (double &sum : sums)
    sum = step * Utilities::MPI::sum(sum, spaces.communicator);
  result.budget.proliferated += sums[0];
  result.budget.died += sums[1];
  result.budget.differentiated += sums[2];
  // Without exchange, the difference of the three rates is only rounding error.
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
  // The first non-finite or negative field, orientation last; the more serious kind first.
  constexpr unsigned int orientation = n_species, none = n_species + 1;
  unsigned int           not_finite = none, negative = none;
  for (unsigned int s = 0; s < n_species; ++s)
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    {
      const double value = state.concentrations[s].local_element(i);
      if (!std::isfinite(value))
        not_finite = std::min(not_finite, s);
      else if (value < 0.)
        negative = std::min(negative, s);
    }
  for (const fields::Vector &component : state.orientation)
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      if (!std::isfinite(component.local_element(i)))
        not_finite = std::min(not_finite, orientation);
  not_finite = Utilities::MPI::min(not_finite, spaces.communicator);
  negative   = Utilities::MPI::min(negative, spaces.communicator);
  if (not_finite == none && negative == none)
    return true;

  const unsigned int field = not_finite != none ? not_finite : negative;
  const std::string  name =
      field == orientation ? "the fibre orientation" : model::species_names()[field].name;
  if (not_finite != none)
    outcome.failure = {FailureKind::not_finite, name + " is no longer finite"};
  else
    outcome.failure = {FailureKind::negative_value, name + " became negative"};
  outcome.refused = state;
  return false;
}

std::string to_text(const FailureKind kind)
{
  switch (kind)
  {
  case FailureKind::negative_value:
    return "negative value";
  case FailureKind::not_finite:
    return "not finite";
  case FailureKind::linear_solver:
    return "linear solver";
  case FailureKind::equilibrium:
    return "equilibrium";
  default:
    return "smallest step";
  }
}
} // namespace tenogen::healing
