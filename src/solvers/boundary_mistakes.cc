#include "tenogen/solvers/boundary_conditions.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/nearest_name.h"

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/mapping_q1.h>
#include <deal.II/lac/lapack_full_matrix.h>

#include <algorithm>
#include <array>
#include <iomanip>
#include <limits>
#include <map>
#include <sstream>

// Mistakes in the boundary conditions of a mesh: unknown names, contradictions, an unsupported body.

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

std::vector<std::string> BoundaryConditions::mistakes(const fields::Spaces &spaces, const std::string &text)
{
  const BoundaryConditions faces(spaces, text, FacesOnly());
  std::vector<std::string> result = faces.contradictions;
  if (!faces.unknown_boundaries().empty())
    return result; // the missing condition may be the one that supports the body
  const std::string motion = faces.free_motion();
  if (!motion.empty())
    result.push_back(motion);
  return result;
}

void BoundaryConditions::require_consistent() const
{
  std::string all;
  for (const std::string &contradiction : contradictions)
    all += (all.empty() ? "" : "\n") + sentence_beginning + contradiction + ".";
  if (!all.empty())
    throw InputError(all);
}

types::boundary_id BoundaryConditions::boundary_id(const std::string &name) const
{
  const auto found = spaces.mesh.boundary_ids.find(name);
  if (found == spaces.mesh.boundary_ids.end())
    throw InputError(sentence_beginning + unknown_boundary(name, spaces.mesh) + ".");
  return found->second;
}

/// A message for every condition on a boundary that the mesh does not have.
std::vector<std::string> BoundaryConditions::unknown_boundaries() const
{
  std::vector<std::string> result;
  for (const auto &condition : conditions)
    if (spaces.mesh.boundary_ids.count(condition.boundary) == 0)
      result.push_back(unknown_boundary(condition.boundary, spaces.mesh));
  return result;
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
                                 " prescribe different displacements for the nodes shared by the two faces");

  // Two plates joined by an edge would be a single plate.
  for (std::size_t a = 0; a < plates.size(); ++a)
    for (std::size_t b = a + 1; b < plates.size(); ++b)
      if (plates[a].component == plates[b].component && share_nodes(plates[a].dofs, plates[b].dofs))
        contradictions.push_back("the plates of '" + plates[a].boundary + "' and '" + plates[b].boundary +
                                 "' move in the same component " + "xyz"[plates[a].component] +
                                 " and share nodes; let one of them be a `force`");

  // A plate cannot have a fixed edge, because its force would be lost.
  for (const Plate &plate : plates)
    for (const PrescribedDisplacement &p : prescribed)
      if (share_nodes(plate.dofs, p.dofs))
        contradictions.push_back(
            "'" + plate.boundary + ": plate " + "xyz"[plate.component] + "' shares nodes with '" +
            p.boundary + ": displacement " + "xyz"[p.component] +
            "'; hold the face in other components, or replace the plate by a displacement");
}

/// Whether two sorted lists share a node, on any rank.
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

/*
 * A condition that fixes a node in a direction, or ties it to the master of its plate, resists a rigid motion
 * m with (row . m)^2. The sum over the nodes is m . G m; its zeros are the free motions.
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
  return "nothing prevents the body from " + std::string(turns ? "turning about" : "moving along") +
         " the axis (" + text.str() + "); hold it with a `displacement` or a `spring`";
}

void BoundaryConditions::require_support() const
{
  const std::string motion = free_motion();
  if (!motion.empty())
    throw InputError(sentence_beginning + motion + ".");
}
} // namespace tenogen::solvers
