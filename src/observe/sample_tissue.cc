#include "tenogen/observe/sample_tissue.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

namespace tenogen::observe
{
using namespace dealii;

namespace
{
/// The vertex values from which the values at a point are interpolated.
enum NodalValue : unsigned int
{
  collagen,
  excess_water,
  fat_share,
  scar_share,
  orientation,
  n_nodal_values = orientation + 6
};

/// No two components have a simple ratio, so that no plane of the mesh contains a row of points.
constexpr std::array<double, 3> shift = {{1.0e-6, 1.618e-6, 0.7071e-6}};

/// A hexahedron in the numbering of deal.II's vertices.
using Corners = std::array<Point<3>, 8>;

using Weights = std::array<double, 8>;

Weights trilinear(const Point<3> &xi)
{
  Weights weights;
  for (unsigned int v = 0; v < 8; ++v)
    weights[v] =
        (v & 1u ? xi[0] : 1. - xi[0]) * (v & 2u ? xi[1] : 1. - xi[1]) * (v & 4u ? xi[2] : 1. - xi[2]);
  return weights;
}

/// d(map of the corners)/d(xi).
Tensor<2, 3> jacobian(const Corners &corners, const Point<3> &xi)
{
  Tensor<2, 3> result;
  for (unsigned int v = 0; v < 8; ++v)
  {
    const std::array<double, 3> at = {
        {v & 1u ? xi[0] : 1. - xi[0], v & 2u ? xi[1] : 1. - xi[1], v & 4u ? xi[2] : 1. - xi[2]}};
    const std::array<double, 3> slope = {{(v & 1u ? 1. : -1.) * at[1] * at[2],
                                          (v & 2u ? 1. : -1.) * at[0] * at[2],
                                          (v & 4u ? 1. : -1.) * at[0] * at[1]}};
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int d = 0; d < 3; ++d)
        result[i][d] += corners[v][i] * slope[d];
  }
  return result;
}

Point<3> mapped(const Corners &corners, const Weights &weights)
{
  Point<3> result;
  for (unsigned int v = 0; v < 8; ++v)
    for (unsigned int d = 0; d < 3; ++d)
      result[d] += weights[v] * corners[v][d];
  return result;
}

/// Finds points in a hexahedron.
class Finder
{
public:
  explicit Finder(const Corners &corners)
    : corners(corners)
  {
    // About the centre, s = xi - 1/2: the map is centre + a_d s_d + b_xy s_x s_y + ... + c s_x s_y s_z.
    Tensor<2, 3>                a;
    std::array<Tensor<1, 3>, 4> bent; // b_xy, b_yz, b_xz, c
    for (unsigned int v = 0; v < 8; ++v)
    {
      const double x = v & 1u ? 1. : -1., y = v & 2u ? 1. : -1., z = v & 4u ? 1. : -1.;
      for (unsigned int d = 0; d < 3; ++d)
      {
        const double place = corners[v][d];
        centre[d] += place / 8.;
        a[d][0] += x * place / 4.;
        a[d][1] += y * place / 4.;
        a[d][2] += z * place / 4.;
        bent[0][d] += x * y * place / 2.;
        bent[1][d] += y * z * place / 2.;
        bent[2][d] += x * z * place / 2.;
        bent[3][d] += x * y * z * place;
      }
    }
    inverse = invert(a);
    for (unsigned int d = 0; d < 3; ++d)
    {
      reach[d] = 0.5 + 1e-9;
      for (unsigned int e = 0; e < 3; ++e)
        reach[d] += std::abs(inverse[d][e]) *
                    ((std::abs(bent[0][e]) + std::abs(bent[1][e]) + std::abs(bent[2][e])) / 4. +
                     std::abs(bent[3][e]) / 8.);
    }
  }

