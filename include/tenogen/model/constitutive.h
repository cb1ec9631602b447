#ifndef tenogen_model_constitutive_h
#define tenogen_model_constitutive_h

#include "tenogen/parameters/biology.h"
#include "tenogen/parameters/material.h"

#include <deal.II/base/symmetric_tensor.h>
#include <deal.II/base/tensor.h>

#include <algorithm>
#include <cmath>

/**
 * Constitutive law of tendon at a point (docs/model.md, section Mechanics):
 *
 *   Psi = (c_1/2) (J_e^{-2/3} tr C_e - 3) + Psi_f(I_f) + J_g U(J_e),   I_f = A : C_e,
 *
 * per reference volume, with F = F_e F_g, C_e = F_e^T F_e and the orientation tensor A (tr A = 1).
 * Moduli in MPa.
 */
namespace tenogen::model
{
/// Coefficients at a point.
struct TissueMaterial
{
  parameters::FibreLaw fibre_law = parameters::FibreLaw::gst_weiss;

  double c1           = 1.;   ///< matrix, MPa
  double bulk_modulus = 100.; ///< K, MPa

  // GST-Weiss: toe and linear law in the fibre stretch sqrt(A : C_e)
  double C3          = 0.; ///< MPa
  double C4          = 0.; ///< -
  double C5          = 0.; ///< MPa
  double C6          = 0.; ///< MPa
  double toe_stretch = 1.; ///< lambda*

  // GOH: exponential law in E = A : C_e - 1
  double k1 = 0.; ///< MPa
  double k2 = 0.; ///< -
};

/// Toe coefficients from the linear ones, so that the stress is continuous and smooth at lambda*:
/// C_3 = C_5 exp(-C_4 (lambda* - 1))/C_4, C_6 = C_3 (exp(C_4 (lambda* - 1)) - 1) - C_5 lambda*.
inline void complete_weiss_coefficients(TissueMaterial &material)
{
  const double toe = std::exp(material.C4 * (material.toe_stretch - 1.));
  material.C3      = material.C5 / (material.C4 * toe);
  material.C6      = material.C3 * (toe - 1.) - material.C5 * material.toe_stretch;
}

/// The stiffness-bearing composition at a point.
struct Composition
{
  double collagen_I   = 0.; ///< mg/mm^3
  double collagen_III = 0.; ///< mg/mm^3
  double crosslinks   = 0.; ///< X, -
  double alignment    = 0.; ///< S_n, -
};

/**
 * Small-strain fibre modulus C_5 = (E_I/S_0^2) phi_c m(X), phi_c = (rho_I + beta_3 rho_III)/rho_0,
 * m = m_0 + (1 - m_0) X, MPa. The tissue's own uniaxial slope along the fibres is C_5 S_n^2.
 */
inline double fibre_modulus(const Composition &composition, const parameters::Material &m,
                            const parameters::Biology &b)
{
  const double collagen_share =
      (composition.collagen_I + m.collagen_III_share * composition.collagen_III) / b.reference_collagen;
  const double maturity = m.uncrosslinked_share + (1. - m.uncrosslinked_share) * composition.crosslinks;
  return m.collagen_I_modulus / (b.reference_alignment * b.reference_alignment) * collagen_share * maturity;
}

/**
 * Coefficients from composition. The toe region is scaled with the alignment so that it always ends
 * at the same tissue strain: lambda* = 1 + e_toe S_n/S_0, C_4 = C_4,ref S_0/S_n, with S_n not below
 * the parameter "Smallest toe alignment".
 */
inline TissueMaterial material_from_composition(const Composition &composition, const parameters::Material &m,
                                                const parameters::Biology &b)
{
  TissueMaterial material;
  material.fibre_law    = m.fibre_law;
  const double collagen = composition.collagen_I + composition.collagen_III;
  material.c1           = m.matrix_modulus_basal +
                m.matrix_modulus_mature * (collagen / b.reference_collagen) * composition.crosslinks;
  material.bulk_modulus = m.bulk_modulus;
  material.C5           = fibre_modulus(composition, m, b);
  const double relative_alignment =
      std::max(composition.alignment, m.smallest_toe_alignment) / b.reference_alignment;
  material.toe_stretch = 1. + m.toe_strain * relative_alignment;
  material.C4          = m.toe_exponent / relative_alignment;
  complete_weiss_coefficients(material);
  material.k1 = m.goh_k1_per_modulus * material.C5;
  material.k2 = m.goh_k2;
  return material;
}

/// The same coefficients everywhere, for verification and experiments.
inline TissueMaterial material_from_constants(const parameters::Material &m)
{
  TissueMaterial material;
  material.fibre_law    = m.fibre_law;
  material.c1           = m.constant_matrix_modulus;
  material.bulk_modulus = m.bulk_modulus;
  material.C4           = m.constant_C4;
  material.C5           = m.constant_C5;
  material.toe_stretch  = m.constant_toe_stretch;
  complete_weiss_coefficients(material);
  material.k1 = m.constant_k1;
  material.k2 = m.constant_k2;
  return material;
}

/// Derivatives of the fibre energy with respect to I_f = A : C_e.
template <typename Number>
struct FibreResponse
{
  Number stress;  ///< 2 dPsi_f/dI_f, MPa
  Number tangent; ///< 4 d^2Psi_f/dI_f^2, MPa
};

/**
 * GST-Weiss (Weiss, Maker, Govindjee 1996, with a generalised structure tensor), l = sqrt(I_f):
 * l Psi_f' = 0 for l < 1, C_3 (exp(C_4 (l-1)) - 1) up to lambda*, C_5 l + C_6 beyond.
 * GOH (Gasser, Ogden, Holzapfel 2006): Psi_f = k_1/(2 k_2) (exp(k_2 E^2) - 1), E = I_f - 1 > 0.
 */
template <typename Number>
FibreResponse<Number> fibre_response(const Number &I_f, const TissueMaterial &material)
{
  using std::exp;
  using std::sqrt;
  if (I_f <= 1.)
    return {Number(0.), Number(0.)};

  if (material.fibre_law == parameters::FibreLaw::goh)
  {
    const Number E           = I_f - 1.;
    const Number exponential = exp(material.k2 * E * E);
    return {2. * material.k1 * E * exponential,
            4. * material.k1 * (1. + 2. * material.k2 * E * E) * exponential};
  }

  const Number stretch = sqrt(I_f);
  Number       force, slope; // l Psi_f' and its derivative
  if (stretch < material.toe_stretch)
  {
    const Number exponential = exp(material.C4 * (stretch - 1.));
    force                    = material.C3 * (exponential - 1.);
    slope                    = material.C3 * material.C4 * exponential;
  }
  else
  {
    force = material.C5 * stretch + material.C6;
    slope = Number(material.C5);
  }
  // 2 dPsi/dI = Psi'/l = force/l^2;  4 d2Psi/dI2 = (1/l) d(force/l^2)/dl
  return {force / I_f, (slope * stretch - 2. * force) / (I_f * I_f)};
}

/// Swelling across the fibres: F_g = a0 x a0 + sqrt(1 + W) (I - a0 x a0), det F_g = 1 + W.
/// Its inverse is returned.
template <typename Number>
dealii::Tensor<2, 3, Number> inverse_growth(const dealii::Tensor<1, 3> &fibre, const Number &excess_water)
{
  using std::sqrt;
  const Number                 across = 1. / sqrt(1. + excess_water);
  dealii::Tensor<2, 3, Number> inverse;
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j)
      inverse[i][j] = (1. - across) * fibre[i] * fibre[j] + (i == j ? across : Number(0.));
  return inverse;
}

