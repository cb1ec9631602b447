#include "tenogen/solvers/boundary_conditions.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/nearest_name.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_q1.h>
#include <deal.II/lac/lapack_full_matrix.h>

#include <algorithm>
#include <array>
#include <iomanip>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace tenogen::solvers
{
using namespace dealii;

namespace
{
const std::string sentence_beginning = "Mechanics/Boundary conditions: ";

std::string unknown_boundary(const std::string &name, const fields::Mesh &mesh)
{
  std::vector<std::string> names;
  std::string              listed;
  for (const auto &boundary : mesh.boundary_ids)
  {
    names.push_back(boundary.first);
    listed += (listed.empty() ? "" : ", ") + boundary.first;
  }
  return "the mesh has no boundary '" + name + "'; it has " + listed + "; the nearest is " +
         parameters::nearest_name(name, names);
}
} // namespace

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
  std::string all;
  for (const std::string &contradiction : contradictions)
    all += (all.empty() ? "" : "\n") + sentence_beginning + contradiction + ".";
  if (!all.empty())
    throw InputError(all);
  external_forces = spaces.make_displacement_vector();
  bedding         = spaces.make_displacement_vector();
  body_forces     = spaces.make_displacement_vector();
  setup_constraints(0.);
  setup_bedding();
  setup_dead_forces();
  set(0., 0.);
}

