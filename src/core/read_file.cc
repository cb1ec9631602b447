#include "tenogen/core/read_file.h"

#include "tenogen/core/errors.h"

#include <fstream>
#include <sstream>

namespace tenogen
{
std::string read_file(const std::filesystem::path &name)
{
  std::ifstream      stream(name, std::ios::binary);
  std::ostringstream content;
  if (stream.peek() != std::ifstream::traits_type::eof())
    content << stream.rdbuf();
  if (!stream.is_open() || stream.bad() || content.fail() || std::filesystem::is_directory(name))
    throw FileSystemError("'" + name.string() + "' cannot be read.");
  return content.str();
}
} // namespace tenogen
