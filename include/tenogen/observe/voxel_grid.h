#ifndef tenogen_observe_voxel_grid_h
#define tenogen_observe_voxel_grid_h

#include "tenogen/parameters/mri.h"

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>

#include <array>
#include <cstdint>

namespace tenogen::observe
{
/// x -> matrix x + shift, mm.
struct Affine
{
  dealii::Tensor<2, 3> matrix;
  dealii::Point<3>     shift;

  dealii::Point<3> operator()(const dealii::Point<3> &x) const;
};

/**
 * A box of voxels in the scanner. Voxel (i, j, k) has its centre at `to_scanner` (i, j, k), RAS+ in mm as in
 * NIfTI; in the coordinates of the body its centre lies at `to_body` (i, j, k).
 */
struct VoxelGrid
{
  std::array<std::uint32_t, 3> size = {{0, 0, 0}};
  Affine                       to_scanner;
  Affine                       to_body;
  Affine                       from_body; ///< place in the body to voxel indices, which are not whole
  dealii::Tensor<1, 3>         B0;        ///< the static field in the body, unit vector

  std::size_t n_voxels() const;

  /// mm^3
  double voxel_volume() const;

  /// Whether a place in the body lies in one of the voxels.
  bool holds(const dealii::Point<3> &place) const;

  /// Number of a voxel in the order of C, k fastest.
  std::size_t number(std::uint32_t i, std::uint32_t j, std::uint32_t k) const;
};

/**
 * The grid of the parameters: their box, or what the header of their NIfTI file says (its sform, or where it
 * has none its qform).
 * @throws InputError where that file is no NIfTI file, has no place in space, or a singular affine
 */
VoxelGrid make_voxel_grid(const parameters::MriGrid &grid);
} // namespace tenogen::observe

#endif
