#include "tenogen/app/command_end.h"
#include "tenogen/app/launched_ranks.h"
#include "tenogen/app/mesh_command.h"
#include "tenogen/app/mesh_picture.h"
#include "tenogen/app/parameters_command.h"
#include "tenogen/app/run_command.h"
#include "tenogen/app/sweep_command.h"
#include "tenogen/app/tools.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/floating_point_traps.h"
#include "tenogen/core/version.h"
#include "tenogen/parameters/nearest_name.h"

#include <deal.II/base/mpi.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace
{
using namespace tenogen;

const std::vector<std::string> built_in_commands = {"run", "parameters", "mesh", "sweep"};

/// The Python tools that come with tenogen, with the purpose of each.
const std::map<std::string, std::string> tools = {
    {"compare", "compare simulated tendons, or a study, with a clinical series"},
    {"mri", "convert and measure virtual and real MRI"},
    {"plot", "draw pictures and tables of runs"},
    {"report", "write an HTML page about runs or a study"},
    {"sensitivity", "find which parameters affect the outcomes of a study"}};

constexpr const char *help_text = R"(Usage: tenogen COMMAND [ARGUMENTS] [--petsc PETSC_OPTIONS...]

Simulates the healing of an Achilles tendon after an injection of stem cells.

Commands:
  run          simulate: tenogen run params/achilles_treated.prm --output results/treated
  parameters   print every parameter with its default, range, unit, meaning and source
  mesh         create or import a mesh, check it, print its properties, write or draw it
  sweep        parameter studies: design, run, submit to Slurm, watch, collect
)";

constexpr const char *help_ending = R"(
`tenogen COMMAND --help` explains a command. In parallel: mpirun -n 4 tenogen run ...
`tenogen --params` prints the folder of the parameter files that come with tenogen.
All options after --petsc, and those in the environment variable PETSC_OPTIONS, are passed to PETSc.

Exit codes: 0 success, 1 bug in tenogen, 2 bad input, 3 solver failure, 4 file system error,
75 stopped on request with a checkpoint (continue with --resume).
)";

/// The three parts of the command line.
struct CommandLine
{
  std::string              command;
  std::vector<std::string> arguments;
  std::vector<std::string> petsc_options;
};

CommandLine split_command_line(const int argc, char **argv)
{
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto                     petsc = std::find(words.begin(), words.end(), "--petsc");

  CommandLine line;
  if (petsc != words.begin())
  {
    line.command = words.front();
    line.arguments.assign(words.begin() + 1, petsc);
  }
  if (petsc != words.end())
    line.petsc_options.assign(petsc + 1, words.end());
  return line;
}

/// The folder of the parameter files, cohorts and studies that come with tenogen.
std::filesystem::path params_folder()
{
  std::error_code error;
  const auto      here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  std::string     places;
  for (const char *const place : {"../share/tenogen/params", "../../params"})
  {
    const std::filesystem::path folder = (here / place).lexically_normal();
    if (std::filesystem::is_directory(folder, error))
      return folder;
    places += "\n  " + folder.string();
  }
  throw FileSystemError(
      "the parameter files that come with tenogen are in none of" + places +
      "\nStart tenogen in build/<preset>/ of its source tree, or install it (`cmake --install`).");
}

std::string without_petsc_text(const std::string &command)
{
  return command + ": this command does not use PETSc. Leave out --petsc and what follows it.";
}

/// Replaces this process by the executable `tenogen-NAME`, as git does; returns only if there is none.
void become_tool(const CommandLine &line)
{
  const std::string program = find_tool(line.command).string();
  if (program.empty())
    return;
  if (!line.petsc_options.empty())
  {
    std::cerr << "tenogen: " << without_petsc_text(line.command) << std::endl;
    std::exit(static_cast<int>(ExitCode::bad_input));
  }
  std::vector<char *> arguments = {const_cast<char *>(program.c_str())};
  for (const auto &argument : line.arguments)
    arguments.push_back(const_cast<char *>(argument.c_str()));
  arguments.push_back(nullptr);

  execv(program.c_str(), arguments.data());
  std::cerr << "tenogen: cannot start " << program << ": " << std::strerror(errno) << std::endl;
  std::exit(static_cast<int>(ExitCode::file_system));
}

[[noreturn]] void refuse_unknown_command(const std::string &command)
{
  if (tools.count(command) != 0)
    throw FileSystemError("there is no command '" + command + "': " + missing_tool_text(command));

  std::vector<std::string> known = built_in_commands;
  for (const auto &name : tool_names())
    known.push_back(name);
  for (const auto &[name, meaning] : tools)
    known.push_back(name);

  const std::string nearest = parameters::nearest_name(command, known);
  throw InputError("there is no command '" + command + "'. Did you mean `tenogen " + nearest +
                   "`? `tenogen --help` lists all commands.");
}

