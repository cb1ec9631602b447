#ifndef tenogen_parameters_parameter_set_h
#define tenogen_parameters_parameter_set_h

#include "tenogen/parameters/observation.h"

#include <string>
#include <vector>

/**
 * One plain struct per topic. Units: mm, N, MPa, day, mg, cells/mm^3, pg/mm^3 (= ng/mL).
 *
 * The initialisers here are the defaults; name with unit, range, meaning and source of each entry
 * stand in the `bind` function of its topic. No struct has behaviour and none is global.
 */
namespace tenogen::parameters
{
/// One corner of a piecewise linear history: (time [day], value).
struct TablePoint
{
  double time  = 0.;
  double value = 0.;
};

/// Piecewise linear history, constant before the first and after the last point.
using Table = std::vector<TablePoint>;

enum class GeometryType
{
  achilles,
  block,
  file
};

enum class Resolution
{
  coarse,
  standard,
  fine,
  custom
};

/// The body: a parametric Achilles tendon, a block, or a mesh file. Lengths in mm; z runs from the
/// insertion (z = 0, calcaneus) to the proximal end (z = length).
struct Geometry
{
  GeometryType type = GeometryType::achilles;

  // Parametric tendon
  double length                = 100.; ///< free tendon, insertion to proximal end
  double intact_area           = 80.;  ///< cross-section at mid-length of the intact tendon
  double distal_proximal_ratio = 1.51; ///< area at 10 mm over area at 70 mm above the insertion
  double aspect_ratio_proximal = 2.0;  ///< medio-lateral over antero-posterior semi-axis, z = length
  double aspect_ratio_distal   = 2.0;  ///< the same at the insertion
  double sagittal_bow          = 0.;   ///< antero-posterior offset of the axis at mid-length
  double twist                 = 0.;   ///< rotation of the fibres between the two ends, degree
  bool   has_gap               = true; ///< a ruptured tendon with scar, or an intact one
  double gap_centre            = 58.6; ///< height of the middle of the gap above the insertion
  double gap_length            = 25.;
  double gap_area              = 200.; ///< cross-section of the scar
  double gap_aspect_ratio      = 1.6;
  double gap_transition_length = 10.; ///< axial length over which stump and scar section blend
  double indicator_width       = 0.5; ///< tanh width of the tissue indicator between scar and stump

  // Mesh of the parametric tendon
  Resolution   resolution             = Resolution::coarse;
  unsigned int cells_across_width     = 8;  ///< custom: core cells medio-lateral
  unsigned int cells_across_thickness = 5;  ///< custom: core cells antero-posterior
  unsigned int cells_ring             = 1;  ///< custom: layers around the core
  unsigned int cells_gap              = 17; ///< custom: layers along the gap
  unsigned int cells_distal           = 8;  ///< custom: layers along the distal stump
  unsigned int cells_proximal         = 6;  ///< custom: layers along the proximal stump
  unsigned int global_refinements     = 0;  ///< further halvings of every cell edge

  // Block: boundaries are named left/right (x), front/back (y), bottom/top (z)
  double       block_size_x          = 1.;
  double       block_size_y          = 1.;
  double       block_size_z          = 1.;
  unsigned int block_cells_x         = 1;
  unsigned int block_cells_y         = 1;
  unsigned int block_cells_z         = 1;
  std::string  block_fibre_direction = "0, 0, 1"; ///< constant fibre axis of the block

  // Mesh file
  std::string mesh_file; ///< Gmsh .msh of hexahedra with named boundaries
};

enum class MechanicsType
{
  finite_strain,     ///< equilibrium is solved
  prescribed_strain, ///< the strain history is given by a table
  surrogate          ///< the zero-dimensional law of the point model, with the load governor
};

enum class FibreLaw
{
  gst_weiss,
  goh
};

enum class MaterialSource
{
  composition, ///< from collagen, cross-links and alignment
  constants    ///< the same constants everywhere
};

/// The strain and direction that cells read (docs/model.md, section Stimulus).
enum class SensedStrain
{
  tension,         ///< along the largest principal tension
  largest_stretch, ///< along the largest principal stretch
  fibres           ///< the fibres' mean, in the direction of the tension
};

/// Constitutive law (docs/model.md, section Mechanics).
struct Material
{
  MaterialSource source    = MaterialSource::composition;
  FibreLaw       fibre_law = FibreLaw::gst_weiss;

