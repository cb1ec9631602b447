#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"
#include "tenogen/solvers/petsc_check.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace tenogen::solvers
{
using namespace dealii;

/*
 * Residual r = internal - external + bedding, and its tangent, on the degrees of freedom that remain
 * after the boundary.affine_constraints(). Returns the same on every rank.
 */
bool EquilibriumSolver::assemble(const fields::Vector &displacement, const Vec residual, const Assemble what)
{
  std::vector<Mat> matrices;
  if (what != Assemble::residual)
    matrices.push_back(tangent);
  if (what == Assemble::tangent_and_rows)
    matrices.push_back(tangent_rows);

  check(VecSet(residual, 0.));
  for (const Mat matrix : matrices)
    check(MatZeroEntries(matrix));
  double absolute_forces = 0.;

  const bool admissible = elements.for_each_cell(displacement, !matrices.empty(),
                                                 [&](const std::size_t cell, std::size_t)
                                                 {
                                                   for (const double force : elements.kernel.forces)
                                                     absolute_forces += force * force;
                                                   add_cell(cell, residual, matrices);
                                                 });
  force_scale           = std::sqrt(Utilities::MPI::sum(absolute_forces, spaces.communicator));

  check(VecAssemblyBegin(residual));
  check(VecAssemblyEnd(residual));
  if (admissible)
  {
    PetscScalar *values;
    check(VecGetArray(residual, &values));
    for (unsigned int i = 0; i < boundary.forces().locally_owned_size(); ++i)
      values[i] -= boundary.forces().local_element(i);
    check(VecRestoreArray(residual, &values));
  }

  // Elastic bedding: diagonal; constrained degrees of freedom have no equation of their own.
  const types::global_dof_index first = spaces.displacement_layout->local_range().first;
  for (unsigned int i = 0; i < boundary.springs().locally_owned_size() && admissible; ++i)
    if (boundary.springs().local_element(i) != 0. && !boundary.affine_constraints().is_constrained(first + i))
    {
      const PetscInt    row   = static_cast<PetscInt>(first + i);
      const PetscScalar force = boundary.springs().local_element(i) * displacement.local_element(i);
      check(VecSetValue(residual, row, force, ADD_VALUES));
      for (const Mat matrix : matrices)
        check(MatSetValue(matrix, row, row, boundary.springs().local_element(i), ADD_VALUES));
    }
  check(VecAssemblyBegin(residual));
  check(VecAssemblyEnd(residual));
  for (const Mat matrix : matrices)
  {
    check(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
    check(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
  }
  return admissible;
}

/*
 * A cell with constrained degrees of freedom x_i = sum_k c_ik x_k + g_i: forces and tangent are moved to
 * the x_k; the row of x_i gets a diagonal of the tangent's size.
 */
void EquilibriumSolver::insert(const std::vector<types::global_dof_index> &indices, const Vec residual,
                               const std::vector<Mat> &matrices)
{
  std::vector<PetscInt>                            targets;
  std::vector<std::vector<std::pair<int, double>>> expansion(indices.size());
  const auto                                       target = [&targets](const types::global_dof_index index)
  {
    const auto wanted = static_cast<PetscInt>(index);
    const auto found  = std::find(targets.begin(), targets.end(), wanted);
    if (found != targets.end())
      return static_cast<int>(found - targets.begin());
    targets.push_back(wanted);
    return static_cast<int>(targets.size()) - 1;
  };
  for (std::size_t i = 0; i < indices.size(); ++i)
    if (!boundary.affine_constraints().is_constrained(indices[i]))
      expansion[i].emplace_back(target(indices[i]), 1.);
    else if (const auto *const entries = boundary.affine_constraints().get_constraint_entries(indices[i]))
      for (const auto &entry : *entries)
        expansion[i].emplace_back(target(entry.first), entry.second);

  const std::size_t   n            = targets.size();
  const bool          with_tangent = !matrices.empty();
  std::vector<double> forces(n, 0.), reduced(with_tangent ? n * n : 0, 0.);
  for (std::size_t i = 0; i < indices.size(); ++i)
    for (const auto &row : expansion[i])
    {
      forces[row.first] += row.second * elements.kernel.forces[i];
      if (with_tangent)
        for (std::size_t j = 0; j < indices.size(); ++j)
          for (const auto &column : expansion[j])
            reduced[row.first * n + column.first] +=
                row.second * column.second * elements.kernel.tangent[i * indices.size() + j];
    }
  check(VecSetValues(residual, n, targets.data(), forces.data(), ADD_VALUES));
  for (const Mat matrix : matrices)
  {
    check(MatSetValues(matrix, n, targets.data(), n, targets.data(), reduced.data(), ADD_VALUES));
    for (std::size_t i = 0; i < indices.size(); ++i)
      if (boundary.affine_constraints().is_constrained(indices[i]))
      {
        const auto row = static_cast<PetscInt>(indices[i]);
        check(MatSetValue(matrix, row, row, std::abs(elements.kernel.tangent[i * indices.size() + i]),
                          ADD_VALUES));
      }
  }
}

/// Adds what the kernel has computed for a cell.
void EquilibriumSolver::add_cell(const std::size_t cell, const Vec residual, const std::vector<Mat> &matrices)
{
  if (is_constrained[cell])
    return insert(elements.indices[cell], residual, matrices);
  const auto *const global = reinterpret_cast<const PetscInt *>(elements.indices[cell].data());
  static_assert(sizeof(PetscInt) == sizeof(types::global_dof_index), "indices of equal width");
  const PetscInt n = static_cast<PetscInt>(elements.indices[cell].size());
  check(VecSetValues(residual, n, global, elements.kernel.forces.data(), ADD_VALUES));
  PetscInt blocks[27];
  for (PetscInt b = 0; b < n / 3; ++b)
    blocks[b] = global[3 * b] / 3;
  for (const Mat matrix : matrices)
    check(MatSetValuesBlocked(matrix, n / 3, blocks, n / 3, blocks, elements.kernel.tangent.data(),
                              ADD_VALUES));
}

bool EquilibriumSolver::assemble_tangent(const fields::Vector &displacement)
{
  const bool rebuild = rebuild_always || multigrid->is_stale();
  if (!assemble(displacement, residual_vec, rebuild ? Assemble::tangent_and_rows : Assemble::tangent))
    return false;
  if (rebuild)
    multigrid->build(tangent, tangent_rows);
  return true;
}

/// The interpolation of the multigrid comes from the body at rest, so that it does not depend on the past.
void EquilibriumSolver::build_hierarchy()
{
  set_increment({0., 0.}, 0.);
  trial = 0.;
  boundary.constrain(trial);
  if (!assemble_tangent(trial))
    throw SolverError("The body at rest is not admissible: its mesh is too distorted.");
}

} // namespace tenogen::solvers
