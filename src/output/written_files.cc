#include "tenogen/output/written_files.h"

#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"

namespace tenogen::output
{
WrittenFiles::WrittenFiles(const std::filesystem::path &folder)
  : folder(folder)
{
}

void WrittenFiles::add(const std::string &name)
{
  sums[name] = checksum(read_file(folder / name));
}

std::vector<std::filesystem::path> WrittenFiles::restore(const std::map<std::string, std::string> &checksums)
{
  sums = checksums;
  std::vector<std::filesystem::path> missing;
  for (const auto &[name, sum] : sums)
  {
    const std::filesystem::path file = folder / name;
    std::error_code             error;
    if (!std::filesystem::exists(file, error))
      missing.push_back(file);
    else if (const std::string found = checksum(read_file(file)); found != sum)
      throw FileSystemError("'" + file.string() + "' has changed since this run wrote it: its checksum was " +
                            sum + " and is now " + found +
                            ". Restore the file, or remove it; the run can continue without it.");
  }
  return missing;
}
} // namespace tenogen::output
