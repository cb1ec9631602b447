#ifndef tenogen_parameters_material_h
#define tenogen_parameters_material_h

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
enum class MaterialSource
{
  composition, ///< from collagen, cross-links and alignment
  constants    ///< the same constants everywhere
};

enum class FibreLaw
{
  gst_weiss,
  goh
};

/// Constitutive law (docs/model.md, section Mechanics).
struct Material
{
  Material(); ///< with the defaults

  MaterialSource source;
  FibreLaw       fibre_law;

  // From composition
  double collagen_I_modulus;     ///< E_I, MPa
  double collagen_III_share;     ///< beta_3
  double uncrosslinked_share;    ///< m_0
  double toe_strain;             ///< strain at the end of the toe region at S_n = S_0 (Biology)
  double toe_exponent;           ///< C_4 at S_n = S_0
  double smallest_toe_alignment; ///< S_n below which the toe region no longer shortens
  double matrix_modulus_basal;   ///< c_1 of matrix without cross-links, MPa
  double matrix_modulus_mature;  ///< c_1 added by mature matrix, MPa
  double bulk_modulus;           ///< K, MPa
  double goh_k1_per_modulus;     ///< GOH: k_1 / C_5
  double goh_k2;                 ///< GOH: k_2

  // Constants (source = constants)
  double constant_matrix_modulus; ///< c_1, MPa
  double constant_alignment;      ///< S_n = 1 - 3 kappa about the fibre axis
  double constant_C4;
  double constant_C5;          ///< MPa
  double constant_toe_stretch; ///< lambda*
  double constant_k1;          ///< MPa
  double constant_k2;
};
} // namespace tenogen::parameters

#endif
