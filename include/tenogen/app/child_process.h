#ifndef tenogen_app_child_process_h
#define tenogen_app_child_process_h

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace tenogen
{
/// What the caller of this process has set up for itself does not reach the programs that this one starts:
/// open files, blocked signals, ignored ends of children. Called once, before any ChildProcess.
void isolate_children();

/**
 * Another program, in a process group of its own, so that what a terminal or a scheduler sends to this
 * process does not reach it twice. Its standard input is empty: it reads nothing that is meant for others. It
 * is asked to stop (SIGUSR2) when this process dies.
 */
class ChildProcess
{
public:
  /// Starts it; its output is appended to the log. @throws FileSystemError where it cannot be started
  ChildProcess(const std::vector<std::string> &command, const std::filesystem::path &log);

  /// Kills it where it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess &)            = delete;
  ChildProcess &operator=(const ChildProcess &) = delete;

  /// Whether it has ended within this time.
  bool wait_for(std::chrono::milliseconds time);

  /// Sends it a signal, and all that it has started.
  void send(int signal) const;

  /// Of an ended one: 0 where a signal has ended it.
  int exit_code() const;

  /// The signal that has ended it, or 0.
  int signal() const;

private:
  pid_t pid       = -1;
  bool  has_ended = false;
  int   status    = 0; ///< as waitpid gives it
};
} // namespace tenogen

#endif
