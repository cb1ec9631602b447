#include "tenogen/app/run_command.h"

#include "tenogen/app/check_input.h"
#include "tenogen/app/run_writer.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/version.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/parameters/write_parameters.h"
#include "tenogen/solvers/petsc_check.h"

#include <boost/program_options.hpp>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <memory>
#include <sstream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *usage =
    "Usage: tenogen run FILE.prm [--set \"Section/Entry [unit]=value\"]... [--output DIR] [--overwrite]\n"
    "                   [--quiet] [--petsc OPTION...]\n"
    "       tenogen run FILE.prm [--set ...]... --validate\n\n"
    "Simulates the healing of one tendon and writes the run directory. In parallel: mpirun -n 4 tenogen run "
    "...\n";

constexpr const char *petsc_options =
    "  --petsc OPTION...     all that follows goes to PETSc, with the prefixes mechanics_,\n"
    "                        biology_ and swelling_\n";

constexpr const char *example = "\nExample:\n"
                                "  tenogen run params/achilles_treated.prm --set \"Treatment/Dose "
                                "[cells]=1e7\" --output results/half_dose\n";

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
  return values;
}

std::string provenance(const parameters::ParameterSet &parameters, const fields::Spaces &spaces,
                       const std::string &resolved)
{
  char host[256] = "", date[64] = "";
  gethostname(host, sizeof(host) - 1);
  const std::time_t now = std::time(nullptr);
  std::strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  nlohmann::ordered_json json = {{"program", "tenogen"},
                                 {"version", version::tenogen},
                                 {"git revision", version::git_revision},
                                 {"compiler", version::compiler},
                                 {"build type", version::build_type},
                                 {"deal.II", version::dealii},
                                 {"PETSc", version::petsc},
                                 {"started", date},
                                 {"host", host},
                                 {"ranks", dealii::Utilities::MPI::n_mpi_processes(spaces.communicator)},
                                 {"title", parameters.title},
                                 {"seed", parameters.initial_state.seed},
                                 {"parameters crc64", checksum(resolved)},
                                 {"mesh cells", spaces.mesh.triangulation->n_global_active_cells()},
                                 {"mesh vertices", spaces.biology_dofs.n_dofs()}};
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

Input read(const options::variables_map &values, const MPI_Comm communicator, Log &log)
{
  const std::string        file = values["file"].as<std::string>();
  std::vector<std::string> overrides;
  if (values.count("set") > 0)
    overrides = values["set"].as<std::vector<std::string>>();
  if (values.count("output") > 0)
    overrides.push_back("Output/Directory=" + values["output"].as<std::string>());
  auto input = read_input(file, overrides, communicator);
  for (const std::string &warning : input.warnings)
    log.line("warning: " + warning);
  return input;
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

  Log                  log(root, values.count("quiet") > 0);
  const auto           input      = read(values, communicator, log);
  const auto          &parameters = input.parameters;
  const fields::Mesh   mesh       = fields::make_mesh(parameters.geometry, communicator);
  const fields::Spaces spaces(mesh, parameters.mechanics.degree, parameters.geometry);
  check_on_mesh(spaces, input);
  if (values.count("validate") > 0)
  {
    log.line("The input is valid.");
    return 0;
  }

  std::unique_ptr<output::RunDirectory> directory;
  on_root(communicator,
          [&]()
          {
            directory = std::make_unique<output::RunDirectory>(parameters.output.directory,
                                                               values.count("overwrite") > 0);
            log.open((*directory / "log.txt").string());
          });

  on_root(communicator,
          [&]()
          {
            std::ostringstream resolved;
            parameters::write_parameters(resolved, parameters, parameters::Format::prm);
            directory->write("parameters.prm", resolved.str());
            directory->write("provenance.json", provenance(parameters, spaces, resolved.str()));
          });
  RunWriter    writer(spaces, parameters, directory.get(), log);
  const double setup = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  try
  {
    if (parameters.initial_state.relax)
      log.line("Seeking the stationary tissues under the habitual load");
    const healing::ChronicTendon tendon =
        healing::chronic_tendon(spaces, parameters, [&log](const std::string &text) { log.progress(text); });
    describe(log, spaces, parameters, tendon.tissues);

    healing::HealingLoop  loop(spaces, parameters, tendon);
    healing::LoopObserver observer;
    observer.step = [&](const fields::State &state, const healing::StepReport &report)
    {
      if (report.number == 0)
        warn_of_unused_petsc_options(log);
      writer.step(state, report, loop.mechanics());
    };
    observer.visit = [&](const fields::State &state, const double month)
    { writer.visit(state, month, loop.mechanics()); };
    observer.failure = [&](const fields::State &state, const healing::StepReport &report)
    { writer.failure(state, report, loop.mechanics()); };
    loop.run(observer);
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
