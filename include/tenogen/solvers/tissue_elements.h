#ifndef tenogen_solvers_tissue_elements_h
#define tenogen_solvers_tissue_elements_h

#include "tenogen/fields/state.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/solvers/element_kernel.h"

#include <deal.II/base/mpi.h>

#include <array>
#include <vector>

namespace tenogen::solvers
{
/// The cells that a rank owns, with the tissue at their quadrature points, and the element kernel.
class TissueElements
{
public:
  TissueElements(const fields::Spaces &spaces, const parameters::ParameterSet &parameters);

  /// Sets composition, orientation and swelling from the state.
  void set_tissue(const fields::State &state);

  /// Applies a share of the swelling, from 0 to 1; set_tissue() applies all of it.
  void scale_swelling(double share);

  /**
   * Computes every cell at a displacement (with ghosts) and calls visit(cell, first point) with the results
   * in `kernel`.
   *
   * @return false, on every rank, if the displacement is not admissible somewhere; each rank then skips its
   *         cells from the first such cell on
   */
  template <typename Visit>
  bool for_each_cell(const fields::Vector &displacement, bool with_tangent, const Visit &visit);

  ElementKernel kernel;

  // Per owned cell
  std::vector<CellGeometry>                                 cells;
  std::vector<std::vector<dealii::types::global_dof_index>> indices;       ///< displacement, node by node
  std::vector<std::vector<unsigned int>>                    local_indices; ///< the same, of this rank
  std::vector<std::array<unsigned int, 8>>                  vertices;      ///< local biology indices

  // Per quadrature point, cell by cell
  std::vector<QuadraturePointTissue> tissue;
  std::vector<dealii::Tensor<1, 3>>  point_axes; ///< a_0

  /// Q1 shape functions of the eight vertices at the points of any cell.
  std::vector<double> point_shapes;

private:
  const fields::Spaces          &spaces;
  const parameters::ParameterSet parameters;
};

template <typename Visit>
bool TissueElements::for_each_cell(const fields::Vector &displacement, const bool with_tangent,
                                   const Visit &visit)
{
  bool                admissible = true;
  std::vector<double> local(kernel.forces.size());
  std::size_t         point = 0;
  for (std::size_t cell = 0; cell < cells.size() && admissible; point += cells[cell].n_points, ++cell)
  {
    for (std::size_t i = 0; i < local.size(); ++i)
      local[i] = displacement.local_element(local_indices[cell][i]);
    admissible = kernel.compute(cells[cell], &tissue[point], local.data(), with_tangent);
    if (admissible)
      visit(cell, point);
  }
  return dealii::Utilities::MPI::min(admissible ? 1 : 0, spaces.communicator) == 1;
}
} // namespace tenogen::solvers

#endif
