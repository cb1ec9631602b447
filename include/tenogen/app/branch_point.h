#ifndef tenogen_app_branch_point_h
#define tenogen_app_branch_point_h

#include <filesystem>

namespace tenogen
{
/// Checks that the checkpoint to branch from exists. If it does not, the error lists the existing checkpoints
/// and names the setting that keeps more of them.
/// @param checkpoint  a file. @throws FileSystemError if it does not exist
void require_branch_point(const std::filesystem::path &checkpoint);
} // namespace tenogen

#endif
