#ifndef tenogen_tests_fuzz_scratch_folder_h
#define tenogen_tests_fuzz_scratch_folder_h

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace tenogen::fuzz
{
/// A folder of this process, removed when it ends.
class ScratchFolder
{
public:
  explicit ScratchFolder(const std::string &name)
    : path(std::filesystem::temp_directory_path() / ("tenogen_fuzz_" + name + "_" + std::to_string(getpid())))
  {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~ScratchFolder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  ScratchFolder(const ScratchFolder &)            = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;

  /// Writes a file. @returns its name
  std::string write(const std::string &name, const std::string &bytes) const
  {
    std::ofstream(path / name, std::ios::binary) << bytes;
    return (path / name).string();
  }

  const std::filesystem::path path;
};

inline std::string file_bytes(const std::filesystem::path &file)
{
  std::ifstream      stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}
} // namespace tenogen::fuzz

#endif