std::vector<std::string> BoundaryConditions::mistakes(const fields::Spaces &spaces, const std::string &text)
{
  const BoundaryConditions faces(spaces, text, FacesOnly());
  std::vector<std::string> result = faces.contradictions;
  if (!faces.unknown_boundaries().empty())
    return result; // what is missing may be what holds the body
  const std::string motion = faces.free_motion();
  if (!motion.empty())
    result.push_back(motion);
  return result;
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

types::boundary_id BoundaryConditions::boundary_id(const std::string &name) const
{
  const auto found = spaces.mesh.boundary_ids.find(name);
  if (found == spaces.mesh.boundary_ids.end())
    throw InputError(sentence_beginning + unknown_boundary(name, spaces.mesh) + ".");
  return found->second;
}

/// A sentence for every condition on a boundary that the mesh does not have.
std::vector<std::string> BoundaryConditions::unknown_boundaries() const
{
  std::vector<std::string> result;
  for (const auto &condition : conditions)
    if (spaces.mesh.boundary_ids.count(condition.boundary) == 0)
      result.push_back(unknown_boundary(condition.boundary, spaces.mesh));
  return result;
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

void BoundaryConditions::find_contradictions()
{
  const auto quoted = [](const PrescribedDisplacement &p)
  {
    std::ostringstream text;
    text << "'" << p.boundary << ": displacement "
         << "xyz"[p.component] << " = " << p.value << "'";
    return text.str();
  };
  for (std::size_t a = 0; a < prescribed.size(); ++a)
    for (std::size_t b = a + 1; b < prescribed.size(); ++b)
      if (have_two_values(prescribed[a], prescribed[b]))
        contradictions.push_back(quoted(prescribed[a]) + " and " + quoted(prescribed[b]) +
                                 " prescribe different displacements for the nodes that the two faces share");

  // Two faces that move as one each, joined by an edge, would be one.
  for (std::size_t a = 0; a < plates.size(); ++a)
    for (std::size_t b = a + 1; b < plates.size(); ++b)
      if (plates[a].component == plates[b].component && share_nodes(plates[a].dofs, plates[b].dofs))
        contradictions.push_back("the plates of '" + plates[a].boundary + "' and '" + plates[b].boundary +
                                 "' move in the same component " + "xyz"[plates[a].component] +
                                 " and share nodes; let one of them be a `force`");

  // A face that moves as one cannot have an edge that is held: its force would be lost.
  for (const Plate &plate : plates)
    for (const PrescribedDisplacement &p : prescribed)
      if (share_nodes(plate.dofs, p.dofs))
        contradictions.push_back("'" + plate.boundary + ": plate " + "xyz"[plate.component] +
                                 "' shares nodes with '" + p.boundary + ": displacement " +
                                 "xyz"[p.component] +
                                 "'; hold the face in other components, or prescribe its displacement "
                                 "instead of the plate");
}

/// Of two lists in order, on any rank.
bool BoundaryConditions::share_nodes(const std::vector<types::global_dof_index> &a,
                                     const std::vector<types::global_dof_index> &b) const
{
  const bool here = std::any_of(a.begin(), a.end(),
                                [&](const auto dof) { return std::binary_search(b.begin(), b.end(), dof); });
  return Utilities::MPI::max(here ? 1 : 0, spaces.communicator) == 1;
}

/// A node on the edge of two faces cannot be in two places.
bool BoundaryConditions::have_two_values(const PrescribedDisplacement &a,
                                         const PrescribedDisplacement &b) const
{
  return a.component == b.component && a.value != b.value && share_nodes(a.dofs, b.dofs);
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

/// Lumped: one spring for every node and direction.
void BoundaryConditions::setup_bedding()
{
  for (const auto &condition : conditions)
    if (condition.kind == parameters::BoundaryCondition::Kind::spring)
      bedding.add(condition.value, face_integrals(condition.boundary, {{true, true, true}}));
  move_to_masters(bedding);
}

/// Spread evenly over the face of the reference body.
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

/*
 * What holds a node in a direction, and what ties it to the master of its plate, resists a rigid motion m by
 * (row . m)^2; summed over the nodes that is m . G m, whose zeros are the motions that are free.
 */
std::string BoundaryConditions::free_motion() const
{
  constexpr unsigned int                      n_motions = 6; // along x, y, z; about x, y, z
  std::map<types::global_dof_index, Point<3>> points;
  DoFTools::map_dofs_to_support_points(MappingQ1<3>(), spaces.displacement_dofs, points);
  Point<3> bottom, top; // of the body, the same on every rank
  for (unsigned int d = 0; d < 3; ++d)
  {
    double least = std::numeric_limits<double>::max(), largest = std::numeric_limits<double>::lowest();
    for (const Point<3> &position : spaces.positions)
    {
      least   = std::min(least, position[d]);
      largest = std::max(largest, position[d]);
    }
    bottom[d] = Utilities::MPI::min(least, spaces.communicator);
    top[d]    = Utilities::MPI::max(largest, spaces.communicator);
  }
  const double   size   = top.distance(bottom);
  const Point<3> origin = bottom + 0.5 * (top - bottom);
  const auto     row    = [&](const Point<3> &point, const unsigned int component)
  {
    std::array<double, n_motions> result = {};
    result[component]                    = 1.;
    for (unsigned int axis = 0; axis < 3; ++axis)
    {
      Tensor<1, 3> about;
      about[axis]      = 1.;
      result[3 + axis] = cross_product_3d(about, (point - origin) / size)[component];
    }
    return result;
  };

  std::vector<double> mine(n_motions * n_motions, 0.), sum(mine.size());
  const auto          resist = [&](const std::array<double, n_motions> &r)
  {
    for (unsigned int i = 0; i < n_motions; ++i)
      for (unsigned int j = 0; j < n_motions; ++j)
        mine[i * n_motions + j] += r[i] * r[j];
  };
  const IndexSet &owned = spaces.displacement_dofs.locally_owned_dofs();
  for (const PrescribedDisplacement &p : prescribed)
    for (const types::global_dof_index dof : p.dofs)
      if (owned.is_element(dof))
        resist(row(points.at(dof), p.component));
  for (const auto &condition : conditions)
    if (condition.kind == parameters::BoundaryCondition::Kind::spring && condition.value > 0.)
      for (unsigned int component = 0; component < 3; ++component)
      {
        ComponentMask mask(3, false);
        mask.set(component, true);
        for (const types::global_dof_index dof : DoFTools::extract_boundary_dofs(
                 spaces.displacement_dofs, mask, {boundary_id(condition.boundary)}))
          if (owned.is_element(dof))
            resist(row(points.at(dof), component));
      }
  for (const Plate &plate : plates)
  {
    const bool     is_mine = owned.is_element(plate.master);
    const Point<3> master(Utilities::MPI::sum(
        is_mine ? Tensor<1, 3>(points.at(plate.master)) : Tensor<1, 3>(), spaces.communicator));
    const auto     of_master = row(master, plate.component);
    for (const types::global_dof_index dof : plate.dofs)
      if (owned.is_element(dof))
      {
        auto tied = row(points.at(dof), plate.component);
        for (unsigned int i = 0; i < n_motions; ++i)
          tied[i] -= of_master[i];
        resist(tied);
      }
  }

  Utilities::MPI::sum(mine, spaces.communicator, sum);
  LAPACKFullMatrix<double> resistance(n_motions);
  for (unsigned int i = 0; i < n_motions; ++i)
    for (unsigned int j = 0; j < n_motions; ++j)
      resistance(i, j) = sum[i * n_motions + j];
  const double       all = std::max(1., resistance.trace());
  Vector<double>     values(n_motions);
  FullMatrix<double> found(n_motions);
  resistance.compute_eigenvalues_symmetric(-all, 1e-10 * all, 0., values, found);
  if (values.size() == 0)
    return "";

  Tensor<1, 3> along, about;
  for (unsigned int d = 0; d < 3; ++d)
  {
    along[d] = found(d, 0);
    about[d] = found(3 + d, 0);
  }
  const bool         turns = about.norm() > 1e-6;
  const Tensor<1, 3> axis  = turns ? about / about.norm() : along / along.norm();
  std::ostringstream text;
  text << std::fixed << std::setprecision(2) << axis[0] << ", " << axis[1] << ", " << axis[2];
  return "nothing keeps the body from " + std::string(turns ? "turning about" : "moving along") +
         " the axis (" + text.str() + "); hold it with a `displacement`, or bed it on a `spring`";
}

void BoundaryConditions::require_support() const
{
  const std::string motion = free_motion();
  if (!motion.empty())
    throw InputError(sentence_beginning + motion + ".");
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
