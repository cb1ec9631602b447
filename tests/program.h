#ifndef tests_program_h
#define tests_program_h

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

extern char **environ;

/// Starts the program itself, as a user would, and checks how it ends.
namespace tenogen::program
{
/// How a program ended, and its output.
struct Ending
{
  int         exit_code = -1; ///< -1 if a signal ended it
  int         signal    = 0;  ///< the signal that ended it
  std::string output;         ///< standard output and error
};

/// Processes of a program with a given word in their command line, in the order of their ids.
inline std::vector<pid_t> processes_with(const std::string &word, const std::string &program)
{
  std::vector<pid_t> found;
  for (const auto &entry : std::filesystem::directory_iterator("/proc"))
  {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos)
      continue;
    std::ifstream      stream(entry.path() / "cmdline", std::ios::binary);
    std::ostringstream words;
    words << stream.rdbuf();
    const std::string text = words.str();
    if (text.rfind(program + '\0', 0) == 0 && text.find('\0' + word + '\0') != std::string::npos)
      found.push_back(std::stoi(name));
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// From now on no file may grow: writes of the process fail as on a full disk.
inline void limit_files(const pid_t process, const rlim_t bytes)
{
  const rlimit limit = {bytes, bytes};
  if (prlimit(process, RLIMIT_FSIZE, &limit, nullptr) != 0)
    throw std::runtime_error("prlimit failed");
}

/// A process in its own process group.
class Process
{
public:
  /// @param command  program and arguments
  explicit Process(const std::vector<std::string> &command)
    : screen(std::filesystem::temp_directory_path() /
             ("tenogen_screen_" + std::to_string(getpid()) + "_" + std::to_string(++count())))
  {
    id = fork();
    if (id < 0)
      throw std::runtime_error("fork failed");
    if (id == 0)
      become(command);
  }
  ~Process()
  {
    if (running())
    {
      killpg(id, SIGKILL);
      waitpid(id, nullptr, 0);
    }
    std::filesystem::remove(screen);
  }
  Process(const Process &)            = delete;
  Process &operator=(const Process &) = delete;

  /// Sends a signal to the process only.
  void send(const int signal) const
  {
    ::kill(id, signal);
  }

  /// Calls limit_files() for the process.
  void limit_files(const rlim_t bytes) const
  {
    program::limit_files(id, bytes);
  }

  /// Kills the process and everything it has started.
  void kill_group() const
  {
    killpg(id, SIGKILL);
  }

  bool running()
  {
    if (!ended && waitpid(id, &status, WNOHANG) == id)
      ended = true;
    return !ended;
  }

  /// Whether the process has ended by itself within this time.
  bool wait_for(const std::chrono::milliseconds time)
  {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (running() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return ended;
  }

  /// Waits for its end; a process that hangs is killed, which the result shows.
  Ending end(const std::chrono::seconds patience = std::chrono::seconds(300))
  {
    if (!wait_for(patience))
      kill_group();
    if (!ended)
      waitpid(id, &status, 0);
    ended = true;
    std::ifstream      stream(screen);
    std::ostringstream text;
    text << stream.rdbuf();
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
            text.str()};
  }

private:
  static unsigned int &count()
  {
    static unsigned int n = 0;
    return n;
  }

  [[noreturn]] void become(const std::vector<std::string> &command) const
  {
    setpgid(0, 0);
    // This test runs under MPI. The program it starts must not inherit MPI's variables.
    std::vector<std::string> names;
    for (char **variable = environ; *variable != nullptr; ++variable)
      names.emplace_back(*variable, std::strcspn(*variable, "="));
    for (const std::string &name : names)
      if (name.rfind("OMPI_", 0) == 0 || name.rfind("PMIX_", 0) == 0 || name.rfind("ORTE_", 0) == 0)
        unsetenv(name.c_str());
    for (const char *const name :
         {"OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMP_NUM_THREADS"})
      setenv(name, "1", 1);
    if (std::freopen("/dev/null", "r", stdin) == nullptr ||
        std::freopen(screen.c_str(), "w", stdout) == nullptr || dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
      _exit(127);
    std::vector<char *> arguments;
    for (const std::string &word : command)
      arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    _exit(127);
  }

  std::filesystem::path screen;
  pid_t                 id     = -1;
  int                   status = 0;
  bool                  ended  = false;
};

/// `tenogen run ...` on a number of ranks; on one without mpirun. Waiting ranks yield to other tests.
inline std::vector<std::string> run_command_line(const std::vector<std::string> &arguments,
                                                 const unsigned int              ranks = 1)
{
  std::vector<std::string> command;
  if (ranks > 1)
    command = {"mpirun", "--oversubscribe",    "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1",
               "-n",     std::to_string(ranks)};
  command.insert(command.end(), {TENOGEN_EXECUTABLE, "run"});
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

inline Ending run(const std::vector<std::string> &arguments, const unsigned int ranks = 1)
{
  return Process(run_command_line(arguments, ranks)).end();
}
} // namespace tenogen::program

#endif
