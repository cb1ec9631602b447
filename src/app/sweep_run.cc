#include "tenogen/app/sweep_run.h"

#include "tenogen/app/study_worker.h"
#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"

#include <boost/program_options.hpp>

#include <sys/wait.h>

#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *help_text =
    "Usage: tenogen sweep run DIR [--jobs N] [--ranks N] [--launcher WORDS] [--share I/N]\n"
    "                         [--time-limit MINUTES] [--run-limit MINUTES] [--retry STATES] [--attempts "
    "N]\n\n"
    "Runs what is left to do of the study in DIR. The same command may be given any number of times, and on "
    "any\n"
    "number of machines that share the folder: every task is claimed by one worker. Stopped runs go on from "
    "their\n"
    "checkpoints. SIGTERM, SIGINT and SIGUSR2 stop it with exit code 75.\n";

constexpr const char *example_text = "\nExamples:\n"
                                     "  tenogen sweep run results/uncertain --jobs 4\n"
                                     "  tenogen sweep run results/uncertain --ranks 2 --launcher \"srun "
                                     "--mpi=pmix -n 2\" --share 3/16 --time-limit 230\n";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "this text");
  add("folder", options::value<std::string>(), "the folder of the study");
  add("jobs,j", options::value<unsigned int>()->default_value(1), "runs at a time on this machine");
  add("ranks", options::value<unsigned int>()->default_value(1), "MPI ranks of each run");
  add("launcher", options::value<std::string>(),
      "what starts them; for more than one rank by default `mpirun --bind-to none -n RANKS`");
  add("share", options::value<std::string>()->default_value("1/1"),
      "I/N: begin with the tasks of share I of N, then help with the others");
  add("time-limit", options::value<double>(), "stop with checkpoints before as many minutes have passed");
  add("run-limit", options::value<double>(), "minutes that one run may take at a time");
  add("retry", options::value<std::string>()->default_value("crashed"),
      "which failures to try again, with commas between: crashed, gave up, refused, timed out, disk, or "
      "none");
  add("attempts", options::value<unsigned int>()->default_value(3), "attempts of one run, with earlier ones");
  return description;
}

options::variables_map parsed(const std::vector<std::string>     &arguments,
                              const options::options_description &description)
{
  options::positional_options_description positions;
  positions.add("folder", 1);
  options::variables_map values;
  try
  {
    options::store(options::command_line_parser(arguments).options(description).positional(positions).run(),
                   values);
    options::notify(values);
  }
  catch (const options::error &error)
  {
    throw InputError("sweep run: " + std::string(error.what()) +
                     ". `tenogen sweep run --help` lists what is allowed.");
  }
  if (values.count("help") == 0 && values.count("folder") == 0)
    throw InputError(
        "sweep run: the folder of the study is missing, as in `tenogen sweep run results/study`.");
  return values;
}

