#include "tenogen/solvers/element_kernel.h"

#include <algorithm>

namespace tenogen::solvers
{
using namespace dealii;

ElementKernel::ElementKernel(const unsigned int n_nodes)
  : forces(3 * n_nodes)
  , tangent(9 * n_nodes * n_nodes)
  , n_nodes(n_nodes)
{
}

bool ElementKernel::compute(const CellGeometry &geometry, const QuadraturePointTissue *tissue,
                            const double *displacements, const bool with_tangent)
{
  if (!compute_kinematics(geometry, tissue, displacements) ||
      !project_volume_change(geometry, tissue, with_tangent))
    return false;

  const SymmetricTensor<2, 3>        one       = unit_symmetric_tensor<3>();
  static const SymmetricTensor<4, 3> one_x_one = outer_product(one, one);
  static const SymmetricTensor<4, 3> identity  = identity_tensor<3>();

  std::fill(forces.begin(), forces.end(), 0.);
  if (with_tangent)
    std::fill(tangent.begin(), tangent.end(), 0.);

  for (unsigned int q = 0; q < geometry.n_points; ++q)
  {
    const Point                      &point    = points[q];
    const model::DistortionalResponse response = model::distortional_response(
        point.elastic_gradient, tissue[q].structure_tensor, tissue[q].material, with_tangent);
    const double                volumetric = tissue[q].growth * point.J_e * pressure[q];
    const SymmetricTensor<2, 3> stress     = response.stress + volumetric * one;

    for (unsigned int a = 0; a < n_nodes; ++a)
    {
      const Tensor<1, 3> force = geometry.volumes[q] * (stress * point.spatial_gradients[a]);
      for (unsigned int d = 0; d < 3; ++d)
        forces[3 * a + d] += force[d];
    }
    if (with_tangent)
      add_point_tangent(point, stress, response.tangent + volumetric * (one_x_one - 2. * identity),
                        geometry.volumes[q]);
  }

  if (with_tangent)
  {
    const unsigned int n_dofs = 3 * n_nodes;
    const unsigned int n_p    = geometry.n_pressures;
    for (unsigned int k = 0; k < n_p; ++k)
      for (unsigned int l = 0; l < n_p; ++l)
      {
        const double factor = volumetric_factor(k, l);
        for (unsigned int i = 0; i < n_dofs; ++i)
        {
          const double left = factor * divergence_moments[k * n_dofs + i];
          for (unsigned int j = i; j < n_dofs; ++j)
            tangent[i * n_dofs + j] += left * divergence_moments[l * n_dofs + j];
        }
      }
    for (unsigned int i = 0; i < n_dofs; ++i)
      for (unsigned int j = 0; j < i; ++j)
        tangent[i * n_dofs + j] = tangent[j * n_dofs + i];
  }
  return true;
}

bool ElementKernel::compute_kinematics(const CellGeometry &geometry, const QuadraturePointTissue *tissue,
                                       const double *displacements)
{
  points.resize(geometry.n_points);
  for (unsigned int q = 0; q < geometry.n_points; ++q)
  {
    Point                    &point     = points[q];
    const Tensor<1, 3> *const gradients = &geometry.gradients[q * n_nodes];
    Tensor<2, 3>              F         = unit_symmetric_tensor<3>();
    for (unsigned int a = 0; a < n_nodes; ++a)
      for (unsigned int i = 0; i < 3; ++i)
        for (unsigned int j = 0; j < 3; ++j)
          F[i][j] += displacements[3 * a + i] * gradients[a][j];

    point.elastic_gradient = F * tissue[q].inverse_growth;
    point.J_e              = determinant(point.elastic_gradient);
    if (!(point.J_e > 0.))
      return false;

    const Tensor<2, 3> inverse_transposed = transpose(invert(F));
    point.spatial_gradients.resize(n_nodes);
    for (unsigned int a = 0; a < n_nodes; ++a)
      point.spatial_gradients[a] = inverse_transposed * gradients[a];
  }
  return true;
}

/*
 * With the basis N_k of the pressure space and the weights w = J_g dV:
 *   M = int N N w,  theta = N . M^{-1} int N J_e w,  p = N . M^{-1} int N U'(theta) w,
 *   B_ki = int N_k J_e div(phi_i) w,  H = int N N U''(theta) w,  K_vol = B^T M^{-1} H M^{-1} B.
 */
bool ElementKernel::project_volume_change(const CellGeometry &geometry, const QuadraturePointTissue *tissue,
                                          const bool with_tangent)
{
  const unsigned int n_p   = geometry.n_pressures;
  const auto         shape = [&](const unsigned int q, const unsigned int k)
  { return geometry.pressure_shapes[q * n_p + k]; };
  const auto weight = [&](const unsigned int q) { return tissue[q].growth * geometry.volumes[q]; };

  mass.reinit(n_p, n_p);
  inverse_mass.reinit(n_p, n_p);
  stiffness.reinit(n_p, n_p);
  moments.reinit(n_p);
  coefficients.reinit(n_p);
  for (unsigned int q = 0; q < geometry.n_points; ++q)
    for (unsigned int k = 0; k < n_p; ++k)
    {
      moments(k) += shape(q, k) * points[q].J_e * weight(q);
      for (unsigned int l = 0; l < n_p; ++l)
        mass(k, l) += shape(q, k) * shape(q, l) * weight(q);
    }
  inverse_mass.invert(mass);
  inverse_mass.vmult(coefficients, moments);

  moments = 0.;
  for (unsigned int q = 0; q < geometry.n_points; ++q)
  {
    double theta = 0.;
    for (unsigned int k = 0; k < n_p; ++k)
      theta += shape(q, k) * coefficients(k);
    if (!(theta > 0.))
      return false; // if it is linear, it may be negative between points where it is positive
    const double bulk = tissue[q].material.bulk_modulus;
    for (unsigned int k = 0; k < n_p; ++k)
    {
      moments(k) += shape(q, k) * model::volumetric_pressure(theta, bulk) * weight(q);
      for (unsigned int l = 0; l < n_p; ++l)
        stiffness(k, l) += shape(q, k) * shape(q, l) * model::volumetric_stiffness(theta, bulk) * weight(q);
    }
  }
  inverse_mass.vmult(coefficients, moments);
  pressure.assign(geometry.n_points, 0.);
  for (unsigned int q = 0; q < geometry.n_points; ++q)
    for (unsigned int k = 0; k < n_p; ++k)
      pressure[q] += shape(q, k) * coefficients(k);

  if (!with_tangent)
    return true;
  product.reinit(n_p, n_p);
  volumetric_factor.reinit(n_p, n_p);
  inverse_mass.mmult(product, stiffness);
  product.mmult(volumetric_factor, inverse_mass);

  divergence_moments.assign(n_p * 3 * n_nodes, 0.);
  for (unsigned int q = 0; q < geometry.n_points; ++q)
    for (unsigned int k = 0; k < n_p; ++k)
    {
      const double scale = shape(q, k) * points[q].J_e * weight(q);
      for (unsigned int a = 0; a < n_nodes; ++a)
        for (unsigned int d = 0; d < 3; ++d)
          divergence_moments[k * 3 * n_nodes + 3 * a + d] += scale * points[q].spatial_gradients[a][d];
    }
  return true;
}

/// Adds B^T c B + (grad phi_a . tau grad phi_b) I for a <= b (upper part of the tangent).
void ElementKernel::add_point_tangent(const Point &point, const SymmetricTensor<2, 3> &stress,
                                      const SymmetricTensor<4, 3> &moduli, const double volume)
{
  // Moduli in Voigt order 11 22 33 12 13 23
  static constexpr unsigned int voigt[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
  double                        c[6][6];
  for (unsigned int i = 0; i < 6; ++i)
    for (unsigned int j = 0; j < 6; ++j)
      c[i][j] = volume * moduli[voigt[i][0]][voigt[i][1]][voigt[j][0]][voigt[j][1]];

  const unsigned int n_dofs = 3 * n_nodes;
  for (unsigned int b = 0; b < n_nodes; ++b)
  {
    const Tensor<1, 3> &g = point.spatial_gradients[b];
    double              cB[6][3]; // c B_b
    for (unsigned int i = 0; i < 6; ++i)
    {
      cB[i][0] = c[i][0] * g[0] + c[i][3] * g[1] + c[i][4] * g[2];
      cB[i][1] = c[i][3] * g[0] + c[i][1] * g[1] + c[i][5] * g[2];
      cB[i][2] = c[i][4] * g[0] + c[i][5] * g[1] + c[i][2] * g[2];
    }
    const Tensor<1, 3> stress_g = volume * (stress * g);
    for (unsigned int a = 0; a <= b; ++a)
    {
      const Tensor<1, 3> &h         = point.spatial_gradients[a];
      const double        geometric = h * stress_g;
      double *const       block     = &tangent[3 * a * n_dofs + 3 * b];
      for (unsigned int j = 0; j < 3; ++j)
      {
        block[j] += h[0] * cB[0][j] + h[1] * cB[3][j] + h[2] * cB[4][j];
        block[n_dofs + j] += h[0] * cB[3][j] + h[1] * cB[1][j] + h[2] * cB[5][j];
        block[2 * n_dofs + j] += h[0] * cB[4][j] + h[1] * cB[5][j] + h[2] * cB[2][j];
      }
      block[0] += geometric;
      block[n_dofs + 1] += geometric;
      block[2 * n_dofs + 2] += geometric;
    }
  }
}
} // namespace tenogen::solvers
