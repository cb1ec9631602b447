#ifndef tenogen_app_sweep_command_h
#define tenogen_app_sweep_command_h

#include <string>
#include <vector>

namespace tenogen
{
/// Whether this command itself uses MPI. All others must not initialise it, because the runs that they start
/// do so.
bool sweep_needs_mpi(const std::vector<std::string> &arguments);

/// `tenogen sweep`: parameter studies.
/// @param arguments the words after `sweep` on the command line
/// @return the exit code
/// @throws InputError for a wrong command line or study, FileSystemError for files
int sweep_command(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
