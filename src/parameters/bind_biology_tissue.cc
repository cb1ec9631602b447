#include "tenogen/parameters/bind_biology.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
void bind_strain_window(Binder &binder, Biology &b)
{
  const std::string window =
      "adaptation at 4.5 to 6.5 % in vivo, " + sources::kharazi + "; " + sources::stem_cell_strain;
  binder.enter("Strain window", "How cells respond to the daily peak strain: too little deprives them of "
                                "stimulus, too much damages the tissue.");
  binder.add(
      b.window_low_strain, "Low strain [-]", above(0.),
      {"eps_lo", "Strain at which the anabolic effect is half-maximal.", window, modelled, {0.01, 0.03}});
  binder.add(b.window_low_exponent, "Low exponent [-]", above_up_to(0., 100.),
             {"n_lo", "Hill exponent of the anabolic effect at the low strain.", sources::fitted});
  binder.add(b.window_high_strain, "High strain [-]", above(0.),
             {"eps_hi", "Strain at which the overload is half-maximal.", window, modelled, {0.06, 0.12}});
  binder.add(b.window_high_exponent, "High exponent [-]", above_up_to(0., 100.),
             {"n_hi", "Hill exponent of the overload at the high strain.", sources::fitted});
  binder.add(b.unloaded_activity, "Unloaded activity [-]", between(0., 1.),
             {"phi_0", "Relative activity of the cells without strain.", window, modelled, {0., 0.3}});
  binder.add(b.sensed_strain, "Sensed strain",
             {{"tension", SensedStrain::tension},
              {"largest-stretch", SensedStrain::largest_stretch},
              {"fibres", SensedStrain::fibres}},
             {"eps",
              "Strain and direction that cells sense: along the largest principal tension, along the largest "
              "principal stretch, or the mean over the fibres in the direction of the tension.",
              sources::assumed});
  binder.add(
      b.cycles_half_effect, "Cycles half effect [1/day]", at_least(0.),
      {"",
       "Load cycles per day at which the anabolic effect is half-maximal; 0: the number of cycles has no "
       "effect.",
       "assumed off; 500 is an option. Rest between cycles raises collagen I in vitro (BMC Musculoskelet "
       "Disord 15:386)"});
  binder.add(b.cycles_per_day, "Cycles per day [1/day]", at_least(0.),
             {"n_c",
              "Load cycles per day, that is, steps of the affected leg.",
              sources::memory,
              modelled,
              {3000., 12000.}});
  binder.leave();
}

void bind_synthesis(Binder &binder, Biology &b)
{
  const std::string output = "of the order of 20 pg/cell/day in " + sources::jin + "; " + sources::fitted;
  binder.add(b.collagen_I_from_tenocytes, "Collagen I from tenocytes [mg/cell/day]", at_least(0.),
             {"p_1T",
              "Collagen I synthesis per tenocyte under optimal conditions.",
              output,
              modelled,
              {2e-8, 1.5e-7}});
  binder.add(
      b.collagen_III_from_tenocytes, "Collagen III from tenocytes [mg/cell/day]", at_least(0.),
      {"p_3T", "Collagen III synthesis per tenocyte under optimal conditions.", sources::fitted, assumed});
  binder.add(b.collagen_I_from_fibroblasts, "Collagen I from fibroblasts [mg/cell/day]", at_least(0.),
             {"p_1F",
              "Collagen I synthesis per fibroblast under optimal conditions.",
              "order of " + sources::jin,
              modelled,
              {1e-8, 6e-8}});
  binder.add(b.collagen_III_from_fibroblasts, "Collagen III from fibroblasts [mg/cell/day]", at_least(0.),
             {"p_3F",
              "Collagen III synthesis per fibroblast under optimal conditions.",
              "order of " + sources::jin,
              modelled,
              {1e-8, 6e-8}});
  const std::string dry = "water and collagen content of tendon, Cell Physiol Biochem "
                          "(cellphysiolbiochem.com/Articles/000743)";
  binder.add(b.reference_collagen, "Reference density [mg/mm^3]", above(0.),
             {"rho_0", "Collagen density of intact tendon.", dry, modelled, {0.22, 0.35}});
  binder.add(b.maximal_collagen, "Maximal density [mg/mm^3]", above(0.),
             {"rho_max", "Collagen density at which no space is left.", dry, modelled, {0.22, 0.35}});
  binder.add(b.basal_synthesis, "Basal synthesis [-]", between(0., 1.),
             {"f_0", "Share of the synthesis that does not need growth factor.", sources::assumed});
  binder.add(b.maturity_feedback, "Maturity feedback [-]", between(0., 1.),
             {"h_m", "Degree to which mature, aligned tissue slows its synthesis.", sources::assumed});
}

