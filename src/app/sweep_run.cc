#include "tenogen/app/sweep_run.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/command_end.h"
#include "tenogen/app/command_line.h"
#include "tenogen/app/launched_ranks.h"
#include "tenogen/app/launcher.h"
#include "tenogen/app/run_starter.h"
#include "tenogen/app/study_worker.h"
#include "tenogen/app/sweep_options.h"
#include "tenogen/app/worker_signals.h"
#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>

#include <sys/prctl.h>
#include <sys/wait.h>

#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *help_text =
    R"(Usage: tenogen sweep run DIR [--jobs N | --groups N] [--ranks N] [--launcher WORDS] [--share I/N]
                         [--time-limit MINUTES] [WORKER OPTIONS]

Computes the runs of the study in DIR that are not done yet. You can start this command several times,
also on several machines that share the folder: each run is computed by only one of them. Stopped runs
continue from their checkpoints. SIGTERM, SIGINT and SIGUSR2 stop the command with exit code 75.
)";

constexpr const char *example_text = R"(
Examples:
  tenogen sweep run results/uncertain --jobs 4
  tenogen sweep run results/uncertain --ranks 2 --launcher "srun --mpi=pmix -n 2" --share 3/16 --time-limit 230
  mpirun -n 64 tenogen sweep run results/uncertain --groups 32
)";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "print this help");
  add("folder", options::value<std::string>(), "the folder of the study");
  add("jobs,j", options::value<std::string>()->default_value("1"),
      "number of simultaneous runs on this machine");
  add("ranks", options::value<std::string>()->default_value("1"), "number of MPI ranks per run");
  add("groups", options::value<std::string>(),
      "divide the ranks of this MPI job into this many equal groups, each of which computes one run at a "
      "time");
  add("launcher", options::value<std::string>(),
      "command that starts the ranks of a run (default for more than one: `mpirun --bind-to none -n RANKS`)");
  add("share", options::value<std::string>()->default_value("1/1"),
      "I/N: start with the runs of share I of N, then help with the others");
  add("time-limit", options::value<double>(), "stop with checkpoints before this many minutes have passed");
  sweep::add_worker_options(description);
  return description;
}

/// A whole number from 1 to 999999; 0 if the text is not one.
std::size_t count_from(const std::string &text)
{
  const bool is_number =
      !text.empty() && text.size() < 7 && text.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? std::stoul(text) : 0;
}

/// `I/N`, I from 1 to N.
void read_share(const std::string &text, WorkerOptions &worker)
{
  const std::size_t slash = text.find('/');
  const std::size_t share = count_from(text.substr(0, slash));
  const std::size_t n     = slash == std::string::npos ? 0 : count_from(text.substr(slash + 1));
  if (share < 1 || share > n)
    throw InputError("sweep run: --share " + text +
                     ": allowed is I/N with I from 1 to N, N at most 999999, as in 3/16.");
  worker.share    = share - 1;
  worker.n_shares = n;
}

WorkerOptions worker_options(const options::variables_map &values)
{
  WorkerOptions worker;
  read_share(values["share"].as<std::string>(), worker);
  worker.only_share  = values.count("only-share") > 0;
  worker.retry       = sweep::retry_policy(values);
  worker.run_minutes = sweep::minutes(values, "run-limit");
  if (const double limit = sweep::minutes(values, "time-limit"); limit > 0.)
    worker.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(std::llround(6e4 * limit));
  return worker;
}

/// Runs that start MPI inside an MPI job would become ranks of that job.
void refuse_foreign_mpi()
{
  const char *const ranks = std::getenv("OMPI_COMM_WORLD_SIZE");
  if (ranks != nullptr || std::getenv("PMIX_RANK") != nullptr || std::getenv("PMI_RANK") != nullptr ||
      launched_ranks().number > 1)
    throw InputError("sweep run: the command was started by mpirun or srun without --groups. Start it "
                     "without a launcher, or give the number of groups for the ranks.");
}

