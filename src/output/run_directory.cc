#include "tenogen/output/run_directory.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/output/atomic_file.h"

#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace tenogen::output
{
namespace fs = std::filesystem;

namespace
{
/// The files of a run, in the order of their removal; nothing else is ever removed. The markers are removed
/// first, so that they never outlive the run.
constexpr std::array<const char *, 11> entries = {{"COMPLETE", "FAILED", "summary.json", "checkpoint",
                                                   "history.csv", "fields", "mri", "log.txt",
                                                   "provenance.json", "parameters.prm", "mesh.msh"}};

std::string quoted(const fs::path &path)
{
  return "'" + path.string() + "'";
}

void remove_entry(const fs::path &path)
{
  std::error_code error;
  fs::remove_all(path, error);
  if (error)
    throw FileSystemError(quoted(path) + " cannot be removed: " + error.message() + ".");
}

bool holds_a_run(const fs::path &path)
{
  std::error_code error;
  return std::any_of(entries.begin(), entries.end(),
                     [&](const char *const entry) { return fs::exists(path / entry, error); });
}
} // namespace

FolderLock::FolderLock(const fs::path &folder)
{
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw FileSystemError("The output folder " + quoted(folder) + " cannot be created: " + error.message() +
                          ". Choose another with --output.");
  descriptor = ::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0)
    throw FileSystemError("The output folder " + quoted(folder) +
                          " cannot be written: " + std::strerror(errno) + ". Choose another with --output.");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return; // some file systems do not support locks
  ::close(descriptor);
  throw FileSystemError("Another process is writing to the output folder " + quoted(folder) +
                        ". Wait until it ends, or choose another folder with --output.");
}

FolderLock::~FolderLock()
{
  ::close(descriptor);
}

RunDirectory::RunDirectory(const fs::path &path, const Opening opening)
  : path(path)
{
  if (opening == Opening::create && holds_a_run(path))
    throw FileSystemError("The output folder " + quoted(path) +
                          " already contains a run. Continue it with --resume, choose another folder with "
                          "--output, or replace it with --overwrite.");
  if (opening == Opening::replace_unstarted)
    require_unstarted();
  if (opening == Opening::continue_run)
    for (const char *const mark : {"FAILED", "summary.json", "fields/failed.h5", "fields/failed.xdmf"})
      remove_entry(path / mark);
  else
    remove_run();
  std::error_code error;
  fs::create_directories(path / "fields", error);
  if (error)
    throw FileSystemError(quoted(path / "fields") + " cannot be created: " + error.message() + ".");
}

void RunDirectory::remove_run() const
{
  for (const char *const entry : entries)
    remove_entry(path / entry);
}

/// Checks that the history has at most one row, so that results that took long to compute are not deleted
/// without a request.
void RunDirectory::require_unstarted() const
{
  const fs::path  file = path / "history.csv";
  std::error_code error;
  if (!fs::exists(file, error))
    return;
  const std::string text = read_file(file);
  const auto        rows = std::count(text.begin(), text.end(), '\n') - 1; // without the header
  if (rows > 1 || fs::exists(path / "COMPLETE", error))
    throw FileSystemError("The run in " + quoted(path) + " has " + std::to_string(rows) +
                          " rows of history, but no checkpoint to continue from. Restore its folder "
                          "checkpoint/, or start again with --overwrite.");
}

fs::path RunDirectory::operator/(const std::string &name) const
{
  return path / name;
}

void RunDirectory::write(const std::string &name, const std::string &content) const
{
  write_file(path / name, content);
}

void RunDirectory::finish(const bool complete, const std::string &text) const
{
  write(complete ? "COMPLETE" : "FAILED", text + "\n");
}
} // namespace tenogen::output
