#include "tenogen/parameters/bind_biology.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
const std::string dermal = "dermal wound models, " + sources::memory;

void bind_stem_cells(Binder &binder, Biology &b)
{
  const std::string loss =
      "chosen so that 7.1 % of the dose remains at day 10 and 1.1 % at day 30; " + sources::survival;
  binder.enter("Stem cells", "Injected mesenchymal stem cells M.");
  binder.add(b.msc_motility, "Motility [mm^2/day]", at_least(0.),
             {"D_M",
              "Random motility of the stem cells (diffusion coefficient).",
              "bone-callus model 0.5 in " + sources::ghiasi + ", reduced for dense scar",
              modelled,
              {0.01, 0.5}});
  binder.add(
      b.msc_chemotaxis, "Chemotaxis [mm^2/day]", at_least(0.),
      {"chi_M", "Strength of the migration up the cytokine gradient.", sources::assumed, assumed, {0., 0.3}});
  binder.add(b.msc_haptotaxis, "Haptotaxis [mm^2/day]", at_least(0.),
             {"eta_M",
              "Strength of the migration up the collagen gradient.",
              "assumed; form: Bailon-Plaza 2001, from memory",
              assumed,
              {0., 0.1}});
  binder.add(b.msc_proliferation, "Proliferation [1/day]", at_least(0.),
             {"r_M",
              "Proliferation rate at full growth-factor effect, without crowding.",
              "assumed; 0.3 to 0.7 in vitro",
              assumed,
              {0., 0.3}});
  binder.add(b.msc_loss, "Loss [1/day]", at_least(0.),
             {"delta_M0", "Rate of loss through death and wash-out.", loss, modelled, {0.03, 0.2}});
  binder.add(b.msc_inflammatory_loss, "Inflammatory loss [1/day]", at_least(0.),
             {"delta_MC", "Additional death rate at full inflammation.", loss, modelled, {0., 0.5}});
  binder.add(b.msc_differentiation, "Differentiation [1/day]", at_least(0.),
             {"k_MT",
              "Rate of differentiation into tenocytes under strain; inflammation blocks it.",
              sources::assumed,
              assumed,
              {0.005, 0.1}});
  binder.leave();
}

void bind_fibroblasts(Binder &binder, Biology &b)
{
  binder.enter("Fibroblasts", "Activated scar fibroblasts F.");
  binder.add(
      b.fibroblast_motility, "Motility [mm^2/day]", at_least(0.),
      {"D_F", "Random motility of the fibroblasts (diffusion coefficient).", dermal, modelled, {0.001, 0.1}});
  binder.add(b.fibroblast_chemotaxis, "Chemotaxis [mm^2/day]", at_least(0.),
             {"chi_F",
              "Strength of the migration up the growth-factor gradient.",
              sources::assumed,
              assumed,
              {0., 0.3}});
  binder.add(b.fibroblast_haptotaxis, "Haptotaxis [mm^2/day]", at_least(0.),
             {"eta_F",
              "Strength of the migration up the collagen gradient.",
              "assumed; form: Bailon-Plaza 2001, from memory",
              assumed,
              {0., 0.1}});
  binder.add(b.fibroblast_growth, "Growth [1/day]", at_least(0.),
             {"r_F",
              "Proliferation rate at full growth-factor effect, without crowding.",
              "at most 0.924 in " + sources::jin,
              modelled,
              {0.03, 0.9}});
  binder.add(
      b.fibroblast_loss, "Loss [1/day]", at_least(0.),
      {"delta_F", "Death rate of the fibroblasts.", "0.12 in " + sources::jin, modelled, {0.005, 0.12}});
  binder.add(b.fibroblast_to_tenocyte, "Conversion to tenocytes [1/day]", at_least(0.),
             {"k_FT",
              "Rate of conversion to tenocytes under strain; inflammation blocks it.",
              sources::fitted,
              assumed,
              {0.005, 0.1}});
  binder.add(b.conversion_growth_factor_share, "Conversion growth factor share [-]", between(0., 1.),
             {"g_T",
              "Share of the conversion that requires growth factor; with 1, all conversion depends on it "
              "(trophic action).",
              "assumed; an optional hypothesis"});
  binder.add(b.conversion_growth_factor_half_level, "Conversion growth factor half level [pg/mm^3]",
             above(0.),
             {"K_T", "Growth-factor concentration at which this share is half effective.", sources::assumed});
  binder.add(b.fibroblast_surface_influx, "Surface influx [cells/(mm^2 day)]", at_least(0.),
             {"",
              "Fibroblasts that enter through the boundary surface, per area and day.",
              "assumed; 10 as an option",
              assumed,
              {0., 10.}});
  binder.leave();
}

