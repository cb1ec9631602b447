#include "tenogen/app/run_command.h"

#include "tenogen/app/check_input.h"
#include "tenogen/app/command_line.h"
#include "tenogen/app/parent_history.h"
#include "tenogen/app/provenance.h"
#include "tenogen/app/run_estimate.h"
#include "tenogen/app/run_origin.h"
#include "tenogen/app/run_session.h"
#include "tenogen/app/run_writer.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/read_file.h"
#include "tenogen/core/timing.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/parameters/write_parameters.h"

#include <deal.II/base/mpi.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <sstream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *usage =
    R"(Usage: tenogen run FILE.prm [--set "Section/Entry [unit]=value"]... [--output DIR] [--overwrite]
                   [--time-limit MINUTES] [--quiet] [--petsc OPTION...]
       tenogen run FILE.prm [--set ...]... --output DIR --resume ...
       tenogen run FILE.prm [--set ...]... --output DIR --from CHECKPOINT ...
       tenogen run FILE.prm [--set ...]... --validate

Simulates the healing of one tendon and writes the results to a run directory: DIR if given,
otherwise Output/Directory of the parameter file, otherwise results/NAME for the parameter file
NAME.prm. The first line of output names it. In parallel: mpirun -n 4 tenogen run ...
)";

constexpr const char *petsc_options =
    R"(  --petsc OPTION...     pass all following options to PETSc; prefixes: mechanics_, biology_, swelling_
)";

constexpr const char *example = R"(
Examples:
  tenogen run params/achilles_treated.prm --set "Treatment/Dose [cells]=1e7" --output results/half_dose
  tenogen run params/achilles_treated.prm --set "Treatment/Dose [cells]=1e7" --output results/half_dose --resume
)";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "print this help");
  add("file", options::value<std::string>(), "the parameter file");
  add("set", options::value<std::vector<std::string>>()->composing(),
      "\"Section/Entry [unit]=value\" overrides the file; may be repeated");
  add("output,o", options::value<std::string>(),
      "run directory (default: Output/Directory of the file, or results/NAME for NAME.prm)");
  add("overwrite", "replace an existing run in the run directory");
  add("resume",
      "continue from the newest checkpoint in the run directory; start from day 0 if there is none");
  add("from", options::value<std::string>(),
      "branch: start a new run from this checkpoint, or from the newest one of this run directory");
  add("time-limit", options::value<double>(), "stop with a checkpoint before this many minutes have passed");
  add("validate", "check all input, estimate the cost and stop");
  add("quiet,q", "print nothing; the log file is still written");
  return description;
}

options::variables_map parse(const std::vector<std::string>     &arguments,
                             const options::options_description &description)
{
  options::variables_map values = parse_command_line("run", arguments, description, {"file"});
  if (values.count("help") == 0 && (values.count("file") == 0 || values["file"].as<std::string>().empty()))
    throw InputError("run: the parameter file is missing, as in `tenogen run params/achilles_treated.prm`.");
  if (values.count("output") > 0 &&
      values["output"].as<std::string>().find_first_not_of(" \t") == std::string::npos)
    throw InputError("run: --output needs a folder, as in `--output results/treated`.");
  if (values.count("resume") > 0 && values.count("overwrite") > 0)
    throw InputError(
        "run: --resume continues the existing run, --overwrite replaces it. Give only one of them.");
  if (values.count("time-limit") > 0 &&
      !(values["time-limit"].as<double>() > 0. && values["time-limit"].as<double>() <= 1e6))
    throw InputError(
        "run: --time-limit is the time in minutes that the run may take; allowed: above 0, at most 1e6.");
  return values;
}

Input read(const options::variables_map &values, const MPI_Comm communicator, Log &log)
{
  const std::string        file = values["file"].as<std::string>();
  std::vector<std::string> overrides;
  if (values.count("set") > 0)
    overrides = values["set"].as<std::vector<std::string>>();
  if (values.count("output") > 0)
    overrides.push_back("Output/Directory=" + values["output"].as<std::string>());
  auto input = read_input(file, overrides, communicator);
  if (input.parameters.output.directory.empty())
    input.parameters.output.directory =
        (std::filesystem::path("results") / std::filesystem::path(file).stem()).string();
  if (values.count("validate") == 0)
    log.line("Run directory: " + input.parameters.output.directory);
  for (const std::string &warning : input.warnings)
    log.line("warning: " + warning);
  return input;
}