ProcessStarter process_starter(const options::variables_map &values)
{
  refuse_foreign_mpi();
  const unsigned int ranks = sweep::whole_number(values, "ranks", 1, 100000);
  const auto         words =
      values.count("launcher") > 0 ? sweep::words_of(values, "launcher") : launcher::default_command(ranks);
  launcher::check(words, ranks);
  return ProcessStarter(words);
}

/// The worst exit code of several workers: a disk error before a stop before a normal end.
int worse(const int a, const int b)
{
  const auto severity = [](const int code) {
    return code == 0 ? 0 : code == static_cast<int>(ExitCode::stopped) ? 1 : 2;
  };
  return severity(a) >= severity(b) ? a : b;
}

int exit_code(const StudyWorker::End end)
{
  return end == StudyWorker::End::stopped ? static_cast<int>(ExitCode::stopped) : 0;
}

/// Runs a worker in a forked process.
int work_forked(const StudyFolder &folder, ProcessStarter starter, const WorkerOptions &worker)
{
  const CommandEnd end = end_of([&]() { return exit_code(StudyWorker(folder, starter, worker).work()); });
  if (!end.message.empty())
    std::cerr << "tenogen: " << end.message << std::endl;
  return end.code;
}

/// Waits for several workers and returns the worst exit code; a signal that stops this process stops them
/// too.
int wait_for_all(std::vector<pid_t> jobs)
{
  int  result   = 0;
  bool is_asked = false;
  while (!jobs.empty())
  {
    int         status = 0;
    const pid_t ended  = waitpid(jobs.front(), &status, WNOHANG);
    if (ended < 0 && errno != EINTR)
      throw FileSystemError(std::string("sweep run: waiting for the workers failed: ") +
                            std::strerror(errno) + ".");
    if (ended == jobs.front())
    {
      result = worse(result, WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(ExitCode::defect));
      jobs.erase(jobs.begin());
      continue;
    }
    if (WorkerSignals::stop_is_requested() && !is_asked)
    {
      for (const pid_t job : jobs)
        kill(job, SIGUSR2);
      is_asked = true;
    }
    usleep(50000);
  }
  return result;
}

/// Runs several workers, each in its own process; they are asked to stop when this process dies.
int work_in_parallel(const StudyFolder &folder, const ProcessStarter &starter, WorkerOptions worker,
                     const unsigned int n_jobs)
{
  std::vector<pid_t> jobs;
  const std::size_t  first = worker.share * n_jobs;
  worker.n_shares *= n_jobs;
  const pid_t parent = getpid();
  for (unsigned int j = 0; j < n_jobs; ++j)
  {
    worker.share    = first + j;
    const pid_t pid = fork();
    if (pid == 0)
    {
      prctl(PR_SET_PDEATHSIG, SIGUSR2);
      _exit(getppid() == parent ? work_forked(folder, starter, worker) : static_cast<int>(ExitCode::stopped));
    }
    if (pid < 0)
    {
      const std::string reason = std::strerror(errno);
      WorkerSignals::request();
      wait_for_all(jobs);
      throw FileSystemError("sweep run: a worker cannot be started: " + reason + ".");
    }
    jobs.push_back(pid);
  }
  return wait_for_all(jobs);
}

/// Divides the ranks of this MPI job into equal groups, each of which acts as one worker.
/// @return the exit code, on all ranks
int work_in_groups(const StudyFolder &folder, WorkerOptions worker, const unsigned int n_groups)
{
  namespace mpi              = dealii::Utilities::MPI;
  const unsigned int n_ranks = mpi::n_mpi_processes(MPI_COMM_WORLD),
                     rank    = mpi::this_mpi_process(MPI_COMM_WORLD);
  require_all_ranks(n_ranks);
  if (n_ranks % n_groups != 0)
    throw InputError("sweep run: --groups " + std::to_string(n_groups) + ": the MPI job has " +
                     std::to_string(n_ranks) + " ranks, which cannot be divided into equal groups.");
  const unsigned int group_size = n_ranks / n_groups;
  worker.share                  = worker.share * n_groups + rank / group_size;
  worker.n_shares *= n_groups;

  MPI_Comm group = MPI_COMM_NULL;
  MPI_Comm_split(MPI_COMM_WORLD, static_cast<int>(rank / group_size), static_cast<int>(rank), &group);
  CommandEnd end;
  {
    GroupStarter starter(group);
    if (rank % group_size == 0)
    {
      end = end_of([&]() { return exit_code(StudyWorker(folder, starter, worker).work()); });
      starter.release();
    }
    else
      starter.serve();
  }
  MPI_Comm_free(&group);
  if (!end.message.empty())
    std::cerr << "tenogen: " << end.message << std::endl;
  int result = 0;
  for (const int code : mpi::all_gather(MPI_COMM_WORLD, end.code))
    result = worse(result, code);
  return result;
}

