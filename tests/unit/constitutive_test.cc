#include "tenogen/model/constitutive.h"

#include <deal.II/physics/transformations.h>

#include <Sacado.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace
{
using namespace tenogen;
using namespace tenogen::model;

/// Derivatives with respect to at most nine variables: those of a matrix.
using Fad      = Sacado::Fad::SFad<double, 9>;
using FadOfFad = Sacado::Fad::SFad<Fad, 9>;

template <typename Number>
using Matrix = std::array<std::array<Number, 3>, 3>;

// --- the energy, written once for automatic differentiation ---------------------------------------

/// Nodes and weights of the Gauss-Legendre rule on [0, 1], by Newton on the Legendre polynomial.
const std::vector<std::array<double, 2>> &gauss_rule()
{
  static const std::vector<std::array<double, 2>> rule = []
  {
    constexpr unsigned int             n = 24;
    std::vector<std::array<double, 2>> points(n);
    for (unsigned int i = 0; i < n; ++i)
    {
      double x = std::cos(M_PI * (i + 0.75) / (n + 0.5)), slope = 0.;
      for (unsigned int iteration = 0; iteration < 50; ++iteration)
      {
        double p = 1., p_before = 0.;
        for (unsigned int k = 1; k <= n; ++k)
        {
          const double next = ((2. * k - 1.) * x * p - (k - 1.) * p_before) / k;
          p_before          = p;
          p                 = next;
        }
        slope = n * (x * p - p_before) / (x * x - 1.);
        x -= p / slope;
      }
      points[i] = {0.5 * (1. + x), 1. / ((1. - x * x) * slope * slope)};
    }
    return points;
  }();
  return rule;
}

/// Integral from 1 to `stretch` of C3 (exp(C4 (s - 1)) - 1)/s ds: it has no elementary form.
template <typename Number>
Number toe_energy(const Number &stretch, const TissueMaterial &m)
{
  using std::exp;
  const Number length = stretch - 1.;
  Number       energy = 0.;
  for (const auto &[x, weight] : gauss_rule())
  {
    const Number s = 1. + x * length;
    energy += weight * length * m.C3 * (exp(m.C4 * (s - 1.)) - 1.) / s;
  }
  return energy;
}

/// Psi_f as a function of A : C_e.
template <typename Number>
Number fibre_energy(const Number &invariant, const TissueMaterial &m)
{
  using std::exp;
  using std::log;
  using std::sqrt;
  if (invariant <= 1.)
    return Number(0.);
  if (m.fibre_law == parameters::FibreLaw::goh)
  {
    const Number E = invariant - 1.;
    return m.k1 / (2. * m.k2) * (exp(m.k2 * E * E) - 1.);
  }
  const Number stretch = sqrt(invariant);
  if (stretch < m.toe_stretch)
    return toe_energy(stretch, m);
  return toe_energy(Number(m.toe_stretch), m) + m.C5 * (stretch - m.toe_stretch) +
         m.C6 * log(stretch / m.toe_stretch);
}

/// (c_1/2) (J^{-2/3} tr C - 3) + Psi_f(A : C).
template <typename Number>
Number energy(const Matrix<Number> &C, const dealii::SymmetricTensor<2, 3> &A, const TissueMaterial &m)
{
  using std::exp;
  using std::log;
  const Number determinant = C[0][0] * (C[1][1] * C[2][2] - C[1][2] * C[2][1]) -
                             C[0][1] * (C[1][0] * C[2][2] - C[1][2] * C[2][0]) +
                             C[0][2] * (C[1][0] * C[2][1] - C[1][1] * C[2][0]);
  Number invariant = 0.;
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j)
      invariant += A[i][j] * C[i][j];
  const Number isochoric = exp(log(determinant) * (-1. / 3.)) * (C[0][0] + C[1][1] + C[2][2]);
  return 0.5 * m.c1 * (isochoric - 3.) + fibre_energy(invariant, m);
}

/// Kirchhoff stress and spatial tangent as push-forward of 2 dPsi/dC and 4 d^2Psi/dC^2.
struct Derivatives
{
  dealii::Tensor<2, 3> stress;
  dealii::Tensor<4, 3> tangent;
};

