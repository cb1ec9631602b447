#include "tenogen/app/launcher.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"

#include <mpi.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

extern char **environ;

namespace tenogen::launcher
{
namespace
{
bool begins_with(const std::string &text, const std::string &start)
{
  return text.rfind(start, 0) == 0;
}

/// Whether the program exists, searched for as a shell does.
bool can_be_started(const std::string &program)
{
  if (program.find('/') != std::string::npos)
    return access(program.c_str(), X_OK) == 0;
  const char *const path = std::getenv("PATH");
  for (const std::string &folder : parameters::split(path == nullptr ? "" : path, ':'))
    if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0)
      return true;
  return false;
}

/// Number of physical cores that this process may use.
unsigned int number_of_cores()
{
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
    return 0;
  std::set<std::string> cores;
  for (unsigned int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &allowed))
    {
      const std::string name = "/sys/devices/system/cpu/cpu" + std::to_string(cpu);
      std::string       threads;
      std::getline(std::ifstream(name + "/topology/thread_siblings_list"), threads);
      cores.insert(threads.empty() ? name : threads);
    }
  return static_cast<unsigned int>(cores.size());
}

/// Whether mpirun gets its slots from a source other than the cores of this machine.
bool has_slots_of_its_own(const std::vector<std::string> &words)
{
  const auto is_meant = [](const std::string &word)
  {
    return word.find("oversubscribe") != std::string::npos || word.find("hwthread") != std::string::npos ||
           word.find("host") != std::string::npos || word.find("machinefile") != std::string::npos ||
           word.find("mca") != std::string::npos || word == "-H";
  };
  if (std::any_of(words.begin() + 1, words.end(), is_meant))
    return true;
  for (char **variable = environ; *variable != nullptr; ++variable)
    for (const char *const start : {"SLURM_JOB_ID=", "PBS_NODEFILE=", "PE_HOSTFILE=", "LSB_",
                                    "OMPI_MCA_rmaps", "OMPI_MCA_orte_default_hostfile", "PRTE_MCA_"})
      if (begins_with(*variable, start))
        return true;
  return false;
}

bool may_run_as_root(const std::vector<std::string> &words)
{
  const auto is_set = [](const char *const name)
  {
    const char *const value = std::getenv(name);
    return value != nullptr && std::string(value) == "1";
  };
  return std::find(words.begin(), words.end(), "--allow-run-as-root") != words.end() ||
         (is_set("OMPI_ALLOW_RUN_AS_ROOT") && is_set("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"));
}

/// Checks for what Open MPI would refuse.
void check_mpirun(const std::vector<std::string> &words, const unsigned int ranks)
{
#ifdef OPEN_MPI
  if (geteuid() == 0 && !may_run_as_root(words))
    throw InputError("sweep run: mpirun does not run as root. Use another account, or set "
                     "OMPI_ALLOW_RUN_AS_ROOT=1 and OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1, at your own risk.");
  const unsigned int cores = number_of_cores();
  if (cores > 0 && ranks > cores && !has_slots_of_its_own(words))
    throw InputError("sweep run: --ranks " + std::to_string(ranks) + ": there " +
                     (cores == 1 ? "is 1 core" : "are " + std::to_string(cores) + " cores") +
                     " here, and mpirun starts one rank on each. Give at most --ranks " +
                     std::to_string(cores) + ", or --launcher \"mpirun --oversubscribe --bind-to none -n " +
                     std::to_string(ranks) + "\", which is slower.");
#else
  static_cast<void>(words);
  static_cast<void>(ranks);
#endif
}

/// Consecutive lines of a log, joined into one paragraph.
class Paragraph
{
public:
  void add(const std::string &line)
  {
    if (!is_closed)
      text += (text.empty() ? "" : " ") + line;
  }

  /// Ends the current paragraph, unless it announces the next one.
  void close()
  {
    is_closed = is_closed || (!text.empty() && text.back() != ':');
  }

  std::string text;

private:
  bool is_closed = false;
};

