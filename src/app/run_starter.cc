#include "tenogen/app/run_starter.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/command_end.h"
#include "tenogen/app/launcher.h"
#include "tenogen/app/run_command.h"
#include "tenogen/app/worker_signals.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/read_file.h"
#include "tenogen/core/timing.h"
#include "tenogen/output/atomic_file.h"

#include <deal.II/base/mpi.h>

#include <chrono>
#include <csignal>
#include <iostream>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
/// Empty if the run has written nothing.
std::string text_of(const fs::path &log)
{
  std::error_code error;
  return fs::exists(log, error) ? read_file(log) : "";
}
} // namespace

ProcessStarter::ProcessStarter(const std::vector<std::string> &launcher)
  : command(launcher)
{
  command.push_back(fs::read_symlink("/proc/self/exe").string());
  command.emplace_back("run");
}

study::Ending ProcessStarter::run(const std::vector<std::string> &arguments, const fs::path &log,
                                  const double minutes)
{
  std::vector<std::string> words = command;
  words.insert(words.end(), arguments.begin(), arguments.end());
  output::remove_file(log);

  constexpr double patience = 5.; // minutes, in which the run writes a last checkpoint
  const auto       start    = std::chrono::steady_clock::now();
  study::Ending    ending;
  bool             is_killed = false;
  ChildProcess     run(words, log);
  while (!run.wait_for(std::chrono::milliseconds(100)))
  {
    if (WorkerSignals::stop_is_requested() && !ending.was_asked)
    {
      run.send(SIGUSR2);
      ending.was_asked = true;
    }
    if (minutes > 0. && seconds_since(start) > 60. * (1.1 * minutes + patience) && !is_killed)
    {
      run.send(SIGKILL);
      is_killed = true;
    }
  }
  ending.exit_code   = run.exit_code();
  ending.signal      = run.signal();
  const auto reason  = launcher::reason_in(text_of(log));
  ending.reason      = is_killed ? "it did not end at its time limit" : reason.text;
  ending.by_launcher = !is_killed && reason.is_of_launcher;
  return ending;
}

GroupStarter::GroupStarter(const MPI_Comm group)
  : group(group)
{
  MPI_Comm_dup(group, &failures);
}

GroupStarter::~GroupStarter()
{
  MPI_Comm_free(&failures);
}

study::Ending GroupStarter::run(const std::vector<std::string> &arguments, const fs::path &log, const double)
{
  output::remove_file(log);
  dealii::Utilities::MPI::broadcast(group, arguments, 0);
  return run_together(arguments, log.string());
}

void GroupStarter::serve()
{
  while (true)
  {
    const auto arguments = dealii::Utilities::MPI::broadcast(group, std::vector<std::string>(), 0);
    if (arguments.empty())
      return;
    run_together(arguments, "");
  }
}

void GroupStarter::release()
{
  dealii::Utilities::MPI::broadcast(group, std::vector<std::string>(), 0);
}

study::Ending GroupStarter::run_together(const std::vector<std::string> &arguments, const std::string &log)
{
  const CommandEnd end = end_of([&]() { return run_command(arguments, group); }, failures);
  if (!end.together)
  {
    std::cerr << "tenogen: " << end.message << std::endl;
    MPI_Abort(MPI_COMM_WORLD, end.code);
  }
  study::Ending ending;
  ending.exit_code = end.code;
  ending.reason    = end.message;
  // A signal that arrived after the last check of the run is meant for the worker.
  ending.was_asked = Interruption::was_signalled(group);
  if (ending.was_asked)
    WorkerSignals::request();
  if (!log.empty() && !end.message.empty())
    output::write_file(log, end.message + "\n");
  return ending;
}
} // namespace tenogen