Derivatives differentiate_energy(const dealii::Tensor<2, 3> &F, const dealii::SymmetricTensor<2, 3> &A,
                                 const TissueMaterial &m)
{
  const dealii::Tensor<2, 3> C_value = transpose(F) * F;
  Matrix<FadOfFad>           C;
  for (unsigned int i = 0; i < 9; ++i)
    C[i / 3][i % 3] = FadOfFad(9, i, Fad(9, i, C_value[i / 3][i % 3]));
  const FadOfFad psi = energy(C, A, m);

  dealii::SymmetricTensor<2, 3> S;
  dealii::SymmetricTensor<4, 3> CC;
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = i; j < 3; ++j)
    {
      S[i][j] = psi.dx(3 * i + j).val() + psi.dx(3 * j + i).val();
      for (unsigned int k = 0; k < 3; ++k)
        for (unsigned int l = k; l < 3; ++l)
          CC[i][j][k][l] = psi.dx(3 * i + j).dx(3 * k + l) + psi.dx(3 * j + i).dx(3 * k + l) +
                           psi.dx(3 * i + j).dx(3 * l + k) + psi.dx(3 * j + i).dx(3 * l + k);
    }
  return {dealii::Physics::Transformations::Contravariant::push_forward(S, F),
          dealii::Physics::Transformations::Contravariant::push_forward(CC, F)};
}

// --- materials and deformations ---------------------------------------------------------------------

TissueMaterial weiss(const double c1, const double C4, const double C5, const double toe_stretch)
{
  parameters::Material constants;
  constants.constant_matrix_modulus = c1;
  constants.constant_C4             = C4;
  constants.constant_C5             = C5;
  constants.constant_toe_stretch    = toe_stretch;
  return material_from_constants(constants);
}

TissueMaterial goh(const double c1, const double k1, const double k2)
{
  parameters::Material constants;
  constants.fibre_law               = parameters::FibreLaw::goh;
  constants.constant_matrix_modulus = c1;
  constants.constant_k1             = k1;
  constants.constant_k2             = k2;
  return material_from_constants(constants);
}

const dealii::Tensor<1, 3> axis_z({0., 0., 1.});

dealii::SymmetricTensor<2, 3> orientation(const double kappa)
{
  return transversely_isotropic_orientation(1. - 3. * kappa, axis_z);
}

/// Isochoric stretch along z.
dealii::Tensor<2, 3> uniaxial(const double stretch)
{
  dealii::Tensor<2, 3> F;
  F[0][0] = F[1][1] = 1. / std::sqrt(stretch);
  F[2][2]           = stretch;
  return F;
}

/// Axial Cauchy stress of an incompressible specimen with free sides: the pressure from the volume constraint
/// makes the lateral stress vanish.
double uniaxial_stress(const double stretch, const double kappa, const TissueMaterial &material)
{
  const auto tau = distortional_response(uniaxial(stretch), orientation(kappa), material).stress;
  return tau[2][2] - tau[0][0];
}

class RandomTensors
{
public:
  explicit RandomTensors(const unsigned int seed)
    : generator(seed)
  {
  }

  double number(const double low, const double high)
  {
    return std::uniform_real_distribution<double>(low, high)(generator);
  }

  /// Identity plus a random part of the given size.
  dealii::Tensor<2, 3> deformation(const double size)
  {
    dealii::Tensor<2, 3> F;
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
        F[i][j] = (i == j ? 1. : 0.) + number(-size, size);
    return F;
  }

  /// Symmetric, positive definite, trace 1.
  dealii::SymmetricTensor<2, 3> orientation()
  {
    const dealii::Tensor<2, 3>    G = deformation(1.);
    dealii::SymmetricTensor<2, 3> A = symmetrize(G * transpose(G));
    A += 0.01 * dealii::unit_symmetric_tensor<3>();
    return A / trace(A);
  }