/// Writes the summary and the marker FAILED, if the disk still accepts them. Does not wait for other ranks,
/// which may not have failed.
void mark_as_failed(const RunWriter &writer, const output::RunDirectory *const directory,
                    const std::string &reason, const double setup, Log &log)
{
  log.record(reason); // the caller prints it
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

/// Resumes if requested and possible; otherwise branches if requested.
RunOrigin find_origin(const options::variables_map &values, const parameters::ParameterSet &parameters,
                      const MPI_Comm communicator, Log &log)
{
  const std::string from =
      values.count("from") > 0 ? std::filesystem::absolute(values["from"].as<std::string>()).string() : "";
  RunOrigin origin;
  if (values.count("resume") > 0)
    origin = find_resumed(parameters, from, communicator, log);
  if (origin.kind == RunOrigin::Kind::day_zero && !from.empty())
    origin = find_branched(from, parameters, communicator, log);
  return origin;
}

/// The lock of the folder on rank 0. A resumed run takes it before reading anything in the folder.
std::unique_ptr<output::FolderLock> lock_folder(const std::string &folder, const MPI_Comm communicator)
{
  std::unique_ptr<output::FolderLock> lock;
  on_root(communicator, [&]() { lock = std::make_unique<output::FolderLock>(folder); });
  return lock;
}

/// The run directory on rank 0, with the files that do not change and the log.
std::unique_ptr<output::RunDirectory> open_directory(const options::variables_map   &values,
                                                     const parameters::ParameterSet &parameters,
                                                     const fields::Spaces &spaces, const RunOrigin &origin,
                                                     Log &log)
{
  using output::RunDirectory;
  std::unique_ptr<RunDirectory> directory;
  const auto                    prepare = [&]()
  {
    const std::string &path    = parameters.output.directory;
    const bool         resumed = origin.kind == RunOrigin::Kind::resumed;
    // The copy in the folder may be the same file.
    const bool        has_file = !resumed && parameters.geometry.type == parameters::GeometryType::file;
    const std::string mesh     = has_file ? read_file(parameters.geometry.mesh_file) : "";
    const bool        resumes  = values.count("resume") > 0;
    const bool replaces = values.count("overwrite") > 0 || (resumes && is_unstarted_branch(path, origin));
    const auto opening  = resumed    ? RunDirectory::Opening::continue_run
                          : replaces ? RunDirectory::Opening::replace
                          : resumes  ? RunDirectory::Opening::replace_unstarted
                                     : RunDirectory::Opening::create;
    directory           = std::make_unique<RunDirectory>(path, opening);
    log.open((*directory / "log.txt").string());
    std::ostringstream resolved;
    parameters::write_parameters(resolved, parameters, parameters::Format::prm);
    if (std::error_code error; !resumed || !std::filesystem::exists(*directory / "parameters.prm", error))
      directory->write("parameters.prm", resolved.str());
    if (resumed)
    {
      directory->write("provenance.json",
                       resumed_provenance(*directory / "provenance.json", origin, spaces.communicator));
      return;
    }
    directory->write("provenance.json", provenance(parameters, spaces, resolved.str(), origin));
    if (has_file) // it may no longer exist when the run resumes
      directory->write("mesh.msh", mesh);
  };
  on_root(spaces.communicator, prepare);
  return directory;
}

/// The time by which the run has to stop, if there is a limit.
RunSession::Deadline find_deadline(const options::variables_map               &values,
                                   const std::chrono::steady_clock::time_point start)
{
  if (values.count("time-limit") == 0)
    return {};
  const auto deadline =
      start + std::chrono::milliseconds(std::llround(6e4 * values["time-limit"].as<double>()));
  Interruption::set_deadline(deadline - std::chrono::seconds(1)); // until the cost of a checkpoint is known
  return deadline;
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

  const Interruption interruption;
  const auto         deadline = find_deadline(values, start);
  Log                log(root, values.count("quiet") > 0);
  const Input        input      = read(values, communicator, log);
  const auto        &parameters = input.parameters;
  const bool         validates  = values.count("validate") > 0;

  std::unique_ptr<output::FolderLock> lock;
  if (values.count("resume") > 0 && !validates)
    lock = lock_folder(parameters.output.directory, communicator);
  RunOrigin origin = find_origin(values, parameters, communicator, log);
  if (origin.kind == RunOrigin::Kind::complete)
  {
    log.line("The run in '" + parameters.output.directory + "' is complete: there is nothing left to do.");
    return 0;
  }
  const fields::Mesh   mesh = fields::make_mesh(parameters.geometry, communicator);
  const fields::Spaces spaces(mesh, parameters.mechanics.degree, parameters.geometry);
  check_on_mesh(spaces, input);
  if (origin.kind != RunOrigin::Kind::day_zero)
    output::require_same_mesh(origin.header, origin.file, spaces);
  const double begin = origin.kind == RunOrigin::Kind::day_zero ? 0. : origin.header.time;
  log.line(estimate_text(estimate_run(spaces, parameters, begin)));
  if (validates)
  {
    log.line("The input is valid.");
    return 0;
  }

  if (values.count("resume") == 0)
    lock = lock_folder(parameters.output.directory, communicator);
  const auto   directory = open_directory(values, parameters, spaces, origin, log);
  RunWriter    writer(spaces, parameters, directory.get(), log);
  const double setup = seconds_since(start);
  try
  {
    RunSession(spaces, parameters, origin, writer, log).run(deadline);
  }
  catch (const StopRequest &request) // neither complete nor failed
  {
    log.line(request.what());
    return static_cast<int>(ExitCode::stopped);
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
