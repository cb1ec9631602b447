#include "tenogen/solvers/transport.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tenogen::solvers
{
using namespace dealii;

namespace
{
/// Local indices of a cell's vertices.
std::array<unsigned int, 8> local_vertices(const DoFHandler<3>::active_cell_iterator &cell,
                                           const Utilities::MPI::Partitioner         &layout)
{
  std::vector<types::global_dof_index> indices(8);
  cell->get_dof_indices(indices);
  std::array<unsigned int, 8> local;
  for (unsigned int v = 0; v < 8; ++v)
    local[v] = layout.global_to_local(indices[v]);
  return local;
}

/// Vertex v of the reference cell has the coordinates of its bits; its neighbours differ in one bit.
std::array<unsigned int, 4> corner_vertices(const std::array<unsigned int, 8> &local, const unsigned int v)
{
  return {{local[v], local[v ^ 1], local[v ^ 2], local[v ^ 4]}};
}
} // namespace

TransportGraph::TransportGraph(const fields::Spaces &spaces)
  : spaces(spaces)
{
  setup_rows();
  setup_corners();
  setup_surface();
  const std::vector<SymmetricTensor<2, 3>> unit(spaces.positions.size(), unit_symmetric_tensor<3>());
  add(unit, isotropic);
  anisotropic = isotropic;
}

/// Every pair that meets at a corner of a cell.
void TransportGraph::setup_rows()
{
  const unsigned int                     n_owned = spaces.n_owned_vertices();
  const auto                            &layout  = *spaces.biology_layout;
  std::vector<std::vector<unsigned int>> neighbours(n_owned);
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (!cell->is_artificial())
    {
      const auto local = local_vertices(cell, layout);
      for (unsigned int v = 0; v < 8; ++v)
      {
        const auto vertices = corner_vertices(local, v);
        for (const unsigned int i : vertices)
          for (const unsigned int j : vertices)
            if (i != j && i < n_owned)
              neighbours[i].push_back(j);
      }
    }
  row_start.assign(1, 0);
  for (std::vector<unsigned int> &row : neighbours)
  {
    std::sort(row.begin(), row.end(),
              [&](const unsigned int a, const unsigned int b)
              { return layout.local_to_global(a) < layout.local_to_global(b); });
    row.erase(std::unique(row.begin(), row.end()), row.end());
    column.insert(column.end(), row.begin(), row.end());
    row_start.push_back(column.size());
  }
}

int TransportGraph::position_of(const unsigned int i, const unsigned int j) const
{
  if (i == j || i >= spaces.n_owned_vertices())
    return -1;
  for (unsigned int entry = row_start[i]; entry < row_start[i + 1]; ++entry)
    if (column[entry] == j)
      return static_cast<int>(entry);
  return -1;
}

void TransportGraph::setup_corners()
{
  FEValues<3> values(spaces.biology_element, QTrapezoid<3>(), update_gradients | update_JxW_values);
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (!cell->is_artificial())
    {
      const auto local = local_vertices(cell, *spaces.biology_layout);
      if (std::none_of(local.begin(), local.end(),
                       [&](const unsigned int i) { return i < spaces.n_owned_vertices(); }))
        continue;
      values.reinit(cell);
      for (unsigned int v = 0; v < 8; ++v)
      {
        Corner corner;
        corner.volume    = values.JxW(v);
        corner.vertices  = corner_vertices(local, v);
        corner.gradients = {
            {values.shape_grad(v ^ 1, v), values.shape_grad(v ^ 2, v), values.shape_grad(v ^ 4, v)}};
        bool owned = false;
        for (unsigned int a = 0; a < 4; ++a)
          for (unsigned int b = 0; b < 4; ++b)
          {
            corner.positions[4 * a + b] = position_of(corner.vertices[a], corner.vertices[b]);
            owned                       = owned || corner.positions[4 * a + b] >= 0;
          }
        if (owned)
          corners.push_back(corner);
      }
    }
}

void TransportGraph::setup_surface()
{
  const unsigned int n_owned = spaces.n_owned_vertices();
  surface_area.assign(n_owned, 0.);
  const auto surface = spaces.mesh.boundary_ids.find("surface");
  if (surface == spaces.mesh.boundary_ids.end())
    return;
  FEFaceValues<3> values(spaces.biology_element, QTrapezoid<2>(), update_values | update_JxW_values);
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (!cell->is_artificial())
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == surface->second)
        {
          const auto local = local_vertices(cell, *spaces.biology_layout);
          values.reinit(cell, f);
          for (unsigned int v = 0; v < 8; ++v)
            for (unsigned int q = 0; q < values.n_quadrature_points && local[v] < n_owned; ++q)
              surface_area[local[v]] += values.shape_value(v, q) * values.JxW(q);
        }
}

