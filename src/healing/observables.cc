#include "tenogen/healing/observables.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/statistics.h"
#include "tenogen/model/constitutive.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenogen::healing
{
using namespace dealii;

double value_of(const std::vector<Observable> &observables, const std::string &name)
{
  for (const Observable &observable : observables)
    if (observable.name == name)
      return observable.value;
  throw Error(ExitCode::defect, "There is no observable named '" + name + "'.");
}

double cell_balance_error(const fields::Spaces &spaces, const fields::State &state)
{
  const fields::CellBudget &budget = state.budget;
  const double              all    = budget.deposited + budget.proliferated;
  const double              living = fields::integral(spaces, state.concentrations[model::msc]);
  if (!(all > 0.))
    return 0.;
  return std::abs(all - living - budget.died - budget.differentiated - budget.left) / all;
}

double smallest_concentration(const fields::Spaces &spaces, const fields::State &state)
{
  double least = std::numeric_limits<double>::max();
  for (const fields::Vector &field : state.concentrations)
    least = std::min(least, fields::smallest(spaces, field));
  return least;
}

namespace
{
/// Volume of the gap where a field is above a level, mm^3.
double volume_above(const fields::Spaces &spaces, const fields::Vector &field, const double level)
{
  double volume = 0.;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (field.local_element(i) > level)
      volume += spaces.gap_share(i) * spaces.volume.local_element(i);
  return Utilities::MPI::sum(volume, spaces.communicator);
}
} // namespace

std::vector<Observable> observe(const fields::Spaces &spaces, const fields::State &state,
                                const PeakLoad &peak_load, const parameters::ParameterSet &parameters)
{
  const auto  mean = [&](const fields::Vector &field) { return fields::mean_in_gap(spaces, field); };
  const auto &c    = state.concentrations;
  const fields::CellBudget &budget    = state.budget;
  const fields::Vector      stiffness = peak_load.local_stiffness(state);
  const fields::Vector      alignment = fields::alignment(spaces, state);
  const double              modulus   = mean(stiffness);
  const double volume = fields::gap_volume(spaces), length = fields::gap_length(parameters.geometry, spaces);

  std::vector<Observable> result = {{"time", "day", state.time},
                                    {"time", "month", state.time / days_per_month},
                                    {"load target", "N", peak_load.demand(state.time)},
                                    {"load applied", "N", state.applied_force},
                                    {"guarded force", "N", state.guard.force}};
  for (unsigned int s = 0; s < model::n_species; ++s)
    result.push_back(
        {"gap mean " + model::species_names()[s].name, model::species_names()[s].unit, mean(c[s])});

  fields::Vector regenerated = spaces.make_biology_vector();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    regenerated.local_element(i) =
        c[model::collagen_I].local_element(i) > 0.5 * parameters.biology.reference_collagen &&
                alignment.local_element(i) > 0.6
            ? 1.
            : 0.;

  const double collagen_I = mean(c[model::collagen_I]), collagen_III = mean(c[model::collagen_III]);
  for (const Observable &observable : std::vector<Observable>{
           {"gap mean alignment", "-", mean(alignment)},
           {"gap collagen I share", "-", collagen_I / (collagen_I + collagen_III)},
           {"gap mean strain", "-", mean(state.stimulus.strain)},
           {"gap weakest section strain", "-",
            fields::largest_section_mean(spaces, state.stimulus.strain, parameters.mechanics.guard_section)},
           {"gap 95th percentile strain", "-",
            fields::percentile_in_gap(spaces, state.stimulus.strain, 0.95)},
           {"gap modulus", "MPa", modulus},
           {"gap smallest modulus", "MPa", fields::percentile_in_gap(spaces, stiffness, 0.)},
           {"gap stiffness EA", "kN", 1e-3 * modulus * volume / length},
           {"gap fluid volume", "mm^3", mean(c[model::water]) * volume}, // the mean excludes the stumps
           {"gap inflamed volume", "mm^3", volume_above(spaces, c[model::cytokine], inflamed_cytokine)},
           {"gap regenerated share", "-", mean(regenerated)},
           {"stump mean strain", "-", fields::mean_of_stumps(spaces, state.stimulus.strain)},
           {"stump modulus", "MPa", fields::mean_of_stumps(spaces, stiffness)},
           {"largest axial displacement", "mm",
            fields::largest_displacement(spaces, state.displacement, fields::body_axis(parameters.geometry))},
           {"living msc", "cells", fields::integral(spaces, c[model::msc])},
           {"deposited msc", "cells", budget.deposited},
           {"proliferated msc", "cells", budget.proliferated},
           {"died msc", "cells", budget.died},
           {"differentiated msc", "cells", budget.differentiated},
           {"left msc", "cells", budget.left},
           {"cell balance error", "-", cell_balance_error(spaces, state)},
           {"smallest concentration", "-", smallest_concentration(spaces, state)}})
    result.push_back(observable);
  return result;
}
} // namespace tenogen::healing
