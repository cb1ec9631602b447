#include "tenogen/fields/mesh_quality.h"

#include "tenogen/core/errors.h"
#include "tenogen/fields/body_parts.h"
#include "tenogen/fields/make_mesh.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace tenogen::fields
{
namespace
{
using dealii::Point;
using dealii::Tensor;
using Cell = dealii::Triangulation<3>::cell_iterator;

void include_edges(EdgeRange &range, const Cell &cell)
{
  for (const unsigned int line : cell->line_indices())
  {
    const double length = cell->line(line)->vertex(0).distance(cell->line(line)->vertex(1));
    range.shortest      = std::min(range.shortest, length);
    range.longest       = std::max(range.longest, length);
  }
}

/**
 * Area of the section of a tetrahedron across an axis at the position z along it: volume times the quadratic
 * B-spline density of z with the positions of its corners as knots (Curry & Schoenberg 1966). Half-open
 * intervals count a section through a common face of two tetrahedra once.
 */
double tetrahedron_section(const std::array<Point<3>, 4> &corners, const Tensor<1, 3> &axis, const double z)
{
  std::array<double, 4> k = {{axis * corners[0], axis * corners[1], axis * corners[2], axis * corners[3]}};
  std::sort(k.begin(), k.end());
  if (z < k[0] || z >= k[3])
    return 0.;

  const double volume = std::abs(dealii::cross_product_3d(corners[1] - corners[0], corners[2] - corners[0]) *
                                 (corners[3] - corners[0])) /
                        6.;
  double spline = 0.;
  if (z < k[1])
    spline = (z - k[0]) * (z - k[0]) / ((k[1] - k[0]) * (k[2] - k[0]));
  else if (z < k[2])
    spline =
        ((z - k[0]) * (k[2] - z) / (k[2] - k[0]) + (k[3] - z) * (z - k[1]) / (k[3] - k[1])) / (k[2] - k[1]);
  else
    spline = (k[3] - z) * (k[3] - z) / ((k[3] - k[1]) * (k[3] - k[2]));
  return 3. * volume * spline / (k[3] - k[0]);
}

/// Area of the section of a hexahedron, split into six tetrahedra along its main diagonal.
double cell_section(const Cell &cell, const Tensor<1, 3> &axis, const double z)
{
  constexpr unsigned int paths[6][2] = {{1, 3}, {1, 5}, {2, 3}, {2, 6}, {4, 5}, {4, 6}};
  double                 area        = 0.;
  for (const auto &path : paths)
    area += tetrahedron_section(
        {{cell->vertex(0), cell->vertex(path[0]), cell->vertex(path[1]), cell->vertex(7)}}, axis, z);
  return area;
}

/// Smallest and largest position of a cell along an axis, mm.
std::pair<double, double> range_along(const Tensor<1, 3> &axis, const Cell &cell)
{
  std::pair<double, double> range(axis * cell->vertex(0), axis * cell->vertex(0));
  for (const unsigned int corner : cell->vertex_indices())
  {
    range.first  = std::min(range.first, axis * cell->vertex(corner));
    range.second = std::max(range.second, axis * cell->vertex(corner));
  }
  return range;
}

/// The same for the whole body. Collective.
std::pair<double, double> range_along(const Tensor<1, 3> &axis, const Mesh &mesh)
{
  const MPI_Comm communicator = mesh.triangulation->get_communicator();
  double         low          = std::numeric_limits<double>::max();
  double         high         = std::numeric_limits<double>::lowest();
  for (const auto &cell : mesh.triangulation->active_cell_iterators())
    if (cell->is_locally_owned())
    {
      const auto range = range_along(axis, cell);
      low              = std::min(low, range.first);
      high             = std::max(high, range.second);
    }
  return {dealii::Utilities::MPI::min(low, communicator), dealii::Utilities::MPI::max(high, communicator)};
}

std::vector<SectionArea> measure_profile(const Mesh &mesh, const Tensor<1, 3> &axis,
                                         const unsigned int n_sections)
{
  const auto [low, high] = range_along(axis, mesh);
  const double slice     = (high - low) / n_sections;

  // A mesh that is flat or whose size overflows has no sections; require_usable() refuses it.
  const bool          has_sections = slice > 0. && std::isfinite(slice);
  std::vector<double> areas(n_sections, 0.);
  for (const auto &cell : mesh.triangulation->active_cell_iterators())
    if (has_sections && cell->is_locally_owned())
    {
      const auto range = range_along(axis, cell);
      const auto first = std::max(0., std::floor((range.first - low) / slice - 0.5));
      for (unsigned int i = first; i < n_sections && low + (i + 0.5) * slice < range.second; ++i)
        areas[i] += cell_section(cell, axis, low + (i + 0.5) * slice);
    }
  dealii::Utilities::MPI::sum(areas, mesh.triangulation->get_communicator(), areas);

  std::vector<SectionArea> profile;
  for (unsigned int i = 0; i < n_sections; ++i)
    profile.push_back({low + (i + 0.5) * slice, areas[i]});
  return profile;
}

std::map<std::string, double> measure_boundaries(const Mesh &mesh)
{
  const dealii::FE_Q<3>   element(1);
  dealii::FEFaceValues<3> values(element, dealii::QGauss<2>(3), dealii::update_JxW_values);

  std::map<dealii::types::boundary_id, double> areas;
  for (const auto &cell : mesh.triangulation->active_cell_iterators())
    if (cell->is_locally_owned())
      for (const unsigned int face : cell->face_indices())
        if (cell->face(face)->at_boundary())
        {
          values.reinit(cell, face);
          for (const double area : values.get_JxW_values())
            areas[cell->face(face)->boundary_id()] += area;
        }

  std::map<std::string, double> named;
  for (const auto &[name, id] : mesh.boundary_ids)
    named[name] = dealii::Utilities::MPI::sum(areas[id], mesh.triangulation->get_communicator());
  return named;
}

/// The smallest value on all ranks, and its position on the lowest rank that has it.
void reduce_smallest(double &value, Point<3> &place, const MPI_Comm communicator)
{
  const auto result = dealii::Utilities::MPI::min_max_avg(value, communicator);
  place             = dealii::Utilities::MPI::broadcast(communicator, place, result.min_index);
  value             = result.min;
}

void reduce(EdgeRange &range, const MPI_Comm communicator)
{
  range.shortest = dealii::Utilities::MPI::min(range.shortest, communicator);
  range.longest  = dealii::Utilities::MPI::max(range.longest, communicator);
}

unsigned long long count_vertices(const Mesh &mesh)
{
  const dealii::FE_Q<3> element(1);
  dealii::DoFHandler<3> vertices(*mesh.triangulation);
  vertices.distribute_dofs(element);
  return vertices.n_dofs();
}
} // namespace

double scaled_jacobian(const std::array<Point<3>, 8> &corners)
{
  double smallest = 1.;
  for (unsigned int corner = 0; corner < 8; ++corner)
  {
    // The neighbour of a corner along each axis has the corresponding bit of its number flipped.
    std::array<Tensor<1, 3>, 3> edges;
    for (unsigned int axis = 0; axis < 3; ++axis)
    {
      const bool upper    = (corner >> axis) & 1u;
      edges[axis]         = (upper ? -1. : 1.) * (corners[corner ^ (1u << axis)] - corners[corner]);
      const double length = edges[axis].norm();
      if (!std::isfinite(length))
        return -1.;
      if (length == 0.)
        return 0.;
      edges[axis] /= length;
    }
    smallest = std::min(smallest, dealii::cross_product_3d(edges[0], edges[1]) * edges[2]);
  }
  return smallest;
}

double scaled_jacobian(const Cell &cell)
{
  std::array<Point<3>, 8> corners;
  for (const unsigned int corner : cell->vertex_indices())
    corners[corner] = cell->vertex(corner);
  return scaled_jacobian(corners);
}

MeshQuality measure_quality(const Mesh &mesh, const parameters::Geometry &geometry,
                            const unsigned int n_sections)
{
  const MPI_Comm communicator = mesh.triangulation->get_communicator();
  const auto     indicator    = tissue_indicator(geometry);
  MeshQuality    quality;
  quality.n_cells                      = mesh.triangulation->n_global_active_cells();
  quality.n_coarse_cells               = mesh.triangulation->n_cells(0);
  quality.n_vertices                   = count_vertices(mesh);
  quality.smallest_scaled_jacobian     = std::numeric_limits<double>::max();
  quality.smallest_scaled_jacobian_gap = std::numeric_limits<double>::max();

  for (const auto &cell : mesh.triangulation->active_cell_iterators())
  {
    if (!cell->is_locally_owned())
      continue;
    const double jacobian = scaled_jacobian(cell);
    const double measure  = cell->measure();
    quality.volume += measure;
    include_edges(quality.edges, cell);
    if (jacobian < quality.smallest_scaled_jacobian)
    {
      quality.smallest_scaled_jacobian    = jacobian;
      quality.smallest_scaled_jacobian_at = cell->center();
    }
    if (indicator(cell->center()) <= 0.5)
      continue;
    ++quality.n_gap_cells;
    quality.volume_gap += measure;
    include_edges(quality.edges_gap, cell);
    quality.smallest_scaled_jacobian_gap = std::min(quality.smallest_scaled_jacobian_gap, jacobian);
  }

  reduce_smallest(quality.smallest_scaled_jacobian, quality.smallest_scaled_jacobian_at, communicator);
  quality.smallest_scaled_jacobian_gap =
      dealii::Utilities::MPI::min(quality.smallest_scaled_jacobian_gap, communicator);
  reduce(quality.edges, communicator);
  reduce(quality.edges_gap, communicator);
  quality.n_gap_cells = dealii::Utilities::MPI::sum(quality.n_gap_cells, communicator);
  quality.volume      = dealii::Utilities::MPI::sum(quality.volume, communicator);
  quality.volume_gap  = dealii::Utilities::MPI::sum(quality.volume_gap, communicator);
  quality.n_parts     = body_parts(*mesh.triangulation).size();
  for (unsigned int d = 0; d < 3; ++d)
  {
    const auto range  = range_along(Point<3>::unit_vector(d), mesh);
    quality.extent[d] = range.second - range.first;
  }
  quality.axis           = body_axis(geometry);
  quality.profile        = measure_profile(mesh, quality.axis, n_sections);
  quality.boundary_areas = measure_boundaries(mesh);
  return quality;
}

void require_usable(const MeshQuality &quality, const double limit)
{
  if (quality.smallest_scaled_jacobian >= limit)
    return;
  std::ostringstream message;
  message << "mesh: the cell at (" << quality.smallest_scaled_jacobian_at << ") mm has a scaled Jacobian of "
          << quality.smallest_scaled_jacobian << "; at least " << limit
          << " is required. The cell is nearly flat or turned inside out: mesh this region more finely, or "
             "make the "
             "shape smoother there (for the parametric tendon: a longer gap transition).";
  throw InputError(message.str());
}
} // namespace tenogen::fields