  dealii::Tensor<2, 3> rotation()
  {
    dealii::Tensor<1, 4> q;
    do
      for (unsigned int i = 0; i < 4; ++i)
        q[i] = number(-1., 1.);
    while (q.norm() > 1. || q.norm() < 0.1);
    q /= q.norm();
    const double         w = q[0], x = q[1], y = q[2], z = q[3];
    dealii::Tensor<2, 3> R;
    R[0][0] = 1. - 2. * (y * y + z * z);
    R[0][1] = 2. * (x * y - w * z);
    R[0][2] = 2. * (x * z + w * y);
    R[1][0] = 2. * (x * y + w * z);
    R[1][1] = 1. - 2. * (x * x + z * z);
    R[1][2] = 2. * (y * z - w * x);
    R[2][0] = 2. * (x * z - w * y);
    R[2][1] = 2. * (y * z + w * x);
    R[2][2] = 1. - 2. * (x * x + y * y);
    return R;
  }

private:
  std::mt19937 generator;
};

double invariant(const dealii::Tensor<2, 3> &F, const dealii::SymmetricTensor<2, 3> &A)
{
  return trace(F * dealii::Tensor<2, 3>(A) * transpose(F));
}

/// Compares stress and tangent with the derivatives of the energy.
void expect_derivatives_of_energy(const dealii::Tensor<2, 3> &F, const dealii::SymmetricTensor<2, 3> &A,
                                  const TissueMaterial &material)
{
  const DistortionalResponse response  = distortional_response(F, A, material);
  const Derivatives          reference = differentiate_energy(F, A, material);
  EXPECT_LT((dealii::Tensor<2, 3>(response.stress) - reference.stress).norm(),
            1e-10 * (material.c1 + reference.stress.norm()));
  EXPECT_LT((dealii::Tensor<4, 3>(response.tangent) - reference.tangent).norm(),
            1e-10 * (material.c1 + reference.tangent.norm()));
}

// --- derivatives ------------------------------------------------------------------------------------

TEST(ConstitutiveDerivatives, StressAndTangentOfWeissLawAreThoseOfTheEnergy)
{
  RandomTensors random(1);
  unsigned int  slack = 0, toe = 0, linear = 0;
  for (unsigned int n = 0; n < 300; ++n)
  {
    const TissueMaterial material = weiss(random.number(0.3, 1.), random.number(40., 140.),
                                          random.number(50., 1100.), random.number(1.01, 1.04));
    const auto           A        = random.orientation();
    // Scaled so that the three branches of the law are met about equally often.
    dealii::Tensor<2, 3> F      = random.deformation(0.25);
    const double         target = random.number(0.985, 1.06);
    F *= target / std::sqrt(invariant(F, A));
    if (determinant(F) < 0.2)
      continue;
    const double stretch = std::sqrt(invariant(F, A));
    ++(stretch < 1. ? slack : stretch < material.toe_stretch ? toe : linear);
    expect_derivatives_of_energy(F, A, material);
  }
  EXPECT_GT(slack, 30u);
  EXPECT_GT(toe, 30u);
  EXPECT_GT(linear, 30u);
}

TEST(ConstitutiveDerivatives, StressAndTangentOfGohLawAreThoseOfTheEnergy)
{
  RandomTensors random(2);
  unsigned int  slack = 0, stretched = 0;
  for (unsigned int n = 0; n < 200; ++n)
  {
    const TissueMaterial material =
        goh(random.number(0.3, 1.), random.number(5., 120.), random.number(5., 50.));
    const auto           A = random.orientation();
    dealii::Tensor<2, 3> F = random.deformation(0.25);
    F *= random.number(0.95, 1.08) / std::sqrt(invariant(F, A));
    if (determinant(F) < 0.2)
      continue;
    ++(invariant(F, A) < 1. ? slack : stretched);
    expect_derivatives_of_energy(F, A, material);
  }
  EXPECT_GT(slack, 30u);
  EXPECT_GT(stretched, 30u);
}

TEST(ConstitutiveDerivatives, FibreResponseIsTheDerivativeOfTheFibreEnergy)
{
  for (const TissueMaterial &material : {weiss(1., 60., 1091.41, 1.03), goh(1., 100., 50.)})
    for (const double stretch : {0.9, 1.001, 1.01, 1.029, 1.031, 1.06, 1.1})
    {
      const double                value = stretch * stretch;
      FadOfFad                    I(9, 0, Fad(9, 0, value));
      const FadOfFad              psi      = fibre_energy(I, material);
      const FibreResponse<double> response = fibre_response(value, material);
      const double                first    = stretch > 1. ? 2. * psi.dx(0).val() : 0.;
      const double                second   = stretch > 1. ? 4. * psi.dx(0).dx(0) : 0.;
      EXPECT_NEAR(response.stress, first, 1e-10 * (1. + first)) << "stretch " << stretch;
      EXPECT_NEAR(response.tangent, second, 1e-10 * (1. + second)) << "stretch " << stretch;
    }
}