void TransportGraph::set_orientation(const std::array<fields::Vector, 6> &orientation,
                                     const double                         anisotropy)
{
  std::vector<SymmetricTensor<2, 3>> tensors(spaces.positions.size());
  for (std::size_t vertex = 0; vertex < tensors.size(); ++vertex)
  {
    for (unsigned int c = 0; c < 6; ++c)
      tensors[vertex].access_raw_entry(c) = 3. * anisotropy * orientation[c].local_element(vertex);
    tensors[vertex] += (1. - anisotropy) * unit_symmetric_tensor<3>();
  }
  add(tensors, anisotropic);
}

void TransportGraph::add(const std::vector<SymmetricTensor<2, 3>> &tensors,
                         std::vector<double>                      &exchange) const
{
  exchange.assign(column.size(), 0.);
  for (const Corner &corner : corners)
  {
    const SymmetricTensor<2, 3> &tensor = tensors[corner.vertices[0]];
    std::array<Tensor<1, 3>, 4>  gradients, fluxes;
    for (unsigned int a = 1; a < 4; ++a)
    {
      gradients[a] = corner.gradients[a - 1];
      gradients[0] -= gradients[a];
    }
    for (unsigned int a = 0; a < 4; ++a)
      fluxes[a] = corner.volume * (tensor * gradients[a]);
    for (unsigned int a = 0; a < 4; ++a)
      for (unsigned int b = 0; b < 4; ++b)
        if (corner.positions[4 * a + b] >= 0)
          exchange[corner.positions[4 * a + b]] -= gradients[a] * fluxes[b];
  }
}

namespace
{
/// Neighbours that differ by more, in the outer tail of a cloud, do not resolve the profile between them;
/// unbounded outflow would lose the lower value in rounding errors.
constexpr double steepest = 1e3;
} // namespace

void edge_outflow(const TransportGraph &graph, const double diffusivity, const fields::Vector &values,
                  const fields::Vector *const taxis_potential, EdgeOutflow &result)
{
  const std::size_t n_edges = graph.column.size();
  result.in.resize(n_edges);
  result.out.resize(n_edges);
  for (std::size_t i = 0; i + 1 < graph.row_start.size(); ++i)
  {
    const double u_i = values.local_element(i);
    for (unsigned int entry = graph.row_start[i]; entry < graph.row_start[i + 1]; ++entry)
    {
      const unsigned int j        = graph.column[entry];
      const double       exchange = diffusivity * graph.anisotropic[entry];
      const double       drift    = taxis_potential == nullptr
                                        ? 0.
                                        : graph.isotropic[entry] *
                                     (taxis_potential->local_element(i) - taxis_potential->local_element(j));
      if (exchange >= 0.)
      {
        result.in[entry]  = std::max({exchange + 0.5 * drift, drift, 0.});
        result.out[entry] = std::max({exchange - 0.5 * drift, -drift, 0.});
        continue;
      }
      // The drift is upwind; the correction that makes it central goes in the direction of the diffusion,
      // from low to high.
      const double u_j    = values.local_element(j);
      const double uphill = -exchange + std::min(0.5 * std::abs(drift), -exchange);
      result.in[entry]    = std::max(drift, 0.);
      result.out[entry]   = std::max(-drift, 0.);
      if (u_j < u_i && u_j > 0.)
        result.in[entry] += uphill * std::min((u_i - u_j) / u_j, steepest);
      else if (u_i < u_j && u_i > 0.)
        result.out[entry] += uphill * std::min((u_j - u_i) / u_i, steepest);
    }
  }
}
} // namespace tenogen::solvers
