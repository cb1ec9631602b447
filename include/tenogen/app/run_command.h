#ifndef tenogen_app_run_command_h
#define tenogen_app_run_command_h

#include <mpi.h>

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen run FILE.prm`: a complete run, from the parameter file to the run directory. Collective; only
/// rank 0 prints.
/// @param arguments the words after `run` on the command line
/// @return the exit code
/// @throws InputError, SolverError, FileSystemError on all ranks
int run_command(const std::vector<std::string> &arguments, MPI_Comm communicator);
} // namespace tenogen

#endif