TEST(ConstitutiveDerivatives, WeissLawIsSmoothAtTheEndOfTheToe)
{
  const TissueMaterial material = weiss(1., 60., 1091.41, 1.03);
  const double         below    = 1.03 * 1.03 - 1e-9;
  const double         above    = 1.03 * 1.03 + 1e-9;
  EXPECT_NEAR(fibre_response(below, material).stress, fibre_response(above, material).stress, 1e-5);
  EXPECT_NEAR(fibre_response(below, material).tangent, fibre_response(above, material).tangent, 1e-3);
  EXPECT_GT(fibre_response(below, material).tangent, 800.);
}

TEST(ConstitutiveDerivatives, VolumetricPressureAndStiffnessAreDerivativesOfTheEnergy)
{
  const double K = 137.;
  for (const double J : {0.2, 0.9, 0.999, 1., 1.001, 1.3, 3.})
  {
    const FadOfFad x(9, 0, Fad(9, 0, J));
    const FadOfFad U = K / 4. * (x * x - 1. - 2. * log(x));
    EXPECT_NEAR(volumetric_pressure(J, K), U.dx(0).val(), 1e-12 * K);
    EXPECT_NEAR(volumetric_stiffness(J, K), U.dx(0).dx(0), 1e-10 * K);

    const Fad pressure = volumetric_pressure(Fad(9, 0, J), K);
    EXPECT_NEAR(volumetric_stiffness(J, K), pressure.dx(0), 1e-10 * K);
  }
}

// --- growth, objectivity ------------------------------------------------------------------------------

TEST(Swelling, InverseGrowthUndoesTransverseSwelling)
{
  RandomTensors random(3);
  for (const double W : {0., 0.05, 0.3, 1.5})
  {
    dealii::Tensor<1, 3> a = random.deformation(1.)[0];
    a /= a.norm();
    dealii::Tensor<2, 3> growth;
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
        growth[i][j] = a[i] * a[j] + std::sqrt(1. + W) * ((i == j ? 1. : 0.) - a[i] * a[j]);

    const dealii::Tensor<2, 3> inverse = inverse_growth(a, W);
    EXPECT_LT((inverse * growth - dealii::Tensor<2, 3>(dealii::unit_symmetric_tensor<3>())).norm(), 1e-14);
    EXPECT_NEAR(determinant(inverse), 1. / (1. + W), 1e-14);

    // d(F_g^-1)/dW = -1/2 (1 + W)^{-3/2} (I - a x a)
    const dealii::Tensor<2, 3, Fad> differentiated = inverse_growth(a, Fad(9, 0, W));
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
        EXPECT_NEAR(differentiated[i][j].dx(0),
                    -0.5 * std::pow(1. + W, -1.5) * ((i == j ? 1. : 0.) - a[i] * a[j]), 1e-14);
  }
}

TEST(Swelling, FreelySwollenTissueIsStressFreeAndWider)
{
  const double         W = 0.3;
  dealii::Tensor<2, 3> F;
  F[0][0] = F[1][1] = 1.140175425; // sqrt(1.3)
  F[2][2]           = 1.;
  const auto F_e    = F * inverse_growth(axis_z, W);
  const auto tau    = distortional_response(F_e, orientation(0.05), weiss(1., 60., 900., 1.03)).stress;
  EXPECT_LT(tau.norm(), 1e-6);
  EXPECT_NEAR(volumetric_pressure(determinant(F_e), 1000.), 0., 1e-6);
}

