#include "tenogen/solvers/equilibrium.h"

#include "tenogen/solvers/petsc_check.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tenogen::solvers
{
using namespace dealii;

/*
 * Residual r = internal - external + bedding, and its tangent, on the degrees of freedom that remain
 * after the constraints. Returns the same on every rank.
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

  bool                admissible = true;
  std::vector<double> local(kernel.forces.size());
  std::size_t         point = 0;
  for (std::size_t cell = 0; cell < cells.size() && admissible; point += cells[cell].n_points, ++cell)
  {
    const std::vector<unsigned int> &indices = cell_local_indices[cell];
    for (std::size_t i = 0; i < indices.size(); ++i)
      local[i] = displacement.local_element(indices[i]);
    admissible = kernel.compute(cells[cell], &tissue[point], local.data(), !matrices.empty());
    if (!admissible)
      break;
    for (const double force : kernel.forces)
      absolute_forces += force * force;
    add_cell(cell, residual, matrices);
  }
  admissible  = Utilities::MPI::min(admissible ? 1 : 0, spaces.communicator) == 1;
  force_scale = std::sqrt(Utilities::MPI::sum(absolute_forces, spaces.communicator));

  check(VecAssemblyBegin(residual));
  check(VecAssemblyEnd(residual));
  if (admissible)
  {
    PetscScalar *values;
    check(VecGetArray(residual, &values));
    for (unsigned int i = 0; i < external.locally_owned_size(); ++i)
      values[i] -= external.local_element(i);
    check(VecRestoreArray(residual, &values));
  }

  // Elastic bedding: diagonal; constrained degrees of freedom have no equation of their own.
  const types::global_dof_index first = spaces.displacement_layout->local_range().first;
  for (unsigned int i = 0; i < spring_matrix.locally_owned_size() && admissible; ++i)
    if (spring_matrix.local_element(i) != 0. && !constraints.is_constrained(first + i))
    {
      const PetscInt    row   = static_cast<PetscInt>(first + i);
      const PetscScalar force = spring_matrix.local_element(i) * displacement.local_element(i);
      check(VecSetValue(residual, row, force, ADD_VALUES));
      for (const Mat matrix : matrices)
        check(MatSetValue(matrix, row, row, spring_matrix.local_element(i), ADD_VALUES));
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
    if (!constraints.is_constrained(indices[i]))
      expansion[i].emplace_back(target(indices[i]), 1.);
    else if (const auto *const entries = constraints.get_constraint_entries(indices[i]))
      for (const auto &entry : *entries)
        expansion[i].emplace_back(target(entry.first), entry.second);

  const std::size_t   n            = targets.size();
  const bool          with_tangent = !matrices.empty();
  std::vector<double> forces(n, 0.), reduced(with_tangent ? n * n : 0, 0.);
  for (std::size_t i = 0; i < indices.size(); ++i)
    for (const auto &row : expansion[i])
    {
      forces[row.first] += row.second * kernel.forces[i];
      if (with_tangent)
        for (std::size_t j = 0; j < indices.size(); ++j)
          for (const auto &column : expansion[j])
            reduced[row.first * n + column.first] +=
                row.second * column.second * kernel.tangent[i * indices.size() + j];
    }
  check(VecSetValues(residual, n, targets.data(), forces.data(), ADD_VALUES));
  for (const Mat matrix : matrices)
  {
    check(MatSetValues(matrix, n, targets.data(), n, targets.data(), reduced.data(), ADD_VALUES));
    for (std::size_t i = 0; i < indices.size(); ++i)
      if (constraints.is_constrained(indices[i]))
      {
        const auto row = static_cast<PetscInt>(indices[i]);
        check(MatSetValue(matrix, row, row, std::abs(kernel.tangent[i * indices.size() + i]), ADD_VALUES));
      }
  }
}

/// Adds what the kernel has computed for a cell.
void EquilibriumSolver::add_cell(const std::size_t cell, const Vec residual, const std::vector<Mat> &matrices)
{
  if (cell_is_constrained[cell])
    return insert(cell_indices[cell], residual, matrices);
  const auto *const global = reinterpret_cast<const PetscInt *>(cell_indices[cell].data());
  static_assert(sizeof(PetscInt) == sizeof(types::global_dof_index), "indices of equal width");
  const PetscInt n = static_cast<PetscInt>(cell_indices[cell].size());
  check(VecSetValues(residual, n, global, kernel.forces.data(), ADD_VALUES));
  PetscInt blocks[27];
  for (PetscInt b = 0; b < n / 3; ++b)
    blocks[b] = global[3 * b] / 3;
  for (const Mat matrix : matrices)
    check(MatSetValuesBlocked(matrix, n / 3, blocks, n / 3, blocks, kernel.tangent.data(), ADD_VALUES));
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
  constrain(trial);
  assemble_tangent(trial);
  has_hierarchy = true;
}

void EquilibriumSolver::assemble_external_forces(const double load, const double fraction)
{
  external                            = 0.;
  const types::global_dof_index begin = spaces.displacement_layout->local_range().first;
  const types::global_dof_index end   = spaces.displacement_layout->local_range().second;
  for (const Plate &plate : plates)
    if (plate.master >= begin && plate.master < end)
      external(plate.master) += plate.is_load ? load : fraction * plate.value;

  const FESystem<3> &element = spaces.displacement_element;
  const QGauss<2>    quadrature(element.degree + 1);
  FEFaceValues<3>    values(element.base_element(0), quadrature, update_values | update_JxW_values);
  std::vector<types::global_dof_index> indices(element.n_dofs_per_cell());
  for (const auto &condition : conditions)
  {
    if (condition.kind != parameters::BoundaryCondition::Kind::force)
      continue;
    fields::Vector shares = spaces.make_displacement_vector();
    double         area   = 0.;
    for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == boundary_id(condition.boundary))
          {
            values.reinit(Triangulation<3>::active_cell_iterator(cell), f);
            cell->get_dof_indices(indices);
            for (unsigned int q = 0; q < quadrature.size(); ++q)
            {
              area += values.JxW(q);
              for (unsigned int i = 0; i < indices.size(); ++i)
              {
                const auto index = element.system_to_component_index(i);
                if (condition.components[index.first])
                  shares(indices[i]) += values.shape_value(index.second, q) * values.JxW(q);
              }
            }
          }
    shares.compress(VectorOperation::add);
    area = Utilities::MPI::sum(area, spaces.communicator);
    external.add((condition.is_load ? load : fraction * condition.value) / area, shares);
  }
  external.add(fraction, body_forces);
  move_external_forces_to_masters();
}

/// Constrained degrees of freedom carry no equation: what acts on a plate's acts on its master.
void EquilibriumSolver::move_external_forces_to_masters()
{
  const types::global_dof_index begin = spaces.displacement_layout->local_range().first;
  const types::global_dof_index end   = spaces.displacement_layout->local_range().second;

  std::map<types::global_dof_index, double> moved; // the same masters on every rank
  for (const Plate &plate : plates)
    moved[plate.master] = 0.;
  for (types::global_dof_index dof = begin; dof < end; ++dof)
    if (constraints.is_constrained(dof))
    {
      if (const auto *const entries = constraints.get_constraint_entries(dof))
        for (const auto &entry : *entries)
          moved.at(entry.first) += entry.second * external(dof);
      external(dof) = 0.;
    }
  for (const auto &[master, force] : moved)
  {
    const double total = Utilities::MPI::sum(force, spaces.communicator);
    if (master >= begin && master < end && !constraints.is_constrained(master))
      external(master) += total;
  }
}

void EquilibriumSolver::set_body_force(const std::function<Tensor<1, 3>(const Point<3> &)> &body_force)
{
  const FESystem<3>                   &element = spaces.displacement_element;
  const QGauss<3>                      quadrature(element.degree + 1);
  FEValues<3>                          values(element.base_element(0), quadrature,
                                              update_values | update_JxW_values | update_quadrature_points);
  std::vector<types::global_dof_index> indices(element.n_dofs_per_cell());

  body_forces = 0.;
  for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
    if (cell->is_locally_owned())
    {
      values.reinit(Triangulation<3>::active_cell_iterator(cell));
      cell->get_dof_indices(indices);
      for (unsigned int q = 0; q < quadrature.size(); ++q)
      {
        const Tensor<1, 3> force = values.JxW(q) * body_force(values.quadrature_point(q));
        for (unsigned int i = 0; i < indices.size(); ++i)
        {
          const auto index = element.system_to_component_index(i);
          body_forces(indices[i]) += values.shape_value(index.second, q) * force[index.first];
        }
      }
    }
  body_forces.compress(VectorOperation::add);
}
} // namespace tenogen::solvers
