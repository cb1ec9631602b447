#include "tenogen/app/run_starter.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/command_end.h"
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
#include <sstream>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
/// What a run has said at its end: its message, or the last line where it has none. Launchers have their say
/// after it.
std::string last_words(const fs::path &log)
{
  std::error_code error;
  if (!fs::exists(log, error))
    return "";
  std::istringstream stream(read_file(log));
  std::string        message, last;
  bool               is_message = false;
  for (std::string line; std::getline(stream, line);)
  {
    const std::string start = "tenogen: ";
    if (line.rfind(start, 0) == 0)
    {
      message    = line.substr(start.size());
      is_message = true;
    }
    else if (line.rfind("---", 0) == 0 || line.rfind("srun: ", 0) == 0 || line.rfind("slurmstepd: ", 0) == 0)
      is_message = false;
    else if (is_message && !line.empty())
      message += " " + line;
    if (!line.empty() && line.rfind("---", 0) != 0)
      last = line;
  }
  return message.empty() ? last : message;
}
} // namespace

ProcessStarter::ProcessStarter(const std::vector<std::string> &launcher, const unsigned int ranks)
  : command(launcher)
  , ranks(ranks)
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

  constexpr double patience = 5.; // minutes; a last checkpoint has to be written
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
  ending.exit_code = run.exit_code();
  ending.signal    = run.signal();
  ending.reason    = is_killed ? "it did not end at its time limit" : last_words(log);
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

unsigned int GroupStarter::n_ranks() const
{
  return dealii::Utilities::MPI::n_mpi_processes(group);
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
  // A signal that came when the run looked no more is the worker's.
  ending.was_asked = Interruption::was_signalled(group);
  if (ending.was_asked)
    WorkerSignals::request();
  if (!log.empty() && !end.message.empty())
    output::write_file(log, end.message + "\n");
  return ending;
}
} // namespace tenogen
