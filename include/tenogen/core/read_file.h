#ifndef tenogen_core_read_file_h
#define tenogen_core_read_file_h

#include <filesystem>
#include <string>

namespace tenogen
{
/// The whole content of a file. @throws FileSystemError
std::string read_file(const std::filesystem::path &name);
} // namespace tenogen

#endif
