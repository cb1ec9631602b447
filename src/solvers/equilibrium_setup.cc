#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"
#include "tenogen/solvers/petsc_check.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_dgp.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/sparsity_tools.h>

#include <algorithm>
#include <map>
#include <set>

namespace tenogen::solvers
{
using namespace dealii;

namespace
{
std::string known_boundaries(const fields::Mesh &mesh)
{
  std::string names;
  for (const auto &boundary : mesh.boundary_ids)
    names += (names.empty() ? "" : ", ") + boundary.first;
  return names;
}
} // namespace

types::boundary_id EquilibriumSolver::boundary_id(const std::string &name) const
{
  const auto found = spaces.mesh.boundary_ids.find(name);
  if (found == spaces.mesh.boundary_ids.end())
    throw InputError("Mechanics/Boundary conditions names the boundary '" + name +
                     "', which the mesh does not have. Its boundaries are: " + known_boundaries(spaces.mesh) +
                     ".");
  return found->second;
}

void EquilibriumSolver::setup_boundary_conditions()
{
  const DoFHandler<3> &dofs = spaces.displacement_dofs;
  for (const auto &condition : conditions)
  {
    const std::set<types::boundary_id> ids = {boundary_id(condition.boundary)};
    for (unsigned int component = 0; component < 3; ++component)
    {
      if (!condition.components[component])
        continue;
      ComponentMask mask(3, false);
      mask.set(component, true);
      std::vector<types::global_dof_index> on_face;
      DoFTools::extract_boundary_dofs(dofs, mask, ids).fill_index_vector(on_face);
      if (condition.kind == parameters::BoundaryCondition::Kind::displacement)
        prescribed.push_back({on_face, condition.value});
      if (condition.kind == parameters::BoundaryCondition::Kind::plate)
      {
        const types::global_dof_index mine = on_face.empty() ? dofs.n_dofs() : on_face.front();
        plates.push_back({component, on_face, Utilities::MPI::min(mine, spaces.communicator), condition.value,
                          condition.is_load, condition.boundary});
      }
    }
  }

  // A face that moves as one cannot have an edge that is held: its force would be lost.
  for (const Plate &plate : plates)
  {
    bool is_held = false;
    for (const PrescribedDisplacement &p : prescribed)
      for (const types::global_dof_index dof : p.dofs)
        is_held = is_held || std::binary_search(plate.dofs.begin(), plate.dofs.end(), dof);
    if (Utilities::MPI::max(is_held ? 1 : 0, spaces.communicator) == 1)
      throw InputError(
          "Mechanics/Boundary conditions: '" + plate.boundary + ": plate " + "xyz"[plate.component] +
          "' shares nodes with a displacement that is prescribed in the same component. Hold the "
          "face in other components, or prescribe its displacement instead of the plate.");
  }
}

void EquilibriumSolver::setup_constraints(const double fraction)
{
  IndexSet relevant;
  DoFTools::extract_locally_relevant_dofs(spaces.displacement_dofs, relevant);
  for (const Plate &plate : plates)
    relevant.add_index(plate.master);
  relevant.compress();
  constraints.clear();
  constraints.reinit(relevant);
  for (const PrescribedDisplacement &p : prescribed)
    for (const types::global_dof_index dof : p.dofs)
      if (!constraints.is_constrained(dof))
      {
        constraints.add_line(dof);
        constraints.set_inhomogeneity(dof, fraction * p.value);
      }
  for (const Plate &plate : plates)
    for (const types::global_dof_index dof : plate.dofs)
      if (dof != plate.master && !constraints.is_constrained(dof))
      {
        constraints.add_line(dof);
        constraints.add_entry(dof, plate.master, 1.);
      }
  constraints.close();
}

void EquilibriumSolver::setup_cells()
{
  const FESystem<3> &element = spaces.displacement_element;
  const QGauss<3>    quadrature(element.degree + 1);
  FEValues<3>        values(element.base_element(0), quadrature,
                            update_gradients | update_JxW_values | update_quadrature_points);
  const FE_DGP<3>    pressure_element(element.degree - 1);
  const unsigned int n_nodes = element.base_element(0).n_dofs_per_cell();

  point_shapes.resize(8 * quadrature.size());
  for (unsigned int q = 0; q < quadrature.size(); ++q)
    for (unsigned int v = 0; v < 8; ++v)
      point_shapes[8 * q + v] = spaces.biology_element.shape_value(v, quadrature.point(q));

  std::vector<types::global_dof_index> indices(element.n_dofs_per_cell()), vertex_indices(8);
  for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
  {
    if (!cell->is_locally_owned())
      continue;
    values.reinit(Triangulation<3>::active_cell_iterator(cell));
    CellGeometry geometry;
    geometry.n_nodes     = n_nodes;
    geometry.n_points    = quadrature.size();
    geometry.n_pressures = pressure_element.n_dofs_per_cell();
    for (unsigned int q = 0; q < quadrature.size(); ++q)
    {
      for (unsigned int a = 0; a < n_nodes; ++a)
        geometry.gradients.push_back(values.shape_grad(a, q));
      for (unsigned int k = 0; k < geometry.n_pressures; ++k)
        geometry.pressure_shapes.push_back(pressure_element.shape_value(k, quadrature.point(q)));
      geometry.volumes.push_back(values.JxW(q));
      point_axes.push_back(spaces.fibre_field(values.quadrature_point(q)));
    }
    cells.push_back(std::move(geometry));

    // Node by node: the three components of node a stand together.
    cell->get_dof_indices(indices);
    std::vector<types::global_dof_index> by_node(indices.size());
    std::vector<unsigned int>            local(indices.size());
    bool                                 constrained = false;
    for (unsigned int i = 0; i < indices.size(); ++i)
    {
      const auto         component = element.system_to_component_index(i);
      const unsigned int position  = 3 * component.second + component.first;
      by_node[position]            = indices[i];
      local[position]              = spaces.displacement_layout->global_to_local(indices[i]);
      constrained                  = constrained || constraints.is_constrained(indices[i]);
    }
    cell_indices.push_back(by_node);
    cell_local_indices.push_back(local);
    cell_is_constrained.push_back(constrained);

    const auto biology_cell = DoFHandler<3>::active_cell_iterator(&cell->get_triangulation(), cell->level(),
                                                                  cell->index(), &spaces.biology_dofs);
    biology_cell->get_dof_indices(vertex_indices);
    std::array<unsigned int, 8> vertices;
    for (unsigned int v = 0; v < 8; ++v)
      vertices[v] = spaces.biology_layout->global_to_local(vertex_indices[v]);
    cell_vertices.push_back(vertices);
  }
  tissue.resize(point_axes.size());

  // Elastic bedding, lumped.
  const QGauss<2> face_quadrature(element.degree + 1);
  FEFaceValues<3> face_values(element.base_element(0), face_quadrature, update_values | update_JxW_values);
  for (const auto &condition : conditions)
    if (condition.kind == parameters::BoundaryCondition::Kind::spring)
      for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int f : cell->face_indices())
            if (cell->face(f)->at_boundary() &&
                cell->face(f)->boundary_id() == boundary_id(condition.boundary))
            {
              face_values.reinit(Triangulation<3>::active_cell_iterator(cell), f);
              cell->get_dof_indices(indices);
              for (unsigned int i = 0; i < indices.size(); ++i)
                for (unsigned int q = 0; q < face_quadrature.size(); ++q)
                  spring_matrix(indices[i]) +=
                      condition.value *
                      face_values.shape_value(element.system_to_component_index(i).second, q) *
                      face_values.JxW(q);
            }
  spring_matrix.compress(VectorOperation::add);
}

