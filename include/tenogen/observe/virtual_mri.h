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
/// What a voxel mostly is.
enum class Label : std::uint8_t
{
  background = 0,
  tendon     = 1,
  gap        = 2,
  fluid      = 3,
  muscle     = 4,
  fat        = 5
};

/// How an image was taken: ms, degrees.
struct Sequence
{
  double TE = 0., TR = 0., flip_angle = 0.;
  bool   fat_saturation = false;
};

/// Values of all voxels, k fastest.
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
 * The tissue in the scanner (docs/mri.md). Collective.
 * @param displacement  of the resting tendon, mm; with ghosts
 * @param month         the noise of different months is independent
 * @returns all volumes on rank 0, nothing elsewhere
 * @throws InputError where the field of view holds nothing of the tendon
 */
VirtualMri virtual_mri(const fields::Spaces &spaces, const fields::State &state,
                       const fields::Vector &displacement, const parameters::Mri &mri, double month);
} // namespace tenogen::observe

#endif
