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
 * A box of voxels in the scanner. The centre of voxel (i, j, k) is at `to_scanner` (i, j, k), RAS+ in mm as
 * in NIfTI, and in the coordinates of the body at `to_body` (i, j, k).
 */
struct VoxelGrid
{
  std::array<std::uint32_t, 3> size = {{0, 0, 0}};
  Affine                       to_scanner;
  Affine                       to_body;
  Affine                       from_body; ///< from a position in the body to fractional voxel indices
  dealii::Tensor<1, 3>         B0;        ///< the static field in the body, unit vector

  std::size_t n_voxels() const;

  /// mm^3
  double voxel_volume() const;

  /// Whether a position in the body is inside one of the voxels.
  bool holds(const dealii::Point<3> &place) const;

  /// Number of a voxel in C order; the index k runs fastest.
  std::size_t number(std::uint32_t i, std::uint32_t j, std::uint32_t k) const;
};

/**
 * The grid that the parameters describe: a box, or the grid in the header of a NIfTI file (from the sform, or
 * from the qform if there is no sform).
 * @throws InputError if the file is not a NIfTI file, has neither sform nor qform, or has a singular affine
 */
VoxelGrid make_voxel_grid(const parameters::MriGrid &grid);
} // namespace tenogen::observe

#endif
