#include "tenogen/core/errors.h"
#include "tenogen/fields/tendon_mesh.h"

#include <deal.II/grid/grid_generator.h>

#include <algorithm>

namespace tenogen::fields
{
Mesh make_block_mesh(const parameters::Geometry &geometry, const MPI_Comm communicator)
{
  const dealii::Point<3>          size(geometry.block_size_x, geometry.block_size_y, geometry.block_size_z);
  const std::vector<unsigned int> cells = {geometry.block_cells_x, geometry.block_cells_y,
                                           geometry.block_cells_z};
  if (std::min({size[0], size[1], size[2]}) <= 0. || *std::min_element(cells.begin(), cells.end()) == 0)
    throw InputError("Geometry: a block needs positive sizes [mm] and at least 1 cell in each direction.");

  Mesh mesh;
  mesh.triangulation = std::make_unique<dealii::parallel::distributed::Triangulation<3>>(communicator);
  dealii::GridGenerator::subdivided_hyper_rectangle(*mesh.triangulation, cells, dealii::Point<3>(), size);

  for (const auto &cell : mesh.triangulation->cell_iterators_on_level(0))
    for (const unsigned int face : cell->face_indices())
      if (cell->face(face)->at_boundary())
        cell->face(face)->set_all_boundary_ids(face + 1);
  mesh.boundary_ids = {{"left", 1}, {"right", 2}, {"front", 3}, {"back", 4}, {"bottom", 5}, {"top", 6}};

  mesh.triangulation->refine_global(geometry.global_refinements);
  return mesh;
}
} // namespace tenogen::fields
