#include "tenogen/healing/chronic_tendon.h"

#include "tenogen/core/errors.h"
#include "tenogen/healing/peak_load.h"
#include "tenogen/model/biology.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace tenogen::healing
{
using namespace dealii;

namespace
{
/// What the cells of a tissue make of the strain, averaged over its volume; volume 0: there is none of it.
struct MeanResponse
{
  model::StrainResponse<double> response = {0., 0.};
  double                        volume   = 0.; ///< mm^3
};

/// Of scar (share 1) and intact tendon (share 0).
std::pair<MeanResponse, MeanResponse> mean_responses(const fields::Spaces &spaces, const fields::State &state,
                                                     const parameters::Biology &biology)
{
  std::vector<double> sums(6, 0.), total(6);
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const auto   response  = model::strain_response(state.stimulus.strain.local_element(i), biology);
    const double scar      = spaces.volume.local_element(i) * spaces.tissue_indicator.local_element(i);
    const double intact    = spaces.volume.local_element(i) - scar;
    unsigned int component = 0;
    for (const double volume : {scar, intact})
    {
      sums[component++] += volume;
      sums[component++] += volume * response.activity;
      sums[component++] += volume * response.overload;
    }
  }
  Utilities::MPI::sum(sums, spaces.communicator, total);
  const auto mean = [&total](const unsigned int first)
  {
    MeanResponse result;
    // The indicator's tail leaves a trace of the one tissue in the other.
    if (total[first] > 1e-6 * (total[0] + total[3]))
      result = {{total[first + 1] / total[first], total[first + 2] / total[first]}, total[first]};
    return result;
  };
  return {mean(0), mean(3)};
}

/// Largest relative difference of two tissues, of fields that matter.
double difference(const model::PointState &a, const model::PointState &b)
{
  double largest = 0.;
  for (const auto s :
       {model::fibroblasts, model::tenocytes, model::cytokine, model::collagen_I, model::crosslinks})
    if (b.concentrations[s] > 0.)
      largest = std::max(largest, std::abs(a.concentrations[s] / b.concentrations[s] - 1.));
  return std::max(largest, std::abs(a.alignment / b.alignment - 1.));
}

/// The state of new tissues, with the mechanics of the old one as first guess.
fields::State with_tissues(const fields::Spaces &spaces, const InitialTissues &tissues,
                           const fields::State &old, const parameters::ParameterSet &parameters)
{
  fields::State state               = initial_state(spaces, tissues, parameters);
  state.displacement                = old.displacement;
  state.guard_displacement          = old.guard_displacement;
  state.previous_displacement       = old.displacement;
  state.previous_guard_displacement = old.guard_displacement;
  state.guard_force                 = old.guard_force;
  state.previous_guard_force        = old.guard_force;
  state.guard_compliance            = old.guard_compliance;
  return state;
}
} // namespace

ChronicTendon chronic_tendon(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
{
  ChronicTendon tendon;
  tendon.tissues = initial_tissues(parameters);
  tendon.state   = initial_state(spaces, tendon.tissues, parameters);
  if (!parameters.initial_state.relax ||
      parameters.mechanics.type != parameters::MechanicsType::finite_strain)
    return tendon;

  constexpr double       tolerance          = 1e-3;
  constexpr unsigned int largest_iterations = 20;

  const parameters::InitialState &initial  = parameters.initial_state;
  parameters::ParameterSet        habitual = parameters;
  habitual.load.programme                  = {{0., parameters.load.habitual_force}};
  PeakLoad peak_load(spaces, habitual);
  while (true)
  {
    const PeakLoadOutcome outcome = peak_load.solve(tendon.state, true);
    if (!outcome.converged)
      throw SolverError(
          "No equilibrium under the habitual load of " + std::to_string(parameters.load.habitual_force) +
          " N before day 0: " + outcome.reason + ". Lower the load, refine the mesh, or check the material.");
    const auto [scar, intact] = mean_responses(spaces, tendon.state, parameters.biology);
    InitialTissues next       = tendon.tissues;
    if (scar.volume > 0.)
      next.scar = model::stationary_state(initial.scar, initial.relaxation_time, scar.response, false,
                                          parameters.biology);
    if (intact.volume > 0.)
      next.intact = model::stationary_state(initial.intact, initial.intact_relaxation_time, intact.response,
                                            true, parameters.biology);
    const double change =
        std::max(difference(next.scar, tendon.tissues.scar), difference(next.intact, tendon.tissues.intact));
    tendon.tissues = next;
    tendon.state   = with_tissues(spaces, next, tendon.state, parameters);
    ++tendon.iterations;
    if (change < tolerance)
      return tendon;
    if (tendon.iterations == largest_iterations)
      throw SolverError("The stationary tissues under the habitual load were not found in " +
                        std::to_string(largest_iterations) + " iterations; the last changed them by " +
                        std::to_string(change) +
                        ". Check the biology parameters, or give the tissues: Initial state/Relax = false.");
  }
}
} // namespace tenogen::healing
