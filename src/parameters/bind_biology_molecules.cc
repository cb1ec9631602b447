#include "tenogen/parameters/bind_biology.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
void bind_cytokine(Binder &binder, Biology &b)
{
  binder.enter("Cytokine",
               "Inflammatory cytokine C (such as IL-1 beta or TNF) and its feedback loop with fibroblasts.");
  binder.add(b.cytokine_diffusivity, "Diffusivity [mm^2/day]", at_least(0.),
             {"D_C", "Diffusion coefficient of the cytokine.", sources::frap, modelled, {0.1, 2.}});
  binder.add(b.cytokine_basal_production, "Basal production [pg/mm^3/day]", at_least(0.),
             {"p_C0", "Cytokine production that does not depend on the modelled cells.", sources::fitted});
  binder.add(b.cytokine_loop_production, "Loop production [pg/mm^3/day]", at_least(0.),
             {"p_C",
              "Cytokine production by fully stimulated fibroblasts at their reference density.",
              sources::fitted,
              assumed,
              {0.8, 3.}});
  binder.add(b.cytokine_loop_half_level, "Loop half level [pg/mm^3]", above(0.),
             {"K_Cf",
              "Cytokine concentration at which the stimulation of fibroblasts is half-maximal.",
              sources::fitted,
              assumed,
              {0.05, 0.5}});
  binder.add(b.cytokine_loop_exponent, "Loop exponent [-]", between(1., 100.),
             {"n",
              "Hill exponent of the stimulation of fibroblasts by cytokine.",
              sources::fitted,
              assumed,
              {2., 4.}});
  binder.add(b.cytokine_constitutive_share, "Constitutive share [-]", between(0., 1.),
             {"b_F",
              "Share of the production that fibroblasts maintain without stimulation (stromal memory).",
              sources::fitted,
              assumed,
              {0., 0.2}});
  binder.add(b.cytokine_fibroblast_scale, "Fibroblast scale [cells/mm^3]", above(0.),
             {"F_ref", "Reference fibroblast density for the loop production.", sources::fitted});
  binder.add(b.msc_suppression_density, "Suppression density [cells/mm^3]", above(0.),
             {"K_MI",
              "Stem-cell density that halves the cytokine production of fibroblasts.",
              sources::fitted,
              assumed,
              {30., 500.}});
  binder.add(b.cytokine_overload_production, "Overload production [pg/mm^3/day]", at_least(0.),
             {"p_CD", "Cytokine production at full overload.", sources::assumed, assumed, {0., 0.3}});
  binder.add(b.cytokine_decay, "Decay [1/day]", at_least(0.),
             {"d_C",
              "Decay rate of the cytokine.",
              "assumed; half-life of hours in tissue, " + sources::memory,
              assumed,
              {1., 10.}});
  binder.add(b.cytokine_half_effect, "Half effect [pg/mm^3]", above(0.),
             {"K_C",
              "Cytokine concentration at which the effect on cells and tissue is half-maximal.",
              "active at 0.1 to 1 ng/mL, " + sources::memory,
              modelled,
              {0.05, 1.}});
  binder.leave();
}

