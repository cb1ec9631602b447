#include "tenogen/app/run_session.h"

#include "tenogen/app/petsc_options.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/version.h"
#include "tenogen/healing/initial_state.h"
#include "tenogen/healing/observables.h"
#include "tenogen/parameters/number_text.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tenogen
{
namespace
{
void describe(Log &log, const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
              const healing::InitialTissues &tissues)
{
  if (!parameters.title.empty())
    log.line(parameters.title);
  log.line("tenogen " + std::string(version::tenogen) + " (" + version::git_revision + "), " +
           std::to_string(dealii::Utilities::MPI::n_mpi_processes(spaces.communicator)) + " ranks, " +
           std::to_string(spaces.mesh.triangulation->n_global_active_cells()) + " cells, " +
           std::to_string(spaces.displacement_dofs.n_dofs()) + " displacement and " +
           std::to_string(model::n_species + 6) + " x " + std::to_string(spaces.biology_dofs.n_dofs()) +
           " biology unknowns");
  const auto tissue_line = [&](const std::string &name, const model::PointState &state)
  {
    char        text[256];
    const auto &c = state.concentrations;
    std::snprintf(
        text, sizeof(text),
        "%s at day 0: fibroblasts %.0f, tenocytes %.0f /mm^3, cytokine %.4g, growth factor %.3g pg/mm^3, "
        "collagen I %.4f, III %.4f mg/mm^3, cross-links %.3f, alignment %.3f, excess water %.3f",
        name.c_str(), c[model::fibroblasts], c[model::tenocytes], c[model::cytokine], c[model::growth_factor],
        c[model::collagen_I], c[model::collagen_III], c[model::crosslinks], state.alignment, c[model::water]);
    log.line(text);
  };
  tissue_line("scar", tissues.scar);
  tissue_line("intact tendon", tissues.intact);
}

/// Warns if a scar that was given as inflamed is not inflamed in its stationary state.
void warn_of_a_healed_scar(Log &log, const parameters::InitialState &initial,
                           const healing::InitialTissues &tissues)
{
  const double given = model::to_point_state(initial.scar).concentrations[model::cytokine];
  const double found = tissues.scar.concentrations[model::cytokine];
  if (given > healing::inflamed_cytokine && found <= healing::inflamed_cytokine)
    log.line("warning: the scar has healed before day 0. With these parameters its stationary state is not "
             "inflamed (cytokine " +
             parameters::to_text(found) + " pg/mm^3; inflamed is above " +
             parameters::to_text(healing::inflamed_cytokine) +
             "): this is not the model of a chronic rupture. To obtain one, raise "
             "Biology/Cytokine/Loop production "
             "[pg/mm^3/day], or lower what opposes it (docs/model.md, 3.7).");
}

StopRequest without_checkpoint(const StopRequest &request)
{
  return StopRequest(std::string(request.what()) +
                     " This was before the first accepted state, so nothing was kept; the same command with "
                     "--resume starts from the beginning.");
}

/// The tissues and the state at day 0: computed for a new run, otherwise those in the checkpoint.
healing::ChronicTendon find_tendon(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                                   const RunOrigin &origin, Log &log)
{
  if (origin.kind != RunOrigin::Kind::day_zero)
  {
    const healing::InitialTissues tissues = {origin.header.scar, origin.header.intact};
    return {tissues, healing::initial_state(spaces, tissues, parameters), 0};
  }
  if (parameters.initial_state.relax)
    log.line("Computing the stationary tissues under the habitual load");
  try
  {
    return healing::chronic_tendon(spaces, parameters,
                                   [&log](const std::string &text) { log.progress(text); });
  }
  catch (const StopRequest &request)
  {
    throw without_checkpoint(request);
  }
}
} // namespace

RunSession::RunSession(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                       RunOrigin &origin, RunWriter &writer, Log &log)
  : spaces(spaces)
  , origin(origin)
  , writer(writer)
  , log(log)
  , tendon(find_tendon(spaces, parameters, origin, log))
  , loop(spaces, parameters, tendon)
  , checkpointer(spaces, parameters, tendon.tissues, log)
{
  describe(log, spaces, parameters, tendon.tissues);
  warn_of_a_healed_scar(log, parameters.initial_state, tendon.tissues);
}

void RunSession::run(const Deadline &deadline)
{
  const healing::LoopObserver observer = make_observer(deadline);
  try
  {
    if (origin.kind == RunOrigin::Kind::day_zero)
      loop.run(observer);
    else
      continue_from_checkpoint(observer);
  }
  catch (const StopRequest &request)
  {
    if (!has_state)
      throw without_checkpoint(request);
    checkpointer.write(loop.current_state(), writer);
    throw StopRequest(std::string(request.what()) +
                      " The state is kept; the same command with --resume continues the run.");
  }
}

void RunSession::continue_from_checkpoint(const healing::LoopObserver &observer)
{
  fields::State state = tendon.state;
  output::read_state(origin.bytes, origin.file, spaces, state);
  std::string().swap(origin.bytes);
  if (origin.kind == RunOrigin::Kind::branched)
  {
    writer.branch(origin.header.records, origin.file, origin.header.time);
    return loop.branch(state, observer);
  }
  writer.restore(origin.header.records, origin.file);
  checkpointer.resumed_from(state, origin.file);
  has_state = true;
  loop.resume(state, observer);
}

healing::LoopObserver RunSession::make_observer(const Deadline &deadline)
{
  healing::LoopObserver observer;
  observer.step = [this](const fields::State &state, const healing::StepReport &report)
  {
    if (std::exchange(is_first_step, false))
      warn_of_unused_petsc_options(log);
    writer.step(state, report, loop.mechanics());
  };
  observer.visit = [this](const fields::State &state, const double month)
  { writer.visit(state, month, loop.mechanics()); };
  observer.fields  = [this](const fields::State &state) { writer.fields(state, loop.mechanics()); };
  observer.settled = [this, deadline](const fields::State &state)
  {
    has_state = true;
    checkpointer.settled(state, writer);
    if (deadline) // the last checkpoint takes time too
      Interruption::set_deadline(*deadline - std::chrono::milliseconds(std::llround(
                                                 1000. * std::max(1., 3. * checkpointer.longest_seconds()))));
  };
  observer.failure =
      [this](const fields::State &state, const fields::State &failed, const healing::StepReport &report)
  {
    keep_after_failure(state); // before the failure is recorded: a resumed run will meet it again
    writer.failure(state, failed, report, loop.mechanics());
  };
  return observer;
}

/// Writes a checkpoint after a failure. An error of the disk must not hide the failure itself.
void RunSession::keep_after_failure(const fields::State &state)
{
  try
  {
    checkpointer.write(state, writer);
  }
  catch (const Error &error)
  {
    log.line(std::string("The last good state could not be kept: ") + error.what());
  }
}
} // namespace tenogen
