#ifndef tests_block_h
#define tests_block_h

#include "tenogen/parameters/parameter_set.h"

#include <array>

namespace tenogen
{
/// A block with these edge lengths along x, y and z, mm.
inline parameters::Geometry block(const std::array<double, 3> &size, const std::array<unsigned int, 3> &cells)
{
  parameters::Geometry geometry;
  geometry.type          = parameters::GeometryType::block;
  geometry.block_size_x  = size[0];
  geometry.block_size_y  = size[1];
  geometry.block_size_z  = size[2];
  geometry.block_cells_x = cells[0];
  geometry.block_cells_y = cells[1];
  geometry.block_cells_z = cells[2];
  return geometry;
}
} // namespace tenogen

#endif
