#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>

#include <algorithm>
#include <cmath>

namespace tenogen::solvers
{
using namespace dealii;

namespace
{
struct Sensed
{
  double       strain;
  Tensor<1, 3> direction; ///< unit vector in the reference body
};

/**
 * The stimulus of the cells at a point. The direction n of the principal tension belongs to the material line
 * d = F_e^{-1} n/|F_e^{-1} n|, whose stretch is |F_e d| = 1/|F_e^{-1} n|. Under a uniform pull along the
 * fibres, d is the direction of the largest stretch too. Without tension there is no strain; below 0.01 MPa
 * the strain is faded out, so that rounding errors of a zero stress have no effect.
 */
Sensed sense(const Tensor<2, 3> &F_e, const double pressure, const QuadraturePointTissue &tissue,
             const parameters::SensedStrain measure)
{
  const SymmetricTensor<2, 3> C_e = symmetrize(transpose(F_e) * F_e);
  if (measure == parameters::SensedStrain::largest_stretch)
  {
    const auto largest = eigenvectors(C_e)[0];
    return {std::sqrt(largest.first) - 1., largest.second};
  }
  const SymmetricTensor<2, 3> distortional =
      model::distortional_response(F_e, tissue.structure_tensor, tissue.material, false).stress;
  const auto         largest = eigenvectors(distortional)[0];
  const double       tension = largest.first / (tissue.growth * determinant(F_e)) + pressure;
  const Tensor<1, 3> line    = invert(F_e) * largest.second;
  const double       length  = line.norm();
  const double       strain  = measure == parameters::SensedStrain::fibres
                                   ? std::sqrt(C_e * tissue.structure_tensor) - 1.
                                   : 1. / length - 1.;
  constexpr double   full    = 0.01; // MPa
  return {strain * std::clamp(tension / full, 0., 1.), line / length};
}
} // namespace

struct EquilibriumSolver::AtPoint
{
  const Tensor<2, 3>          &F_e;
  double                       J_e;
  double                       pressure; ///< MPa
  const QuadraturePointTissue &tissue;
  const Tensor<1, 3>          &fibre_axis;
};

EquilibriumSolver::Averages
EquilibriumSolver::average(const fields::Vector &displacement, const unsigned int n_scalars,
                           const unsigned int                                                    n_lines,
                           const std::function<void(const AtPoint &, double *, Tensor<1, 3> *)> &values)
{
  Averages                                   result;
  const auto                                 zero   = spaces.make_biology_vector();
  fields::Vector                             weight = zero;
  std::vector<std::array<fields::Vector, 6>> dyads(n_lines);
  result.scalars.assign(n_scalars, zero);
  result.lines.resize(n_lines);
  for (unsigned int l = 0; l < n_lines; ++l)
  {
    dyads[l].fill(zero);
    result.lines[l].fill(zero);
  }

  std::vector<double>       scalars(n_scalars);
  std::vector<Tensor<1, 3>> lines(n_lines);
  const auto                add_cell = [&](const std::size_t cell, const std::size_t first)
  {
    for (unsigned int q = 0; q < elements.cells[cell].n_points; ++q)
    {
      const ElementKernel::Point &at = elements.kernel.points[q];
      values({at.elastic_gradient, at.J_e, elements.kernel.pressure[q], elements.tissue[first + q],
              elements.point_axes[first + q]},
             scalars.data(), lines.data());
      for (unsigned int v = 0; v < 8; ++v)
      {
        const unsigned int node = elements.vertices[cell][v];
        const double       w    = elements.cells[cell].volumes[q] * elements.point_shapes[8 * q + v];
        weight.local_element(node) += w;
        for (unsigned int s = 0; s < n_scalars; ++s)
          result.scalars[s].local_element(node) += w * scalars[s];
        for (unsigned int l = 0; l < n_lines; ++l)
          for (unsigned int c = 0; c < 6; ++c)
          {
            const auto ij = SymmetricTensor<2, 3>::unrolled_to_component_indices(c);
            dyads[l][c].local_element(node) += w * lines[l][ij[0]] * lines[l][ij[1]];
          }
      }
    }
  };
  if (!elements.for_each_cell(displacement, false, add_cell))
    throw SolverError("Strains were requested for an inadmissible displacement.");

  weight.compress(VectorOperation::add);
  for (fields::Vector &field : result.scalars)
    field.compress(VectorOperation::add);
  for (auto &dyad : dyads)
    for (fields::Vector &component : dyad)
      component.compress(VectorOperation::add);
  for (unsigned int node = 0; node < spaces.n_owned_vertices(); ++node)
  {
    for (fields::Vector &field : result.scalars)
      field.local_element(node) /= weight.local_element(node);
    for (unsigned int l = 0; l < n_lines; ++l)
    {
      Tensor<1, 3> line = eigenvectors(fields::tensor_at(dyads[l], node))[0].second;
      if (line * spaces.fibre_axes[node] < 0.)
        line = -line;
      for (unsigned int d = 0; d < 3; ++d)
        result.lines[l][d].local_element(node) = line[d];
    }
  }
  return result;
}

fields::Stimulus EquilibriumSolver::stimulus(const fields::Vector &displacement)
{
  const Averages averages =
      average(displacement, 1, 1,
              [this](const AtPoint &at, double *const strain, Tensor<1, 3> *const direction)
              {
                const Sensed sensed = sense(at.F_e, at.pressure, at.tissue, parameters.biology.sensed_strain);
                strain[0]           = sensed.strain;
                direction[0]        = sensed.direction;
              });
  fields::Stimulus result;
  result.strain    = averages.scalars[0];
  result.direction = averages.lines[0];
  return result;
}

MechanicalFields EquilibriumSolver::evaluate(const fields::Vector &displacement)
{
  const Averages averages = average(
      displacement, 4, 1,
      [](const AtPoint &at, double *const values, Tensor<1, 3> *const direction)
      {
        const SymmetricTensor<2, 3> C_e     = symmetrize(transpose(at.F_e) * at.F_e);
        const auto                  largest = eigenvectors(C_e)[0];
        const SymmetricTensor<2, 3> cauchy =
            model::distortional_response(at.F_e, at.tissue.structure_tensor, at.tissue.material, false)
                    .stress /
                (at.tissue.growth * at.J_e) +
            at.pressure * unit_symmetric_tensor<3>();
        Tensor<1, 3> axis = at.F_e * at.fibre_axis;
        axis /= axis.norm();
        values[0]    = std::sqrt(C_e * at.tissue.structure_tensor);
        values[1]    = axis * (cauchy * axis);
        values[2]    = at.J_e;
        values[3]    = std::sqrt(largest.first) - 1.;
        direction[0] = largest.second;
      });
  MechanicalFields result;
  result.stimulus            = stimulus(displacement);
  result.fibre_stretch       = averages.scalars[0];
  result.fibre_stress        = averages.scalars[1];
  result.volume_change       = averages.scalars[2];
  result.principal_strain    = averages.scalars[3];
  result.principal_direction = averages.lines[0];
  return result;
}

Tensor<1, 3> EquilibriumSolver::boundary_force(const fields::Vector &displacement, const std::string &name)
{
  // By the virtual work of a rigid motion of the face, the sum of the internal forces at its nodes is the
  // integral of P N.
  const types::boundary_id id       = boundary.boundary_id(name);
  fields::Vector           internal = spaces.make_displacement_vector();
  const bool               admissible =
      elements.for_each_cell(displacement, false,
                             [&](const std::size_t cell, std::size_t)
                             {
                               for (std::size_t i = 0; i < elements.kernel.forces.size(); ++i)
                                 internal.local_element(elements.local_indices[cell][i]) +=
                                     elements.kernel.forces[i];
                             });
  if (!admissible)
    throw SolverError("Forces were requested for an inadmissible displacement.");
  internal.compress(VectorOperation::add);

  Tensor<1, 3> total;
  for (unsigned int d = 0; d < 3; ++d)
  {
    ComponentMask mask(3, false);
    mask.set(d, true);
    for (const auto dof : DoFTools::extract_boundary_dofs(spaces.displacement_dofs, mask, {id}))
      if (spaces.displacement_layout->in_local_range(dof))
        total[d] += internal(dof);
    total[d] = Utilities::MPI::sum(total[d], spaces.communicator);
  }
  return total;
}

fields::Vector EquilibriumSolver::local_stiffness(const fields::State &state) const
{
  fields::Vector stiffness = spaces.make_biology_vector();
  const auto     constant  = model::material_from_constants(parameters.material);
  for (unsigned int node = 0; node < spaces.n_owned_vertices(); ++node)
  {
    if (parameters.material.source == parameters::MaterialSource::constants)
    {
      const double alignment        = parameters.material.constant_alignment;
      stiffness.local_element(node) = 3. * constant.c1 + constant.C5 * alignment * alignment;
      continue;
    }
    const double alignment = model::nematic_order(fields::tensor_at(state.orientation, node));
    const auto   material  = model::material_from_composition(
           {state.concentrations[model::collagen_I].local_element(node),
            state.concentrations[model::collagen_III].local_element(node),
            state.concentrations[model::crosslinks].local_element(node), alignment},
           parameters.material, parameters.biology);
    stiffness.local_element(node) = 3. * material.c1 + material.C5 * alignment * alignment;
  }
  return stiffness;
}
} // namespace tenogen::solvers