/// U'(J) = (K/2)(J - 1/J) of U = (K/4)(J^2 - 1 - 2 ln J), MPa.
template <typename Number>
Number volumetric_pressure(const Number &J, const double bulk_modulus)
{
  return 0.5 * bulk_modulus * (J - 1. / J);
}

/// U''(J) = (K/2)(1 + 1/J^2), MPa.
inline double volumetric_stiffness(const double J, const double bulk_modulus)
{
  return 0.5 * bulk_modulus * (1. + 1. / (J * J));
}

/// Kirchhoff stress without the volumetric part, and its spatial tangent in the Lie (Truesdell) sense.
struct DistortionalResponse
{
  dealii::SymmetricTensor<2, 3> stress;  ///< tau = c_1 dev b_e + (2 dPsi_f/dI_f) h, MPa
  dealii::SymmetricTensor<4, 3> tangent; ///< MPa
};

/**
 * Matrix and fibres at F_e: b_e = J_e^{-2/3} F_e F_e^T, h = F_e A F_e^T, I_f = tr h.
 *
 *   c = (2/3) c_1 [tr b_e (II - 1/3 1x1) - dev b_e x 1 - 1 x dev b_e] + (4 d2Psi_f/dI_f2) h x h
 */
inline DistortionalResponse distortional_response(const dealii::Tensor<2, 3>          &F_e,
                                                  const dealii::SymmetricTensor<2, 3> &structure_tensor,
                                                  const TissueMaterial                &material,
                                                  const bool                           with_tangent = true)
{
  using namespace dealii;
  const double          J_e = determinant(F_e);
  SymmetricTensor<2, 3> b, h;
  const Tensor<2, 3>    FA = F_e * Tensor<2, 3>(structure_tensor);
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = i; j < 3; ++j)
      for (unsigned int k = 0; k < 3; ++k)
      {
        b[i][j] += F_e[i][k] * F_e[j][k];
        h[i][j] += FA[i][k] * F_e[j][k];
      }
  b /= std::cbrt(J_e * J_e);
  const SymmetricTensor<2, 3> dev_b = deviator(b);
  const FibreResponse<double> fibre = fibre_response(trace(h), material);
  const SymmetricTensor<2, 3> one   = unit_symmetric_tensor<3>();

  DistortionalResponse response;
  response.stress = material.c1 * dev_b + fibre.stress * h;
  if (with_tangent)
    response.tangent = (2. / 3. * material.c1) * (trace(b) * deviator_tensor<3>() -
                                                  outer_product(dev_b, one) - outer_product(one, dev_b)) +
                       fibre.tangent * outer_product(h, h);
  return response;
}

/// Nematic order S_n = (3 a - 1)/2 of an orientation tensor, a its largest eigenvalue.
inline double nematic_order(const dealii::SymmetricTensor<2, 3> &orientation)
{
  return 0.5 * (3. * dealii::eigenvalues(orientation)[0] - 1.);
}

/// Orientation tensor A = kappa I + (1 - 3 kappa) a x a with kappa = (1 - S_n)/3.
inline dealii::SymmetricTensor<2, 3> transversely_isotropic_orientation(const double                alignment,
                                                                        const dealii::Tensor<1, 3> &axis)
{
  return (1. - alignment) / 3. * dealii::unit_symmetric_tensor<3>() +
         alignment * dealii::symmetrize(dealii::outer_product(axis, axis));
}
} // namespace tenogen::model

#endif
