#include "tenogen/app/child_process.h"

#include "tenogen/core/errors.h"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace tenogen
{
namespace
{
constexpr int cannot_start = 127; ///< the exit code of a shell

/// An open file that is closed by the destructor and in programs that are started.
struct Descriptor
{
  Descriptor(const std::string &name, const int flags)
    : number(open_above_standard(name, flags))
  {
    if (number < 0)
      throw FileSystemError("'" + name + "' cannot be opened: " + std::strerror(errno) + ".");
  }
  ~Descriptor()
  {
    close(number);
  }
  Descriptor(const Descriptor &)            = delete;
  Descriptor &operator=(const Descriptor &) = delete;

  const int number;

private:
  /// If this process was started with closed standard streams, open() returns their numbers.
  static int open_above_standard(const std::string &name, const int flags)
  {
    const int opened = open(name.c_str(), flags | O_CLOEXEC, 0666);
    if (opened < 0 || opened > STDERR_FILENO)
      return opened;
    const int moved = fcntl(opened, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(opened);
    return moved;
  }
};

/// Runs in the new process, which has one thread, between fork and exec.
[[noreturn]] void become(char *const *const arguments, const int input, const int log, const pid_t parent)
{
  setpgid(0, 0);
  for (const int signal : {SIGUSR2, SIGTERM, SIGINT}) // until the program handles them, they end it
    std::signal(signal, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGUSR2);
  if (getppid() != parent) // the parent died before prctl()
    _exit(cannot_start);
  dup2(input, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execvp(arguments[0], arguments);
  const char *const reason = std::strerror(errno);
  if (write(STDERR_FILENO, reason, std::strlen(reason)) < 0)
    _exit(cannot_start + 1); // no message can be written either
  _exit(cannot_start);
}
} // namespace

void isolate_children()
{
  // A caller that ignores SIGCHLD passes this on to this process, which then could not wait for its own
  // children.
  std::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
    return;
  // Before Linux 5.11, one by one.
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error))
    if (const int number = std::stoi(entry->path().filename().string()); number > STDERR_FILENO)
      fcntl(number, F_SETFD, FD_CLOEXEC);
}

ChildProcess::ChildProcess(const std::vector<std::string> &command, const std::filesystem::path &log)
{
  const Descriptor    input("/dev/null", O_RDONLY);
  const Descriptor    output(log.string(), O_WRONLY | O_CREAT | O_APPEND);
  std::vector<char *> arguments;
  for (const std::string &word : command)
    arguments.push_back(const_cast<char *>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  pid                = fork();
  if (pid == 0)
    become(arguments.data(), input.number, output.number, parent);
  if (pid < 0)
    throw FileSystemError("'" + command.front() + "' cannot be started: " + std::strerror(errno) + ".");
  setpgid(pid, pid); // in parent and child, whichever runs first
}

ChildProcess::~ChildProcess()
{
  if (has_ended)
    return;
  send(SIGKILL);
  waitpid(pid, &status, 0);
}

bool ChildProcess::wait_for(const std::chrono::milliseconds time)
{
  constexpr std::chrono::milliseconds pause(5);
  const auto                          until = std::chrono::steady_clock::now() + time;
  while (!has_ended)
  {
    const pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended < 0 && errno != EINTR)
      throw FileSystemError(std::string("Waiting for a process failed: ") + std::strerror(errno) + ".");
    has_ended = ended == pid;
    if (!has_ended && std::chrono::steady_clock::now() >= until)
      return false;
    if (!has_ended)
      std::this_thread::sleep_for(pause);
  }
  return true;
}

void ChildProcess::send(const int signal) const
{
  if (!has_ended)
    kill(-pid, signal);
}

int ChildProcess::exit_code() const
{
  return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

int ChildProcess::signal() const
{
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}
} // namespace tenogen
