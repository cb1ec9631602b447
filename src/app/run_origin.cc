#include "tenogen/app/run_origin.h"

#include "tenogen/app/branch_point.h"
#include "tenogen/app/petsc_options.h"
#include "tenogen/app/provenance.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/read_file.h"
#include "tenogen/core/units.h"
#include "tenogen/output/checkpoint_folder.h"
#include "tenogen/parameters/differences.h"
#include "tenogen/parameters/read_parameters.h"

#include <deal.II/base/mpi.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
std::string joined_lines(const std::vector<std::string> &lines)
{
  std::string text;
  for (const std::string &line : lines)
    text += "\n  " + line;
  return text;
}

std::string month(const double day)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.4g", day / days_per_month);
  return text;
}

/// The newest intact checkpoint of a run. @throws FileSystemError if there are checkpoints but none is
/// intact.
std::optional<output::StoredCheckpoint> newest_of(const fs::path &run, Log &log)
{
  std::vector<std::string> problems;
  auto                     newest = output::newest_checkpoint(run / "checkpoint", problems);
  if (!newest && !problems.empty())
    throw FileSystemError("No checkpoint in '" + (run / "checkpoint").string() +
                          "' is intact:" + joined_lines(problems) + "\nStart again with --overwrite.");
  for (const std::string &problem : problems)
    log.line("warning: " + problem + (newest ? " Using " + newest->file.string() + "." : ""));
  return newest;
}

/// Whether the run is complete. A marker COMPLETE without a run does not count.
bool is_complete(const fs::path &run)
{
  return fs::exists(run / "COMPLETE") && fs::exists(run / "summary.json") && fs::exists(run / "history.csv");
}

/// Used only to compare the parameters, because a complete run needs no checkpoint.
std::optional<output::StoredCheckpoint> newest_of_complete(const fs::path &run, Log &log)
{
  try
  {
    return newest_of(run, log);
  }
  catch (const FileSystemError &)
  {
    log.line(
        "warning: the checkpoints of the complete run are damaged, so its parameters cannot be compared.");
    return {};
  }
}

/// The origin on every rank, from what rank 0 has found.
RunOrigin share(const RunOrigin::Kind kind, const std::optional<output::StoredCheckpoint> &found,
                const MPI_Comm communicator)
{
  RunOrigin   origin;
  std::string text;
  if (found)
  {
    origin.file  = found->file.string();
    origin.bytes = found->bytes;
  }
  on_root(communicator, [&]() { text = found ? output::header_text(origin.bytes, origin.file) : ""; });
  text        = dealii::Utilities::MPI::broadcast(communicator, text, 0);
  origin.file = dealii::Utilities::MPI::broadcast(communicator, origin.file, 0);
  origin.kind = static_cast<RunOrigin::Kind>(
      dealii::Utilities::MPI::broadcast(communicator, static_cast<int>(kind), 0));
  if (!text.empty())
    origin.header = output::parse_header(text, origin.file);
  return origin;
}

/// The run directory; the user may also have given its folder checkpoint/.
fs::path run_of(const fs::path &folder)
{
  const fs::path path = folder.filename().empty() ? folder.parent_path() : folder;
  return path.filename() == "checkpoint" ? path.parent_path() : path;
}

/// Whether a path is a folder or is inside it.
bool is_inside(const fs::path &path, const fs::path &folder)
{
  const fs::path relative = fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(folder));
  return !relative.empty() && *relative.begin() != "..";
}

void warn_of_another_program(const output::CheckpointHeader &header, Log &log)
{
  if (header.program != program_name())
    log.line("warning: the checkpoint was written by " + header.program + "; this is " + program_name() +
             ". Results may differ from those of a single version.");
}
std::vector<std::string> all_differences(const output::CheckpointHeader &header,
                                         const parameters::ParameterSet &parameters)
{
  auto lines = parameters::differences(header.parameters, parameters::values_by_path(parameters));
  if (header.petsc_options != given_petsc_options())
    lines.push_back("PETSc options: were '" + header.petsc_options + "', are '" + given_petsc_options() +
                    "'");
  return lines;
}

/// Checks the treatment: an injection before the day of the branch would never be given.
void require_injection_ahead(const output::CheckpointHeader &header,
                             const parameters::ParameterSet &parameters)
{
  const auto changes  = parameters::differences(header.parameters, parameters::values_by_path(parameters));
  const bool is_other = std::any_of(changes.begin(), changes.end(),
                                    [](const std::string &line) { return line.rfind("Treatment/", 0) == 0; });
  if (is_other && parameters.treatment.dose > 0. && parameters.treatment.start < header.time)
    throw InputError("The treatment differs from that of the checkpoint, but begins on day " +
                     std::to_string(parameters.treatment.start) + ", before the branch on day " +
                     std::to_string(header.time) +
                     ": none of it would be injected. Set a later "
                     "Treatment/Injection start [day], or keep the treatment of the checkpoint.");
}