  /// By Newton's method. @returns whether the point is inside; xi is then its position in the unit cell
  bool find(const Point<3> &x, Point<3> &xi) const
  {
    // The linear part of the map shows for most points that they are outside.
    const Tensor<1, 3> s = inverse * (x - centre);
    for (unsigned int d = 0; d < 3; ++d)
    {
      if (std::abs(s[d]) > reach[d])
        return false;
      xi[d] = 0.5 + s[d];
    }
    constexpr unsigned int max_iterations = 25;
    constexpr double       accuracy       = 1e-12;
    for (unsigned int n = 0; n < max_iterations; ++n)
    {
      const Tensor<2, 3> slope = jacobian(corners, xi);
      if (determinant(slope) == 0.)
        return false;
      const Tensor<1, 3> step = invert(slope) * (x - mapped(corners, trilinear(xi)));
      xi += step;
      if (!(step.norm() < 10.)) // far away, where the map may not be invertible
        return false;
      if (step.norm() < accuracy)
        return std::all_of(xi.begin_raw(), xi.end_raw(), [](const double c) { return c >= 0. && c < 1.; });
    }
    return false;
  }

private:
  const Corners        &corners;
  Point<3>              centre;
  Tensor<2, 3>          inverse;
  std::array<double, 3> reach; ///< bound of |s| for points of the cell
};

/// Sums the values at the points in the cells of one rank.
class Accumulator
{
public:
  Accumulator(const VoxelGrid &grid, const parameters::Mri &mri, const std::vector<Image> &images)
    : grid(grid)
    , mri(mri)
    , images(images)
    , n_values(n_channels + images.size())
    , weight(1. / std::pow(double(mri.grid.samples), 3))
  {
  }

  /// @param indices  corners of the deformed cell in voxel indices
  void add_cell(const Corners &reference, const Corners &indices,
                const std::array<std::array<double, n_nodal_values>, 8> &nodal)
  {
    // The box of voxels that may contain its points.
    std::array<long, 3> first, last;
    for (unsigned int d = 0; d < 3; ++d)
    {
      const auto [low, high] = std::minmax_element(indices.begin(), indices.end(),
                                                   [d](const auto &a, const auto &b) { return a[d] < b[d]; });
      const double limit     = double(grid.size[d]);
      first[d]               = std::lround(std::clamp((*low)[d], -0.5, limit) - 0.5);
      last[d]                = std::lround(std::clamp((*high)[d], -1., limit - 0.5) + 0.5);
      first[d]               = std::max(first[d], 0L);
      last[d]                = std::min(last[d], long(grid.size[d]) - 1);
    }
    const Finder finder(indices);
    for (long i = first[0]; i <= last[0]; ++i)
      for (long j = first[1]; j <= last[1]; ++j)
        for (long k = first[2]; k <= last[2]; ++k)
          add_voxel({{i, j, k}}, reference, indices, nodal, finder);
  }

  std::pair<std::vector<std::uint32_t>, std::vector<double>> take()
  {
    return {std::move(voxels), std::move(values)};
  }

private:
  void add_voxel(const std::array<long, 3> &voxel, const Corners &reference, const Corners &indices,
                 const std::array<std::array<double, n_nodal_values>, 8> &nodal, const Finder &finder)
  {
    const unsigned int n = mri.grid.samples;
    sums.assign(n_values, 0.);
    bool some = false;
    for (unsigned int a = 0; a < n; ++a)
      for (unsigned int b = 0; b < n; ++b)
        for (unsigned int c = 0; c < n; ++c)
        {
          const std::array<unsigned int, 3> at = {{a, b, c}};
          Point<3>                          x;
          for (unsigned int d = 0; d < 3; ++d)
            x[d] = double(voxel[d]) - 0.5 + (at[d] + 0.5) / n + shift[d];
          Point<3> xi;
          if (!finder.find(x, xi))
            continue;
          add_point(reference, indices, nodal, xi);
          some = true;
        }
    if (some)
      add_sums(std::uint32_t(grid.number(voxel[0], voxel[1], voxel[2])));
  }

  void add_point(const Corners &reference, const Corners &indices,
                 const std::array<std::array<double, n_nodal_values>, 8> &nodal, const Point<3> &xi)
  {
    const Weights                      weights = trilinear(xi);
    std::array<double, n_nodal_values> point   = {};
    for (unsigned int v = 0; v < 8; ++v)
      for (unsigned int i = 0; i < n_nodal_values; ++i)
        point[i] += weights[v] * nodal[v][i];
    const double volume_ratio = std::abs(determinant(jacobian(indices, xi))) * grid.voxel_volume() /
                                std::abs(determinant(jacobian(reference, xi)));
    SymmetricTensor<2, 3> A;
    for (unsigned int c = 0; c < 6; ++c)
      A.access_raw_entry(c) = point[orientation + c];

    const Protons protons =
        observe::protons({point[collagen], point[excess_water], point[fat_share]}, volume_ratio, mri);
    const double rate_share = bound_rate_share(dipolar_factor(A, grid.B0), mri);
    sums[stump] += 1. - point[scar_share];
    sums[gap] += point[scar_share];
    sums[bound] += protons.bound;
    sums[free_water] += protons.free;
    sums[fluid] += protons.fluid;
    sums[fat] += protons.fat;
    for (std::size_t i = 0; i < images.size(); ++i)
      sums[n_channels + i] += images[i].signal(protons, rate_share);
  }

