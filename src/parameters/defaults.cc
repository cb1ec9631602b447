#include "tenogen/parameters/parameter_set.h"

/**
 * The default of every parameter, in a separate file so that changing a default recompiles only this file.
 * The source of each default is in the `bind` function of its topic.
 */
namespace tenogen::parameters
{
Geometry::Geometry()
  : type(GeometryType::achilles)
  , length(100.)
  , intact_area(80.)
  , distal_proximal_ratio(1.51)
  , aspect_ratio_proximal(2.0)
  , aspect_ratio_distal(2.0)
  , sagittal_bow(0.)
  , twist(0.)
  , has_gap(true)
  , gap_centre(58.6)
  , gap_length(25.)
  , gap_area(200.)
  , gap_aspect_ratio(1.6)
  , gap_transition_length(10.)
  , indicator_width(0.5)
  , resolution(Resolution::coarse)
  , cells_across_width(8)
  , cells_across_thickness(5)
  , cells_ring(1)
  , cells_gap(17)
  , cells_distal(8)
  , cells_proximal(6)
  , global_refinements(0)
  , block_size_x(1.)
  , block_size_y(1.)
  , block_size_z(1.)
  , block_cells_x(1)
  , block_cells_y(1)
  , block_cells_z(1)
  , block_fibre_direction("0, 0, 1")
{
}

Material::Material()
  : source(MaterialSource::composition)
  , fibre_law(FibreLaw::gst_weiss)
  , collagen_I_modulus(1000.)
  , collagen_III_share(0.30)
  , uncrosslinked_share(0.25)
  , toe_strain(0.03)
  , toe_exponent(60.)
  , smallest_toe_alignment(0.05)
  , matrix_modulus_basal(0.3)
  , matrix_modulus_mature(0.7)
  , bulk_modulus(100.)
  , goh_k1_per_modulus(0.1)
  , goh_k2(20.)
  , constant_matrix_modulus(1.)
  , constant_alignment(1.)
  , constant_C4(60.)
  , constant_C5(900.)
  , constant_toe_stretch(1.03)
  , constant_k1(100.)
  , constant_k2(50.)
{
}

Mechanics::Mechanics()
  : type(MechanicsType::finite_strain)
  , degree(1)
  , boundary_conditions("insertion: displacement xyz = 0; proximal: plate z = load; surface: spring = 1e-4")
  , load_increments(6)
  , residual_tolerance(3e-12)
  , governor(true)
  , guard_strain(0.09)
  , guard_section(5.)
  , guard_force_tolerance(0.003)
  , mechanosensing_strain_tolerance(0.02)
  , longest_interval(30.)
  , shortest_interval(0.02)
  , prescribed_strain{{0., 0.03}}
  , surrogate_area(200.)
  , surrogate_matrix_modulus(0.5)
  , surrogate_toe_strain(0.015)
  , surrogate_toe_stress(1.)
{
}

Load::Load()
  : programme{{0., 200.},    {14., 250.},   {28., 350.},   {56., 700.},  {84., 1200.},
              {120., 1800.}, {180., 2200.}, {365., 2600.}, {730., 3000.}}
  , habitual_force(1800.)
{
}

Biology::Biology()
  : msc_motility(0.05)
  , msc_chemotaxis(0.05)
  , msc_haptotaxis(0.02)
  , msc_proliferation(0.05)
  , msc_loss(0.08)
  , msc_inflammatory_loss(0.25)
  , msc_differentiation(0.02)
  , fibroblast_motility(0.02)
  , fibroblast_chemotaxis(0.01)
  , fibroblast_haptotaxis(0.01)
  , fibroblast_growth(0.12)
  , fibroblast_loss(0.03)
  , fibroblast_to_tenocyte(0.02)
  , conversion_growth_factor_share(0.)
  , conversion_growth_factor_half_level(4.5)
  , fibroblast_surface_influx(0.)
  , tenocyte_motility(0.005)
  , tenocyte_growth(0.06)
  , tenocyte_to_fibroblast(0.06)
  , tenocyte_loss(0.01)
  , tenocyte_overload_loss(0.02)
  , reference_tenocytes(2.0e4)
  , maximal_cell_density(3.0e4)
  , chemotaxis_half_level(1.0)
  , haptotaxis_inhibition(0.10)
  , diffusion_anisotropy(0.13)
  , cytokine_diffusivity(0.5)
  , cytokine_basal_production(0.02)
  , cytokine_loop_production(1.40)
  , cytokine_loop_half_level(0.15)
  , cytokine_loop_exponent(3.)
  , cytokine_constitutive_share(0.12)
  , cytokine_fibroblast_scale(2.8e4)
  , msc_suppression_density(60.)
  , cytokine_overload_production(0.05)
  , cytokine_decay(2.)
  , cytokine_half_effect(0.20)
  , growth_factor_diffusivity(1.0)
  , growth_factor_from_msc(0.070)
  , growth_factor_from_fibroblasts(0.0030)
  , growth_factor_from_tenocytes(0.0025)
  , growth_factor_from_inflammation(15.)
  , growth_factor_decay(15.)
  , growth_factor_half_effect(4.)
  , window_low_strain(0.015)
  , window_low_exponent(3.)
  , window_high_strain(0.095)
  , window_high_exponent(6.)
  , unloaded_activity(0.15)
  , sensed_strain(SensedStrain::tension)
  , cycles_half_effect(0.)
  , cycles_per_day(6000.)
  , collagen_I_from_tenocytes(9.0e-8)
  , collagen_III_from_tenocytes(4.0e-9)
  , collagen_I_from_fibroblasts(2.2e-8)
  , collagen_III_from_fibroblasts(1.9e-8)
  , reference_collagen(0.28)
  , maximal_collagen(0.30)
  , collagen_I_turnover(9.0e-4)
  , collagen_III_turnover(1.8e-3)
  , protected_turnover(2.0e-5)
  , turnover_protection_exponent(2.)
  , collagen_III_clearance(2.8e-3)
  , inflammatory_turnover(1.5)
  , overload_turnover(1.5)
  , basal_synthesis(0.40)
  , maturity_feedback(0.70)
  , crosslink_rate(0.0050)
  , crosslink_inhibition(0.65)
  , alignment_rate(0.0095)
  , largest_alignment(0.85)
  , reference_alignment(0.95)
  , overload_disalignment(0.0012)
  , fibroblast_alignment(0.20)
  , deposition_alignment(0.35)
  , water_diffusivity(0.1)
  , water_exchange(0.030)
  , water_inflammation(0.35)
  , water_collagen_deficit(0.35)
  , fat_replacement(0.006)
  , paratenon_cytokine_transfer(0.1)
  , paratenon_growth_factor_transfer(0.1)
  , paratenon_msc_transfer(0.)
  , paratenon_like_intact(true)
  , paratenon_cytokine_level(0.)
  , paratenon_growth_factor_level(0.)
{
}

Treatment::Treatment()
  : dose(0.)
  , retention(0.20)
  , start(0.)
  , duration(0.02)
  , depots{{0., 0., -10., 4., 0.2},
           {0., 0., -5., 4., 0.2},
           {0., 0., 0., 4., 0.2},
           {0., 0., 5., 4., 0.2},
           {0., 0., 10., 4., 0.2}}
{
}

InitialState::InitialState()
  : relax(true)
  , relaxation_time(12.)
  , intact_relaxation_time(40.)
  , msc(0.)
  , scar{0., 2.0e4, 2.0e3, 0.6, 3.0, 0.4, 0.15, 0.06, 0.06, 0.25, 0.40}
  , intact{0., 100., 1.9e4, 0.0105, 3.0, 0., 0., 0.274, 0.006, 1., 0.95}
  , fat_variation(0.)
  , fat_correlation_length(3.)
  , seed(1)
  , fluid_pocket(false)
  , fluid_pocket_x(8.)
  , fluid_pocket_y(4.)
  , fluid_pocket_z(3.)
  , fluid_pocket_water(1.0)
  , fluid_pocket_collagen(0.02)
{
}

TimeStepping::TimeStepping()
  : end(730.5)
  , first_step(0.005)
  , smallest_step(1e-7)
  , largest_step(5.)
  , tolerance(1e-3)
  , msc_floor(1e-7)
  , linear_tolerance(1e-12)
  , visits{0., 1., 4., 6., 12., 24.}
{
}

Output::Output()
  : fields(true)
  , checkpoint_minutes(5.)
  , checkpoint_days(0.)
  , checkpoint_slots(2)
  , keep_at_visits(false)
{
}

MriGrid::MriGrid()
  : corner_x(-25.)
  , corner_y(-20.)
  , corner_z(-5.)
  , size_x(50.)
  , size_y(50.)
  , size_z(110.)
  , spacing_x(0.5)
  , spacing_y(0.5)
  , spacing_z(2.)
  , insertion_x(0.)
  , insertion_y(0.)
  , insertion_z(0.)
  , axis("0, 0, 1")
  , front("0, 1, 0")
  , B0("0, 0, 1")
  , samples(3)
{
}

MriSurroundings::MriSurroundings()
  : muscle_height(30.)
  , muscle_depth(11.)
  , skin_depth(14.)
  , muscle_water(0.76)
{
}

Mri::Mri()
  : write(false)
  , resting_force(20.)
  , pd{30., 4000., true}
  , t2{60., 4000., true}
  , ute_echoes{0.07, 0.5, 1., 2., 4., 6., 9.}
  , ute_TR(50.)
  , ute_flip_angle(10.)
  , write_echoes(false)
  , snr(0.)
  , seed(1)
  , fluid_label_share(0.2)
  , bound{1.8, 3., 700.}
  , free{12., 20., 1000.}
  , fluid{60., 200., 4000.}
  , fat{20., 60., 370.}
  , muscle{25., 35., 1410.}
  , bound_water_per_collagen(1.95)
  , largest_bound_share(0.9)
  , collagen_density(1.34)
  , other_solids(0.04)
  , fat_protons(0.9)
  , fat_saturation_residual(0.1)
  , isotropic_share(0.1)
{
}

Clinical::Clinical()
  : inflammation_pain(0.80)
  , strain_pain(0.90)
  , strain_exponent(4.)
  , strain_half_effect(0.12)
  , sensitisation(0.07)
  , swelling_pain(0.45)
  , swelling_half(0.35)
  , sport_demand(2500.)
  , tolerable_strain(0.08)
  , function_half(1000.)
  , activity_half(1800.)
  , pain_weight(0.30)
  , function_weight(0.30)
  , activity_weight(0.40)
  , vas_noise(1.)
  , visa_a_noise(7.)
  , daily_activity_vas(5.)
  , sport_vas(4.)
  , sport_force(1800.)
  , caution_strain(0.08)
  , failure_strain(0.12)
  , relapse_share(0.05)
  , limit_scatter(1. / 6.)
{
}
} // namespace tenogen::parameters
