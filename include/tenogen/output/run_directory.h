#ifndef tenogen_output_run_directory_h
#define tenogen_output_run_directory_h

#include <filesystem>
#include <string>

namespace tenogen::output
{
/**
 * The folder a run writes to (docs/usage.md). Only rank 0 uses it. Files appear whole or not at all:
 * they are written aside, synchronised and renamed.
 */
class RunDirectory
{
public:
  /**
   * Creates the folder.
   * @param overwrite  remove what an earlier run left there; otherwise a folder that holds a run is refused
   * @throws FileSystemError where the folder cannot be made or written, or holds something else
   */
  RunDirectory(const std::filesystem::path &path, bool overwrite);

  /// The folder of a run that goes on; the marker of an earlier failure is removed. @throws FileSystemError
  explicit RunDirectory(const std::filesystem::path &path);

  /// Path of a file or folder inside.
  std::filesystem::path operator/(const std::string &name) const;

  /// Writes a whole file. @throws FileSystemError
  void write(const std::string &name, const std::string &content) const;

  /// Writes the marker COMPLETE or FAILED with a text, last of all.
  void finish(bool complete, const std::string &text) const;

private:
  std::filesystem::path path;
};
} // namespace tenogen::output

#endif