void print_help()
{
  std::cout << help_text;
  for (const auto &name : tool_names())
  {
    if (name == mesh_picture_tool)
      continue;
    const auto found = tools.find(name);
    std::cout << "  " << std::left << std::setw(13) << name << (found == tools.end() ? "" : found->second)
              << "\n";
  }
  std::cout << help_ending;
}

void print_version()
{
  std::cout << "tenogen " << version::tenogen << " (revision " << version::git_revision << ", "
            << version::build_type << ", " << version::compiler << ", deal.II " << version::dealii
            << ", PETSc " << version::petsc << ")\n";
}

/// Options of tenogen have two dashes, those of PETSc one.
void refuse_own_options_after_petsc(const CommandLine &line)
{
  for (const auto &word : line.petsc_options)
    if (word.rfind("--", 0) == 0)
      throw InputError(
          "'" + word +
          "' is after --petsc, and everything after --petsc is passed to PETSc. Put it before --petsc.");
}

int dispatch(const CommandLine &line, const unsigned int rank)
{
  refuse_own_options_after_petsc(line);
  if (line.command == "run" || line.command == "mesh")
    require_all_ranks(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD));
  if (line.command == "run")
    return run_command(line.arguments, MPI_COMM_WORLD);
  if (line.command == "mesh")
    return mesh_command(line.arguments, MPI_COMM_WORLD);

  if (line.command == "sweep")
  {
    if (!line.petsc_options.empty())
      throw InputError("sweep: --petsc does not reach the runs of a study. Set the environment variable "
                       "PETSC_OPTIONS instead.");
    return sweep_command(line.arguments);
  }

  // The other commands need no mesh and run on one rank.
  if (!line.petsc_options.empty())
    throw InputError(without_petsc_text(line.command.empty() ? "tenogen" : line.command));
  if (line.command == "parameters")
    return rank == 0 ? parameters_command(line.arguments) : 0;
  if (line.command == "--version")
  {
    if (rank == 0)
      print_version();
    return 0;
  }
  if (line.command == "--params")
  {
    if (rank == 0)
      std::cout << params_folder().string() << std::endl;
    return 0;
  }
  if (line.command.empty() || line.command == "--help" || line.command == "-h" || line.command == "help")
  {
    if (rank == 0)
      print_help();
    return static_cast<int>(line.command.empty() ? ExitCode::bad_input : ExitCode::done);
  }
  refuse_unknown_command(line.command);
}

/// Prints the message of a failure, only once if all ranks have failed together; otherwise ends the other
/// ranks.
int report(const CommandEnd &end, const unsigned int rank)
{
  if (!end.message.empty() && (rank == 0 || !end.together))
    std::cerr << "tenogen: " << end.message << std::endl;
  if (!end.together)
    MPI_Abort(MPI_COMM_WORLD, end.code);
  // On a full disk, HDF5 would write once more when MPI is finalised, and a signal would end the process.
  if (end.code == static_cast<int>(ExitCode::file_system))
  {
    std::cout.flush();
    std::_Exit(end.code);
  }
  return end.code;
}
} // namespace

int main(int argc, char **argv)
{
  const CommandLine line = split_command_line(argc, argv);

  const bool is_built_in =
      std::find(built_in_commands.begin(), built_in_commands.end(), line.command) != built_in_commands.end();
  if (!is_built_in)
    become_tool(line);
  // Runs that initialise MPI themselves must be started by a process that has not done so.
  if (line.command == "sweep" && !sweep_needs_mpi(line.arguments))
    return report(end_of([&]() { return dispatch(line, 0); }), 0);

  // Without a launcher, Open MPI 4 would start its own server, which only programs that spawn others need,
  // and which fails if ssh is not in PATH.
  setenv("OMPI_MCA_ess_singleton_isolated", "1", /*overwrite*/ 0);
  // Open MPI 5 does not start in an environment without a home folder, such as that of a service.
  setenv("HOME", "/", /*overwrite*/ 0);

  // PETSc gets only its own options.
  std::vector<char *> petsc_arguments = {argv[0]};
  for (const auto &option : line.petsc_options)
    petsc_arguments.push_back(const_cast<char *>(option.c_str()));
  int    petsc_argc = static_cast<int>(petsc_arguments.size());
  char **petsc_argv = (petsc_arguments.push_back(nullptr), petsc_arguments.data());

  const dealii::Utilities::MPI::MPI_InitFinalize mpi(petsc_argc, petsc_argv, 1);
  floating_point::set_traps();

  const unsigned int rank     = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD);
  MPI_Comm           failures = MPI_COMM_NULL;
  MPI_Comm_dup(MPI_COMM_WORLD, &failures);
  const CommandEnd end = end_of([&]() { return dispatch(line, rank); }, failures);
  MPI_Comm_free(&failures);
  // Ranks that cannot see each other all have the number 0; only one of them prints.
  return report(end, std::max(rank, launched_ranks().my_rank));
}
