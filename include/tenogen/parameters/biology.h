#ifndef tenogen_parameters_biology_h
#define tenogen_parameters_biology_h

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// The strain and direction that cells sense (docs/model.md, section Stimulus).
enum class SensedStrain
{
  tension,         ///< along the largest principal tension
  largest_stretch, ///< along the largest principal stretch
  fibres           ///< mean over the fibres, in the direction of the tension
};

/// Every constant of the biology (docs/model.md, section Biology).
struct Biology
{
  Biology(); ///< with the defaults

  // Mesenchymal stem cells M
  double msc_motility;          ///< D_M, mm^2/day
  double msc_chemotaxis;        ///< chi_M, mm^2/day
  double msc_haptotaxis;        ///< eta_M, mm^2/day
  double msc_proliferation;     ///< r_M, 1/day
  double msc_loss;              ///< delta_M0, 1/day
  double msc_inflammatory_loss; ///< delta_MC, 1/day
  double msc_differentiation;   ///< k_MT, 1/day
  // Activated fibroblasts F
  double fibroblast_motility;                 ///< D_F, mm^2/day
  double fibroblast_chemotaxis;               ///< chi_F, mm^2/day
  double fibroblast_haptotaxis;               ///< eta_F, mm^2/day
  double fibroblast_growth;                   ///< r_F, 1/day
  double fibroblast_loss;                     ///< delta_F, 1/day
  double fibroblast_to_tenocyte;              ///< k_FT, 1/day
  double conversion_growth_factor_share;      ///< g_T
  double conversion_growth_factor_half_level; ///< K_T, pg/mm^3
  double fibroblast_surface_influx;           ///< cells/(mm^2 day), through the paratenon
  // Tenocytes T
  double tenocyte_motility;      ///< D_T, mm^2/day
  double tenocyte_growth;        ///< r_T, 1/day
  double tenocyte_to_fibroblast; ///< k_TF, 1/day
  double tenocyte_loss;          ///< delta_T, 1/day
  double tenocyte_overload_loss; ///< delta_TD, 1/day
  double reference_tenocytes;    ///< T_ref, cells/mm^3
  double maximal_cell_density;   ///< N_max, cells/mm^3
  // Taxis
  double chemotaxis_half_level; ///< K_chi, pg/mm^3
  double haptotaxis_inhibition; ///< rho_eta, mg/mm^3
  // Anisotropy of every diffusion tensor
  double diffusion_anisotropy; ///< zeta
  // Cytokine C
  double cytokine_diffusivity;         ///< D_C, mm^2/day
  double cytokine_basal_production;    ///< p_C0, pg/mm^3/day
  double cytokine_loop_production;     ///< p_C, pg/mm^3/day
  double cytokine_loop_half_level;     ///< K_Cf, pg/mm^3
  double cytokine_loop_exponent;       ///< n
  double cytokine_constitutive_share;  ///< b_F
  double cytokine_fibroblast_scale;    ///< F_ref, cells/mm^3
  double msc_suppression_density;      ///< K_MI, cells/mm^3
  double cytokine_overload_production; ///< p_CD, pg/mm^3/day
  double cytokine_decay;               ///< d_C, 1/day
  double cytokine_half_effect;         ///< K_C, pg/mm^3
  // Growth factor G
  double growth_factor_diffusivity;       ///< D_G, mm^2/day
  double growth_factor_from_msc;          ///< p_GM, pg/cell/day
  double growth_factor_from_fibroblasts;  ///< p_GF, pg/cell/day
  double growth_factor_from_tenocytes;    ///< p_GT, pg/cell/day
  double growth_factor_from_inflammation; ///< p_GC, pg/mm^3/day
  double growth_factor_decay;             ///< d_G, 1/day
  double growth_factor_half_effect;       ///< K_G, pg/mm^3
  // Strain window
  double       window_low_strain;    ///< eps_lo
  double       window_low_exponent;  ///< n_lo
  double       window_high_strain;   ///< eps_hi
  double       window_high_exponent; ///< n_hi
  double       unloaded_activity;    ///< phi_0
  SensedStrain sensed_strain;
  double       cycles_half_effect; ///< half-effect of cycles/day; 0: no dose factor
  double       cycles_per_day;     ///< n_c
  // Collagen
  double collagen_I_from_tenocytes;     ///< p_1T, mg/cell/day
  double collagen_III_from_tenocytes;   ///< p_3T, mg/cell/day
  double collagen_I_from_fibroblasts;   ///< p_1F, mg/cell/day
  double collagen_III_from_fibroblasts; ///< p_3F, mg/cell/day
  double reference_collagen;            ///< rho_0, mg/mm^3
  double maximal_collagen;              ///< rho_max, mg/mm^3
  double collagen_I_turnover;           ///< d_1, 1/day
  double collagen_III_turnover;         ///< d_3, 1/day
  double protected_turnover;            ///< d_min, 1/day
  double turnover_protection_exponent;  ///< q_X
  double collagen_III_clearance;        ///< d_3T, 1/day
  double inflammatory_turnover;         ///< m_C
  double overload_turnover;             ///< m_D
  double basal_synthesis;               ///< f_0
  double maturity_feedback;             ///< h_m
  // Cross-links, alignment
  double crosslink_rate;        ///< k_X, 1/day
  double crosslink_inhibition;  ///< X_C
  double alignment_rate;        ///< k_A, 1/day
  double largest_alignment;     ///< S_max
  double reference_alignment;   ///< S_0
  double overload_disalignment; ///< k_AD, 1/day
  double fibroblast_alignment;  ///< a_F
  double deposition_alignment;  ///< alpha_N
  // Water, fat
  double water_diffusivity;      ///< D_W, mm^2/day
  double water_exchange;         ///< k_W, 1/day
  double water_inflammation;     ///< W_C
  double water_collagen_deficit; ///< W_rho
  double fat_replacement;        ///< k_L, 1/day
  // Paratenon (Robin) exchange through the boundary named "surface"
  double paratenon_cytokine_transfer;      ///< h_C, mm/day
  double paratenon_growth_factor_transfer; ///< h_G, mm/day
  double paratenon_msc_transfer;           ///< h_M, mm/day
  bool   paratenon_like_intact;            ///< the levels outside are those of intact tendon
  double paratenon_cytokine_level;         ///< pg/mm^3, where they are not
  double paratenon_growth_factor_level;    ///< pg/mm^3
};
} // namespace tenogen::parameters

#endif