void bind_growth_factor(Binder &binder, Biology &b)
{
  binder.enter("Growth factor", "Active growth factor G (such as TGF-beta 1).");
  binder.add(b.growth_factor_diffusivity, "Diffusivity [mm^2/day]", at_least(0.),
             {"D_G", "Diffusion coefficient of the growth factor.", sources::frap, modelled, {0.3, 2.6}});
  binder.add(b.growth_factor_from_msc, "From stem cells [pg/cell/day]", at_least(0.),
             {"p_GM",
              "Growth-factor production per stem cell.",
              "0.07 for a macrophage in " + sources::jin,
              modelled,
              {0.001, 0.1}});
  binder.add(b.growth_factor_from_fibroblasts, "From fibroblasts [pg/cell/day]", at_least(0.),
             {"p_GF",
              "Growth-factor production per strained fibroblast.",
              "0.004 in " + sources::jin,
              modelled,
              {0.001, 0.1}});
  binder.add(b.growth_factor_from_tenocytes, "From tenocytes [pg/cell/day]", at_least(0.),
             {"p_GT",
              "Growth-factor production per strained tenocyte.",
              "fibroblast 0.004 in " + sources::jin,
              modelled,
              {0.001, 0.1}});
  binder.add(b.growth_factor_from_inflammation, "From inflammation [pg/mm^3/day]", at_least(0.),
             {"p_GC",
              "Growth-factor production at full inflammation.",
              "same order as in " + sources::jin,
              modelled,
              {5., 50.}});
  binder.add(b.growth_factor_decay, "Decay [1/day]", at_least(0.),
             {"d_G",
              "Decay rate of the growth factor.",
              "15 in " + sources::jin + "; half-life of minutes for the free molecule, " + sources::memory,
              modelled,
              {5., 400.}});
  binder.add(b.growth_factor_half_effect, "Half effect [pg/mm^3]", above(0.),
             {"K_G",
              "Growth-factor concentration at which the effect on cells is half-maximal.",
              "saturates at 1 to 10 ng/mL, " + sources::memory,
              modelled,
              {0.5, 10.}});
  binder.leave();
}

void bind_water_and_fat(Binder &binder, Biology &b)
{
  binder.enter("Water and fat", "Excess water W (oedema) and fat L.");
  binder.add(b.water_diffusivity, "Water diffusivity [mm^2/day]", at_least(0.),
             {"D_W",
              "Diffusion coefficient of excess water (spread of the oedema).",
              sources::assumed,
              assumed,
              {0.01, 1.}});
  binder.add(
      b.water_exchange, "Water exchange [1/day]", at_least(0.),
      {"k_W", "Rate at which excess water approaches its equilibrium.", "assumed; oedema resolves in weeks"});
  binder.add(b.water_inflammation, "Water of inflammation [-]", at_least(0.),
             {"W_C", "Equilibrium excess water due to full inflammation.", sources::assumed});
  binder.add(b.water_collagen_deficit, "Water of collagen deficit [-]", at_least(0.),
             {"W_rho", "Equilibrium excess water due to a complete lack of collagen.", sources::assumed});
  binder.add(b.fat_replacement, "Fat replacement [1/day]", at_least(0.),
             {"k_L", "Rate at which tenocytes at their reference density replace fat.", sources::assumed});
  binder.leave();
}

void bind_paratenon(Binder &binder, Biology &b)
{
  binder.enter("Paratenon", "Exchange through the boundary surface: flux out = transfer (inside - outside).");
  binder.add(b.paratenon_cytokine_transfer, "Cytokine transfer [mm/day]", at_least(0.),
             {"h_C", "Transfer coefficient of cytokine through the paratenon.", sources::assumed});
  binder.add(b.paratenon_growth_factor_transfer, "Growth factor transfer [mm/day]", at_least(0.),
             {"h_G", "Transfer coefficient of growth factor through the paratenon.", sources::assumed});
  binder.add(b.paratenon_msc_transfer, "Stem cell transfer [mm/day]", at_least(0.),
             {"h_M", "Transfer coefficient of stem cells through the paratenon.", sources::assumed});
  binder.add(b.paratenon_like_intact, "Outside as in intact tendon",
             {"",
              "Use the levels of intact tendon at day 0 outside the paratenon, so that intact tendon has no "
              "net loss; if false, use the two levels below.",
              sources::assumed});
  binder.add(b.paratenon_cytokine_level, "Cytokine outside [pg/mm^3]", at_least(0.),
             {"", "Cytokine concentration outside the paratenon, if it is not that of intact tendon.",
              sources::assumed});
  binder.add(b.paratenon_growth_factor_level, "Growth factor outside [pg/mm^3]", at_least(0.),
             {"", "Growth-factor concentration outside the paratenon, if it is not that of intact tendon.",
              sources::assumed});
  binder.leave();
}
} // namespace

void bind_molecules(Binder &binder, Biology &biology)
{
  bind_cytokine(binder, biology);
  bind_growth_factor(binder, biology);
  bind_water_and_fat(binder, biology);
  bind_paratenon(binder, biology);
}
} // namespace tenogen::parameters