TEST(Swelling, LaterallyClampedTissueSwellsAlongItsAxis)
{
  // No fibres, K = 1000; the axial stress vanishes. The reference is a neo-Hookean solid of modulus
  // 1 MPa per swollen volume, which is c_1 = J_g 1 MPa per reference volume.
  const double         W        = 0.3;
  const double         K        = 1000.;
  const TissueMaterial material = weiss(1. + W, 60., 0., 1.03);
  const auto           solve    = [&](const double stretch)
  {
    dealii::Tensor<2, 3> F;
    F[0][0] = F[1][1] = 1.;
    F[2][2]           = stretch;
    const auto   F_e  = F * inverse_growth(axis_z, W);
    const double J_e  = determinant(F_e);
    const auto   tau  = distortional_response(F_e, orientation(1. / 3.), material).stress;
    const double p    = (1. + W) * J_e * volumetric_pressure(J_e, K);
    struct
    {
      double lateral, axial, elastic_volume;
    } result = {(tau[0][0] + p) / stretch, (tau[2][2] + p) / stretch, J_e};
    return result;
  };
  double low = 1., high = 1.5;
  for (unsigned int n = 0; n < 60; ++n)
  {
    const double middle                     = 0.5 * (low + high);
    (solve(middle).axial < 0. ? low : high) = middle;
  }
  EXPECT_NEAR(low, 1.29920323, 1e-8);
  EXPECT_NEAR(solve(low).lateral, -0.91963747, 1e-8);
  EXPECT_NEAR(solve(low).elastic_volume, 0.99938710, 1e-8);
}

TEST(ConstitutiveObjectivity, StressTurnsWithTheObserver)
{
  RandomTensors random(4);
  for (unsigned int n = 0; n < 50; ++n)
    for (const TissueMaterial &material : {weiss(1., 60., 900., 1.03), goh(1., 100., 50.)})
    {
      const auto A = random.orientation();
      auto       F = random.deformation(0.1);
      F *= 1.04 / std::sqrt(invariant(F, A));
      const auto R       = random.rotation();
      const auto tau     = dealii::Tensor<2, 3>(distortional_response(F, A, material).stress);
      const auto rotated = dealii::Tensor<2, 3>(distortional_response(R * F, A, material).stress);
      EXPECT_LT((rotated - R * tau * transpose(R)).norm(), 1e-11 * tau.norm());

      // Rotating the reference body together with its fibres changes nothing.
      const auto turned_A = symmetrize(R * dealii::Tensor<2, 3>(A) * transpose(R));
      const auto turned =
          dealii::Tensor<2, 3>(distortional_response(F * transpose(R), turned_A, material).stress);
      EXPECT_LT((turned - tau).norm(), 1e-11 * tau.norm());
    }
}

TEST(ConstitutiveObjectivity, UndeformedTissueIsFreeOfStress)
{
  RandomTensors random(5);
  for (const TissueMaterial &material : {weiss(1., 60., 900., 1.03), goh(1., 100., 50.)})
    for (unsigned int n = 0; n < 10; ++n)
      EXPECT_LT(distortional_response(random.rotation(), random.orientation(), material).stress.norm(),
                1e-11);
}

// --- closed forms and published numbers ---------------------------------------------------------------

struct StressPoint
{
  double stretch;
  double stress; ///< Cauchy, MPa
};

void expect_uniaxial(const std::vector<StressPoint> &points, const double kappa,
                     const TissueMaterial &material)
{
  for (const StressPoint &point : points)
    EXPECT_NEAR(uniaxial_stress(point.stretch, kappa, material), point.stress, 1e-4 * point.stress)
        << "stretch " << point.stretch;
}

TEST(UniaxialTension, WeissLawOfIntactTendon)
{
  expect_uniaxial({{1.01, 2.229289},
                   {1.02, 6.163164},
                   {1.03, 13.123174},
                   {1.04, 23.045124},
                   {1.06, 43.117342},
                   {1.08, 63.311609}},
                  0.016667, weiss(1., 60., 1091.41, 1.03));
}

TEST(UniaxialTension, WeissLawOfParallelFibres)
{
  const TissueMaterial material = weiss(1., 60., 900., 1.03);
  EXPECT_NEAR(material.C3, 2.47948, 1e-5);
  EXPECT_NEAR(material.C6, -914.479, 1e-3);
  expect_uniaxial({{1.02, 5.812699}, {1.04, 21.640578}, {1.08, 57.760991}}, 0., material);
}

