#ifndef tenogen_observe_sample_tissue_h
#define tenogen_observe_sample_tissue_h

#include "tenogen/fields/state.h"
#include "tenogen/observe/mri_signal.h"
#include "tenogen/observe/voxel_grid.h"

#include <cstdint>
#include <vector>

namespace tenogen::observe
{
/// The tissue in a voxel, averaged over the voxel.
enum Channel : unsigned int
{
  stump, ///< volume share of tendon outside the gap
  gap,   ///< volume share of the gap
  bound, ///< proton densities, mg/mm^3
  free_water,
  fluid,
  fat,
  n_channels ///< the signal of every image follows
};

/// The voxels that contain tissue, in increasing order, and the values of their channels.
struct SampledTissue
{
  unsigned int               n_values = 0; ///< per voxel
  std::vector<std::uint32_t> voxels;
  std::vector<double>        values; ///< n_values of the first voxel, of the second, ...
};

/**
 * Averages the deformed tissue over voxels: every voxel has `samples`^3 points, each of which is located in
 * the deformed cells by inverting their trilinear maps. Densities are per current volume, from the local
 * volume ratio of the deformed to the reference cell. The points are shifted by about 1e-6 of a voxel, so
 * that none is on the face of a cell. Collective.
 *
 * @param displacement  mm, at the vertices and between them trilinear; with ghosts
 * @returns the sum over all ranks on rank 0, nothing on other ranks; apart from rounding, it does not depend
 *          on the number of ranks
 */
SampledTissue sample_tissue(const fields::Spaces &spaces, const fields::State &state,
                            const fields::Vector &displacement, const VoxelGrid &grid,
                            const parameters::Mri &mri, const std::vector<Image> &images);
} // namespace tenogen::observe

#endif
