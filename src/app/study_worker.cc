#include "tenogen/app/study_worker.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/provenance.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/timing.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/claim.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

namespace tenogen
{
namespace fs = std::filesystem;
using study::TaskState;
using study::TaskStatus;

namespace
{
/// Seconds before the deadline at which no run is started any more.
constexpr double shortest_run = 5.;

constexpr std::array<int, 3> stop_signals = {{SIGUSR2, SIGTERM, SIGINT}};
std::atomic<bool>            stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

extern "C" void request_stop(int)
{
  stop_requested = true;
}

std::string host_name()
{
  std::array<char, 256> name = {};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// The last line that a run has said, which is why it ended.
std::string last_line(const fs::path &log)
{
  std::error_code error;
  if (!fs::exists(log, error))
    return "";
  std::string text = output::read_file(log);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.pop_back();
  return text.substr(text.find_last_of('\n') + 1);
}
} // namespace

WorkerSignals::WorkerSignals()
{
  struct sigaction action = {};
  action.sa_handler       = request_stop;
  action.sa_flags         = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : stop_signals)
    sigaction(signal, &action, nullptr);
}

WorkerSignals::~WorkerSignals()
{
  for (const int signal : stop_signals)
    std::signal(signal, SIG_DFL);
}

bool WorkerSignals::stop_is_requested()
{
  return stop_requested;
}

StudyWorker::StudyWorker(const StudyFolder &folder, const WorkerOptions &options)
  : folder(folder)
  , options(options)
{
}

StudyWorker::End StudyWorker::work()
{
  const std::size_t n = folder.n_tasks();
  // Its own share first, then that of the next worker, and so on.
  for (std::size_t round = 0; round < options.n_shares; ++round)
    for (std::size_t number = (options.share + round) % options.n_shares; number < n;
         number += options.n_shares)
    {
      if (must_stop())
        return End::stopped;
      const StudyTask task = folder.task(number);
      if (!may_take(task))
        continue;
      switch (take(task))
      {
      case TaskState::disk:
        return End::disk;
      case TaskState::stopped:
        return End::stopped;
      default:
        break;
      }
    }
  return End::nothing_left;
}

bool StudyWorker::may_take(const StudyTask &task) const
{
  return options.retry.takes(folder.status(task), task.key);
}

/// Claims it, looks again, and does it. @returns its state; `waiting` where another worker has it
TaskState StudyWorker::take(const StudyTask &task)
{
  fs::create_directories(task.claim.parent_path());
  auto claim = std::make_unique<output::Claim>(task.claim);
  if (!claim->is_held()) // perhaps `sweep status` has just looked
  {
    claim.reset();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    claim = std::make_unique<output::Claim>(task.claim);
  }
  if (!claim->is_held())
    return TaskState::waiting;
  while (may_take(task)) // as long as it may be repeated
  {
    const TaskStatus after = attempt(task, folder.status(task));
    output::write_file(task.status, to_text(after));
    std::printf("%s %s: %s, %.1f s%s%s\n",
                options.n_shares > 1 ? std::to_string(options.share + 1).c_str() : "", task.name.c_str(),
                to_text(after.state).c_str(), after.seconds, after.reason.empty() ? "" : ": ",
                after.reason.c_str());
    std::fflush(stdout);
    if (after.state == TaskState::stopped || after.state == TaskState::disk || must_stop())
      return after.state;
  }
  return folder.status(task).state;
}

TaskStatus StudyWorker::attempt(const StudyTask &task, const TaskStatus &before)
{
  std::vector<std::string> command = options.launcher;
  command.insert(command.end(), {options.executable, "run", folder.arm_file(task.arm).string()});
  for (const std::string &setting : task.settings)
    command.insert(command.end(), {"--set", setting});
  command.insert(command.end(), {"--output", task.run.string(), "--quiet"});
  // A run of other parameters, before the study's program changed, is replaced.
  command.push_back(before.key.empty() || before.key == task.key ? "--resume" : "--overwrite");
  if (const double minutes = minutes_for_a_run(); minutes > 0.)
    command.insert(command.end(), {"--time-limit", std::to_string(minutes)});

  std::error_code error;
  fs::remove(task.log, error); // what the last attempt has said is in its status
  const auto    start = std::chrono::steady_clock::now();
  study::Ending ending;
  {
    ChildProcess run(command, task.log);
    while (!run.wait_for(std::chrono::milliseconds(100)))
      if (WorkerSignals::stop_is_requested() && !ending.was_asked)
      {
        run.send(SIGUSR2);
        ending.was_asked = true;
      }
    ending.exit_code = run.exit_code();
    ending.signal    = run.signal();
  }
  ending.was_asked = ending.was_asked || must_stop();

  TaskStatus after = before.key == task.key ? before : TaskStatus();
  after.state      = state_after(ending);
  after.key        = task.key;
  after.exit_code  = ending.exit_code;
  after.signal     = ending.signal;
  after.seconds += seconds_since(start);
  after.ranks   = options.ranks;
  after.host    = host_name();
  after.program = program_name();
  after.reason  = after.state == TaskState::done ? "" : last_line(task.log);
  if (ending.signal != 0)
    after.reason = "killed by signal " + std::to_string(ending.signal) +
                   (after.reason.empty() ? "" : "; the last line was: " + after.reason);
  if (after.state == TaskState::done && !fs::exists(task.run / "COMPLETE"))
  {
    after.state  = TaskState::crashed;
    after.reason = "the run ended without " + (task.run / "COMPLETE").string();
  }
  if (after.state != TaskState::stopped)
    ++after.attempts;
  return after;
}

bool StudyWorker::must_stop() const
{
  return WorkerSignals::stop_is_requested() ||
         (options.deadline &&
          std::chrono::steady_clock::now() + std::chrono::duration<double>(shortest_run) >=
              *options.deadline);
}

/// 0: without limit.
double StudyWorker::minutes_for_a_run() const
{
  if (!options.deadline)
    return options.run_minutes;
  const double left =
      std::chrono::duration<double, std::ratio<60>>(*options.deadline - std::chrono::steady_clock::now())
          .count();
  return options.run_minutes > 0. ? std::min(options.run_minutes, left) : left;
}
} // namespace tenogen
