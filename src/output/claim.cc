#include "tenogen/output/claim.h"

#include "tenogen/core/errors.h"

#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tenogen::output
{
Claim::Claim(const std::filesystem::path &file)
{
  // Not O_CLOEXEC: a run keeps the claim when its worker is killed.
  descriptor = ::open(file.c_str(), O_RDWR | O_CREAT, 0666);
  if (descriptor < 0)
    throw FileSystemError("'" + file.string() + "' cannot be written: " + std::strerror(errno) + ".");
  held = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

Claim::~Claim()
{
  ::close(descriptor);
}
} // namespace tenogen::output
