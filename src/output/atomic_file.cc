#include "tenogen/output/atomic_file.h"

#include "tenogen/core/errors.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace tenogen::output
{
namespace fs = std::filesystem;

void synchronise(const fs::path &path)
{
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  if (descriptor < 0)
    throw FileSystemError("'" + path.string() + "' cannot be opened: " + std::strerror(errno) + ".");
  const int result = ::fsync(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (result != 0)
    throw FileSystemError("'" + path.string() + "' cannot be written to the disk: " + std::strerror(reason) +
                          ".");
}

void publish(const fs::path &aside, const fs::path &name)
{
  synchronise(aside);
  std::error_code error;
  fs::rename(aside, name, error);
  if (error)
    throw FileSystemError("'" + aside.string() + "' cannot be renamed to '" + name.string() +
                          "': " + error.message() + ".");
  synchronise(name.parent_path());
}

void write_file(const fs::path &name, const std::string &content)
{
  const fs::path aside = name.string() + ".part";
  {
    std::ofstream stream(aside, std::ios::binary);
    stream << content;
    stream.flush();
    if (!stream)
    {
      stream.close();
      std::error_code ignored;
      fs::remove(aside, ignored); // what of it there is takes room
      throw FileSystemError("'" + aside.string() + "' cannot be written. Is the disk full?");
    }
  }
  publish(aside, name);
}

void remove_file(const fs::path &name)
{
  std::error_code error;
  if (fs::remove(name, error))
    synchronise(name.parent_path());
  if (error)
    throw FileSystemError("'" + name.string() + "' cannot be removed: " + error.message() + ".");
}
} // namespace tenogen::output
