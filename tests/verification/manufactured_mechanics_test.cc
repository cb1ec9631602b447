#include "specimen.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace
{
using namespace tenogen;
using namespace tenogen::verification;
using dealii::Point;
using dealii::Tensor;

/**
 * A displacement of the unit cube that vanishes on its surface,
 *   u_i = a_i sin(k_i1 pi x) sin(k_i2 pi y) sin(k_i3 pi z),
 * and the body force -Div P that keeps it in equilibrium.
 *
 * GOH fibres, dispersed about an oblique axis. W = -0.5 (not part of the model) stretches them everywhere:
 * their law has a kink where they go slack, which a smooth solution must avoid.
 */
class Manufactured
{
public:
  explicit Manufactured(const parameters::ParameterSet &p)
    : material(model::material_from_constants(p.material))
    , structure(model::transversely_isotropic_orientation(p.material.constant_alignment, axis))
    , inverse_growth(model::inverse_growth(axis, excess_water))
  {
  }

  static Tensor<1, 3> displacement(const Point<3> &place)
  {
    Tensor<1, 3> u;
    for (unsigned int i = 0; i < 3; ++i)
    {
      u[i] = amplitudes[i];
      for (unsigned int d = 0; d < 3; ++d)
        u[i] *= std::sin(waves[i][d] * M_PI * place[d]);
    }
    return u;
  }

  static Tensor<2, 3> deformation_gradient(const Point<3> &place)
  {
    Tensor<2, 3> F = dealii::unit_symmetric_tensor<3>();
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
      {
        double slope = amplitudes[i];
        for (unsigned int d = 0; d < 3; ++d)
        {
          const double k = waves[i][d] * M_PI;
          slope *= d == j ? k * std::cos(k * place[d]) : std::sin(k * place[d]);
        }
        F[i][j] += slope;
      }
    return F;
  }

  /// A : C_e, above 1 where the fibres are stretched.
  double fibre_invariant(const Point<3> &place) const
  {
    const Tensor<2, 3> F_e = deformation_gradient(place) * inverse_growth;
    return symmetrize(transpose(F_e) * F_e) * structure;
  }

  /// -Div P by central differences of fourth order, N/mm^3.
  Tensor<1, 3> body_force(const Point<3> &place) const
  {
    const double h = 1e-3;
    Tensor<1, 3> result;
    for (unsigned int d = 0; d < 3; ++d)
    {
      Tensor<1, 3> e;
      e[d] = h;
      const Tensor<2, 3> slope =
          (8. * (stress(place + e) - stress(place - e)) - (stress(place + 2. * e) - stress(place - 2. * e))) /
          (12. * h);
      for (unsigned int i = 0; i < 3; ++i)
        result[i] -= slope[i][d];
    }
    return result;
  }

  static constexpr double excess_water = -0.5;

private:
  /// First Piola-Kirchhoff stress, MPa.
  Tensor<2, 3> stress(const Point<3> &place) const
  {
    const Tensor<2, 3> F   = deformation_gradient(place);
    const Tensor<2, 3> F_e = F * inverse_growth;
    const double       J_e = determinant(F_e);
    const auto         tau = model::distortional_response(F_e, structure, material).stress +
                     (1. + excess_water) * J_e * model::volumetric_pressure(J_e, material.bulk_modulus) *
                         dealii::unit_symmetric_tensor<3>();
    return Tensor<2, 3>(tau) * transpose(invert(F));
  }

  static constexpr double amplitudes[3] = {0.06, -0.05, 0.04};
  static constexpr double waves[3][3]   = {{1., 1., 1.}, {2., 1., 1.}, {1., 1., 2.}};

  const Tensor<1, 3> axis = Tensor<1, 3>({1., 2., 3.}) / std::sqrt(14.);

  const model::TissueMaterial         material;
  const dealii::SymmetricTensor<2, 3> structure;
  const Tensor<2, 3>                  inverse_growth;
};

struct Errors
{
  double displacement; ///< L2, mm
  double gradient;     ///< H1 seminorm
};

Errors errors(const Specimen &specimen)
{
  const auto                              &element = specimen.spaces.displacement_element;
  const dealii::QGauss<3>                  quadrature(element.degree + 3);
  dealii::FEValues<3>                      values(element, quadrature,
                                                  dealii::update_values | dealii::update_gradients | dealii::update_JxW_values |
                                                      dealii::update_quadrature_points);
  const dealii::FEValuesExtractors::Vector all(0);
  std::vector<Tensor<1, 3>>                u(quadrature.size());
  std::vector<Tensor<2, 3>>                gradients(quadrature.size());
  Errors                                   result = {0., 0.};
  for (const auto &cell : specimen.spaces.displacement_dofs.active_cell_iterators())
  {
    values.reinit(cell);
    values[all].get_function_values(specimen.displacement, u);
    values[all].get_function_gradients(specimen.displacement, gradients);
    for (unsigned int q = 0; q < quadrature.size(); ++q)
    {
      const Point<3>     place = values.quadrature_point(q);
      const Tensor<2, 3> H =
          Manufactured::deformation_gradient(place) - Tensor<2, 3>(dealii::unit_symmetric_tensor<3>());
      result.displacement += values.JxW(q) * (u[q] - Manufactured::displacement(place)).norm_square();
      result.gradient += values.JxW(q) * (gradients[q] - H).norm_square();
    }
  }
  return {std::sqrt(result.displacement), std::sqrt(result.gradient)};
}

void check_order(const unsigned int degree, const std::vector<unsigned int> &cells_per_edge,
                 const double bulk_modulus)
{
  std::vector<Errors> found;
  for (const unsigned int n : cells_per_edge)
  {
    parameters::ParameterSet p = specimen_parameters(
        {1., 1., 1.}, {n, n, n}, degree,
        "left: displacement xyz = 0; right: displacement xyz = 0; front: displacement xyz = 0; "
        "back: displacement xyz = 0; bottom: displacement xyz = 0; top: displacement xyz = 0");
    p.geometry.block_fibre_direction = "1, 2, 3";
    p.material.fibre_law             = parameters::FibreLaw::goh;
    p.material.constant_alignment    = 0.4;
    p.material.constant_k1           = 3.;
    p.material.constant_k2           = 0.5;
    p.material.bulk_modulus          = bulk_modulus;
    p.mechanics.residual_tolerance   = 1e-9;
    Specimen           cube(p, Manufactured::excess_water);
    const Manufactured exact(p);
    for (const Point<3> &vertex : cube.spaces.positions)
      ASSERT_GT(exact.fibre_invariant(vertex), 1.05);
    cube.equilibrium.set_body_force([&](const Point<3> &place) { return exact.body_force(place); });
    const auto outcome = cube.equilibrium.solve(cube.displacement, 0.);
    ASSERT_TRUE(outcome.converged) << outcome.reason;
    cube.displacement.update_ghost_values();
    found.push_back(errors(cube));
  }
  for (unsigned int n = 1; n < found.size(); ++n)
  {
    const double order          = std::log2(found[n - 1].displacement / found[n].displacement);
    const double gradient_order = std::log2(found[n - 1].gradient / found[n].gradient);
    EXPECT_GT(order, degree == 1 ? 1.8 : 2.7);
    EXPECT_GT(gradient_order, degree - 0.2);
  }
}

TEST(ManufacturedMechanics, FirstOrderElement)
{
  check_order(1, {4, 8, 16}, 20.);
}

TEST(ManufacturedMechanics, SecondOrderElement)
{
  check_order(2, {2, 4, 8}, 20.);
}
} // namespace
