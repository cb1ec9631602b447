#include "tenogen/fields/make_mesh.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/tendon_geometry.h"
#include "tenogen/fields/tendon_layers.h"
#include "tenogen/fields/tendon_mesh.h"
#include "tenogen/parameters/value_text.h"

#include <deal.II/base/mpi.h>

#include <cmath>

namespace tenogen::fields
{
namespace
{
Mesh import_mesh(const parameters::Geometry &geometry, const MPI_Comm communicator)
{
  Mesh mesh = read_gmsh(geometry.mesh_file, communicator);
  mesh.triangulation->refine_global(geometry.global_refinements);
  return mesh;
}
} // namespace

Mesh make_mesh(const parameters::Geometry &geometry, const MPI_Comm communicator)
{
  Mesh       mesh = geometry.type == parameters::GeometryType::block ? make_block_mesh(geometry, communicator)
                    : geometry.type == parameters::GeometryType::file ? import_mesh(geometry, communicator)
                                                                      : make_tendon_mesh(geometry, communicator);
  const auto n_cells = mesh.triangulation->n_global_active_cells();
  const auto n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  if (n_cells < n_ranks)
    throw InputError("The mesh has " + std::to_string(n_cells) + " cells for " + std::to_string(n_ranks) +
                     " MPI ranks; every rank needs at least one. Use at most " + std::to_string(n_cells) +
                     " ranks, or more cells.");
  return mesh;
}

double expected_cells(const parameters::Geometry &geometry)
{
  if (geometry.type == parameters::GeometryType::block)
    return double(geometry.block_cells_x) * geometry.block_cells_y * geometry.block_cells_z *
           std::pow(8., geometry.global_refinements);
  const auto   counts  = tendon_counts(geometry);
  const double core    = double(counts.across_width) * counts.across_thickness;
  const double around  = 2. * (double(counts.across_width) + counts.across_thickness);
  const double section = core + around * counts.ring;
  return section * (double(counts.distal) + counts.gap + counts.proximal) * std::pow(8., counts.refinements);
}

std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)>
fibre_field(const parameters::Geometry &geometry)
{
  if (geometry.type == parameters::GeometryType::achilles)
    return [shape = TendonGeometry(geometry)](const dealii::Point<3> &point)
    { return shape.fibre_direction(point); };
  return [direction = body_axis(geometry)](const dealii::Point<3> &) { return direction; };
}

dealii::Tensor<1, 3> body_axis(const parameters::Geometry &geometry)
{
  if (geometry.type == parameters::GeometryType::achilles)
    return dealii::Point<3>::unit_vector(2);
  const auto           components = parameters::direction_from_text(geometry.block_fibre_direction);
  dealii::Tensor<1, 3> direction;
  for (unsigned int d = 0; d < 3; ++d)
    direction[d] = components[d];
  return direction;
}

std::function<double(const dealii::Point<3> &)> tissue_indicator(const parameters::Geometry &geometry)
{
  if (geometry.type == parameters::GeometryType::achilles)
    return [shape = TendonGeometry(geometry)](const dealii::Point<3> &point)
    { return shape.tissue_indicator(point); };
  return [value = geometry.has_gap ? 1. : 0.](const dealii::Point<3> &) { return value; };
}
} // namespace tenogen::fields