  // From composition
  double collagen_I_modulus     = 1000.; ///< E_I, MPa
  double collagen_III_share     = 0.30;  ///< beta_3
  double uncrosslinked_share    = 0.25;  ///< m_0
  double toe_strain             = 0.03;  ///< strain at the end of the toe region at S_n = S_0 (Biology)
  double toe_exponent           = 60.;   ///< C_4 at S_n = S_0
  double smallest_toe_alignment = 0.05;  ///< S_n below which the toe no longer shortens
  double matrix_modulus_basal   = 0.3;   ///< c_1 of matrix without cross-links, MPa
  double matrix_modulus_mature  = 0.7;   ///< c_1 added by mature matrix, MPa
  double bulk_modulus           = 100.;  ///< K, MPa
  double goh_k1_per_modulus     = 0.1;   ///< GOH: k_1 / C_5
  double goh_k2                 = 20.;   ///< GOH: k_2

  // Constants (source = constants)
  double constant_matrix_modulus = 1.; ///< c_1, MPa
  double constant_alignment      = 1.; ///< S_n = 1 - 3 kappa about the fibre axis
  double constant_C4             = 60.;
  double constant_C5             = 900.; ///< MPa
  double constant_toe_stretch    = 1.03; ///< lambda*
  double constant_k1             = 100.; ///< MPa
  double constant_k2             = 50.;
};

/// Equilibrium: element, boundary conditions, governor.
struct Mechanics
{
  MechanicsType type   = MechanicsType::finite_strain;
  unsigned int  degree = 1; ///< 1: Q1-P0, 2: Q2-P1 discontinuous
  std::string   boundary_conditions =
      "insertion: displacement xyz = 0; proximal: plate z = load; surface: spring = 1e-4";
  unsigned int load_increments    = 6;     ///< of the first solution from rest
  double       residual_tolerance = 3e-12; ///< relative to the norm of all element forces

  bool   governor              = true;
  double guard_strain          = 0.09;  ///< eps_g
  double guard_section         = 5.;    ///< thickness of the sections whose mean strain is guarded, mm
  double guard_force_tolerance = 0.003; ///< relative error of the governed force

  double mechanosensing_strain_tolerance = 0.02; ///< allowed error of the extrapolated strain, relative
  double longest_interval                = 30.;  ///< between two equilibrium solutions, day
  double shortest_interval               = 0.02; ///< below it the run stops, day

  Table prescribed_strain = {{0., 0.03}};

