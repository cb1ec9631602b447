#ifndef tenogen_app_check_input_h
#define tenogen_app_check_input_h

#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/parameters/read_parameters.h"

#include <mpi.h>

#include <string>
#include <vector>

/**
 * Checks all input of a run before anything is created or written, and reports all mistakes together: first
 * those in the files, the command line and the mesh file, then those that can only be found with the mesh.
 */
namespace tenogen
{
/// Parameters that have passed every check that needs no mesh.
struct Input
{
  parameters::ParameterSet parameters;
  parameters::Origins      origins;
  std::vector<std::string> warnings; ///< on rank 0
};

/**
 * Reads a parameter file and applies the overrides. Collective: rank 0 checks everything before the other
 * ranks read, so that one mistake gives one message.
 * @throws InputError with every mistake in the files, the overrides, the mesh file and the requested mesh
 * size, one per line
 * @throws FileSystemError if the parameter file cannot be read
 */
Input read_input(const std::string &file, const std::vector<std::string> &overrides, MPI_Comm communicator);

/**
 * The checks that need the mesh: its quality, whether the depots are inside the tissue, and whether the
 * boundary conditions match the mesh and support the body. Collective.
 * @throws InputError with every mistake, one per line
 */
void check_on_mesh(const fields::Spaces &spaces, const Input &input);
} // namespace tenogen

#endif
