#ifndef tenogen_output_atomic_file_h
#define tenogen_output_atomic_file_h

#include <filesystem>
#include <string>

/// Files that are whole or not there, also where the process or the machine dies in the middle. Where a file
/// system cannot synchronise folders, a machine that dies may lose the newest files there.
namespace tenogen::output
{
/// What was written to a file is on the disk when this returns. @throws FileSystemError
void synchronise(const std::filesystem::path &path);

/// Synchronises a file that was written under another name with the disk and gives it its name.
/// @throws FileSystemError
void publish(const std::filesystem::path &aside, const std::filesystem::path &name);

/// Writes a whole file under `name`.part and publishes it. @throws FileSystemError
void write_file(const std::filesystem::path &name, const std::string &content);

/// Removes a file, for good, if it is there. @throws FileSystemError
void remove_file(const std::filesystem::path &name);
} // namespace tenogen::output

#endif
