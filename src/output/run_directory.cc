#include "tenogen/output/run_directory.h"

#include "tenogen/core/errors.h"
#include "tenogen/output/atomic_file.h"

#include <array>

namespace tenogen::output
{
namespace fs = std::filesystem;

namespace
{
/// What a run writes; nothing else is ever removed.
constexpr std::array<const char *, 10> entries = {{"parameters.prm", "provenance.json", "mesh.msh", "log.txt",
                                                   "history.csv", "fields", "checkpoint", "summary.json",
                                                   "COMPLETE", "FAILED"}};
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
            "' already holds a run. Go on with it with --resume, choose another with --output, or replace it "
            "with --overwrite.");
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

RunDirectory::RunDirectory(const fs::path &path)
  : path(path)
{
  remove_file(path / "FAILED");
  std::error_code error;
  fs::create_directories(path / "fields", error);
  if (error)
    throw FileSystemError("The output folder '" + path.string() + "' cannot be written: " + error.message() +
                          ".");
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
