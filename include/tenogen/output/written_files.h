#ifndef tenogen_output_written_files_h
#define tenogen_output_written_files_h

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenogen::output
{
/// The finished files of a run with their checksums: a resumed run adds to them and would not notice by
/// itself that one was replaced. Only rank 0 uses it.
class WrittenFiles
{
public:
  /// @param folder  the run directory
  explicit WrittenFiles(const std::filesystem::path &folder);

  /// Records a file that the run has written and no longer changes. @throws FileSystemError
  /// @param name  in the run directory
  void add(const std::string &name);

  /// Checksums by name.
  const std::map<std::string, std::string> &checksums() const
  {
    return sums;
  }

  /// Continues with these checksums.
  /// @returns the files that are missing now
  /// @throws FileSystemError where one of them was changed
  std::vector<std::filesystem::path> restore(const std::map<std::string, std::string> &checksums);

private:
  std::filesystem::path              folder;
  std::map<std::string, std::string> sums;
};
} // namespace tenogen::output

#endif
