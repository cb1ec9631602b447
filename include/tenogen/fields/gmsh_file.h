#ifndef tenogen_fields_gmsh_file_h
#define tenogen_fields_gmsh_file_h

#include "tenogen/fields/mesh.h"

#include <mpi.h>

namespace tenogen::fields
{
/**
 * Reads a Gmsh mesh (ASCII, format 2 or 4.1) of hexahedra, coordinates in mm. Every face of its boundary
 * belongs to a physical surface with a name; these names become those of the boundaries.
 * Throws FileSystemError if the file cannot be read, InputError if it is not such a mesh.
 */
Mesh read_gmsh(const std::string &file, MPI_Comm communicator);

/**
 * Writes the active cells and the named boundaries as a Gmsh mesh, ASCII format 2.2, which read_gmsh()
 * takes. One rank owns the whole mesh, all cells have the same level.
 * Throws InputError if that is not so, FileSystemError if the file cannot be written.
 */
void write_gmsh(const Mesh &mesh, const std::string &file);
} // namespace tenogen::fields

#endif
