#ifndef tenogen_app_check_input_h
#define tenogen_app_check_input_h

#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/parameters/read_parameters.h"

#include <mpi.h>

#include <string>
#include <vector>

/**
 * All input of a run is checked here before anything is made or written, and everything that is wrong is said
 * at once: first what files and command line say, with the mesh file they name, then what only the mesh
 * tells.
 */
namespace tenogen
{
/// Parameters in which nothing is wrong as far as it can be known without a mesh.
struct Input
{
  parameters::ParameterSet parameters;
  parameters::Origins      origins;
  std::vector<std::string> warnings; ///< rank 0 has them
};

/**
 * Reads a parameter file and overrides of it. All ranks call it; rank 0 checks everything before the others
 * read, so that one mistake gives one message.
 * @throws InputError with every mistake in files and overrides, in the mesh file they name, and in the size
 * of the mesh they ask for, one per line
 * @throws FileSystemError where the parameter file cannot be read
 */
Input read_input(const std::string &file, const std::vector<std::string> &overrides, MPI_Comm communicator);

/**
 * What only the mesh tells: its quality, whether the depots lie in the tissue, whether the boundary
 * conditions fit and hold the body. All ranks call it.
 * @throws InputError with every mistake, one per line
 */
void check_on_mesh(const fields::Spaces &spaces, const Input &input);
} // namespace tenogen

#endif
