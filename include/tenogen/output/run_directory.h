#ifndef tenogen_output_run_directory_h
#define tenogen_output_run_directory_h

#include <filesystem>
#include <string>

namespace tenogen::output
{
/// Locks a folder against other processes during its lifetime. The operating system releases the lock when
/// this process ends for any reason.
class FolderLock
{
public:
  /// Creates the folder if it does not exist.
  /// @throws FileSystemError if it cannot be created or written, or another process has locked it
  explicit FolderLock(const std::filesystem::path &folder);
  ~FolderLock();
  FolderLock(const FolderLock &)            = delete;
  FolderLock &operator=(const FolderLock &) = delete;

private:
  int descriptor = -1;
};

/**
 * The folder that a run writes to (docs/usage.md). Only rank 0 uses it and holds its lock. Files appear
 * complete or not at all: they are written under a temporary name, flushed and renamed.
 */
class RunDirectory
{
public:
  enum class Opening
  {
    create,            ///< a folder that contains a run is refused
    replace,           ///< the files of an earlier run are removed
    replace_unstarted, ///< the same, but only if the earlier run had barely started
    continue_run       ///< the existing run continues; the markers of an earlier failure are removed
  };

  /// For a folder that exists.
  /// @throws FileSystemError if it cannot be written, or contains a run that may not be replaced
  RunDirectory(const std::filesystem::path &path, Opening opening);

  /// Path of a file or folder inside.
  std::filesystem::path operator/(const std::string &name) const;

  /// Writes a whole file. @throws FileSystemError
  void write(const std::string &name, const std::string &content) const;

  /// Writes the marker COMPLETE or FAILED with a text. Must be the last file.
  void finish(bool complete, const std::string &text) const;

private:
  void remove_run() const;
  void require_unstarted() const;

  std::filesystem::path path;
};
} // namespace tenogen::output

#endif
