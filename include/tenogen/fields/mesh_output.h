#ifndef tenogen_fields_mesh_output_h
#define tenogen_fields_mesh_output_h

#include "tenogen/fields/mesh.h"

namespace tenogen::fields
{
/**
 * Writes a mesh with its fibre direction and tissue indicator at the vertices, and the scaled Jacobian of
 * its cells, as one VTU file for ParaView; collective. Throws FileSystemError if it cannot be written.
 */
void write_vtu(const Mesh &mesh, const parameters::Geometry &geometry, const std::string &file);
} // namespace tenogen::fields

#endif
