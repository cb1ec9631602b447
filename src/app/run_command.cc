#include "tenogen/app/run_command.h"

#include "tenogen/app/checkpointer.h"
#include "tenogen/app/run_origin.h"
#include "tenogen/app/run_writer.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/units.h"
#include "tenogen/core/version.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"
#include "tenogen/healing/initial_state.h"
#include "tenogen/healing/injection.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/parameters/read_parameters.h"
#include "tenogen/parameters/write_parameters.h"
#include "tenogen/solvers/petsc_check.h"

#include <boost/program_options.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *usage =
    "Usage: tenogen run FILE.prm [--set \"Section/Entry [unit]=value\"]... [--output DIR] [--overwrite]\n"
    "                   [--time-limit MINUTES] [--quiet] [--petsc OPTION...]\n"
    "       tenogen run FILE.prm [--set ...]... [--output DIR] --resume ...\n"
    "       tenogen run FILE.prm [--set ...]... --output DIR --from CHECKPOINT ...\n"
    "       tenogen run FILE.prm [--set ...]... --validate\n\n"
    "Simulates the healing of one tendon and writes the run directory. In parallel: mpirun -n 4 tenogen run "
    "...\n";

constexpr const char *petsc_options =
    "  --petsc OPTION...     all that follows goes to PETSc, with the prefixes mechanics_,\n"
    "                        biology_ and swelling_\n";

constexpr const char *example = "\nExample:\n"
                                "  tenogen run params/achilles_treated.prm --set \"Treatment/Dose "
                                "[cells]=1e7\" --output results/half_dose\n"
                                "  tenogen run params/achilles_treated.prm --set \"Treatment/Dose "
                                "[cells]=1e7\" --output results/half_dose --resume\n";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "this text");
  add("file", options::value<std::string>(), "the parameter file");
  add("set", options::value<std::vector<std::string>>()->composing(),
      "\"Section/Entry [unit]=value\" overrides the file; may be repeated");
  add("output,o", options::value<std::string>(), "the run directory; overrides Output/Directory");
  add("overwrite", "replace the run that the directory holds");
  add("resume", "go on from the newest checkpoint in the run directory; start where there is none");
  add("from", options::value<std::string>(),
      "branch off: a new run that goes on from this checkpoint, or from the newest of this run directory");
  add("time-limit", options::value<double>(), "stop with a checkpoint before as many minutes have passed");
  add("validate", "check all input and stop");
  add("quiet,q", "nothing on the screen; the log file is written all the same");
  return description;
}

options::variables_map parse(const std::vector<std::string>     &arguments,
                             const options::options_description &description)
{
  options::positional_options_description positions;
  positions.add("file", 1);
  options::variables_map values;
  try
  {
    options::store(options::command_line_parser(arguments).options(description).positional(positions).run(),
                   values);
    options::notify(values);
  }
  catch (const options::error &error)
  {
    throw InputError("run: " + std::string(error.what()) + ". `tenogen run --help` lists what is allowed.");
  }
  if (values.count("help") == 0 && (values.count("file") == 0 || values["file"].as<std::string>().empty()))
    throw InputError("run: the parameter file is missing, as in `tenogen run params/achilles_treated.prm`.");
  if (values.count("resume") + values.count("from") + values.count("overwrite") > 1 &&
      !(values.count("from") > 0 && values.count("resume") == 0))
    throw InputError(
        "run: --resume goes on with the run that is there; --overwrite and --from begin another. "
        "Give one of them.");
  if (values.count("time-limit") > 0 && !(values["time-limit"].as<double>() > 0.))
    throw InputError("run: --time-limit is the minutes the run may take; it must be above 0.");
  return values;
}

std::string now_text()
{
  char              date[64] = "";
  const std::time_t now      = std::time(nullptr);
  std::strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  return date;
}

std::string host_name()
{
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  return host;
}

