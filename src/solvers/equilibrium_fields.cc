#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>

#include <cmath>

namespace tenogen::solvers
{
using namespace dealii;

MechanicalFields EquilibriumSolver::evaluate(const fields::Vector &displacement) const
{
  MechanicalFields result;
  const auto       zero   = spaces.make_biology_vector();
  fields::Vector   weight = zero, strain = zero, stretch = zero, stress = zero, volume_change = zero;
  std::array<fields::Vector, 6> direction;
  direction.fill(zero);

  double volume_error = 0., volume = 0.;

  std::size_t point = 0;
  for (std::size_t cell = 0; cell < cells.size(); ++cell)
    for (unsigned int q = 0; q < cells[cell].n_points; ++q, ++point)
    {
      const CellGeometry          &geometry = cells[cell];
      const QuadraturePointTissue &t        = tissue[point];
      Tensor<2, 3>                 F        = unit_symmetric_tensor<3>();
      for (unsigned int a = 0; a < geometry.n_nodes; ++a)
        for (unsigned int i = 0; i < 3; ++i)
          for (unsigned int j = 0; j < 3; ++j)
            F[i][j] += displacement.local_element(cell_local_indices[cell][3 * a + i]) *
                       geometry.gradients[q * geometry.n_nodes + a][j];
      const Tensor<2, 3>          F_e     = F * t.inverse_growth;
      const double                J_e     = determinant(F_e);
      const SymmetricTensor<2, 3> C_e     = symmetrize(transpose(F_e) * F_e);
      const auto                  largest = eigenvectors(C_e)[0];

      const model::DistortionalResponse response =
          model::distortional_response(F_e, t.structure_tensor, t.material, false);
      const double pressure = t.growth * J_e * model::volumetric_pressure(J_e, t.material.bulk_modulus);
      const SymmetricTensor<2, 3> cauchy =
          (response.stress + pressure * unit_symmetric_tensor<3>()) / determinant(F);
      Tensor<1, 3> axis = F_e * point_axes[point];
      axis /= axis.norm();

      const double weight_q = geometry.volumes[q];
      volume += weight_q;
      volume_error += weight_q * std::abs(J_e - 1.);
      for (unsigned int v = 0; v < 8; ++v)
      {
        const unsigned int node = cell_vertices[cell][v];
        const double       w    = weight_q * point_shapes[8 * q + v];
        weight.local_element(node) += w;
        strain.local_element(node) += w * (std::sqrt(largest.first) - 1.);
        stretch.local_element(node) += w * std::sqrt(C_e * t.structure_tensor);
        stress.local_element(node) += w * (axis * (cauchy * axis));
        volume_change.local_element(node) += w * J_e;
        for (unsigned int c = 0; c < 6; ++c)
        {
          const auto ij = SymmetricTensor<2, 3>::unrolled_to_component_indices(c);
          direction[c].local_element(node) += w * largest.second[ij[0]] * largest.second[ij[1]];
        }
      }
    }

  for (fields::Vector *field : {&weight, &strain, &stretch, &stress, &volume_change})
    field->compress(VectorOperation::add);
  for (fields::Vector &field : direction)
    field.compress(VectorOperation::add);

  result.stimulus.direction.fill(zero);
  for (unsigned int node = 0; node < spaces.n_owned_vertices(); ++node)
  {
    const double w = weight.local_element(node);
    for (fields::Vector *field : {&strain, &stretch, &stress, &volume_change})
      field->local_element(node) /= w;
    SymmetricTensor<2, 3> average;
    for (unsigned int c = 0; c < 6; ++c)
      average.access_raw_entry(c) = direction[c].local_element(node) / w;
    Tensor<1, 3> axis = eigenvectors(average)[0].second;
    if (axis * spaces.fibre_axes[node] < 0.)
      axis = -axis;
    for (unsigned int d = 0; d < 3; ++d)
      result.stimulus.direction[d].local_element(node) = axis[d];
  }
  result.stimulus.strain   = strain;
  result.fibre_stretch     = stretch;
  result.fibre_stress      = stress;
  result.volume_change     = volume_change;
  result.mean_volume_error = Utilities::MPI::sum(volume_error, spaces.communicator) /
                             Utilities::MPI::sum(volume, spaces.communicator);
  return result;
}

Tensor<1, 3> EquilibriumSolver::boundary_force(const fields::Vector &displacement,
                                               const std::string    &boundary)
{
  // The internal forces summed over the face's nodes are the integral of P N, by virtual work of a
  // rigid motion of the face.
  const auto found = spaces.mesh.boundary_ids.find(boundary);
  if (found == spaces.mesh.boundary_ids.end())
    throw InputError("There is no boundary named '" + boundary + "'.");
  fields::Vector      internal = spaces.make_displacement_vector();
  std::size_t         point    = 0;
  std::vector<double> local(kernel.forces.size());
  for (std::size_t cell = 0; cell < cells.size(); point += cells[cell].n_points, ++cell)
  {
    for (std::size_t i = 0; i < local.size(); ++i)
      local[i] = displacement.local_element(cell_local_indices[cell][i]);
    if (!kernel.compute(cells[cell], &tissue[point], local.data(), false))
      throw SolverError("The forces of an inadmissible displacement were asked for.");
    for (std::size_t i = 0; i < local.size(); ++i)
      internal.local_element(cell_local_indices[cell][i]) += kernel.forces[i];
  }
  internal.compress(VectorOperation::add);

  Tensor<1, 3> total;
  for (unsigned int d = 0; d < 3; ++d)
  {
    ComponentMask mask(3, false);
    mask.set(d, true);
    for (const auto dof : DoFTools::extract_boundary_dofs(spaces.displacement_dofs, mask, {found->second}))
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
