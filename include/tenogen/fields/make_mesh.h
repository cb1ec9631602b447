#ifndef tenogen_fields_make_mesh_h
#define tenogen_fields_make_mesh_h

#include "tenogen/fields/mesh.h"

#include <deal.II/base/point.h>

#include <mpi.h>

#include <functional>

namespace tenogen::fields
{
/**
 * The mesh of the body for a geometry of any type, with its refinements. Throws InputError for a geometry or
 * mesh file that cannot be used, FileSystemError for an unreadable one.
 */
Mesh make_mesh(const parameters::Geometry &geometry, MPI_Comm communicator);

/// Number of cells that the mesh of a parametric tendon or a block will have, computed without creating it.
double expected_cells(const parameters::Geometry &geometry);

/**
 * Fibre axis a0(X) of the reference body, a unit vector: along the surface of the parametric tendon,
 * constant in a block and in a mesh from a file. (For imported shapes a field from a Laplace problem
 * between the two ends would follow the surface; it can be added here without other changes.)
 * Throws InputError if the constant direction is zero or not three numbers.
 */
std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)>
fibre_field(const parameters::Geometry &geometry);

/// The long and load-bearing axis of the body, a unit vector: z for the parametric tendon, the fibre
/// direction for a block or a mesh from a file. Throws the same exceptions as fibre_field().
dealii::Tensor<1, 3> body_axis(const parameters::Geometry &geometry);

/// 1 in scar, 0 in intact tissue: smooth along the parametric tendon; in a block and in a mesh from a
/// file 1 everywhere if there is a gap, otherwise 0.
std::function<double(const dealii::Point<3> &)> tissue_indicator(const parameters::Geometry &geometry);
} // namespace tenogen::fields

#endif
