#include "tenogen/output/atomic_file.h"

#include "tenogen/core/errors.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tenogen::output
{
namespace fs = std::filesystem;

namespace
{
/// Whether this error code means that the file system does not support synchronising folders, as on some
/// network and shared folders. Files there are complete anyway. Real disk errors such as EIO or ENOSPC are
/// not included.
bool is_unsupported_by_file_system(const int reason)
{
  constexpr std::array<int, 6> reasons = {{EINVAL, EBADF, ENOTSUP, ENOSYS, EACCES, EISDIR}};
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

/// 0, or the error code if a file or folder could not be flushed to disk.
int reason_of_synchronising(const int descriptor)
{
  while (::fsync(descriptor) != 0)
    if (errno != EINTR)
      return errno;
  return 0;
}

/// @param is_folder  whether it is a folder, which the file system may be unable to synchronise
void synchronise(const fs::path &path, const bool is_folder)
{
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
  {
    if (is_folder && is_unsupported_by_file_system(errno))
      return;
    throw FileSystemError("'" + path.string() + "' cannot be opened: " + std::strerror(errno) + ".");
  }
  const int reason = reason_of_synchronising(descriptor);
  ::close(descriptor);
  if (reason != 0 && !(is_folder && is_unsupported_by_file_system(reason)))
    throw FileSystemError("'" + path.string() + "' cannot be written to the disk: " + std::strerror(reason) +
                          ".");
}
} // namespace

void synchronise(const fs::path &path)
{
  synchronise(path, false);
}

void publish(const fs::path &temporary, const fs::path &name)
{
  synchronise(temporary);
  std::error_code error;
  fs::rename(temporary, name, error);
  if (error)
    throw FileSystemError("'" + temporary.string() + "' cannot be renamed to '" + name.string() +
                          "': " + error.message() + ".");
  synchronise(name.parent_path(), true);
}

void write_file(const fs::path &name, const std::string &content)
{
  const fs::path temporary = name.string() + ".part";
  {
    std::ofstream stream(temporary, std::ios::binary);
    stream << content;
    stream.flush();
    if (!stream)
    {
      stream.close();
      std::error_code ignored;
      fs::remove(temporary, ignored); // the incomplete file takes up space
      throw FileSystemError("'" + temporary.string() + "' cannot be written. Is the disk full?");
    }
  }
  publish(temporary, name);
}

void remove_file(const fs::path &name)
{
  std::error_code error;
  if (fs::remove(name, error))
    synchronise(name.parent_path(), true);
  if (error)
    throw FileSystemError("'" + name.string() + "' cannot be removed: " + error.message() + ".");
}
} // namespace tenogen::output
