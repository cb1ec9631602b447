#ifndef tenogen_output_run_directory_h
#define tenogen_output_run_directory_h

#include <filesystem>
#include <string>

namespace tenogen::output
{
/// While it lives no other process gets the folder; the operating system gives it free when this process
/// dies, however that is.
class FolderLock
{
public:
  /// Makes the folder where it does not exist.
  /// @throws FileSystemError where it cannot be made or written, or another process has it
  explicit FolderLock(const std::filesystem::path &folder);
  ~FolderLock();
  FolderLock(const FolderLock &)            = delete;
  FolderLock &operator=(const FolderLock &) = delete;

private:
  int descriptor = -1;
};

/**
 * The folder a run writes to (docs/usage.md). Only rank 0 uses it, and holds its lock. Files appear whole or
 * not at all: they are written aside, synchronised and renamed.
 */
class RunDirectory
{
public:
  enum class Opening
  {
    create,            ///< a folder that holds a run is refused
    replace,           ///< what an earlier run left there is removed
    replace_unstarted, ///< the same, but only of a run that has not come beyond its start
    continue_run       ///< the run that is there goes on; the marks of an earlier failure are removed
  };

  /// Of a folder that exists.
  /// @throws FileSystemError where it cannot be written, or holds a run that may not be replaced
  RunDirectory(const std::filesystem::path &path, Opening opening);

  /// Path of a file or folder inside.
  std::filesystem::path operator/(const std::string &name) const;

  /// Writes a whole file. @throws FileSystemError
  void write(const std::string &name, const std::string &content) const;

  /// Writes the marker COMPLETE or FAILED with a text, last of all.
  void finish(bool complete, const std::string &text) const;

private:
  void remove_run() const;
  void require_unstarted() const;

  std::filesystem::path path;
};
} // namespace tenogen::output

#endif
