#include "tenogen/app/study_worker.h"

#include "tenogen/app/outcome_table.h"
#include "tenogen/app/provenance.h"
#include "tenogen/app/worker_signals.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/timing.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/claim.h"

#include <unistd.h>

#include <algorithm>
#include <array>
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

std::string host_name()
{
  std::array<char, 256> name = {};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// Reasons stand in tables.
std::string one_line(std::string text)
{
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

double seconds_since_1970()
{
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}
} // namespace

StudyWorker::StudyWorker(const StudyFolder &folder, RunStarter &starter, const WorkerOptions &options)
  : folder(folder)
  , starter(starter)
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
    say(task, after);
    if (after.state == TaskState::stopped || after.state == TaskState::disk || must_stop())
      return after.state;
  }
  return folder.status(task).state;
}

void StudyWorker::say(const StudyTask &task, const TaskStatus &status) const
{
  std::string line = task.name + ": " + to_text(status.state);
  if (options.n_shares > 1)
    line = "worker " + std::to_string(options.share + 1) + ": " + line;
  if (!status.reason.empty())
    line += ": " + status.reason;
  std::printf("%s, %.1f s\n", line.c_str(), status.seconds);
  std::fflush(stdout);
}

TaskStatus StudyWorker::attempt(const StudyTask &task, const TaskStatus &before)
{
  std::vector<std::string> arguments = {folder.arm_file(task.arm).string()};
  for (const std::string &setting : task.settings)
    arguments.insert(arguments.end(), {"--set", setting});
  arguments.insert(arguments.end(), {"--output", task.run.string(), "--quiet"});
  // A run of other parameters is replaced.
  const bool is_same = before.key.empty() || before.key == task.key;
  arguments.emplace_back(is_same ? "--resume" : "--overwrite");
  if (const double minutes = minutes_for_a_run(); minutes > 0.)
    arguments.insert(arguments.end(), {"--time-limit", std::to_string(minutes)});

  const auto          start  = std::chrono::steady_clock::now();
  const study::Ending ending = starter.run(arguments, task.log);
  return status_after(task, is_same ? before : TaskStatus(), ending, seconds_since(start));
}

TaskStatus StudyWorker::status_after(const StudyTask &task, const TaskStatus &before, study::Ending ending,
                                     const double seconds) const
{
  ending.was_asked = ending.was_asked || must_stop();
  TaskStatus after = before;
  after.state      = state_after(ending);
  after.key        = task.key;
  after.exit_code  = ending.exit_code;
  after.signal     = ending.signal;
  after.seconds += seconds;
  after.ranks   = starter.n_ranks();
  after.host    = host_name();
  after.program = program_name();
  after.ended   = seconds_since_1970();
  after.reason  = after.state == TaskState::done ? "" : one_line(ending.reason);
  if (ending.signal != 0)
    after.reason = "killed by signal " + std::to_string(ending.signal) +
                   (ending.reason.empty() ? "" : "; the last line was: " + ending.reason);
  if (after.state == TaskState::done)
    keep_outcomes(task, after);
  if (!is_unfinished(after.state))
    ++after.attempts;
  return after;
}

/// Judges a run by what it has left.
void StudyWorker::keep_outcomes(const StudyTask &task, TaskStatus &status) const
{
  const auto &outcomes = folder.study().outcomes;
  try
  {
    if (!fs::exists(task.run / "COMPLETE"))
      throw FileSystemError("The run ended without " + (task.run / "COMPLETE").string());
    output::write_file(task.outcomes, to_text(outcome_table(outcomes, task.run), outcomes));
  }
  catch (const FileSystemError &error)
  {
    status.state  = TaskState::crashed;
    status.reason = one_line(error.what());
  }
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
