#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"
#include "tenogen/solvers/ordered_assembly.h"
#include "tenogen/solvers/petsc_check.h"
#include "tenogen/solvers/petsc_copy.h"

#include <algorithm>

namespace tenogen::solvers
{
using namespace dealii;

namespace
{
/// Forces and matrix of a cell, whose solution is the displacement with the gradient closest to a given one
/// in the least-squares sense.
void fit_gradient(const CellGeometry &geometry, const std::vector<Tensor<2, 3>> &gradient,
                  std::vector<double> &forces, std::vector<double> &matrix)
{
  const unsigned int n_nodes = geometry.n_nodes;
  std::fill(forces.begin(), forces.end(), 0.);
  std::fill(matrix.begin(), matrix.end(), 0.);
  for (unsigned int q = 0; q < geometry.n_points; ++q)
  {
    const Tensor<1, 3> *const shape_gradients = &geometry.gradients[q * n_nodes];
    for (unsigned int a = 0; a < n_nodes; ++a)
    {
      const Tensor<1, 3> force = geometry.volumes[q] * (gradient[q] * shape_gradients[a]);
      for (unsigned int d = 0; d < 3; ++d)
        forces[3 * a + d] += force[d];
      for (unsigned int b = 0; b < n_nodes; ++b)
      {
        const double product = geometry.volumes[q] * (shape_gradients[a] * shape_gradients[b]);
        for (unsigned int d = 0; d < 3; ++d)
          matrix[(3 * a + d) * 3 * n_nodes + 3 * b + d] += product;
      }
    }
  }
}
} // namespace

/*
 * The change of the displacement of freely swelling tissue from one share of the swelling to another: its
 * gradient is closest to F_e (F_g,to - F_g,from), where F_e is the elastic deformation so far.
 */
void EquilibriumSolver::swell(fields::Vector &displacement, const double from, const double to)
{
  Matrix laplacian; // a separate matrix: the multigrid would take a change of its own for a new tangent
  check(MatDuplicate(tangent_rows, MAT_DO_NOT_COPY_VALUES, laplacian.place()));
  OrderedAssembly assembly({laplacian});
  element_forces = 0.;
  elements.scale_swelling(from);
  ElementKernel            &kernel = elements.kernel;
  std::vector<Tensor<2, 3>> change;
  const auto                add_change = [&](const std::size_t cell, const std::size_t first)
  {
    change.clear();
    for (unsigned int q = 0; q < elements.cells[cell].n_points; ++q)
    {
      const std::size_t point  = first + q;
      const auto        growth = [&](const double share)
      {
        return invert(
            model::inverse_growth(elements.point_axes[point], share * elements.tissue[point].excess_water));
      };
      change.push_back(kernel.points[q].elastic_gradient * (growth(to) - growth(from)));
    }
    fit_gradient(elements.cells[cell], change, kernel.forces, kernel.tangent);
    for (std::size_t i = 0; i < kernel.forces.size(); ++i)
      element_forces.local_element(elements.local_indices[cell][i]) += kernel.forces[i];
    add_cell(cell, assembly);
  };
  if (!elements.for_each_cell(displacement, false, add_change))
    throw Error(ExitCode::defect, "The swelling starts from an inadmissible displacement.");
  element_forces.compress(VectorOperation::add);
  boundary.move_to_masters(element_forces);
  copy_values(element_forces, residual_vec);
  assembly.finish();

  // It is only a guess, so convergence is not required.
  KrylovSolver krylov;
  PC           preconditioner;
  check(KSPCreate(spaces.communicator, krylov.place()));
  check(KSPSetOptionsPrefix(krylov, "swelling_"));
  check(KSPSetType(krylov, KSPCG));
  check(KSPSetOperators(krylov, laplacian, laplacian));
  check(KSPGetPC(krylov, &preconditioner));
  check(PCSetType(preconditioner, PCJACOBI));
  check(KSPSetTolerances(krylov, 1e-3, PETSC_DEFAULT, PETSC_DEFAULT, 1000));
  check(KSPSetFromOptions(krylov));
  check(KSPSolve(krylov, residual_vec, solution));
  const PetscScalar *values;
  check(VecGetArrayRead(solution, &values));
  displacement.zero_out_ghost_values();
  for (unsigned int i = 0; i < displacement.locally_owned_size(); ++i)
    displacement.local_element(i) += values[i];
  check(VecRestoreArrayRead(solution, &values));
  boundary.constrain(displacement);
}
} // namespace tenogen::solvers
