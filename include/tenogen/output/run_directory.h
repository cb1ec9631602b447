#ifndef tenogen_output_run_directory_h
#define tenogen_output_run_directory_h

#include <filesystem>
#include <string>

namespace tenogen::output
{
/**
 * The folder a run writes to (docs/usage.md). Only rank 0 uses it. Files appear whole or not at all:
 * they are written aside, synchronised and renamed. While the object lives no other process gets the folder;
 * the operating system gives it free when this one dies, however that is.
 */
class RunDirectory
{
public:
  enum class Opening
  {
    create,              ///< a folder that holds a run is refused
    replace,             ///< what an earlier run left there is removed
    replace_a_beginning, ///< the same, but only of a run that has not come beyond its start
    go_on                ///< the run that is there goes on; the marks of an earlier failure are removed
  };

  /**
   * Creates the folder where it does not exist.
   * @throws FileSystemError where it cannot be made or written, holds a run that may not be replaced, or
   * another process is writing to it
   */
  RunDirectory(const std::filesystem::path &path, Opening opening);
  ~RunDirectory();
  RunDirectory(const RunDirectory &)            = delete;
  RunDirectory &operator=(const RunDirectory &) = delete;

  /// Path of a file or folder inside.
  std::filesystem::path operator/(const std::string &name) const;

  /// Writes a whole file. @throws FileSystemError
  void write(const std::string &name, const std::string &content) const;

  /// Writes the marker COMPLETE or FAILED with a text, last of all.
  void finish(bool complete, const std::string &text) const;

private:
  void lock_folder();
  void remove_run() const;
  void require_a_beginning() const;

  std::filesystem::path path;
  int                   lock = -1; ///< file descriptor
};
} // namespace tenogen::output

#endif