std::string provenance(const parameters::ParameterSet &parameters, const fields::Spaces &spaces,
                       const std::string &resolved, const RunOrigin &origin)
{
  nlohmann::ordered_json json = {{"program", "tenogen"},
                                 {"version", version::tenogen},
                                 {"git revision", version::git_revision},
                                 {"compiler", version::compiler},
                                 {"build type", version::build_type},
                                 {"deal.II", version::dealii},
                                 {"PETSc", version::petsc},
                                 {"started", now_text()},
                                 {"host", host_name()},
                                 {"ranks", dealii::Utilities::MPI::n_mpi_processes(spaces.communicator)},
                                 {"title", parameters.title},
                                 {"seed", parameters.initial_state.seed},
                                 {"parameters crc64", checksum(resolved)},
                                 {"mesh cells", spaces.mesh.triangulation->n_global_active_cells()},
                                 {"mesh vertices", spaces.biology_dofs.n_dofs()}};
  if (origin.kind == RunOrigin::Kind::branched)
    json["branched from"] = {{"checkpoint", origin.file},
                             {"day", origin.header.time},
                             {"written by", origin.header.program},
                             {"checkpoint crc64", checksum(origin.bytes)}};
  return json.dump(2) + "\n";
}

/// The same with a note that, where and on how many ranks the run was resumed.
std::string resumed_provenance(const std::string &text, const RunOrigin &origin, const MPI_Comm communicator)
{
  auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (json.is_discarded())
    json = {{"note", "the provenance of the start was not readable"}};
  json["resumed"].push_back({{"day", origin.header.time},
                             {"date", now_text()},
                             {"host", host_name()},
                             {"ranks", dealii::Utilities::MPI::n_mpi_processes(communicator)},
                             {"program", program_name()}});
  return json.dump(2) + "\n";
}

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

parameters::ParameterSet read(const options::variables_map &values, const MPI_Comm communicator, Log &log)
{
  const std::string        file = values["file"].as<std::string>();
  std::vector<std::string> overrides;
  if (values.count("set") > 0)
    overrides = values["set"].as<std::vector<std::string>>();
  std::vector<std::string> warnings;
  parameters::ParameterSet parameters;
  // Rank 0 first: one mistake gives one message.
  on_root(communicator, [&]() { parameters = parameters::read_parameters(file, overrides, warnings); });
  if (dealii::Utilities::MPI::this_mpi_process(communicator) != 0)
    parameters = parameters::read_parameters(file, overrides);
  if (values.count("output") > 0)
    parameters.output.directory = values["output"].as<std::string>();
  for (const std::string &warning : warnings)
    log.line("warning: " + warning);
  return parameters;
}

/// An option of PETSc that nothing has asked for is misspelt, or belongs to a solver that this run lacks.
void warn_of_unused_petsc_options(Log &log)
{
  PetscInt n;
  char   **names, **values;
  solvers::check(PetscOptionsLeftGet(nullptr, &n, &names, &values));
  const std::vector<std::string> read_at_the_end = {"options_left", "malloc_dump", "malloc_view"};
  for (PetscInt i = 0; i < n; ++i)
    if (std::find(read_at_the_end.begin(), read_at_the_end.end(), names[i]) == read_at_the_end.end())
      log.line("warning: the PETSc option -" + std::string(names[i]) + " has no effect on this run.");
  solvers::check(PetscOptionsLeftRestore(nullptr, &n, &names, &values));
}