/// Whether this is a line that a launcher always prints at the end of a run and that explains nothing.
bool is_uninformative(const std::string &paragraph)
{
  return begins_with(paragraph, "Primary job") || begins_with(paragraph, "MPI_ABORT was invoked");
}

/// Whether a launcher reports how a rank ended, which means that the rank had been started.
bool is_about_a_rank(const std::string &message)
{
  return message.find("exited on signal") != std::string::npos ||
         message.find(": task") != std::string::npos || message.find("oom") != std::string::npos;
}

/// The messages in a log, by the program that wrote them.
class LogReader
{
public:
  void read(const std::string &untrimmed)
  {
    const std::string line    = parameters::trimmed(untrimmed);
    const std::string program = "tenogen: ";
    const bool        is_rule = begins_with(line, "-----") || begins_with(line, "=====");
    if (!line.empty() && !is_rule)
    {
      first = first.empty() ? line : first;
      last  = line;
    }
    if (begins_with(line, program))
    {
      is_of_program = true;
      message       = line.substr(program.size());
    }
    else if (is_rule)
      toggle_block();
    else if (!is_in_block &&
             begins_with(line, "prterun has detected")) // Open MPI 5 forgets the first rule here
    {
      toggle_block();
      block.add(line);
    }
    else if (is_of_launcher(line))
      read_launcher(line);
    else if (is_in_block)
      line.empty() ? block.close() : block.add(line);
    else if (is_of_program && !line.empty())
      message += " " + line;
  }

  Reason reason()
  {
    if (is_in_block) // the block was not closed
      toggle_block();
    if (!message.empty())
      return {message, false};
    for (const std::string &text : {fatal, error, block_text})
      if (!text.empty())
        return {text, !is_about_a_rank(text)};
    if (!afterthought.empty())
      return {afterthought, false};
    return {first == last ? first : first + " ... " + last, false};
  }

private:
  /// Open MPI prints its messages between horizontal rules.
  void toggle_block()
  {
    is_of_program = false;
    is_in_block   = !is_in_block;
    if (is_in_block)
      return;
    std::string &kind = is_uninformative(block.text) ? afterthought : block_text;
    if (kind.empty())
      kind = block.text;
    block = {};
  }

  static bool is_of_launcher(const std::string &line)
  {
    return begins_with(line, "srun: ") || begins_with(line, "slurmstepd: ") ||
           begins_with(line, "mpirun: ") || begins_with(line, "mpiexec: ");
  }

  /// The first error caused the others.
  void read_launcher(const std::string &line)
  {
    is_of_program      = false;
    std::string &place = line.find(" fatal: ") != std::string::npos ? fatal
                         : line.find("rror: ") != std::string::npos ? error
                                                                    : afterthought;
    if (place.empty())
      place = line;
  }

  bool        is_of_program = false, is_in_block = false;
  Paragraph   block;
  std::string message, fatal, error, block_text, afterthought, first, last;
};
} // namespace

std::vector<std::string> default_command(const unsigned int ranks)
{
  if (ranks == 1)
    return {};
  return {"mpirun", "--bind-to", "none", "-n", std::to_string(ranks)};
}

void check(const std::vector<std::string> &words, const unsigned int ranks)
{
  if (words.empty() && ranks > 1)
    throw InputError("sweep run: --launcher is empty, but --ranks " + std::to_string(ranks) +
                     " needs one. Leave it out, or name the program that starts the ranks.");
  if (words.empty())
    return;
  const std::string &program = words.front();
  if (!can_be_started(program))
    throw InputError("sweep run: --launcher: there is no program '" + program + "' that can be started." +
                     (program.find('=') == std::string::npos
                          ? ""
                          : " To set a variable, begin with env: --launcher \"env " + program + " ...\"."));
  const std::string name = std::filesystem::path(program).filename().string();
  if (name == "mpirun" || name == "mpiexec" || name == "orterun")
    check_mpirun(words, ranks);
}

Reason reason_in(const std::string &log)
{
  LogReader          reader;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);)
    reader.read(line);
  return reader.reason();
}
} // namespace tenogen::launcher
