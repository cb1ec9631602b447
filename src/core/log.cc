#include "tenogen/core/log.h"

#include "tenogen/core/errors.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <utility>

namespace tenogen
{
namespace
{
/// Under mpirun or srun, standard output may be a pseudo-terminal even if it is redirected.
bool is_launched()
{
  for (const char *const name : {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "SLURM_PROCID"})
    if (std::getenv(name) != nullptr)
      return true;
  return false;
}
} // namespace

Log::Log(const bool prints, const bool quiet)
  : prints(prints)
  , quiet(quiet)
  , terminal(isatty(STDOUT_FILENO) == 1 && !is_launched())
{
}

Log::~Log()
{
  end_progress_line();
}

void Log::open(const std::string &name)
{
  if (!prints)
    return;
  file.open(name, std::ios::app);
  if (!file)
    throw FileSystemError("The log file '" + name + "' cannot be written.");
  for (const std::string &text : before_file)
    file << text << std::endl;
  before_file.clear();
}

void Log::write(const std::string &text)
{
  if (!file.is_open())
  {
    before_file.push_back(text);
    return;
  }
  file << text << std::endl;
  if (!file && !std::exchange(file_has_failed, true))
    std::cerr << "tenogen: the log file can no longer be written. Is the disk full?" << std::endl;
}

void Log::line(const std::string &text)
{
  if (!prints)
    return;
  write(text);
  if (quiet)
    return;
  end_progress_line();
  std::cout << text << std::endl;
}

void Log::record(const std::string &text)
{
  if (prints)
    write(text);
}

void Log::progress(const std::string &text)
{
  if (!prints)
    return;
  write(text);
  if (quiet)
    return;
  if (terminal)
  {
    std::cout << "\r\033[K" << text << std::flush;
    progress_is_open = true;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now - last_shown < std::chrono::seconds(5))
    return;
  last_shown = now;
  std::cout << text << std::endl;
}

void Log::end_progress_line()
{
  if (progress_is_open)
    std::cout << std::endl;
  progress_is_open = false;
}
} // namespace tenogen
