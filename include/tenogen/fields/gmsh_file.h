#ifndef tenogen_fields_gmsh_file_h
#define tenogen_fields_gmsh_file_h

#include "tenogen/fields/body_shape.h"
#include "tenogen/fields/mesh.h"

#include <mpi.h>

#include <string>
#include <vector>

namespace tenogen::fields
{
/**
 * Reads a Gmsh mesh (ASCII, format 2 or 4.1) of linear hexahedra in one part, coordinates in mm. Every face
 * of its boundary belongs to a physical surface with a name; these names become those of the boundaries.
 * Throws FileSystemError if the file cannot be read, InputError if it is not such a mesh.
 */
Mesh read_gmsh(const std::string &file, MPI_Comm communicator);

/// A summary of a mesh file.
struct GmshSummary
{
  std::vector<std::string> boundaries; ///< names, in alphabetical order
  unsigned long            n_cells = 0;
  BodyShape                shape;
  std::vector<std::string> warnings; ///< about what is allowed but implausible; one or two sentences each
};

/// Reads and checks a file as read_gmsh() does, on this rank only. Throws the same exceptions.
GmshSummary inspect_gmsh(const std::string &file);

/**
 * Writes the active cells and the named boundaries as a Gmsh mesh in ASCII format 2.2, which read_gmsh() can
 * read. One rank must own the whole mesh, and all cells must have the same level. Throws InputError if this
 * is not the case, FileSystemError if the file cannot be written.
 */
void write_gmsh(const Mesh &mesh, const std::string &file);
} // namespace tenogen::fields

#endif
