#include "tenogen/fields/make_mesh.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/tendon_geometry.h"
#include "tenogen/fields/tendon_layers.h"
#include "tenogen/fields/tendon_mesh.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <sstream>

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

/// "x, y, z" as a unit vector.
dealii::Tensor<1, 3> parse_direction(const std::string &text)
{
  dealii::Tensor<1, 3> direction;
  std::istringstream   input(text);
  char                 first_comma = 0, second_comma = 0;
  input >> direction[0] >> first_comma >> direction[1] >> second_comma >> direction[2];
  const bool complete = !input.fail() && first_comma == ',' && second_comma == ',';
  if (!complete || !(input >> std::ws).eof() || !std::isfinite(direction.norm()) || direction.norm() == 0.)
    throw InputError("Geometry: the fibre direction is \"" + text +
                     "\". It has to be three numbers with commas between them, not all zero: 0, 0, 1.");
  return direction / direction.norm();
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
                     " MPI ranks; every rank needs one. Use at most " + std::to_string(n_cells) +
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
  return [direction = parse_direction(geometry.block_fibre_direction)](const dealii::Point<3> &)
  { return direction; };
}

std::function<double(const dealii::Point<3> &)> tissue_indicator(const parameters::Geometry &geometry)
{
  if (geometry.type == parameters::GeometryType::achilles)
    return [shape = TendonGeometry(geometry)](const dealii::Point<3> &point)
    { return shape.tissue_indicator(point); };
  return [value = geometry.has_gap ? 1. : 0.](const dealii::Point<3> &) { return value; };
}
} // namespace tenogen::fields