TEST(UniaxialTension, GohLaw)
{
  const TissueMaterial material = goh(1., 100., 50.);
  expect_uniaxial({{1.02, 9.181242}, {1.04, 24.745027}, {1.06, 59.800643}, {1.08, 155.225220}}, 0., material);
  expect_uniaxial({{1.02, 4.402098}, {1.04, 10.576185}, {1.06, 20.851058}, {1.08, 40.281710}}, 0.1, material);
}

TEST(UniaxialTension, NearlyIncompressibleSpecimenApproachesTheIncompressibleOne)
{
  // K = 1e4 c_1, the lateral stretch found from the free sides.
  const double         K         = 1e4;
  const TissueMaterial material  = weiss(1., 60., 1091.41, 1.03);
  const double         stretch   = 1.04;
  const auto           kirchhoff = [&](const double lateral)
  {
    dealii::Tensor<2, 3> F;
    F[0][0] = F[1][1] = lateral;
    F[2][2]           = stretch;
    const double J    = determinant(F);
    return std::array<double, 3>{{distortional_response(F, orientation(0.016667), material).stress[0][0] +
                                      J * volumetric_pressure(J, K),
                                  distortional_response(F, orientation(0.016667), material).stress[2][2] +
                                      J * volumetric_pressure(J, K),
                                  J}};
  };
  double low = 0.9, high = 1.1;
  for (unsigned int n = 0; n < 60; ++n)
  {
    const double middle                      = 0.5 * (low + high);
    (kirchhoff(middle)[0] < 0. ? low : high) = middle;
  }
  EXPECT_NEAR(kirchhoff(low)[1] / kirchhoff(low)[2], 23.045124, 5e-3 * 23.045124);
  EXPECT_NEAR(kirchhoff(low)[2], 1., 1e-3);
}

TEST(IntactTendon, StrainAtTheForcesOfGait)
{
  // 80 mm^2; walking and running, then 3.5 kN. Strains to the digits given.
  const TissueMaterial material = weiss(1., 60., 1091.41, 1.03);
  const auto           strain   = [&](const double force)
  {
    double low = 1., high = 1.2;
    for (unsigned int n = 0; n < 60; ++n)
    {
      const double stretch = 0.5 * (low + high);
      (uniaxial_stress(stretch, 0.016667, material) / stretch * 80. < force ? low : high) = stretch;
    }
    return 100. * (low - 1.);
  };
  EXPECT_NEAR(strain(1989.), 4.29, 0.005);
  EXPECT_NEAR(strain(2556.), 5.05, 0.005);
  EXPECT_NEAR(strain(3500.), 6.3, 0.05);

  // Measured in vivo: 4.0 % and 4.9 %.
  EXPECT_NEAR(strain(1989.), 4.0, 0.6);
  EXPECT_NEAR(strain(2556.), 4.9, 0.6);
}

// --- composition ----------------------------------------------------------------------------------------

/// One tissue of the table of coefficients; its composition is known to three digits.
struct Tissue
{
  std::string name;
  double      kappa, collagen_share, crosslinks;
  double      c1, C3, C4, C5, C6, toe_stretch;
  double      slope; ///< d(Cauchy stress)/d(stretch) at 8 %, MPa
};

const std::vector<Tissue> tissues = {
    {"intact", 0.016667, 0.985, 1., 1.0, 3.00682, 60., 1091.41, -1108.97, 1.03, 1013.},
    {"chronic scar", 0.2011, 0.359, 0.378, 0.5, 0.244251, 143.685, 212.315, -213.741, 1.01253, 53.},
    {"treated 12 months", 0.06187, 0.627, 0.808, 0.8, 1.40491, 69.9902, 594.861, -603.066, 1.02572, 437.},
    {"treated 24 months", 0.05, 0.788, 0.92, 0.9, 2.02339, 67.0588, 820.854, -832.67, 1.02684, 643.}};

