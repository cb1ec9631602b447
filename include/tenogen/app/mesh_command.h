#ifndef tenogen_app_mesh_command_h
#define tenogen_app_mesh_command_h

#include <mpi.h>

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen mesh`: makes or imports the mesh of a parameter file, prints its quality figures and writes
/// it. All ranks call it together; rank 0 prints.
/// @param arguments the words after `mesh` on the command line
/// @return the exit code
/// @throws InputError for a wrong command line, parameters or mesh, FileSystemError for files
int mesh_command(const std::vector<std::string> &arguments, MPI_Comm communicator);
} // namespace tenogen

#endif