void EquilibriumSolver::setup_matrices()
{
  const DoFHandler<3> &dofs  = spaces.displacement_dofs;
  const IndexSet       owned = dofs.locally_owned_dofs();
  IndexSet             relevant;
  DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  for (const Plate &plate : plates)
    relevant.add_index(plate.master);
  DynamicSparsityPattern pattern(dofs.n_dofs(), dofs.n_dofs(), relevant);
  DoFTools::make_sparsity_pattern(dofs, pattern, constraints, false);
  SparsityTools::distribute_sparsity_pattern(pattern, owned, spaces.communicator, relevant);

  // Entries of a row inside and outside the rank's own columns; blocks of a row of blocks likewise, the
  // upper triangle alone.
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
  const auto     create = [&](const MatType type, Mat &matrix)
  {
    check(MatCreate(spaces.communicator, &matrix));
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
  check(MatCreateVecs(tangent, &solution, &residual_vec));
}

void EquilibriumSolver::setup_solver()
{
  check(SNESCreate(spaces.communicator, &snes));
  check(SNESSetOptionsPrefix(snes, "mechanics_"));
  check(SNESSetType(snes, SNESNEWTONLS));
  check(SNESSetFunction(snes, residual_vec, form_function, this));
  check(SNESSetJacobian(snes, tangent, tangent_rows, form_jacobian, this));
  check(SNESSetConvergenceTest(snes, test_convergence, this, nullptr));
  check(SNESSetTolerances(snes, 0., 0., 0., 12, 10000));
  check(SNESSetErrorIfNotConverged(snes, PETSC_FALSE));
  // The preconditioner is rebuilt by TangentMultigrid, never by SNES.
  check(SNESSetLagPreconditioner(snes, -1));

  KSP ksp;
  check(SNESGetKSP(snes, &ksp));
  check(KSPSetType(ksp, KSPCG));
  // In the norm of the line search: a loose direction then still lowers the residual.
  check(KSPSetNormType(ksp, KSP_NORM_UNPRECONDITIONED));
  check(KSPSetTolerances(ksp, 1e-4, PETSC_DEFAULT, PETSC_DEFAULT, 500));
  multigrid = std::make_unique<TangentMultigrid>(ksp);
  SNESLineSearch search;
  check(SNESGetLineSearch(snes, &search));
  check(SNESLineSearchSetType(search, SNESLINESEARCHBT));
  check(SNESSetFromOptions(snes));
}
} // namespace tenogen::solvers