TEST(Composition, GivesTheTabulatedCoefficients)
{
  for (const Tissue &tissue : tissues)
  {
    SCOPED_TRACE(tissue.name);
    const TissueMaterial material = material_from_composition(
        {tissue.collagen_share * 0.28, 0., tissue.crosslinks, 1. - 3. * tissue.kappa}, {}, {});
    EXPECT_NEAR(material.C3, tissue.C3, 6e-4 * tissue.C3);
    EXPECT_NEAR(material.C4, tissue.C4, 2e-5 * tissue.C4);
    EXPECT_NEAR(material.C5, tissue.C5, 6e-4 * tissue.C5);
    EXPECT_NEAR(material.C6, tissue.C6, -6e-4 * tissue.C6);
    EXPECT_NEAR(material.toe_stretch, tissue.toe_stretch, 5e-6);

    // The derived coefficients, from the tabulated ones, to all their digits.
    const TissueMaterial derived = weiss(tissue.c1, tissue.C4, tissue.C5, tissue.toe_stretch);
    EXPECT_NEAR(derived.C3, tissue.C3, 1e-3 * tissue.C3); // exp(C4 (lambda* - 1)): digits of lambda*
    EXPECT_NEAR(derived.C6, tissue.C6, -2e-5 * tissue.C6);
  }
}

TEST(Composition, GivesTheTabulatedTangent)
{
  for (const Tissue &tissue : tissues)
  {
    SCOPED_TRACE(tissue.name);
    const TissueMaterial material = weiss(tissue.c1, tissue.C4, tissue.C5, tissue.toe_stretch);
    const double         slope    = (uniaxial_stress(1.08 + 1e-5, tissue.kappa, material) -
                          uniaxial_stress(1.08 - 1e-5, tissue.kappa, material)) /
                         2e-5;
    EXPECT_NEAR(slope, tissue.slope, 0.5);
  }
}

TEST(Composition, WeighsCollagensAndCrosslinks)
{
  // Intact tendon: 0.274 + 0.3 * 0.006 = 0.2758 mg/mm^3 of 0.28, fully cross-linked.
  const TissueMaterial intact = material_from_composition({0.274, 0.006, 1., 0.95}, {}, {});
  EXPECT_NEAR(intact.C5, 1000. / (0.95 * 0.95) * 0.2758 / 0.28, 1e-9);
  EXPECT_NEAR(intact.c1, 0.3 + 0.7, 1e-12);
  EXPECT_NEAR(intact.C4, 60., 1e-12);
  EXPECT_NEAR(intact.toe_stretch, 1.03, 1e-12);
  EXPECT_DOUBLE_EQ(intact.bulk_modulus, 100.);

  // Half the collagen, half cross-linked: m = 0.25 + 0.75 / 2, c_1 = 0.3 + 0.7 / 4.
  const TissueMaterial half = material_from_composition({0.14, 0., 0.5, 0.475}, {}, {});
  EXPECT_NEAR(half.C5, 1000. / 0.9025 * 0.5 * 0.625, 1e-9);
  EXPECT_NEAR(half.c1, 0.475, 1e-12);
  EXPECT_NEAR(half.C4, 120., 1e-12);
  EXPECT_NEAR(half.toe_stretch, 1.015, 1e-12);
}

TEST(Composition, KeepsTheToeOfTheTissueWhateverItsDispersion)
{
  // The fibre stretch is 1 + S_n eps to first order, so the toe ends at the same 3 % of tissue strain.
  for (const double alignment : {0.3, 0.6, 0.95})
  {
    const TissueMaterial material = material_from_composition({0.1, 0., 0.5, alignment}, {}, {});
    EXPECT_NEAR((material.toe_stretch - 1.) / alignment, 0.03 / 0.95, 1e-12);
    EXPECT_NEAR(material.C4 * (material.toe_stretch - 1.), 1.8, 1e-12);
  }
}

