#ifndef tenogen_app_branch_point_h
#define tenogen_app_branch_point_h

#include <filesystem>

namespace tenogen
{
/// Where a checkpoint to branch off from does not exist: says which there are, and which setting keeps more.
/// @param checkpoint  a file. @throws FileSystemError where it does not exist
void require_branch_point(const std::filesystem::path &checkpoint);
} // namespace tenogen

#endif
