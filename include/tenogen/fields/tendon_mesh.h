#ifndef tenogen_fields_tendon_mesh_h
#define tenogen_fields_tendon_mesh_h

#include "tenogen/fields/mesh.h"

#include <mpi.h>

namespace tenogen::fields
{
/**
 * Hexahedral mesh of the parametric tendon (TendonGeometry): an O-grid in every section, layers along z
 * that are thin in the gap and grow away from it, refined globally along the smooth shape.
 * Boundaries: "insertion" (z = 0), "proximal" (z = length), "surface".
 * Throws InputError if the gap does not fit or a custom count is zero.
 */
Mesh make_tendon_mesh(const parameters::Geometry &geometry, MPI_Comm communicator);

/// Box [0, size_x] x [0, size_y] x [0, size_z] mm of equal cells. Boundaries: "left" and "right" (x),
/// "front" and "back" (y), "bottom" and "top" (z), the smaller coordinate first.
Mesh make_block_mesh(const parameters::Geometry &geometry, MPI_Comm communicator);
} // namespace tenogen::fields

#endif