/// Checks parameters.prm in the folder, from which every tool reads the parameters of the run.
void require_own_parameters(const output::CheckpointHeader &header, const fs::path &run)
{
  const fs::path file = run / "parameters.prm";
  if (!fs::exists(file))
    return; // the file is written again
  // The mesh file may have been moved, but the run keeps a copy.
  std::vector<std::string> overrides;
  if (const fs::path copy = run / "mesh.msh"; fs::exists(copy))
    overrides.push_back("Geometry/Mesh file=" + copy.string());
  const auto reading = parameters::read(file.string(), overrides);
  auto changes = parameters::differences(header.parameters, parameters::values_by_path(reading.parameters));
  changes.insert(changes.end(), reading.mistakes.begin(), reading.mistakes.end());
  if (!changes.empty())
    throw InputError("'" + file.string() + "' has changed since the run wrote it:" + joined_lines(changes) +
                     "\nRestore the file, or remove it: it is written again.");
}

/// A branch that was stopped before its first checkpoint needs the option --from again.
void require_origin_of_branch(const fs::path &run, const std::string &from)
{
  if (!fs::exists(run / "provenance.json") || !from.empty())
    return;
  const auto json = nlohmann::json::parse(read_file(run / "provenance.json"), nullptr, false);
  if (json.is_object() && json.contains("branched from"))
    throw InputError("The run in '" + run.string() + "' branched off from " +
                     json["branched from"].value("checkpoint", "another") +
                     " and has no checkpoint of its own yet. Give --from again, together with --resume.");
}
} // namespace

RunOrigin find_resumed(const parameters::ParameterSet &parameters, const std::string &from,
                       const MPI_Comm communicator, Log &log)
{
  const fs::path                          run  = parameters.output.directory;
  RunOrigin::Kind                         kind = RunOrigin::Kind::day_zero;
  std::optional<output::StoredCheckpoint> found;
  on_root(communicator,
          [&]()
          {
            if (is_complete(run))
            {
              kind  = RunOrigin::Kind::complete;
              found = newest_of_complete(run, log);
              return;
            }
            found = newest_of(run, log);
            if (found)
              kind = RunOrigin::Kind::resumed;
            else
              require_origin_of_branch(run, from);
          });
  RunOrigin origin = share(kind, found, communicator);
  if (origin.file.empty())
  {
    if (origin.kind == RunOrigin::Kind::day_zero)
      log.line("There is no checkpoint in '" + run.string() + "' yet: the run starts" +
               (from.empty() ? " on day 0." : "."));
    return origin;
  }
  const auto changes = all_differences(origin.header, parameters);
  if (!changes.empty())
    throw InputError("The checkpoint '" + origin.file + "' was written with other parameters:" +
                     joined_lines(changes) + "\nResume with the same parameters, or branch off: --from " +
                     origin.file + " --output ANOTHER_FOLDER.");
  warn_of_another_program(origin.header, log);
  on_root(communicator, [&]() { require_own_parameters(origin.header, run); });
  if (origin.kind == RunOrigin::Kind::resumed)
    log.line("Resuming at month " + month(origin.header.time) + ", after step " +
             std::to_string(origin.header.step) + ", from " + origin.file);
  return origin;
}

RunOrigin find_branched(const std::string &checkpoint, const parameters::ParameterSet &parameters,
                        const MPI_Comm communicator, Log &log)
{
  std::optional<output::StoredCheckpoint> found;
  on_root(communicator,
          [&]()
          {
            if (is_inside(checkpoint, parameters.output.directory))
              throw InputError("A run cannot branch off into its own folder '" + parameters.output.directory +
                               "'. Choose another with --output.");
            require_branch_point(checkpoint);
            found = fs::is_directory(checkpoint) ? newest_of(run_of(checkpoint), log)
                                                 : output::read_checkpoint(checkpoint);
            if (!found)
              throw FileSystemError("There is no checkpoint in '" + checkpoint + "/checkpoint'.");
          });
  RunOrigin origin = share(RunOrigin::Kind::branched, found, communicator);
  warn_of_another_program(origin.header, log);
  log.line("Branching off at month " + month(origin.header.time) + " from " + origin.file);
  for (const std::string &change : all_differences(origin.header, parameters))
    log.line("  " + change);
  if (origin.header.time >= parameters.time.end)
    throw InputError("The checkpoint '" + origin.file + "' is at day " + std::to_string(origin.header.time) +
                     ", at or after Time/End [day] = " + std::to_string(parameters.time.end) +
                     ". Choose a later end.");
  require_injection_ahead(origin.header, parameters);
  return origin;
}
} // namespace tenogen
