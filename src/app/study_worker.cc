#include "tenogen/app/study_worker.h"

#include "tenogen/app/launched_ranks.h"
#include "tenogen/app/outcome_table.h"
#include "tenogen/app/provenance.h"
#include "tenogen/app/worker_signals.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/timing.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/claim.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

namespace tenogen
{
namespace fs = std::filesystem;
using study::TaskState;
using study::TaskStatus;

namespace
{
/// In the last seconds before the deadline, no run is started.
constexpr double shortest_run = 5.;

/// After this many crashes in a row, the machine is probably the cause.
constexpr unsigned int max_crashes = 20;

/// One line of text, because reasons are written to tables.
std::string one_line(std::string text)
{
  std::replace_if(
      text.begin(), text.end(), [](const char letter) { return letter == '\n' || letter == '\r'; }, ' ');
  return text;
}

double minutes_until(const std::chrono::steady_clock::time_point moment)
{
  return std::chrono::duration<double, std::ratio<60>>(moment - std::chrono::steady_clock::now()).count();
}

/// The time of the last change of a file; the earliest time if there is no file.
fs::file_time_type time_of_change(const fs::path &file)
{
  std::error_code error;
  const auto      time = fs::last_write_time(file, error);
  return error ? fs::file_time_type::min() : time;
}

/// Whether the disk has room for a file of the size of a small checkpoint.
bool disk_takes_files(const fs::path &folder)
{
  constexpr std::size_t size  = 4 << 20;
  const fs::path        probe = folder / "probe";
  try
  {
    output::write_file(probe, std::string(size, '0'));
    output::remove_file(probe);
    return true;
  }
  catch (const FileSystemError &)
  {
    return false;
  }
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
  const std::size_t n        = folder.n_tasks();
  const std::size_t n_rounds = options.only_share ? 1 : options.n_shares;
  // First its own share, then that of the next worker, and so on.
  for (std::size_t round = 0; round < n_rounds; ++round)
    for (std::size_t number = (options.share + round) % options.n_shares; number < n;
         number += options.n_shares)
    {
      if (must_stop())
        return End::stopped;
      const StudyTask task = folder.task(number);
      if (may_take(task) && !claim_and_take(task))
        return End::stopped;
    }
  return End::nothing_left;
}

bool StudyWorker::may_take(const StudyTask &task) const
{
  return options.retry.takes(folder.status(task));
}

/// @return whether the worker may continue
bool StudyWorker::claim_and_take(const StudyTask &task)
{
  fs::create_directories(task.claim.parent_path());
  if (options.only_share)
    return take(task);
  // `sweep status` holds the claim for a moment while it checks.
  constexpr unsigned int max_polls = 10;
  for (unsigned int look = 0; look < max_polls; ++look)
  {
    const output::Claim claim(task.claim, output::Claim::Holders::children);
    if (claim.is_held())
      return take(task);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true; // another worker has it
}

/// Reads the status again and runs the task, as often as it may be repeated. @return whether the worker may
/// continue
bool StudyWorker::take(const StudyTask &task)
{
  while (may_take(task))
  {
    const TaskStatus after = attempt(task, folder.status(task));
    output::write_file(task.status, to_text(after));
    print_status(task, after);
    if (after.state == TaskState::stopped || must_stop())
      return false;
    check_machine(task, after);
  }
  return true;
}

TaskStatus StudyWorker::attempt(const StudyTask &task, const TaskStatus &before)
{
  TaskStatus begun = before;
  begun.key        = task.key;
  if (const std::string mistakes = folder.mistakes(task); !mistakes.empty())
  {
    begun.state  = TaskState::refused;
    begun.reason = one_line(mistakes);
    ++begun.attempts;
    return begun;
  }
  if (begun.orphaned_attempts >= study::max_orphaned_attempts)
  {
    begun.state  = TaskState::crashed;
    begun.reason = "its worker died during each of " + std::to_string(begun.orphaned_attempts) + " attempts";
    begun.orphaned_attempts = 0;
    begun.attempts += study::max_orphaned_attempts;
    return begun;
  }
  folder.require_same_arm(task.arm);
  ++begun.orphaned_attempts;
  output::write_file(task.status, to_text(begun));

  const auto start      = std::chrono::steady_clock::now();
  const auto log_before = time_of_change(task.run / "log.txt");
  const auto ending     = run(task, before.key == task.key);
  const bool has_begun  = time_of_change(task.run / "log.txt") != log_before;
  if (cannot_be_started(ending, has_begun))
  {
    // This is not caused by the task and would happen to every other one.
    if (before.key == task.key)
      output::write_file(task.status, to_text(before));
    else
      output::remove_file(task.status);
    throw InputError("sweep run: runs cannot be started: " + ending.reason + named_log(task) +
                     ". Correct --launcher or --ranks.");
  }
  TaskStatus after = status_after(task, begun, ending, seconds_since(start));
  after.ranks      = has_begun || after.state == TaskState::done ? ranks_of(task.run / "provenance.json") : 0;
  return after;
}

/// @param resumes  whether to resume; otherwise an existing run directory belongs to other parameters
study::Ending StudyWorker::run(const StudyTask &task, const bool resumes)
{
  std::vector<std::string> arguments = {folder.arm_file(task.arm).string()};
  for (const std::string &setting : task.settings)
    arguments.insert(arguments.end(), {"--set", setting});
  arguments.insert(arguments.end(),
                   {"--output", task.run.string(), "--quiet", resumes ? "--resume" : "--overwrite"});
  const double left      = options.deadline ? minutes_until(*options.deadline) : 0.;
  const bool   has_limit = options.run_minutes > 0. && (!options.deadline || options.run_minutes < left);
  const double limit     = has_limit ? options.run_minutes : left;
  if (limit > 0.)
    arguments.insert(arguments.end(), {"--time-limit", std::to_string(limit)});

  study::Ending ending = starter.run(arguments, task.log, limit);
  if (ending.exit_code == static_cast<int>(ExitCode::stopped) &&
      !has_limit) // close to the limit of the worker itself
    ending.was_asked = true;
  return ending;
}

/// Whether the launcher failed before the program ran, which would happen to every task.
bool StudyWorker::cannot_be_started(const study::Ending &ending, const bool has_begun)
{
  constexpr int cannot_execute = 126, not_found = 127; // exit codes of a shell
  if (ending.exit_code == cannot_execute || ending.exit_code == not_found)
    return true;
  if (ending.exit_code == static_cast<int>(ExitCode::bad_input) &&
      ending.reason.rfind(separate_ranks, 0) == 0)
    return true;
  return ending.by_launcher && ending.exit_code != 0 && !ending.was_asked && !has_begun;
}

/// The log of a run for a message, ` (DIR/points/000000/treated.log)`; empty if the run has written nothing.
std::string StudyWorker::named_log(const StudyTask &task)
{
  std::error_code error;
  return fs::exists(task.log, error) ? " (" + task.log.string() + ")" : "";
}

/// Why a task is not done. After a crash, the log contains more.
std::string StudyWorker::reason_of(const StudyTask &task, const study::Ending &ending, const TaskState state)
{
  std::string reason = one_line(ending.reason);
  if (const int signal = signal_of(ending); signal != 0)
    reason = "killed by signal " + std::to_string(signal) + " (" + strsignal(signal) +
             (signal == SIGKILL ? "; perhaps the memory was full" : "") + ")" +
             (reason.empty() ? "" : ": " + reason);
  else if (reason.empty())
    reason = "exit code " + std::to_string(ending.exit_code) + " without a message";
  return state == TaskState::crashed ? reason + named_log(task) : reason;
}

TaskStatus StudyWorker::status_after(const StudyTask &task, const TaskStatus &before,
                                     const study::Ending &ending, const double seconds) const
{
  TaskStatus after        = before;
  after.state             = state_after(ending);
  after.exit_code         = ending.exit_code;
  after.signal            = ending.signal;
  after.orphaned_attempts = 0;
  after.seconds += seconds;
  after.host    = host_name();
  after.program = program_of(task.run / "provenance.json");
  after.ended   = seconds_since_1970();
  after.reason  = after.state == TaskState::done ? "" : reason_of(task, ending, after.state);
  if (after.state == TaskState::done)
    keep_outcomes(task, after);
  if (!is_unfinished(after.state))
    ++after.attempts;
  return after;
}

void StudyWorker::print_status(const StudyTask &task, const TaskStatus &status) const
{
  std::string line = task.name + ": " + to_text(status.state);
  if (options.n_shares > 1)
    line = "worker " + std::to_string(options.share + 1) + ": " + line;
  if (!status.reason.empty())
    line += ": " + status.reason;
  std::printf("%s, %.1f s\n", line.c_str(), status.seconds);
  std::fflush(stdout);
}

/// Determines the status from what the run has left.
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

/// Stops the worker if it would only spoil one task after another.
void StudyWorker::check_machine(const StudyTask &task, const TaskStatus &status)
{
  if (status.state == TaskState::disk && !disk_takes_files(task.status.parent_path()))
  {
    // Not caused by the task.
    TaskStatus blameless = status;
    blameless.state      = TaskState::stopped;
    --blameless.attempts;
    output::write_file(task.status, to_text(blameless));
    throw FileSystemError("sweep run: the disk cannot be written any more: " + status.reason);
  }
  n_crashes = status.state == TaskState::crashed ? n_crashes + 1 : 0;
  if (n_crashes == max_crashes)
    throw FileSystemError("sweep run: " + std::to_string(n_crashes) + " runs in a row have crashed on " +
                          host_name() + ", the last one with: " + status.reason +
                          ". Please check this machine.");
}

bool StudyWorker::must_stop() const
{
  return WorkerSignals::stop_is_requested() ||
         (options.deadline && 60. * minutes_until(*options.deadline) < shortest_run);
}
} // namespace tenogen
