#include "tenogen/app/study_folder.h"
#include "tenogen/app/sweep_run.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/claim.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>

namespace tenogen
{
namespace
{
using study::TaskState;

constexpr const char *help_text =
    "Usage: tenogen sweep status DIR [--json] [--failed]\n\n"
    "Counts the tasks of a study by state, arm by arm, with the mean time of a run and the time that the "
    "rest "
    "would\n"
    "take one after the other. --failed also lists every task that is not done, with the reason.\n";

/// What one arm has come to.
struct ArmCount
{
  std::map<TaskState, std::size_t> states;
  std::size_t                      running      = 0;
  double                           done_seconds = 0.;
};

/// A task that a worker has claimed is running now.
bool is_running(const StudyTask &task)
{
  std::error_code error;
  return std::filesystem::exists(task.claim, error) && !output::Claim(task.claim).is_held();
}

struct Count
{
  std::vector<ArmCount>    arms;
  std::vector<std::string> failed; ///< a line each
};

Count count(const StudyFolder &folder)
{
  Count result;
  result.arms.resize(folder.study().arms.size());
  for (std::size_t number = 0; number < folder.n_tasks(); ++number)
  {
    const StudyTask   task   = folder.task(number);
    study::TaskStatus status = folder.status(task);
    if (status.key != task.key)
      status = {};
    ArmCount &arm = result.arms[task.arm];
    ++arm.states[status.state];
    if (status.state == TaskState::done)
      arm.done_seconds += status.seconds;
    else if (is_running(task))
      ++arm.running;
    else if (status.state != TaskState::waiting)
      result.failed.push_back(task.name + ": " + to_text(status.state) + " after " +
                              std::to_string(status.attempts) + " attempts: " + status.reason);
  }
  return result;
}

std::string hours(const double seconds)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f h", seconds / 3600.);
  return text;
}

void print(const StudyFolder &folder, const Count &count, const bool with_failed)
{
  std::printf("%-24s %8s %8s", "arm", "tasks", "running");
  for (const TaskState state : study::all_task_states())
    std::printf(" %9s", to_text(state).c_str());
  std::printf(" %12s %14s\n", "mean [s]", "work left");
  for (std::size_t a = 0; a < count.arms.size(); ++a)
  {
    ArmCount          arm  = count.arms[a];
    const std::size_t done = arm.states[TaskState::done];
    const double      mean = done > 0 ? arm.done_seconds / double(done) : 0.;
    const auto        left = arm.states[TaskState::waiting] + arm.states[TaskState::stopped];
    std::printf("%-24s %8zu %8zu", folder.study().arms[a].name.c_str(), folder.n_points(), arm.running);
    for (const TaskState state : study::all_task_states())
      std::printf(" %9zu", arm.states[state]);
    std::printf(" %12s %14s\n", done > 0 ? std::to_string(mean).c_str() : "-",
                done > 0 ? hours(mean * double(left)).c_str() : "-");
  }
  if (!count.failed.empty() && !with_failed)
    std::printf("%zu tasks are neither done nor waiting nor running; --failed says why.\n",
                count.failed.size());
  if (with_failed)
    for (const std::string &line : count.failed)
      std::printf("%s\n", line.c_str());
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
  json["not done"] = count.failed;
  std::cout << json.dump(2) << '\n';
}
} // namespace

int sweep_status(const std::vector<std::string> &arguments)
{
  std::string folder;
  bool        as_json = false, with_failed = false;
  for (const std::string &word : arguments)
    if (word == "--help" || word == "-h")
    {
      std::cout << help_text;
      return 0;
    }
    else if (word == "--json")
      as_json = true;
    else if (word == "--failed")
      with_failed = true;
    else if (!word.empty() && word[0] != '-' && folder.empty())
      folder = word;
    else
      throw InputError("sweep status: '" + word +
                       "' is not understood. `tenogen sweep status --help` shows how.");
  if (folder.empty())
    throw InputError("sweep status: the folder of the study is missing.");
  const StudyFolder study(folder);
  const Count       counted = count(study);
  if (as_json)
    print_json(study, counted);
  else
    print(study, counted, with_failed);
  return 0;
}
} // namespace tenogen
