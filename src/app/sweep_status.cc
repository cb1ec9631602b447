#include "tenogen/app/sweep_status.h"

#include "tenogen/app/command_line.h"
#include "tenogen/app/study_folder.h"
#include "tenogen/app/sweep_options.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/claim.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/study/csv.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <thread>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;
using study::TaskState;

constexpr const char *help_text =
    R"(Usage: tenogen sweep status DIR [--watch [SECONDS]] [--failed] [--json | --tasks]

Shows for each arm of a study how many runs are in each state and the mean time of a run, and estimates
the time until all runs are done from the number of simultaneous runs.
)";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "print this help");
  add("folder", options::value<std::string>(), "the folder of the study");
  add("watch,w", options::value<double>()->implicit_value(5.),
      "repeat every so many seconds, until no run is waiting, running or stopped");
  add("failed", "also list every failed or stopped run with the reason");
  add("json", "print the counts as JSON");
  add("tasks", "print one line of CSV per run");
  return description;
}

/// The states of the tasks of one arm.
struct ArmCount
{
  std::map<TaskState, std::size_t> states;
  std::size_t                      running      = 0;
  double                           done_seconds = 0.; ///< wall clock of all done runs
};

struct Count
{
  std::vector<ArmCount>    arms;
  std::vector<std::string> failed;     ///< one line each
  std::size_t              n_left = 0; ///< tasks that are waiting, running or stopped
};

void add(const StudyTask &task, const study::TaskStatus &status, Count &count)
{
  ArmCount  &arm     = count.arms[task.arm];
  const bool is_done = status.state == TaskState::done;
  const bool is_left = is_unfinished(status.state);
  const bool runs    = !is_done && output::Claim::is_taken(task.claim);
  if (runs)
    ++arm.running;
  else
    ++arm.states[status.state];
  count.n_left += is_left || runs ? 1 : 0;
  if (is_done)
    arm.done_seconds += status.seconds;
  else if (!is_left && !runs)
    count.failed.push_back(task.name + ": " + to_text(status.state) + " after " +
                           std::to_string(status.attempts) + " attempts: " + status.reason);
}

Count count(const StudyFolder &folder)
{
  Count result;
  result.arms.resize(folder.study().arms.size());
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
  {
    const StudyTask task = folder.task(number);
    add(task, folder.status(task), result);
  }
  return result;
}

/// Runs per hour at the current number of running tasks, if each takes as long as a finished run on average;
/// 0 if unknown.
double rate(const Count &count)
{
  std::size_t running = 0, done = 0;
  double      seconds = 0.;
  for (ArmCount arm : count.arms)
  {
    running += arm.running;
    done += arm.states[TaskState::done];
    seconds += arm.done_seconds;
  }
  return seconds > 0. ? double(running) * 3600. * double(done) / seconds : 0.;
}

void print_arm(const std::string &name, const std::size_t n_points, ArmCount arm)
{
  std::printf("%-20s %7zu %8zu", name.c_str(), n_points, arm.running);
  for (const TaskState state : study::all_task_states())
    std::printf(" %9zu", arm.states[state]);
  const std::size_t done = arm.states[TaskState::done];
  if (done > 0)
    std::printf(" %10.1f\n", arm.done_seconds / double(done));
  else
    std::printf(" %10s\n", "-");
}

void print(const StudyFolder &folder, const Count &count, const bool with_failed)
{
  std::printf("%-20s %7s %8s", "arm", "tasks", "running");
  for (const TaskState state : study::all_task_states())
    std::printf(" %9s", to_text(state).c_str());
  std::printf(" %10s\n", "s per run");
  for (std::size_t a = 0; a < count.arms.size(); ++a)
    print_arm(folder.study().arms[a].name, folder.n_points(), count.arms[a]);
  const double per_hour = rate(count);
  std::printf("%zu left", count.n_left);
  if (per_hour > 0.)
    std::printf("; %.4g runs per hour: %.1f h more", per_hour, double(count.n_left) / per_hour);
  std::printf("\n");
  if (!count.failed.empty() && !with_failed)
    std::printf("%zu have failed; --failed says why.\n", count.failed.size());
  if (with_failed)
    for (const std::string &line : count.failed)
      std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

void print_json(const StudyFolder &folder, const Count &count)
{
  nlohmann::ordered_json json = {{"points", folder.n_points()}, {"arms", nlohmann::ordered_json::object()}};
  for (std::size_t a = 0; a < count.arms.size(); ++a)
  {
    ArmCount               arm    = count.arms[a];
    nlohmann::ordered_json states = {{"running", arm.running}};
    for (const TaskState state : study::all_task_states())
      states[to_text(state)] = arm.states[state];
    states["seconds of the done"]             = arm.done_seconds;
    json["arms"][folder.study().arms[a].name] = states;
  }
  json["left"]          = count.n_left;
  json["runs per hour"] = rate(count);
  json["failed"]        = count.failed;
  std::cout << json.dump(2) << std::endl;
}

void print_tasks(const StudyFolder &folder)
{
  std::cout << "point,arm,state,attempts,cost [s],key,reason\n";
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
  {
    const StudyTask         task   = folder.task(number);
    const study::TaskStatus status = folder.status(task);
    std::cout << study::csv_line({std::to_string(task.point), folder.study().arms[task.arm].name,
                                  to_text(status.state), std::to_string(status.attempts),
                                  parameters::to_text(status.seconds), task.key, status.reason})
              << '\n';
  }
}

void watch(const StudyFolder &folder, const double seconds, const bool with_failed)
{
  while (true)
  {
    const Count counted = count(folder);
    if (isatty(STDOUT_FILENO) != 0)
      std::printf("\033[H\033[J"); // clear the screen
    print(folder, counted, with_failed);
    if (counted.n_left == 0)
      return;
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  }
}
} // namespace

int sweep_status(const std::vector<std::string> &arguments)
{
  const auto description = described_options();
  const auto values      = parse_command_line("sweep status", arguments, description, {"folder"});
  if (values.count("help") > 0)
  {
    std::cout << help_text << '\n' << description;
    return 0;
  }
  const std::string path = sweep::study_folder(values, "sweep status");
  if (values.count("watch") + values.count("json") + values.count("tasks") > 1)
    throw InputError("sweep status: --watch, --json and --tasks exclude each other. Give only one of them.");
  const double seconds = values.count("watch") > 0 ? values["watch"].as<double>() : 0.;
  if (values.count("watch") > 0 && !(seconds >= 0.1 && seconds <= 1e5))
    throw InputError("sweep status: --watch: allowed are 0.1 to 1e5 seconds.");
  const StudyFolder folder(path);
  const bool        with_failed = values.count("failed") > 0;
  if (values.count("watch") > 0)
    watch(folder, seconds, with_failed);
  else if (values.count("tasks") > 0)
    print_tasks(folder);
  else if (values.count("json") > 0)
    print_json(folder, count(folder));
  else
    print(folder, count(folder), with_failed);
  return 0;
}
} // namespace tenogen