/// What can only be checked on the mesh. @throws InputError
void check_on_mesh(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
{
  fields::require_usable(fields::measure_quality(spaces.mesh, fields::tissue_indicator(parameters.geometry)));
  healing::injected_density(spaces, parameters);
  if (parameters.mechanics.type == parameters::MechanicsType::finite_strain)
    solvers::BoundaryConditions(spaces, parameters.mechanics.boundary_conditions).require_support();
}

/// Leaves the summary and the marker FAILED, as far as the disk still takes them. Does not wait for other
/// ranks, which may not have failed.
void mark_as_failed(const RunWriter &writer, const output::RunDirectory *const directory,
                    const std::string &reason, const double setup, Log &log)
{
  log.record(reason); // the caller shows it
  if (directory == nullptr)
    return;
  try
  {
    writer.summarise("failed", setup);
    directory->finish(false, reason);
  }
  catch (const std::exception &failure)
  {
    log.line(failure.what());
  }
}
RunOrigin find_origin(const options::variables_map &values, const parameters::ParameterSet &parameters,
                      const MPI_Comm communicator, Log &log)
{
  if (values.count("resume") > 0)
    return find_resumed(parameters, communicator, log);
  if (values.count("from") > 0)
    return find_branched(values["from"].as<std::string>(), parameters, communicator, log);
  return {};
}

/// The run directory on rank 0, with what does not change in it, and the log opened there.
std::unique_ptr<output::RunDirectory> open_directory(const options::variables_map   &values,
                                                     const parameters::ParameterSet &parameters,
                                                     const fields::Spaces &spaces, const RunOrigin &origin,
                                                     Log &log)
{
  std::unique_ptr<output::RunDirectory> directory;
  const bool                            resumed = origin.kind == RunOrigin::Kind::resumed;
  const auto                            prepare = [&]()
  {
    // A run that was stopped before its first checkpoint is as good as none.
    const bool replaces = values.count("overwrite") > 0 || values.count("resume") > 0;
    directory           = resumed ? std::make_unique<output::RunDirectory>(parameters.output.directory)
                                  : std::make_unique<output::RunDirectory>(parameters.output.directory, replaces);
    log.open((*directory / "log.txt").string());
    if (resumed)
    {
      const std::string before = output::read_file(*directory / "provenance.json");
      directory->write("provenance.json", resumed_provenance(before, origin, spaces.communicator));
      return;
    }
    std::ostringstream resolved;
    parameters::write_parameters(resolved, parameters, parameters::Format::prm);
    directory->write("parameters.prm", resolved.str());
    directory->write("provenance.json", provenance(parameters, spaces, resolved.str(), origin));
    if (parameters.geometry.type == parameters::GeometryType::file) // which may be gone when the run resumes
      directory->write("mesh.msh", output::read_file(parameters.geometry.mesh_file));
  };
  on_root(spaces.communicator, prepare);
  return directory;
}

/// The tissues at day 0 and the state there: sought for a new run, as the checkpoint has them otherwise.
healing::ChronicTendon find_tendon(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                                   const RunOrigin &origin, Log &log)
{
  if (origin.kind != RunOrigin::Kind::day_zero)
  {
    const healing::InitialTissues tissues = {origin.header.scar, origin.header.intact};
    return {tissues, healing::initial_state(spaces, tissues, parameters), 0};
  }
  if (parameters.initial_state.relax)
    log.line("Seeking the stationary tissues under the habitual load");
  return healing::chronic_tendon(spaces, parameters, [&log](const std::string &text) { log.progress(text); });
}

/// One session of a run, from its origin to the end or to where it stops.
class Session
{
public:
  Session(const fields::Spaces &spaces, const parameters::ParameterSet &parameters, const RunOrigin &origin,
          RunWriter &writer, Log &log)
    : spaces(spaces)
    , origin(origin)
    , writer(writer)
    , log(log)
    , tendon(find_tendon(spaces, parameters, origin, log))
    , loop(spaces, parameters, tendon)
    , checkpointer(spaces, parameters, tendon.tissues, log)
  {
    describe(log, spaces, parameters, tendon.tissues);
  }

  /// @param deadline  by which it shall have stopped, if there is one
  /// @throws StopRequest with the state kept
  void run(const std::optional<std::chrono::steady_clock::time_point> &deadline)
  {
    const healing::LoopObserver observer = make_observer(deadline);
    try
    {
      if (origin.kind == RunOrigin::Kind::day_zero)
        return loop.run(observer);
      fields::State state = tendon.state;
      output::read_state(origin.bytes, origin.file, spaces, state);
      if (origin.kind == RunOrigin::Kind::branched)
        return loop.branch(state, observer);
      writer.restore(origin.header.records);
      checkpointer.resumed_from(state);
      has_begun = true;
      loop.resume(state, observer);
    }
    catch (const StopRequest &)
    {
      if (has_begun)
        checkpointer.write(loop.current_state(), writer);
      throw;
    }
  }

  /// Whether there is an accepted state.
  bool has_state() const
  {
    return has_begun;
  }

private:
  healing::LoopObserver make_observer(const std::optional<std::chrono::steady_clock::time_point> &deadline)
  {
    healing::LoopObserver observer;
    observer.step = [this](const fields::State &state, const healing::StepReport &report)
    {
      if (report.number == 0)
        warn_of_unused_petsc_options(log);
      writer.step(state, report, loop.mechanics());
    };
    observer.visit = [this](const fields::State &state, const double month)
    { writer.visit(state, month, loop.mechanics()); };
    observer.settled = [this, deadline](const fields::State &state)
    {
      has_begun = true;
      checkpointer.settled(state, writer);
      if (deadline) // the last checkpoint needs its time too
        Interruption::set_deadline(
            *deadline - std::chrono::milliseconds(
                            std::llround(1000. * std::max(1., 3. * checkpointer.longest_seconds()))));
    };
    observer.failure =
        [this](const fields::State &state, const fields::State &failed, const healing::StepReport &report)
    {
      writer.failure(state, failed, report, loop.mechanics());
      checkpointer.write(state, writer);
    };
    return observer;
  }

  const fields::Spaces  &spaces;
  const RunOrigin       &origin;
  RunWriter             &writer;
  Log                   &log;
  healing::ChronicTendon tendon;
  healing::HealingLoop   loop;
  Checkpointer           checkpointer;
  bool                   has_begun = false;
};

/// Says what a stop leaves.
int stopped(const StopRequest &request, const bool has_state, const parameters::ParameterSet &parameters,
            Log &log)
{
  log.line(std::string(request.what()) +
           (has_state ? " The state is kept in '" + parameters.output.directory +
                            "/checkpoint'; the same command with --resume goes on."
                      : " It was before the first accepted state: nothing is kept, the same command with "
                        "--resume starts anew."));
  return static_cast<int>(ExitCode::stopped);
}
} // namespace

