#ifndef tenogen_app_sweep_command_h
#define tenogen_app_sweep_command_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen sweep`: parameter studies. One rank calls it.
/// @param arguments what stands behind `sweep` on the command line
/// @return the exit code
/// @throws InputError for a wrong command line or study, FileSystemError for files
int sweep_command(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