/// Prints the states of the tasks. Returns 3 if all tasks were tried and none is done.
int verdict(const StudyFolder &folder, const int code, const bool prints = true)
{
  if (code != 0)
    return code;
  std::map<study::TaskState, std::size_t> counts;
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
    ++counts[folder.status(folder.task(number)).state];
  std::string text;
  bool        has_results = false;
  for (const auto &[state, n] : counts)
  {
    text += (text.empty() ? "" : ", ") + std::to_string(n) + " " + to_text(state);
    has_results =
        has_results || state == study::TaskState::done || is_unfinished(state); // other workers have those
  }
  if (prints)
    std::cout << "No tasks are left for this worker: " << text << "." << std::endl;
  if (has_results)
    return 0;
  if (prints)
    std::cerr << "tenogen: no task of the study in '" << folder.path().string()
              << "' is done. `tenogen sweep status --failed` says why.\n";
  return static_cast<int>(ExitCode::solver_failed);
}

unsigned int groups_of(const options::variables_map &values)
{
  for (const char *const other : {"jobs", "ranks", "launcher"})
    if (values.count(other) > 0 && !values[other].defaulted())
      throw InputError("sweep run: --" + std::string(other) + " has no meaning with --groups.");
  return sweep::whole_number(values, "groups", 1, 100000);
}

/// Makes the result the same on all ranks.
bool has_grown(const std::string &path, const std::size_t n_points)
{
  const bool here = StudyFolder(path).n_points() > n_points;
  int        is_initialized;
  MPI_Initialized(&is_initialized);
  return is_initialized != 0 ? dealii::Utilities::MPI::max(here ? 1 : 0, MPI_COMM_WORLD) == 1 : here;
}

/// The study may get further points while workers are running. @return the exit code
int work_until_no_new_points(const std::string &path, const bool of_any_version,
                             const std::function<int(const StudyFolder &)> &work, const bool prints)
{
  while (true)
  {
    const StudyFolder folder(path);
    if (!of_any_version)
      folder.require_this_program();
    const int code = work(folder);
    if (code != 0 || !has_grown(path, folder.n_points()))
      return verdict(folder, code, prints);
  }
}
} // namespace

int sweep_run(const std::vector<std::string> &arguments)
{
  const auto description = described_options();
  const auto values      = parse_command_line("sweep run", arguments, description, {"folder"});
  const bool has_groups  = values.count("groups") > 0;
  const bool prints      = !has_groups || dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  if (values.count("help") > 0)
  {
    if (prints)
      std::cout << help_text << '\n' << description << example_text;
    return 0;
  }
  const std::string   path     = sweep::study_folder(values, "sweep run");
  const WorkerOptions worker   = worker_options(values);
  const unsigned int  n_jobs   = sweep::whole_number(values, "jobs", 1, 1000);
  const unsigned int  n_groups = has_groups ? groups_of(values) : 0;
  isolate_children();
  const WorkerSignals                     signals;
  std::function<int(const StudyFolder &)> work;
  if (has_groups)
    work = [&](const StudyFolder &folder) { return work_in_groups(folder, worker, n_groups); };
  else
    work = [&, starter = process_starter(values)](const StudyFolder &folder) mutable
    {
      return n_jobs == 1 ? exit_code(StudyWorker(folder, starter, worker).work())
                         : work_in_parallel(folder, starter, worker, n_jobs);
    };
  return work_until_no_new_points(path, values.count("any-version") > 0, work, prints);
}
} // namespace tenogen