int run_command(const std::vector<std::string> &arguments, const MPI_Comm communicator)
{
  const auto start       = std::chrono::steady_clock::now();
  const bool root        = dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
  const auto description = described_options();
  const auto values      = parse(arguments, description);
  if (values.count("help") > 0)
  {
    if (root)
      std::cout << usage << "\n" << description << petsc_options << example;
    return 0;
  }

  const Interruption                                   interruption;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (values.count("time-limit") > 0)
  {
    deadline = start + std::chrono::milliseconds(std::llround(6e4 * values["time-limit"].as<double>()));
    Interruption::set_deadline(*deadline - std::chrono::seconds(1));
  }

  Log             log(root, values.count("quiet") > 0);
  const auto      parameters = read(values, communicator, log);
  const RunOrigin origin     = find_origin(values, parameters, communicator, log);
  if (origin.kind == RunOrigin::Kind::complete)
  {
    log.line("The run in '" + parameters.output.directory + "' is complete: there is nothing left to do.");
    return 0;
  }
  const fields::Mesh   mesh = fields::make_mesh(parameters.geometry, communicator);
  const fields::Spaces spaces(mesh, parameters.mechanics.degree, parameters.geometry);
  check_on_mesh(spaces, parameters);
  if (values.count("validate") > 0)
  {
    log.line("The input is valid.");
    return 0;
  }

  const auto   directory = open_directory(values, parameters, spaces, origin, log);
  RunWriter    writer(spaces, parameters, directory.get(), log);
  const double setup     = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  bool         has_state = origin.kind == RunOrigin::Kind::resumed;
  try
  {
    Session session(spaces, parameters, origin, writer, log);
    try
    {
      session.run(deadline);
    }
    catch (const StopRequest &)
    {
      has_state = session.has_state();
      throw;
    }
  }
  catch (const StopRequest &request)
  {
    return stopped(request, has_state, parameters, log);
  }
  catch (const std::exception &error)
  {
    mark_as_failed(writer, directory.get(), error.what(), setup, log);
    throw;
  }
  on_root(communicator,
          [&]()
          {
            writer.summarise("complete", setup);
            directory->finish(true, "complete");
          });
  log.line("Done: " + parameters.output.directory);
  return 0;
}
} // namespace tenogen
