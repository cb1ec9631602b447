#include "tenogen/study/task_status.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/nearest_name.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace tenogen::study
{
namespace
{
constexpr std::array<std::pair<TaskState, const char *>, 8> names = {{{TaskState::waiting, "waiting"},
                                                                      {TaskState::done, "done"},
                                                                      {TaskState::stopped, "stopped"},
                                                                      {TaskState::timed_out, "timed out"},
                                                                      {TaskState::refused, "refused"},
                                                                      {TaskState::gave_up, "gave up"},
                                                                      {TaskState::disk, "disk"},
                                                                      {TaskState::crashed, "crashed"}}};
} // namespace

std::string to_text(const TaskState state)
{
  return std::find_if(names.begin(), names.end(), [&](const auto &name) { return name.first == state; })
      ->second;
}

const std::vector<TaskState> &all_task_states()
{
  static const std::vector<TaskState> all = []()
  {
    std::vector<TaskState> states;
    for (const auto &name : names)
      states.push_back(name.first);
    return states;
  }();
  return all;
}

TaskState task_state(const std::string &name)
{
  std::vector<std::string> known;
  for (const auto &[state, text] : names)
  {
    if (name == text)
      return state;
    known.emplace_back(text);
  }
  throw InputError("there is no state '" + name + "'; the nearest is '" +
                   parameters::nearest_name(name, known) + "'");
}

bool is_unfinished(const TaskState state)
{
  return state == TaskState::waiting || state == TaskState::stopped;
}

int signal_of(const Ending &ending)
{
  constexpr int by_signal = 128, last_signal = 64;
  if (ending.signal != 0)
    return ending.signal;
  return ending.exit_code > by_signal && ending.exit_code <= by_signal + last_signal
             ? ending.exit_code - by_signal
             : 0;
}

TaskState state_after(const Ending &ending)
{
  constexpr int by_signal = 128; // exit codes of a launcher or a shell
  if (ending.signal != 0 || ending.exit_code > by_signal)
    return ending.was_asked ? TaskState::stopped : TaskState::crashed;
  switch (ending.exit_code)
  {
  case static_cast<int>(ExitCode::done):
    return TaskState::done;
  case static_cast<int>(ExitCode::bad_input):
    return TaskState::refused;
  case static_cast<int>(ExitCode::solver_failed):
    return TaskState::gave_up;
  case static_cast<int>(ExitCode::file_system):
    return TaskState::disk;
  case static_cast<int>(ExitCode::stopped):
    return ending.was_asked ? TaskState::stopped : TaskState::timed_out;
  default:
    return TaskState::crashed;
  }
}

TaskStatus parse_task_status(const std::string &text, const std::string &file)
{
  try
  {
    const auto json = nlohmann::json::parse(text);
    TaskStatus status;
    status.state             = task_state(json.at("state").get<std::string>());
    status.key               = json.at("key").get<std::string>();
    status.reason            = json.at("reason").get<std::string>();
    status.exit_code         = json.at("exit code").get<int>();
    status.signal            = json.at("signal").get<int>();
    status.attempts          = json.at("attempts").get<unsigned int>();
    status.orphaned_attempts = json.at("orphaned attempts").get<unsigned int>();
    status.seconds           = json.at("seconds").get<double>();
    status.ranks             = json.at("ranks").get<unsigned int>();
    status.host              = json.at("host").get<std::string>();
    status.program           = json.at("program").get<std::string>();
    status.ended             = json.at("ended [s since 1970]").get<double>();
    return status;
  }
  catch (const nlohmann::json::exception &error)
  {
    throw InputError("'" + file + "' is not the status of a task: " + error.what());
  }
  catch (const InputError &error)
  {
    throw InputError("'" + file + "' is not the status of a task: " + error.what());
  }
}

std::string to_text(const TaskStatus &status)
{
  const nlohmann::ordered_json json = {{"state", to_text(status.state)},
                                       {"reason", status.reason},
                                       {"exit code", status.exit_code},
                                       {"signal", status.signal},
                                       {"attempts", status.attempts},
                                       {"orphaned attempts", status.orphaned_attempts},
                                       {"seconds", status.seconds},
                                       {"ranks", status.ranks},
                                       {"host", status.host},
                                       {"program", status.program},
                                       {"ended [s since 1970]", status.ended},
                                       {"key", status.key}};
  // The output of a dying program may not be valid UTF-8.
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

bool RetryPolicy::takes(const TaskStatus &status) const
{
  if (is_unfinished(status.state))
    return true;
  return status.state != TaskState::done && status.attempts < max_attempts &&
         std::find(states.begin(), states.end(), status.state) != states.end();
}
} // namespace tenogen::study
