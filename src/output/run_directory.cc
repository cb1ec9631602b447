#include "tenogen/output/run_directory.h"

#include "tenogen/core/errors.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tenogen::output
{
namespace fs = std::filesystem;

namespace
{
/// What a run writes; nothing else is ever removed.
constexpr std::array<const char *, 8> entries = {{"parameters.prm", "provenance.json", "log.txt",
                                                  "history.csv", "fields", "summary.json", "COMPLETE",
                                                  "FAILED"}};

void synchronise(const fs::path &path)
{
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  if (descriptor < 0)
    throw FileSystemError("'" + path.string() + "' cannot be opened: " + std::strerror(errno) + ".");
  const int result = ::fsync(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (result != 0)
    throw FileSystemError("'" + path.string() + "' cannot be written to the disk: " + std::strerror(reason) +
                          ".");
}
} // namespace

RunDirectory::RunDirectory(const fs::path &path, const bool overwrite)
  : path(path)
{
  std::error_code error;
  for (const char *entry : entries)
    if (fs::exists(path / entry, error))
    {
      if (!overwrite)
        throw FileSystemError(
            "The output folder '" + path.string() +
            "' already holds a run. Choose another with --output, or replace it with --overwrite.");
      fs::remove_all(path / entry, error);
      if (error)
        throw FileSystemError("'" + (path / entry).string() + "' cannot be removed: " + error.message() +
                              ".");
    }
  fs::create_directories(path / "fields", error);
  if (error)
    throw FileSystemError("The output folder '" + path.string() + "' cannot be made: " + error.message() +
                          ". Choose another with --output.");
}

fs::path RunDirectory::operator/(const std::string &name) const
{
  return path / name;
}

void RunDirectory::write(const std::string &name, const std::string &content) const
{
  const fs::path aside = path / (name + ".part");
  {
    std::ofstream stream(aside, std::ios::binary);
    stream << content;
    stream.flush();
    if (!stream)
      throw FileSystemError("'" + aside.string() + "' cannot be written. Is the disk full?");
  }
  publish(aside, path / name);
}

void RunDirectory::finish(const bool complete, const std::string &text) const
{
  write(complete ? "COMPLETE" : "FAILED", text + "\n");
}

void publish(const fs::path &aside, const fs::path &name)
{
  synchronise(aside);
  std::error_code error;
  fs::rename(aside, name, error);
  if (error)
    throw FileSystemError("'" + aside.string() + "' cannot be renamed to '" + name.string() +
                          "': " + error.message() + ".");
  synchronise(name.parent_path());
}
} // namespace tenogen::output