  // Surrogate of the point model: eps = sigma/E + e_toe (1 - exp(-sigma/s_toe))
  double surrogate_area           = 200.; ///< mm^2
  double surrogate_matrix_modulus = 0.5;  ///< MPa
  double surrogate_toe_strain     = 0.015;
  double surrogate_toe_stress     = 1.; ///< MPa
};

/// Target peak tendon force of a day.
struct Load
{
  Table  programme      = {{0., 200.},    {14., 250.},   {28., 350.},   {56., 700.},  {84., 1200.},
                           {120., 1800.}, {180., 2200.}, {365., 2600.}, {730., 3000.}}; ///< (day, N)
  double habitual_force = 1800.; ///< demand before the programme starts, N
};

/// Every constant of the biology (docs/model.md, section Biology).
struct Biology
{
  // Mesenchymal stem cells M
  double msc_motility          = 0.05; ///< D_M, mm^2/day
  double msc_chemotaxis        = 0.05; ///< chi_M, mm^2/day
  double msc_haptotaxis        = 0.02; ///< eta_M, mm^2/day
  double msc_proliferation     = 0.05; ///< r_M, 1/day
  double msc_loss              = 0.08; ///< delta_M0, 1/day
  double msc_inflammatory_loss = 0.25; ///< delta_MC, 1/day
  double msc_differentiation   = 0.02; ///< k_MT, 1/day
  // Activated fibroblasts F
  double fibroblast_motility                 = 0.02; ///< D_F, mm^2/day
  double fibroblast_chemotaxis               = 0.01; ///< chi_F, mm^2/day
  double fibroblast_haptotaxis               = 0.01; ///< eta_F, mm^2/day
  double fibroblast_growth                   = 0.12; ///< r_F, 1/day
  double fibroblast_loss                     = 0.03; ///< delta_F, 1/day
  double fibroblast_to_tenocyte              = 0.02; ///< k_FT, 1/day
  double conversion_growth_factor_share      = 0.;   ///< g_T
  double conversion_growth_factor_half_level = 4.5;  ///< K_T, pg/mm^3
  double fibroblast_surface_influx           = 0.;   ///< cells/(mm^2 day), through the paratenon
  // Tenocytes T
  double tenocyte_motility      = 0.005; ///< D_T, mm^2/day
  double tenocyte_growth        = 0.06;  ///< r_T, 1/day
  double tenocyte_to_fibroblast = 0.06;  ///< k_TF, 1/day
  double tenocyte_loss          = 0.01;  ///< delta_T, 1/day
  double tenocyte_overload_loss = 0.02;  ///< delta_TD, 1/day
  double reference_tenocytes    = 2.0e4; ///< T_ref, cells/mm^3
  double maximal_cell_density   = 3.0e4; ///< N_max, cells/mm^3
  // Taxis
  double chemotaxis_half_level = 1.0;  ///< K_chi, pg/mm^3
  double haptotaxis_inhibition = 0.10; ///< rho_eta, mg/mm^3
  // Anisotropy of every diffusion tensor
  double diffusion_anisotropy = 0.13; ///< zeta
  // Cytokine C
  double cytokine_diffusivity         = 0.5;   ///< D_C, mm^2/day
  double cytokine_basal_production    = 0.02;  ///< p_C0, pg/mm^3/day
  double cytokine_loop_production     = 1.40;  ///< p_C, pg/mm^3/day
  double cytokine_loop_half_level     = 0.15;  ///< K_Cf, pg/mm^3
  double cytokine_loop_exponent       = 3.;    ///< n
  double cytokine_constitutive_share  = 0.12;  ///< b_F
  double cytokine_fibroblast_scale    = 2.8e4; ///< F_ref, cells/mm^3
  double msc_suppression_density      = 60.;   ///< K_MI, cells/mm^3
  double cytokine_overload_production = 0.05;  ///< p_CD, pg/mm^3/day
  double cytokine_decay               = 2.;    ///< d_C, 1/day
  double cytokine_half_effect         = 0.20;  ///< K_C, pg/mm^3
  // Growth factor G
  double growth_factor_diffusivity       = 1.0;    ///< D_G, mm^2/day
  double growth_factor_from_msc          = 0.070;  ///< p_GM, pg/cell/day
  double growth_factor_from_fibroblasts  = 0.0030; ///< p_GF, pg/cell/day
  double growth_factor_from_tenocytes    = 0.0025; ///< p_GT, pg/cell/day
  double growth_factor_from_inflammation = 15.;    ///< p_GC, pg/mm^3/day
  double growth_factor_decay             = 15.;    ///< d_G, 1/day
  double growth_factor_half_effect       = 4.;     ///< K_G, pg/mm^3
  // Strain window
  double       window_low_strain    = 0.015; ///< eps_lo
  double       window_low_exponent  = 3.;    ///< n_lo
  double       window_high_strain   = 0.095; ///< eps_hi
  double       window_high_exponent = 6.;    ///< n_hi
  double       unloaded_activity    = 0.15;  ///< phi_0
  SensedStrain sensed_strain        = SensedStrain::tension;
  double       cycles_half_effect   = 0.;    ///< half-effect of cycles/day; 0: no dose factor
  double       cycles_per_day       = 6000.; ///< n_c
  // Collagen
  double collagen_I_from_tenocytes     = 9.0e-8; ///< p_1T, mg/cell/day
  double collagen_III_from_tenocytes   = 4.0e-9; ///< p_3T, mg/cell/day
  double collagen_I_from_fibroblasts   = 2.2e-8; ///< p_1F, mg/cell/day
  double collagen_III_from_fibroblasts = 1.9e-8; ///< p_3F, mg/cell/day
  double reference_collagen            = 0.28;   ///< rho_0, mg/mm^3
  double maximal_collagen              = 0.30;   ///< rho_max, mg/mm^3
  double collagen_I_turnover           = 9.0e-4; ///< d_1, 1/day
  double collagen_III_turnover         = 1.8e-3; ///< d_3, 1/day
  double protected_turnover            = 2.0e-5; ///< d_min, 1/day
  double turnover_protection_exponent  = 2.;     ///< q_X
  double collagen_III_clearance        = 2.8e-3; ///< d_3T, 1/day
  double inflammatory_turnover         = 1.5;    ///< m_C
  double overload_turnover             = 1.5;    ///< m_D
  double basal_synthesis               = 0.40;   ///< f_0
  double maturity_feedback             = 0.70;   ///< h_m
  // Cross-links, alignment
  double crosslink_rate        = 0.0050; ///< k_X, 1/day
  double crosslink_inhibition  = 0.65;   ///< X_C
  double alignment_rate        = 0.0095; ///< k_A, 1/day
  double largest_alignment     = 0.85;   ///< S_max
  double reference_alignment   = 0.95;   ///< S_0
  double overload_disalignment = 0.0012; ///< k_AD, 1/day
  double fibroblast_alignment  = 0.20;   ///< a_F
  double deposition_alignment  = 0.35;   ///< alpha_N
  // Water, fat
  double water_diffusivity      = 0.1;   ///< D_W, mm^2/day
  double water_exchange         = 0.030; ///< k_W, 1/day
  double water_inflammation     = 0.35;  ///< W_C
  double water_collagen_deficit = 0.35;  ///< W_rho
  double fat_replacement        = 0.006; ///< k_L, 1/day
  // Paratenon (Robin) exchange through the boundary named "surface"
  double paratenon_cytokine_transfer      = 0.1;  ///< h_C, mm/day
  double paratenon_growth_factor_transfer = 0.1;  ///< h_G, mm/day
  double paratenon_msc_transfer           = 0.;   ///< h_M, mm/day
  bool   paratenon_like_intact            = true; ///< the levels outside are those of intact tendon
  double paratenon_cytokine_level         = 0.;   ///< pg/mm^3, where they are not
  double paratenon_growth_factor_level    = 0.;   ///< pg/mm^3
};

/// One place where the needle leaves cells: a Gaussian cloud.
struct Depot
{
  double x     = 0.; ///< mm
  double y     = 0.; ///< mm
  double z     = 0.; ///< mm, height above the gap centre (or above z = 0 without a gap)
  double width = 4.; ///< sigma, mm
  double share = 1.; ///< of the dose, relative
};

/// The injection of mesenchymal stem cells.
struct Treatment
{
  double             dose      = 0.;   ///< cells
  double             retention = 0.20; ///< share left after the first day's wash-out
  double             start     = 0.;   ///< day
  double             duration  = 0.02; ///< day
  std::vector<Depot> depots    = {{0., 0., -10., 4., 0.2},
                                  {0., 0., -5., 4., 0.2},
                                  {0., 0., 0., 4., 0.2},
                                  {0., 0., 5., 4., 0.2},
                                  {0., 0., 10., 4., 0.2}};
};

/// Point values of every biological field.
struct PointValues
{
  double msc           = 0.; ///< M, cells/mm^3
  double fibroblasts   = 0.; ///< F, cells/mm^3
  double tenocytes     = 0.; ///< T, cells/mm^3
  double cytokine      = 0.; ///< C, pg/mm^3
  double growth_factor = 0.; ///< G, pg/mm^3
  double water         = 0.; ///< W, -
  double fat           = 0.; ///< L, -
  double collagen_I    = 0.; ///< rho_I, mg/mm^3
  double collagen_III  = 0.; ///< rho_III, mg/mm^3
  double crosslinks    = 0.; ///< X, -
  double alignment     = 0.; ///< S_n, -
};

/// The tissue at t = 0.
struct InitialState
{
  bool         relax                  = true; ///< start from the stationary untreated state of each tissue
  double       relaxation_time        = 12.;  ///< years the scar has relaxed before the run
  double       intact_relaxation_time = 40.;  ///< years the intact tendon has, whose collagen is slow
  double       msc                    = 0.;   ///< uniform MSC density at t = 0 (verification), cells/mm^3
  PointValues  scar                   = {0., 2.0e4, 2.0e3, 0.6, 3.0, 0.4, 0.15, 0.06, 0.06, 0.25, 0.40};
  PointValues  intact                 = {0., 100., 1.9e4, 0.0105, 3.0, 0., 0., 0.274, 0.006, 1., 0.95};
  double       fat_variation          = 0.; ///< coefficient of variation of the fat in the scar
  double       fat_correlation_length = 3.; ///< mm
  unsigned int seed                   = 1;
  // Fluid pocket: ellipsoid in the gap
  bool   fluid_pocket          = false;
  double fluid_pocket_x        = 8.; ///< full axes, mm
  double fluid_pocket_y        = 4.;
  double fluid_pocket_z        = 3.;
  double fluid_pocket_water    = 1.0;
  double fluid_pocket_collagen = 0.02; ///< mg/mm^3
};

/// Time and step control.
struct TimeStepping
{
  double end           = 730.5; ///< day
  double first_step    = 0.005; ///< day
  double smallest_step = 1e-7;  ///< day
  double largest_step  = 5.;    ///< day
  double tolerance     = 1e-3;  ///< relative local error of a biology step
  double msc_floor = 1e-7; ///< share of the largest MSC density ever, below which its error is not controlled
  double linear_tolerance    = 1e-12;                      ///< of the transport solves, relative residual
  std::vector<double> visits = {0., 1., 4., 6., 12., 24.}; ///< months
};

/// What is written, and where.
struct Output
{
  std::string directory = "results";
  bool        fields    = true; ///< field snapshots at the visits

  // Checkpoints
  double       checkpoint_minutes = 5.;    ///< of the wall clock between two; 0: not by the clock
  double       checkpoint_days    = 0.;    ///< simulated, between two; 0: not by days
  unsigned int checkpoint_slots   = 2;     ///< written in turn
  bool         keep_at_visits     = false; ///< a checkpoint of every visit stays
};

/// Everything a run depends on.
struct ParameterSet
{
  std::string  title;
  Geometry     geometry;
  Material     material;
  Mechanics    mechanics;
  Load         load;
  Biology      biology;
  Treatment    treatment;
  InitialState initial_state;
  TimeStepping time;
  Mri          mri;
  Clinical     clinical;
  Output       output;
};
} // namespace tenogen::parameters

#endif
