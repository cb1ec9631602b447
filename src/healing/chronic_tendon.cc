#include "tenogen/healing/chronic_tendon.h"

#include "tenogen/core/errors.h"
#include "tenogen/healing/peak_load.h"
#include "tenogen/model/biology.h"
#include "tenogen/parameters/number_text.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace tenogen::healing
{
using namespace dealii;

namespace
{
/// The response of the cells of a tissue to the strain, averaged over its volume; volume 0: there is no such
/// tissue.
struct MeanResponse
{
  model::StrainResponse<double> response = {0., 0.};
  double                        volume   = 0.; ///< mm^3
};

MeanResponse mean_response_of_stumps(const fields::Spaces &spaces, const fields::State &state,
                                     const parameters::Biology &biology)
{
  std::vector<double> sums(4, 0.), total(4);
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const auto   response = model::strain_response(state.stimulus.strain.local_element(i), biology);
    const double volume   = spaces.volume.local_element(i);
    const double intact   = volume * (1. - spaces.tissue_indicator.local_element(i));
    sums[0] += intact;
    sums[1] += intact * response.activity;
    sums[2] += intact * response.overload;
    sums[3] += volume;
  }
  Utilities::MPI::sum(sums, spaces.communicator, total);
  MeanResponse result;
  if (total[0] > 1e-6 * total[3]) // otherwise it is only the tail of the indicator
    result = {{total[1] / total[0], total[2] / total[0]}, total[0]};
  return result;
}

/// The message that no stationary intact tissue was found, and what may help.
std::string no_intact_tissue(const double change, const unsigned int iterations,
                             const parameters::ParameterSet &parameters)
{
  using parameters::to_text;
  std::string text = "No stationary intact tissue was found under the habitual load of " +
                     to_text(parameters.load.habitual_force) +
                     " N: the iteration oscillates between two states that differ by " +
                     to_text(std::round(1000. * change) / 10.) + " % (after " + std::to_string(iterations) +
                     " iterations). Raise Biology/Strain window/High strain [-] (" +
                     to_text(parameters.biology.window_high_strain) + ")";
  if (parameters.mechanics.governor)
    text +=
        ", lower Mechanics/Governor/Guard strain [-] (" + to_text(parameters.mechanics.guard_strain) + ")";
  return text + ", or set Initial state/Relax = false to use the given tissues.";
}

/// The state of new tissues, with the mechanics of the old one as first guess.
fields::State with_tissues(const fields::Spaces &spaces, const InitialTissues &tissues,
                           const fields::State &old, const parameters::ParameterSet &parameters)
{
  fields::State state         = initial_state(spaces, tissues, parameters);
  state.displacement          = old.displacement;
  state.previous_displacement = old.displacement;
  state.guard                 = old.guard;
  return state;
}
} // namespace

double difference(const model::PointState &a, const model::PointState &b)
{
  double     largest = 0.;
  const auto compare = [&largest](const double x, const double y)
  {
    if (x != y)
      largest = std::max(largest, y == 0. ? std::numeric_limits<double>::infinity() : std::abs(x / y - 1.));
  };
  for (const auto s :
       {model::fibroblasts, model::tenocytes, model::cytokine, model::collagen_I, model::crosslinks})
    compare(a.concentrations[s], b.concentrations[s]);
  compare(a.alignment, b.alignment);
  return largest;
}

bool oscillates(const std::vector<model::PointState> &tissues)
{
  // Observed oscillations have a factor of 30 or more and return to within 0.3 %. A linear iteration would
  // have to shrink by less than a tenth per step to look the same, and it would not converge in 20 steps.
  constexpr double far = 0.1, same = 0.01;
  const auto       last = tissues.rbegin();
  return tissues.size() >= 3 && difference(last[0], last[1]) > far && difference(last[0], last[2]) < same;
}

ChronicTendon chronic_tendon(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                             const std::function<void(const std::string &)> &progress)
{
  ChronicTendon tendon;
  tendon.tissues = initial_tissues(parameters);
  tendon.state   = initial_state(spaces, tendon.tissues, parameters);
  if (!parameters.initial_state.relax ||
      parameters.mechanics.type != parameters::MechanicsType::finite_strain)
    return tendon;

  constexpr double       tolerance          = 1e-3;
  constexpr unsigned int largest_iterations = 20;

  const parameters::InitialState &initial       = parameters.initial_state;
  parameters::ParameterSet        habitual      = parameters;
  habitual.load.programme                       = {{0., parameters.load.habitual_force}};
  const std::string              habitual_force = parameters::to_text(parameters.load.habitual_force) + " N";
  PeakLoad                       peak_load(spaces, habitual);
  std::vector<model::PointState> intact_tissues;
  while (true)
  {
    const PeakLoadOutcome outcome = peak_load.solve(tendon.state, true);
    if (!outcome.converged)
      throw SolverError("No equilibrium under the habitual load of " + habitual_force +
                        " before day 0: " + outcome.reason +
                        ". Lower Load/Habitual force [N], refine the mesh, or check the material.");
    const MeanResponse intact = mean_response_of_stumps(spaces, tendon.state, parameters.biology);
    InitialTissues     next   = tendon.tissues;
    if (intact.volume > 0.)
      next.intact = model::stationary_state(initial.intact, initial.intact_relaxation_time, intact.response,
                                            true, parameters.biology);
    const double change = difference(next.intact, tendon.tissues.intact);
    tendon.tissues      = next;
    tendon.state        = with_tissues(spaces, next, tendon.state, parameters);
    ++tendon.iterations;
    progress("stationary tissues: iteration " + std::to_string(tendon.iterations) + ", " +
             std::to_string(outcome.solutions) + " solves, " + std::to_string(outcome.newton_iterations) +
             " Newton; the intact tissue has changed by " + std::to_string(100. * change) + " %");
    if (change < tolerance)
      return tendon;
    intact_tissues.push_back(next.intact);
    if (oscillates(intact_tissues))
      throw SolverError(no_intact_tissue(change, tendon.iterations, parameters));
    if (tendon.iterations == largest_iterations)
      throw SolverError(
          "The stationary tissues under the habitual load did not converge in " +
          std::to_string(largest_iterations) + " iterations; the last iteration changed them by " +
          std::to_string(change) +
          ". Check the biology parameters, or set Initial state/Relax = false to use the given tissues.");
  }
}
} // namespace tenogen::healing
