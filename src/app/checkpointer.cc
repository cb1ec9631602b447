#include "tenogen/app/checkpointer.h"

#include "tenogen/app/petsc_options.h"
#include "tenogen/app/provenance.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/timing.h"
#include "tenogen/core/units.h"
#include "tenogen/output/checkpoint.h"
#include "tenogen/parameters/differences.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace tenogen
{
using clock = std::chrono::steady_clock;

Checkpointer::Checkpointer(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                           const healing::InitialTissues &tissues, Log &log)
  : spaces(spaces)
  , parameters(parameters)
  , tissues(tissues)
  , log(log)
  , folder(std::filesystem::path(parameters.output.directory) / "checkpoint",
           parameters.output.checkpoint_slots)
  , last_written(clock::now())
{
}

void Checkpointer::resumed_from(const fields::State &state, const std::string &file)
{
  last_step = state.step;
  last_day  = state.time;
  folder.continue_after(file);
}

/// The month of the visit at a time, if there is one.
std::optional<double> Checkpointer::visit_at(const double time) const
{
  for (const double month : parameters.time.visits)
    if (std::abs(month * days_per_month - time) < 1e-9)
      return month;
  return {};
}

/// Whether a checkpoint is due. A request by signal is reset.
bool Checkpointer::take_due(const fields::State &state) const
{
  const parameters::Output &output = parameters.output;
  const bool                by_clock =
      output.checkpoint_minutes > 0. && seconds_since(last_written) > 60. * output.checkpoint_minutes;
  // Only the clock of rank 0 counts.
  const bool clock_says = dealii::Utilities::MPI::broadcast(spaces.communicator, by_clock ? 1 : 0, 0) == 1;
  const bool days_say = output.checkpoint_days > 0. && state.time - last_day > output.checkpoint_days - 1e-9;
  const bool asked    = Interruption::checkpoint_is_requested(spaces.communicator);
  return state.step == 0 || clock_says || days_say || asked || visit_at(state.time) ||
         state.time >= parameters.time.end - 1e-9;
}

void Checkpointer::settled(const fields::State &state, RunWriter &writer)
{
  if (take_due(state))
    write(state, writer);
}

void Checkpointer::write(const fields::State &state, RunWriter &writer)
{
  if (last_step == state.step)
    return;
  const auto begin = clock::now();
  const auto bytes = output::checkpoint_bytes({program_name(), state.time, state.step,
                                               parameters::values_by_path(parameters), given_petsc_options(),
                                               tissues.scar, tissues.intact, writer.records()},
                                              state, spaces);
  const auto month = visit_at(state.time);
  on_root(spaces.communicator,
          [&]()
          {
            folder.write(state.step, state.time, bytes);
            if (!month || !parameters.output.keep_at_visits)
              return;
            char name[32];
            std::snprintf(name, sizeof(name), "visit_%g", *month);
            folder.keep(name, state.step, state.time, bytes);
          });
  last_step            = state.step;
  last_day             = state.time;
  last_written         = clock::now();
  const double seconds = dealii::Utilities::MPI::broadcast(spaces.communicator, seconds_since(begin), 0);
  longest              = std::max(longest, seconds);
  writer.checkpoint_written(seconds);
  char text[80];
  std::snprintf(text, sizeof(text), "checkpoint at month %.4g, %.2f s", state.time / days_per_month, seconds);
  log.record(text);
}

double Checkpointer::longest_seconds() const
{
  return longest;
}
} // namespace tenogen