TEST(Orientation, NematicOrderAndDispersionBelongTogether)
{
  for (const double kappa : {0., 0.05, 0.2011, 1. / 3.})
  {
    const auto A = orientation(kappa);
    EXPECT_NEAR(trace(A), 1., 1e-14);
    EXPECT_NEAR(A[0][0], kappa, 1e-14);
    EXPECT_NEAR(A[2][2], 1. - 2. * kappa, 1e-14);
    EXPECT_NEAR(nematic_order(A), 1. - 3. * kappa, 1e-12);
  }

  // Only the largest eigenvalue counts, in any frame.
  RandomTensors random(6);
  for (unsigned int n = 0; n < 20; ++n)
  {
    const auto                    R = random.rotation();
    dealii::SymmetricTensor<2, 3> diagonal;
    diagonal[0][0] = 0.3;
    diagonal[1][1] = 0.6;
    diagonal[2][2] = 0.1;
    EXPECT_NEAR(nematic_order(symmetrize(R * dealii::Tensor<2, 3>(diagonal) * transpose(R))), 0.4, 1e-12);
  }
}

// --- inputs at the edge -----------------------------------------------------------------------------------

bool all_finite(const DistortionalResponse &response)
{
  for (unsigned int i = 0; i < response.stress.n_independent_components; ++i)
    if (!std::isfinite(response.stress.access_raw_entry(i)))
      return false;
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j)
      for (unsigned int k = 0; k < 3; ++k)
        for (unsigned int l = 0; l < 3; ++l)
          if (!std::isfinite(response.tangent[i][j][k][l]))
            return false;
  return true;
}

TEST(ConstitutiveEdges, EmptyIsotropicAndImmatureTissueStaysFinite)
{
  for (const parameters::FibreLaw law : {parameters::FibreLaw::gst_weiss, parameters::FibreLaw::goh})
    for (const Composition &composition :
         {Composition{0., 0., 0., 0.}, Composition{0., 0., 1., 1.}, Composition{0.28, 0., 0., 0.},
          Composition{0.02, 0., 1., -0.5}, Composition{0., 0.3, 0.5, 1e-12}})
    {
      parameters::Material parameters;
      parameters.fibre_law          = law;
      const TissueMaterial material = material_from_composition(composition, parameters, {});
      EXPECT_GE(material.c1, 0.3);
      EXPECT_GE(material.C5, 0.);
      EXPECT_GT(material.toe_stretch, 1.);
      for (const double stretch : {0.5, 0.9, 1., 1.0001, 1.05, 1.5})
        for (const double kappa : {0., 1. / 3.})
        {
          const auto response = distortional_response(uniaxial(stretch), orientation(kappa), material);
          EXPECT_TRUE(all_finite(response));
          EXPECT_GE(fibre_response(stretch * stretch, material).stress, 0.);
          EXPECT_GE(fibre_response(stretch * stretch, material).tangent, 0.);
        }
    }
}

TEST(ConstitutiveEdges, WithoutCollagenOnlyTheMatrixCarries)
{
  const TissueMaterial material = material_from_composition({0., 0., 0., 0.}, {}, {});
  EXPECT_NEAR(uniaxial_stress(1.1, 1. / 3., material), 0.3 * (1.21 - 1. / 1.1), 1e-12);
}

TEST(ConstitutiveEdges, IsotropicFibresHaveNoStiffnessToFirstOrder)
{
  // With A = I/3 the fibre stretch is of second order in an isochoric strain, so only 3 c_1 is left.
  const TissueMaterial material = weiss(1., 60., 1091.41, 1.03);
  EXPECT_NEAR(uniaxial_stress(1. + 1e-6, 1. / 3., material) / 1e-6, 3., 1e-3);

  // For aligned fibres, the slope of the linear region C_5 S_n^2 is added (small toe).
  const double         S      = 0.6;
  const TissueMaterial no_toe = weiss(1., 60., 1000., 1. + 1e-9);
  EXPECT_NEAR((uniaxial_stress(1. + 2e-6, (1. - S) / 3., no_toe) -
               uniaxial_stress(1. + 1e-6, (1. - S) / 3., no_toe)) /
                  1e-6,
              1000. * S * S + 3., 2.);
}

TEST(ConstitutiveEdges, CompressedFibresBuckle)
{
  const TissueMaterial material = weiss(1., 60., 900., 1.03);
  EXPECT_EQ(fibre_response(0.81, material).stress, 0.);
  EXPECT_EQ(fibre_response(0.81, material).tangent, 0.);
  EXPECT_NEAR(uniaxial_stress(0.9, 0., material), 0.81 - 1. / 0.9, 1e-12);
}
} // namespace
