#include "tenogen/output/claim.h"

#include "tenogen/core/errors.h"

#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tenogen::output
{
namespace
{
/// @return whether the lock is held now. @throws FileSystemError if locks are not supported
bool lock(const int descriptor, const int kind, const std::filesystem::path &file)
{
  while (flock(descriptor, kind | LOCK_NB) != 0)
    if (errno == EWOULDBLOCK)
      return false;
    else if (errno != EINTR)
      throw FileSystemError("'" + file.string() + "' cannot be locked: " + std::strerror(errno) +
                            ". If the file system does not support locks, use --only-share.");
  return true;
}
} // namespace

Claim::Claim(const std::filesystem::path &file, const Holders holders)
{
  descriptor =
      ::open(file.c_str(), O_RDWR | O_CREAT | (holders == Holders::this_process ? O_CLOEXEC : 0), 0666);
  if (descriptor < 0)
    throw FileSystemError("'" + file.string() + "' cannot be written: " + std::strerror(errno) + ".");
  try
  {
    held = lock(descriptor, LOCK_EX, file);
  }
  catch (const FileSystemError &)
  {
    ::close(descriptor);
    throw;
  }
}

Claim::~Claim()
{
  ::close(descriptor);
}

bool Claim::is_taken(const std::filesystem::path &file)
{
  const int reader = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (reader < 0)
    return false;
  const bool is_free = flock(reader, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK;
  ::close(reader);
  return !is_free;
}
} // namespace tenogen::output
