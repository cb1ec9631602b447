#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"
#include "tenogen/solvers/ordered_assembly.h"
#include "tenogen/solvers/petsc_check.h"
#include "tenogen/solvers/petsc_copy.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace tenogen::solvers
{
using namespace dealii;

/*
 * Residual r = internal - external + bedding, and its tangent, on the degrees of freedom without
 * boundary.affine_constraints(). Returns the same on every rank.
 */
bool EquilibriumSolver::assemble(const fields::Vector &displacement, const Vec residual, const Assemble what)
{
  std::vector<Mat> matrices;
  if (what != Assemble::residual)
    matrices.push_back(tangent);
  if (what == Assemble::tangent_and_rows)
    matrices.push_back(tangent_rows);

  OrderedAssembly assembly(matrices);
  element_forces         = 0.;
  double absolute_forces = 0.;

  const bool admissible =
      elements.for_each_cell(displacement, !matrices.empty(),
                             [&](const std::size_t cell, std::size_t)
                             {
                               for (std::size_t i = 0; i < elements.kernel.forces.size(); ++i)
                               {
                                 const double force = elements.kernel.forces[i];
                                 absolute_forces += force * force;
                                 element_forces.local_element(elements.local_indices[cell][i]) += force;
                               }
                               add_cell(cell, assembly);
                             });
  force_scale = std::sqrt(Utilities::MPI::sum(absolute_forces, spaces.communicator));
  if (admissible)
    sum_forces(displacement, residual);
  add_bedding(assembly);
  assembly.finish();
  return admissible;
}

/// Forces of the elements and the bedding minus external ones; zero at constrained degrees of freedom.
/// Contributions of other ranks are added in the order of the ranks, regardless of which arrives first.
void EquilibriumSolver::sum_forces(const fields::Vector &displacement, const Vec residual)
{
  element_forces.compress(VectorOperation::add);
  boundary.move_to_masters(element_forces);
  element_forces -= boundary.forces();
  const types::global_dof_index first = spaces.displacement_layout->local_range().first;
  for (unsigned int i = 0; i < element_forces.locally_owned_size(); ++i)
    if (!boundary.affine_constraints().is_constrained(first + i))
      element_forces.local_element(i) += boundary.springs().local_element(i) * displacement.local_element(i);
  copy_values(element_forces, residual);
}

/// Elastic bedding is diagonal; constrained degrees of freedom have no equation.
void EquilibriumSolver::add_bedding(OrderedAssembly &assembly)
{
  if (assembly.is_empty())
    return;
  const types::global_dof_index first = spaces.displacement_layout->local_range().first;
  for (unsigned int i = 0; i < boundary.springs().locally_owned_size(); ++i)
    if (boundary.springs().local_element(i) != 0. && !boundary.affine_constraints().is_constrained(first + i))
    {
      const double stiffness = boundary.springs().local_element(i);
      assembly.add({static_cast<PetscInt>(first + i)}, &stiffness);
    }
}

/*
 * A cell with constrained degrees of freedom x_i = sum_k c_ik x_k + g_i: its tangent is moved to the x_k;
 * the row of x_i gets a diagonal of the tangent's size.
 */
void EquilibriumSolver::insert(const std::vector<types::global_dof_index> &indices, OrderedAssembly &assembly)
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

  const std::size_t   n = targets.size();
  std::vector<double> reduced(n * n, 0.);
  for (std::size_t i = 0; i < indices.size(); ++i)
    for (const auto &row : expansion[i])
      for (std::size_t j = 0; j < indices.size(); ++j)
        for (const auto &column : expansion[j])
          reduced[row.first * n + column.first] +=
              row.second * column.second * elements.kernel.tangent[i * indices.size() + j];
  assembly.add(targets, reduced.data());
  for (std::size_t i = 0; i < indices.size(); ++i)
    if (boundary.affine_constraints().is_constrained(indices[i]))
    {
      const double diagonal = std::abs(elements.kernel.tangent[i * indices.size() + i]);
      assembly.add({static_cast<PetscInt>(indices[i])}, &diagonal);
    }
}

/// Adds the tangent that the kernel has computed for a cell.
void EquilibriumSolver::add_cell(const std::size_t cell, OrderedAssembly &assembly)
{
  if (assembly.is_empty())
    return;
  const auto &indices = elements.indices[cell];
  if (is_constrained[cell])
    return insert(indices, assembly);
  std::vector<PetscInt> blocks(indices.size() / 3);
  for (std::size_t b = 0; b < blocks.size(); ++b)
    blocks[b] = static_cast<PetscInt>(indices[3 * b] / 3);
  assembly.add_blocks(blocks, elements.kernel.tangent.data());
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

/// The interpolation of the multigrid is computed from the body at rest, so that it does not depend on the
/// past.
void EquilibriumSolver::build_hierarchy()
{
  set_increment({0., 0.}, 0.);
  trial = 0.;
  boundary.constrain(trial);
  if (!assemble_tangent(trial))
    throw SolverError("The undeformed body is inadmissible: its mesh is too distorted. Improve the mesh; "
                      "`tenogen mesh` shows its quality.");
}

} // namespace tenogen::solvers
