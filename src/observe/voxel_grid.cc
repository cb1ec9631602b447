#include "tenogen/observe/voxel_grid.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/value_text.h"

#include <nifti1_io.h>

#include <cmath>
#include <memory>

namespace tenogen::observe
{
using namespace dealii;

namespace
{
Tensor<1, 3> direction(const std::string &text)
{
  const auto   components = parameters::direction_from_text(text);
  Tensor<1, 3> result;
  for (unsigned int d = 0; d < 3; ++d)
    result[d] = components[d];
  return result;
}

Affine inverse(const Affine &map)
{
  Affine result;
  result.matrix = invert(map.matrix);
  result.shift  = Point<3>(-(result.matrix * map.shift));
  return result;
}

Affine composed(const Affine &outer, const Affine &inner)
{
  return {outer.matrix * inner.matrix, outer(inner.shift)};
}

/// The map from positions in the body to the scanner: a rotation and a shift.
Affine body_to_scanner(const parameters::MriGrid &grid)
{
  const Tensor<1, 3> z     = direction(grid.axis);
  const Tensor<1, 3> front = direction(grid.front);
  Tensor<1, 3>       y     = front - (front * z) * z;
  y /= y.norm();
  const Tensor<1, 3> x = cross_product_3d(y, z);
  Affine             map;
  for (unsigned int d = 0; d < 3; ++d)
  {
    map.matrix[d][0] = x[d];
    map.matrix[d][1] = y[d];
    map.matrix[d][2] = z[d];
  }
  map.shift = Point<3>(grid.insertion_x, grid.insertion_y, grid.insertion_z);
  return map;
}

VoxelGrid box(const parameters::MriGrid &grid)
{
  VoxelGrid                   result;
  const std::array<double, 3> corner  = {{grid.corner_x, grid.corner_y, grid.corner_z}},
                              size    = {{grid.size_x, grid.size_y, grid.size_z}},
                              spacing = {{grid.spacing_x, grid.spacing_y, grid.spacing_z}};
  for (unsigned int d = 0; d < 3; ++d)
  {
    result.size[d]                 = std::max(1L, std::lround(size[d] / spacing[d]));
    result.to_scanner.matrix[d][d] = spacing[d];
    result.to_scanner.shift[d]     = corner[d] + 0.5 * spacing[d];
  }
  return result;
}

[[noreturn]] void refuse(const std::string &file, const std::string &problem)
{
  throw InputError("MRI/Grid/File = " + file + ": " + problem);
}

/// The NIfTI library reads the header.
VoxelGrid from_nifti(const std::string &file)
{
  nifti_set_debug_level(0);
  if (is_nifti_file(file.c_str()) < 1) // the library would print its own message
    refuse(file, "this is not a NIfTI-1 file. Give a .nii or .nii.gz file, or leave the entry empty.");
  const std::unique_ptr<nifti_image, decltype(&nifti_image_free)> image(
      nifti_image_read(file.c_str(), /*with the values*/ 0), &nifti_image_free);
  if (image == nullptr)
    refuse(file, "this NIfTI file is damaged.");
  if (image->sform_code <= 0 && image->qform_code <= 0)
    refuse(file, "the header has neither sform nor qform, so the position of the volume is unknown.");
  if (image->nx < 1 || image->ny < 1 || image->nz < 1)
    refuse(file, "the volume has fewer than three dimensions.");
  if (image->nvox > std::size_t(image->nx) * image->ny * image->nz)
    refuse(file, "it has more than three dimensions. Give a file with a single volume.");
  const mat44 &affine = image->sform_code > 0 ? image->sto_xyz : image->qto_xyz;
  // Unit of length in NIfTI: 1 m, 2 mm, 3 micrometre; by convention, unknown means mm.
  const double unit = image->xyz_units == NIFTI_UNITS_METER    ? 1000.
                      : image->xyz_units == NIFTI_UNITS_MICRON ? 0.001
                                                               : 1.;
  VoxelGrid    grid;
  grid.size = {{std::uint32_t(image->nx), std::uint32_t(image->ny), std::uint32_t(image->nz)}};
  for (unsigned int d = 0; d < 3; ++d)
  {
    for (unsigned int e = 0; e < 3; ++e)
      grid.to_scanner.matrix[d][e] = unit * affine.m[d][e];
    grid.to_scanner.shift[d] = unit * affine.m[d][3];
  }
  return grid;
}

void require_regular(const VoxelGrid &grid, const std::string &file)
{
  double edges = 1.;
  for (unsigned int d = 0; d < 3; ++d)
  {
    Tensor<1, 3> edge;
    for (unsigned int e = 0; e < 3; ++e)
      edge[e] = grid.to_scanner.matrix[e][d];
    edges *= edge.norm();
    if (!file.empty() &&
        !(edge.norm() >= parameters::shortest_voxel_edge && edge.norm() <= parameters::longest_voxel_edge))
      refuse(file, "the voxels have an edge of " + parameters::to_text(edge.norm()) +
                       " mm; allowed: " + parameters::to_text(parameters::shortest_voxel_edge) + " to " +
                       parameters::to_text(parameters::longest_voxel_edge) + " mm.");
  }
  const double volume = std::abs(determinant(grid.to_scanner.matrix));
  if (!(volume > 1e-6 * edges))
    refuse(file, "the affine is singular: the voxels have a volume of " + std::to_string(volume) + " mm^3.");
  if (double(grid.size[0]) * grid.size[1] * grid.size[2] > parameters::max_voxels)
    refuse(file, "the grid has more than " + parameters::to_text(parameters::max_voxels) + " voxels.");
}
} // namespace

Point<3> Affine::operator()(const Point<3> &x) const
{
  return Point<3>(matrix * x + shift);
}

std::size_t VoxelGrid::n_voxels() const
{
  return std::size_t(size[0]) * size[1] * size[2];
}

double VoxelGrid::voxel_volume() const
{
  return std::abs(determinant(to_scanner.matrix));
}

bool VoxelGrid::holds(const Point<3> &place) const
{
  const Point<3> index = from_body(place);
  for (unsigned int d = 0; d < 3; ++d)
    if (!(index[d] > -0.5 && index[d] < double(size[d]) - 0.5))
      return false;
  return true;
}

std::size_t VoxelGrid::number(const std::uint32_t i, const std::uint32_t j, const std::uint32_t k) const
{
  return (std::size_t(i) * size[1] + j) * size[2] + k;
}

VoxelGrid make_voxel_grid(const parameters::MriGrid &parameters)
{
  VoxelGrid grid = parameters.file.empty() ? box(parameters) : from_nifti(parameters.file);
  require_regular(grid, parameters.file);
  const Affine placement = body_to_scanner(parameters);
  grid.to_body           = composed(inverse(placement), grid.to_scanner);
  grid.from_body         = inverse(grid.to_body);
  grid.B0                = transpose(placement.matrix) * direction(parameters.B0);
  return grid;
}
} // namespace tenogen::observe
