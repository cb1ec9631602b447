#ifndef tenogen_app_child_process_h
#define tenogen_app_child_process_h

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace tenogen
{
/// Prevents child processes from inheriting open files, blocked signals and an ignored SIGCHLD from the
/// caller of this process. Called once, before any ChildProcess.
void isolate_children();

/**
 * Another program in its own process group, so that a signal from a terminal or a scheduler does not reach it
 * twice. Its standard input is empty. It receives SIGUSR2, which asks it to stop, when this process dies.
 */
class ChildProcess
{
public:
  /// Starts the program; its output is appended to the log. @throws FileSystemError if it cannot be started
  ChildProcess(const std::vector<std::string> &command, const std::filesystem::path &log);

  /// Kills the program if it is still running.
  ~ChildProcess();
  ChildProcess(const ChildProcess &)            = delete;
  ChildProcess &operator=(const ChildProcess &) = delete;

  /// Waits at most this long. @returns whether the program has ended
  bool wait_for(std::chrono::milliseconds time);

  /// Sends a signal to the program and to everything it has started.
  void send(int signal) const;

  /// The exit code of a program that has ended; 0 if a signal ended it.
  int exit_code() const;

  /// The signal that ended the program, or 0.
  int signal() const;

private:
  pid_t pid       = -1;
  bool  has_ended = false;
  int   status    = 0; ///< as waitpid gives it
};
} // namespace tenogen

#endif