void bind_turnover(Binder &binder, Biology &b)
{
  const std::string core = "no renewal of the core in adults, " + sources::heinemeier;
  binder.add(
      b.collagen_I_turnover, "Collagen I turnover [1/day]", at_least(0.),
      {"d_1", "Degradation rate of collagen I in scar without cross-links.", core, modelled, {3e-4, 2.7e-3}});
  binder.add(b.collagen_III_turnover, "Collagen III turnover [1/day]", at_least(0.),
             {"d_3",
              "Degradation rate of collagen III in scar without cross-links.",
              core,
              modelled,
              {6e-4, 5.4e-3}});
  binder.add(b.protected_turnover, "Protected turnover [1/day]", at_least(0.),
             {"d_min", "Degradation rate of fully cross-linked collagen.", core, modelled, {7e-6, 6e-5}});
  binder.add(b.turnover_protection_exponent, "Turnover protection exponent [-]", above_up_to(0., 100.),
             {"q_X", "Exponent of the protection by cross-links, (1 - X)^q_X.", sources::assumed});
  binder.add(b.collagen_III_clearance, "Collagen III clearance [1/day]", at_least(0.),
             {"d_3T",
              "Rate at which tenocytes remove collagen III.",
              "declines over months, " + sources::memory + "; " + sources::fitted,
              assumed,
              {0.001, 0.01}});
  binder.add(b.inflammatory_turnover, "Inflammatory turnover [-]", at_least(0.),
             {"m_C",
              "Relative increase of the degradation at full inflammation.",
              sources::assumed,
              assumed,
              {0., 5.}});
  binder.add(
      b.overload_turnover, "Overload turnover [-]", at_least(0.),
      {"m_D", "Relative increase of the degradation at full overload.", sources::assumed, assumed, {0., 5.}});
}

void bind_structure(Binder &binder, Biology &b)
{
  binder.enter("Cross-links and alignment", "Maturation and alignment of the collagen.");
  binder.add(b.crosslink_rate, "Cross-link rate [1/day]", at_least(0.),
             {"k_X",
              "Rate at which cross-links mature.",
              "6 to 12 months, " + sources::memory,
              modelled,
              {0.002, 0.015}});
  binder.add(b.crosslink_inhibition, "Cross-link inhibition [-]", between(0., 1.),
             {"X_C", "Reduction of the final maturity at full inflammation.", sources::assumed});
  binder.add(b.alignment_rate, "Alignment rate [1/day]", at_least(0.),
             {"k_A", "Rate at which strained cells align the collagen with the tension.", sources::fitted});
  binder.add(b.largest_alignment, "Largest alignment [-]", between(0., 1.),
             {"S_max", "Alignment that remodelling can reach.", sources::fitted});
  binder.add(b.reference_alignment, "Reference alignment [-]", above_up_to(0., 1.),
             {"S_0", "Alignment of intact tendon; it normalises the stiffness and should not be changed.",
              sources::fitted});
  binder.add(b.overload_disalignment, "Overload disalignment [1/day]", at_least(0.),
             {"k_AD", "Rate at which alignment is lost at full overload.", sources::fitted});
  binder.add(b.fibroblast_alignment, "Fibroblast alignment [-]", at_least(0.),
             {"a_F", "Rate at which a fibroblast aligns collagen, relative to a tenocyte.", sources::fitted});
  binder.add(b.deposition_alignment, "Deposition alignment [-]", between(0., 1.),
             {"alpha_N", "Alignment of collagen deposited during inflammation.", sources::fitted});
  binder.leave();
}
} // namespace

void bind_tissue(Binder &binder, Biology &biology)
{
  bind_strain_window(binder, biology);
  binder.enter("Collagen", "Collagen I and III: synthesis, space and turnover.");
  bind_synthesis(binder, biology);
  bind_turnover(binder, biology);
  binder.leave();
  bind_structure(binder, biology);
}
} // namespace tenogen::parameters
