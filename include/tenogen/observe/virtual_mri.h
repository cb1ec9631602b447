#ifndef tenogen_observe_virtual_mri_h
#define tenogen_observe_virtual_mri_h

#include "tenogen/observe/sample_tissue.h"
#include "tenogen/observe/voxel_grid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenogen::observe
{
/// The tissue that dominates a voxel.
enum class Label : std::uint8_t
{
  background = 0,
  tendon     = 1,
  gap        = 2,
  fluid      = 3,
  muscle     = 4,
  fat        = 5
};

/// Settings of a sequence, in ms and degrees.
struct Sequence
{
  double TE = 0., TR = 0., flip_angle = 0.;
  bool   fat_saturation = false;
};

/// Values of all voxels; the index k runs fastest.
struct Volume
{
  std::string             name, unit, description;
  std::vector<double>     values;
  std::optional<Sequence> sequence; ///< of an image
};

struct VirtualMri
{
  VoxelGrid                 grid;
  std::vector<Volume>       volumes;
  std::vector<std::uint8_t> labels; ///< as in Label
};

/**
 * Simulates the MRI of the tissue (docs/mri.md). Collective.
 * @param displacement  of the resting tendon, mm; with ghosts
 * @param month         the noise of different months is independent
 * @returns all volumes on rank 0, nothing on other ranks
 * @throws InputError if the tendon is outside the field of view
 */
VirtualMri virtual_mri(const fields::Spaces &spaces, const fields::State &state,
                       const fields::Vector &displacement, const parameters::Mri &mri, double month);
} // namespace tenogen::observe

#endif
