#ifndef tenogen_output_atomic_file_h
#define tenogen_output_atomic_file_h

#include <filesystem>
#include <string>

/// Writes files that are either complete or absent, even if the process or the machine dies meanwhile. If a
/// file system cannot synchronise folders, a crash of the machine may lose the newest files.
namespace tenogen::output
{
/// Flushes a file to disk before it returns. @throws FileSystemError
void synchronise(const std::filesystem::path &path);

/// Flushes a file that was written under another name to disk and renames it.
/// @throws FileSystemError
void publish(const std::filesystem::path &temporary, const std::filesystem::path &name);

/// Writes a file under `name`.part and then renames it. @throws FileSystemError
void write_file(const std::filesystem::path &name, const std::string &content);

/// Removes a file if it exists, and flushes the folder to disk. @throws FileSystemError
void remove_file(const std::filesystem::path &name);
} // namespace tenogen::output

#endif
