#include "tenogen/app/run_starter.h"

#include "tenogen/app/child_process.h"
#include "tenogen/app/command_end.h"
#include "tenogen/app/run_command.h"
#include "tenogen/app/worker_signals.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/read_file.h"
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
/// The last line that a run has said, which is why it ended.
std::string last_line(const fs::path &log)
{
  std::error_code error;
  if (!fs::exists(log, error))
    return "";
  std::string text = read_file(log);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.pop_back();
  return text.substr(text.find_last_of('\n') + 1);
}
} // namespace

ProcessStarter::ProcessStarter(const std::vector<std::string> &launcher, const unsigned int ranks)
  : command(launcher)
  , ranks(ranks)
{
  command.push_back(fs::read_symlink("/proc/self/exe").string());
  command.emplace_back("run");
}

study::Ending ProcessStarter::run(const std::vector<std::string> &arguments, const fs::path &log)
{
  std::vector<std::string> words = command;
  words.insert(words.end(), arguments.begin(), arguments.end());
  output::remove_file(log);

  study::Ending ending;
  ChildProcess  run(words, log);
  while (!run.wait_for(std::chrono::milliseconds(100)))
    if (WorkerSignals::stop_is_requested() && !ending.was_asked)
    {
      run.send(SIGUSR2);
      ending.was_asked = true;
    }
  ending.exit_code = run.exit_code();
  ending.signal    = run.signal();
  ending.reason    = last_line(log);
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

study::Ending GroupStarter::run(const std::vector<std::string> &arguments, const fs::path &log)
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
  if (end.code == static_cast<int>(ExitCode::stopped))
    ending.was_asked = Interruption::was_signalled(group);
  if (!log.empty() && !end.message.empty())
    output::write_file(log, end.message + "\n");
  return ending;
}
} // namespace tenogen