  void add_sums(const std::uint32_t voxel)
  {
    const auto [found, is_new] = places.emplace(voxel, voxels.size());
    if (is_new)
    {
      voxels.push_back(voxel);
      values.resize(values.size() + n_values, 0.);
    }
    for (std::size_t i = 0; i < n_values; ++i)
      values[found->second * n_values + i] += weight * sums[i];
  }

  const VoxelGrid                               &grid;
  const parameters::Mri                         &mri;
  const std::vector<Image>                      &images;
  const std::size_t                              n_values;
  const double                                   weight; ///< of a point in its voxel
  std::vector<double>                            sums;   ///< over the points of a voxel in a cell
  std::unordered_map<std::uint32_t, std::size_t> places; ///< of a voxel in `voxels`
  std::vector<std::uint32_t>                     voxels;
  std::vector<double>                            values;
};

/// Merges the parts of all ranks on rank 0, with voxels in increasing order.
SampledTissue merged(const std::vector<std::pair<std::vector<std::uint32_t>, std::vector<double>>> &parts,
                     const unsigned int                                                             n_values)
{
  SampledTissue                        result;
  std::map<std::uint32_t, std::size_t> places;
  for (const auto &part : parts)
    for (const std::uint32_t voxel : part.first)
      places.emplace(voxel, 0);
  result.n_values = n_values;
  for (auto &[voxel, place] : places)
  {
    place = result.voxels.size();
    result.voxels.push_back(voxel);
  }
  result.values.assign(result.voxels.size() * n_values, 0.);
  for (const auto &[voxels, values] : parts)
    for (std::size_t v = 0; v < voxels.size(); ++v)
    {
      double *const sum = result.values.data() + places.at(voxels[v]) * n_values;
      for (unsigned int i = 0; i < n_values; ++i)
        sum[i] += values[v * n_values + i];
    }
  return result;
}
} // namespace

SampledTissue sample_tissue(const fields::Spaces &spaces, const fields::State &state,
                            const fields::Vector &displacement, const VoxelGrid &grid,
                            const parameters::Mri &mri, const std::vector<Image> &images)
{
  Accumulator accumulator(grid, mri, images);
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (cell->is_locally_owned())
    {
      const DoFHandler<3>::active_cell_iterator same(&cell->get_triangulation(), cell->level(), cell->index(),
                                                     &spaces.displacement_dofs);
      Corners                                   reference, indices;
      std::array<std::array<double, n_nodal_values>, 8> nodal;
      for (unsigned int v = 0; v < 8; ++v)
      {
        const auto node = cell->vertex_dof_index(v, 0);
        reference[v]    = cell->vertex(v);
        Point<3> place  = cell->vertex(v);
        for (unsigned int d = 0; d < 3; ++d)
          place[d] += displacement(same->vertex_dof_index(v, d));
        indices[v] = grid.from_body(place);
        nodal[v][collagen] =
            state.concentrations[model::collagen_I](node) + state.concentrations[model::collagen_III](node);
        nodal[v][excess_water] = state.concentrations[model::water](node);
        nodal[v][fat_share]    = state.concentrations[model::fat](node);
        nodal[v][scar_share]   = spaces.tissue_indicator(node);
        for (unsigned int c = 0; c < 6; ++c)
          nodal[v][orientation + c] = state.orientation[c](node);
      }
      accumulator.add_cell(reference, indices, nodal);
    }
  const auto parts = Utilities::MPI::gather(spaces.communicator, accumulator.take(), 0);
  if (Utilities::MPI::this_mpi_process(spaces.communicator) != 0)
    return {};
  return merged(parts, n_channels + images.size());
}
} // namespace tenogen::observe