std::vector<std::string> words_of(const std::string &text)
{
  std::istringstream       stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

/// `I/N`, I from 1 to N.
void read_share(const std::string &text, WorkerOptions &worker)
{
  std::istringstream stream(text);
  std::size_t        share = 0, n = 0;
  char               slash = 0;
  if (!(stream >> share >> slash >> n) || slash != '/' || !(stream >> std::ws).eof() || share < 1 ||
      share > n)
    throw InputError("sweep run: --share " + text + ": allowed is I/N with I from 1 to N, as in 3/16.");
  worker.share    = share - 1;
  worker.n_shares = n;
}

study::RetryPolicy read_policy(const options::variables_map &values)
{
  study::RetryPolicy policy;
  policy.most_attempts = values["attempts"].as<unsigned int>();
  policy.states.clear();
  const auto text = values["retry"].as<std::string>();
  try
  {
    if (text != "none")
      for (const std::string &name : parameters::split(text, ','))
        policy.states.push_back(study::task_state(name));
  }
  catch (const InputError &error)
  {
    throw InputError("sweep run: --retry " + text + ": " + error.what());
  }
  return policy;
}

double minutes(const options::variables_map &values, const char *const name)
{
  if (values.count(name) == 0)
    return 0.;
  const double value = values[name].as<double>();
  if (!(value > 0. && value <= 1e6))
    throw InputError("sweep run: --" + std::string(name) + ": allowed are minutes above 0, up to 1e6.");
  return value;
}

WorkerOptions worker_options(const options::variables_map &values)
{
  WorkerOptions worker;
  worker.executable = std::filesystem::read_symlink("/proc/self/exe").string();
  worker.ranks      = values["ranks"].as<unsigned int>();
  if (worker.ranks < 1 || worker.ranks > 100000)
    throw InputError("sweep run: --ranks: allowed is 1 and more.");
  if (values.count("launcher") > 0)
    worker.launcher = words_of(values["launcher"].as<std::string>());
  else if (worker.ranks > 1)
    worker.launcher = {"mpirun", "--bind-to", "none", "-n", std::to_string(worker.ranks)};
  read_share(values["share"].as<std::string>(), worker);
  worker.retry       = read_policy(values);
  worker.run_minutes = minutes(values, "run-limit");
  if (const double limit = minutes(values, "time-limit"); limit > 0.)
    worker.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(std::llround(6e4 * limit));
  return worker;
}

/// The worst of what several workers say: the disk before a stop before the end.
int worse(const int a, const int b)
{
  const auto severity = [](const int code) {
    return code == 0 ? 0 : code == static_cast<int>(ExitCode::stopped) ? 1 : 2;
  };
  return severity(a) >= severity(b) ? a : b;
}

int exit_code(const StudyWorker::End end)
{
  switch (end)
  {
  case StudyWorker::End::stopped:
    return static_cast<int>(ExitCode::stopped);
  case StudyWorker::End::disk:
    return static_cast<int>(ExitCode::file_system);
  default:
    return 0;
  }
}

/// Several workers, each a process of its own; what stops this one stops them.
int work_in_parallel(const StudyFolder &folder, WorkerOptions worker, const unsigned int n_jobs)
{
  std::vector<pid_t> jobs;
  const std::size_t  first = worker.share * n_jobs;
  worker.n_shares *= n_jobs;
  for (unsigned int j = 0; j < n_jobs; ++j)
  {
    worker.share    = first + j;
    const pid_t pid = fork();
    if (pid < 0)
      throw FileSystemError(std::string("sweep run: a worker cannot be started: ") + std::strerror(errno) +
                            ".");
    if (pid == 0)
    {
      int code = static_cast<int>(ExitCode::file_system);
      try
      {
        code = exit_code(StudyWorker(folder, worker).work());
      }
      catch (const Error &error)
      {
        std::cerr << "tenogen: " << error.what() << std::endl;
        code = static_cast<int>(error.exit_code);
      }
      _exit(code);
    }
    jobs.push_back(pid);
  }
  int  result   = 0;
  bool is_asked = false;
  while (!jobs.empty())
  {
    int         status = 0;
    const pid_t ended  = waitpid(jobs.front(), &status, WNOHANG);
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

/// 3 where there is nothing at all to show.
int verdict(const StudyFolder &folder, const int code)
{
  if (code != 0)
    return code;
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
    if (folder.status(folder.task(number)).state == study::TaskState::done)
      return 0;
  std::cerr << "tenogen: no task of the study in '" << folder.path().string()
            << "' is done. `tenogen sweep status` says why.\n";
  return static_cast<int>(ExitCode::solver_failed);
}
} // namespace

int sweep_run(const std::vector<std::string> &arguments)
{
  const auto description = described_options();
  const auto values      = parsed(arguments, description);
  if (values.count("help") > 0)
  {
    std::cout << help_text << '\n' << description << example_text;
    return 0;
  }
  const StudyFolder   folder(values["folder"].as<std::string>());
  const WorkerOptions worker = worker_options(values);
  const unsigned int  n_jobs = values["jobs"].as<unsigned int>();
  if (n_jobs < 1 || n_jobs > 1000)
    throw InputError("sweep run: --jobs: allowed is 1 to 1000.");
  const WorkerSignals signals;
  return verdict(folder, n_jobs == 1 ? exit_code(StudyWorker(folder, worker).work())
                                     : work_in_parallel(folder, worker, n_jobs));
}
} // namespace tenogen