void bind_tenocytes(Binder &binder, Biology &b)
{
  binder.enter("Tenocytes", "Tenocytes T, and crowding of all cells.");
  binder.add(
      b.tenocyte_motility, "Motility [mm^2/day]", at_least(0.),
      {"D_T", "Random motility of the tenocytes (diffusion coefficient).", dermal, modelled, {0.001, 0.1}});
  binder.add(b.tenocyte_growth, "Growth [1/day]", at_least(0.),
             {"r_T",
              "Proliferation rate at full growth-factor effect, without inflammation or crowding.",
              "fibroblasts at most 0.924 in " + sources::jin,
              modelled,
              {0.03, 0.9}});
  binder.add(b.tenocyte_to_fibroblast, "Conversion to fibroblasts [1/day]", at_least(0.),
             {"k_TF",
              "Rate at which tenocytes become activated fibroblasts at full inflammation.",
              sources::fitted,
              assumed,
              {0.005, 0.1}});
  binder.add(b.tenocyte_loss, "Loss [1/day]", at_least(0.),
             {"delta_T",
              "Death rate at the reference density.",
              "fibroblasts 0.12 in " + sources::jin,
              modelled,
              {0.005, 0.12}});
  binder.add(b.tenocyte_overload_loss, "Overload loss [1/day]", at_least(0.),
             {"delta_TD",
              "Additional death rate at full overload.",
              "fibroblasts 0.12 in " + sources::jin,
              modelled,
              {0.005, 0.12}});
  binder.add(b.reference_tenocytes, "Reference density [cells/mm^3]", above(0.),
             {"T_ref", "Reference tenocyte density for the rates.", sources::memory, modelled, {1e4, 6e4}});
  binder.add(b.maximal_cell_density, "Maximal cell density [cells/mm^3]", above(0.),
             {"N_max",
              "Total cell density at which proliferation stops.",
              "from DNA content, " + sources::memory,
              modelled,
              {1.5e4, 1e5}});
  binder.leave();
}

void bind_taxis(Binder &binder, Biology &b)
{
  binder.enter("Taxis and diffusion",
               "Constants shared by the migration of all cells and the diffusion of all molecules.");
  binder.add(b.chemotaxis_half_level, "Chemotaxis half level [pg/mm^3]", above(0.),
             {"K_chi",
              "Concentration of the attracting molecule at which half of the receptors are occupied.",
              sources::assumed,
              assumed,
              {0.1, 10.}});
  binder.add(b.haptotaxis_inhibition, "Haptotaxis inhibition [mg/mm^3]", above(0.),
             {"rho_eta", "Collagen density that inhibits haptotaxis.",
              "assumed; form: Bailon-Plaza 2001, from memory", assumed});
  binder.add(b.diffusion_anisotropy, "Diffusion anisotropy [-]", between(0., 1.),
             {"zeta",
              "Anisotropy of every diffusion and motility tensor; 0: isotropic, 1: along the fibres only.",
              "ratio of 1.42 (along to across) for dextran in ligament, Hashlamoun et al. 2020 "
              "(iris.polito.it/handle/11583/2862912)",
              measured,
              {0., 0.5}});
  binder.leave();
}
} // namespace

void bind_cells(Binder &binder, Biology &biology)
{
  bind_stem_cells(binder, biology);
  bind_fibroblasts(binder, biology);
  bind_tenocytes(binder, biology);
  bind_taxis(binder, biology);
}
} // namespace tenogen::parameters
