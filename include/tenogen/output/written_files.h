#ifndef tenogen_output_written_files_h
#define tenogen_output_written_files_h

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenogen::output
{
/// The finished files of a run with their checksums, so that a resumed run notices if one of them was
/// replaced. Used on rank 0 only.
class WrittenFiles
{
public:
  /// @param folder  the run directory
  explicit WrittenFiles(const std::filesystem::path &folder);

  /// Records a file that the run has written and no longer changes. @throws FileSystemError
  /// @param name  path relative to the run directory
  void add(const std::string &name);

  /// Checksums by name.
  const std::map<std::string, std::string> &checksums() const
  {
    return sums;
  }

  /// Continues with these checksums.
  /// @returns the files that are missing now
  /// @throws FileSystemError if one of them was changed
  std::vector<std::filesystem::path> restore(const std::map<std::string, std::string> &checksums);

private:
  std::filesystem::path              folder;
  std::map<std::string, std::string> sums;
};
} // namespace tenogen::output

#endif
