#include "tenogen/solvers/boundary_conditions.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace tenogen::solvers
{
using namespace dealii;

BoundaryConditions::BoundaryConditions(const fields::Spaces &spaces, const std::string &text, FacesOnly)
  : spaces(spaces)
  , conditions(parameters::parse_boundary_conditions(text))
{
  contradictions = unknown_boundaries();
  if (!contradictions.empty())
    return;
  setup_plates_and_displacements();
  find_contradictions();
}

BoundaryConditions::BoundaryConditions(const fields::Spaces &spaces, const std::string &text)
  : BoundaryConditions(spaces, text, FacesOnly())
{
  require_consistent();
  external_forces = spaces.make_displacement_vector();
  bedding         = spaces.make_displacement_vector();
  body_forces     = spaces.make_displacement_vector();
  setup_constraints(0.);
  setup_bedding();
  setup_dead_forces();
  set(0., 0.);
}

void BoundaryConditions::set(const double load, const double fraction)
{
  setup_constraints(fraction);
  sum_external_forces(load, fraction);
}

void BoundaryConditions::constrain(fields::Vector &displacement) const
{
  displacement.zero_out_ghost_values();
  constraints.distribute(displacement);
  displacement.update_ghost_values();
}

void BoundaryConditions::setup_plates_and_displacements()
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
        prescribed.push_back({component, on_face, condition.value, condition.boundary});
      if (condition.kind == parameters::BoundaryCondition::Kind::plate)
      {
        const types::global_dof_index mine = on_face.empty() ? dofs.n_dofs() : on_face.front();
        plates.push_back({component, on_face, Utilities::MPI::min(mine, spaces.communicator), condition.value,
                          condition.is_load, condition.boundary});
      }
    }
  }
}

void BoundaryConditions::setup_constraints(const double fraction)
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

/// Integrals of the shape functions over a face of the reference body in some components, mm^2.
fields::Vector BoundaryConditions::face_integrals(const std::string         &boundary,
                                                  const std::array<bool, 3> &components) const
{
  const FESystem<3>                   &element = spaces.displacement_element;
  const types::boundary_id             id      = boundary_id(boundary);
  FEFaceValues<3>                      values(element.base_element(0), QGauss<2>(element.degree + 1),
                                              update_values | update_JxW_values);
  std::vector<types::global_dof_index> indices(element.n_dofs_per_cell());
  fields::Vector                       result = spaces.make_displacement_vector();
  for (const auto &cell : spaces.displacement_dofs.active_cell_iterators())
    if (cell->is_locally_owned())
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == id)
        {
          values.reinit(Triangulation<3>::active_cell_iterator(cell), f);
          cell->get_dof_indices(indices);
          for (unsigned int i = 0; i < indices.size(); ++i)
          {
            const auto index = element.system_to_component_index(i);
            for (unsigned int q = 0; q < values.n_quadrature_points && components[index.first]; ++q)
              result(indices[i]) += values.shape_value(index.second, q) * values.JxW(q);
          }
        }
  result.compress(VectorOperation::add);
  return result;
}

/// Lumped bedding: one spring for every node and direction.
void BoundaryConditions::setup_bedding()
{
  for (const auto &condition : conditions)
    if (condition.kind == parameters::BoundaryCondition::Kind::spring)
      bedding.add(condition.value, face_integrals(condition.boundary, {{true, true, true}}));
  move_to_masters(bedding);
}

/// Forces are spread uniformly over the face of the reference body.
void BoundaryConditions::setup_dead_forces()
{
  for (const auto &condition : conditions)
    if (condition.kind == parameters::BoundaryCondition::Kind::force)
    {
      DeadForce    force        = {face_integrals(condition.boundary, condition.components), condition.value,
                                   condition.is_load};
      const auto   n_components = std::count(condition.components.begin(), condition.components.end(), true);
      const double area         = force.shares.mean_value() * static_cast<double>(force.shares.size()) /
                          static_cast<double>(n_components);
      force.shares /= area;
      dead_forces.push_back(std::move(force));
    }
}

void BoundaryConditions::sum_external_forces(const double load, const double fraction)
{
  external_forces                     = 0.;
  const types::global_dof_index begin = spaces.displacement_layout->local_range().first;
  const types::global_dof_index end   = spaces.displacement_layout->local_range().second;
  for (const Plate &plate : plates)
    if (plate.master >= begin && plate.master < end)
      external_forces(plate.master) += plate.is_load ? load : fraction * plate.value;
  for (const DeadForce &force : dead_forces)
    external_forces.add(force.is_load ? load : fraction * force.value, force.shares);
  external_forces.add(fraction, body_forces);
  move_to_masters(external_forces);
}

void BoundaryConditions::move_to_masters(fields::Vector &values) const
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
          moved.at(entry.first) += entry.second * values(dof);
      values(dof) = 0.;
    }
  for (const auto &[master, force] : moved)
  {
    const double total = Utilities::MPI::sum(force, spaces.communicator);
    if (master >= begin && master < end && !constraints.is_constrained(master))
      values(master) += total;
  }
}

std::vector<types::global_dof_index> BoundaryConditions::masters() const
{
  std::vector<types::global_dof_index> result;
  result.reserve(plates.size());
  for (const Plate &plate : plates)
    result.push_back(plate.master);
  return result;
}

void BoundaryConditions::set_body_force(const std::function<Tensor<1, 3>(const Point<3> &)> &body_force)
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
