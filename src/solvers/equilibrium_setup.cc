#include "tenogen/solvers/equilibrium.h"

#include "tenogen/solvers/petsc_check.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/sparsity_tools.h>

#include <algorithm>
#include <set>

namespace tenogen::solvers
{
using namespace dealii;

void EquilibriumSolver::setup_matrices()
{
  const DoFHandler<3> &dofs  = spaces.displacement_dofs;
  const IndexSet       owned = dofs.locally_owned_dofs();
  IndexSet             relevant;
  DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  for (const types::global_dof_index master : boundary.masters())
    relevant.add_index(master);
  DynamicSparsityPattern pattern(dofs.n_dofs(), dofs.n_dofs(), relevant);
  DoFTools::make_sparsity_pattern(dofs, pattern, boundary.affine_constraints(), false);
  SparsityTools::distribute_sparsity_pattern(pattern, owned, spaces.communicator, relevant);

  // Entries of a row inside and outside the columns of the rank; the same for block rows, upper triangle
  // only.
  const types::global_dof_index begin = spaces.displacement_layout->local_range().first;
  const types::global_dof_index end   = spaces.displacement_layout->local_range().second;
  std::vector<PetscInt>         inside, outside, blocks_inside, blocks_outside;
  for (types::global_dof_index row = begin; row < end; ++row)
  {
    PetscInt own = 0;
    for (auto entry = pattern.begin(row); entry != pattern.end(row); ++entry)
      own += entry->column() >= begin && entry->column() < end ? 1 : 0;
    inside.push_back(own);
    outside.push_back(static_cast<PetscInt>(pattern.row_length(row)) - own);
  }
  for (types::global_dof_index first = begin; first < end; first += 3)
  {
    std::set<types::global_dof_index> columns;
    for (unsigned int component = 0; component < 3; ++component)
      for (auto entry = pattern.begin(first + component); entry != pattern.end(first + component); ++entry)
        if (entry->column() >= first)
          columns.insert(entry->column() / 3);
    const auto own = static_cast<PetscInt>(
        std::count_if(columns.begin(), columns.end(), [end](const auto block) { return 3 * block < end; }));
    blocks_inside.push_back(own);
    blocks_outside.push_back(static_cast<PetscInt>(columns.size()) - own);
  }

  const PetscInt n      = static_cast<PetscInt>(end - begin);
  const auto     create = [&](const MatType type, Matrix &matrix)
  {
    check(MatCreate(spaces.communicator, matrix.place()));
    check(MatSetSizes(matrix, n, n, PETSC_DETERMINE, PETSC_DETERMINE));
    check(MatSetType(matrix, type));
    check(MatSetBlockSize(matrix, 3));
  };
  create(MATSBAIJ, tangent);
  check(MatSeqSBAIJSetPreallocation(tangent, 3, 0, blocks_inside.data()));
  check(MatMPISBAIJSetPreallocation(tangent, 3, 0, blocks_inside.data(), 0, blocks_outside.data()));
  check(MatSetOption(tangent, MAT_IGNORE_LOWER_TRIANGULAR, PETSC_TRUE));
  create(MATAIJ, tangent_rows);
  check(MatSeqAIJSetPreallocation(tangent_rows, 0, inside.data()));
  check(MatMPIAIJSetPreallocation(tangent_rows, 0, inside.data(), 0, outside.data()));
  check(MatSetOption(tangent_rows, MAT_SYMMETRIC, PETSC_TRUE));
  attach_rigid_body_modes(tangent_rows, dofs);
  check(MatCreateVecs(tangent, solution.place(), residual_vec.place()));
}

void EquilibriumSolver::setup_solver()
{
  check(SNESCreate(spaces.communicator, snes.place()));
  check(SNESSetOptionsPrefix(snes, "mechanics_"));
  check(SNESSetType(snes, SNESNEWTONLS));
  check(SNESSetFunction(snes, residual_vec, form_function, this));
  check(SNESSetJacobian(snes, tangent, tangent_rows, form_jacobian, this));
  check(SNESSetConvergenceTest(snes, test_convergence, this, nullptr));
  check(SNESSetTolerances(snes, 0., 0., 0., 12, 10000));
  check(SNESSetErrorIfNotConverged(snes, PETSC_FALSE));
  check(SNESSetCheckJacobianDomainError(snes, PETSC_TRUE));
  // The preconditioner is rebuilt by TangentMultigrid, never by SNES.
  check(SNESSetLagPreconditioner(snes, -1));

  KSP ksp;
  check(SNESGetKSP(snes, &ksp));
  check(KSPSetType(ksp, KSPCG));
  // In the norm of the line search, so that even an inexact direction lowers the residual.
  check(KSPSetNormType(ksp, KSP_NORM_UNPRECONDITIONED));
  check(KSPSetTolerances(ksp, 1e-4, PETSC_DEFAULT, PETSC_DEFAULT, 500));
  multigrid = std::make_unique<TangentMultigrid>(ksp);
  SNESLineSearch search;
  check(SNESGetLineSearch(snes, &search));
  check(SNESLineSearchSetType(search, SNESLINESEARCHBT));
  check(SNESSetFromOptions(snes));
}
} // namespace tenogen::solvers
