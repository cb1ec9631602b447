#ifndef tenogen_app_run_command_h
#define tenogen_app_run_command_h

#include <mpi.h>

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen run FILE.prm`: a whole run, from the parameter file to its run directory. All ranks call it
/// together; rank 0 speaks.
/// @param arguments what stands behind `run` on the command line
/// @return the exit code
/// @throws InputError, SolverError, FileSystemError on all ranks
int run_command(const std::vector<std::string> &arguments, MPI_Comm communicator);
} // namespace tenogen

#endif
