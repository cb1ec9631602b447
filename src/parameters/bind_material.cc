#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
void bind_composition(Binder &binder, Material &m)
{
  binder.enter("From composition", "Source composition: C_5 = E_I/S_0^2 (rho_I + beta_3 rho_III)/rho_0 "
                                   "(m_0 + (1 - m_0) X), with the toe region scaled by the alignment.");
  binder.add(
      m.collagen_I_modulus, "Collagen I modulus [MPa]", above(0.),
      {"E_I",
       "Stiffness of aligned, fully cross-linked collagen I at the reference density.",
       "chosen so that the intact tendon strains 4.3 % at 1990 N and 5.1 % at 2560 N (measured 4.0 % and "
       "4.9 %, " +
           sources::kharazi + "); about 820 MPa in vitro (" + sources::memory + ")",
       modelled,
       {500., 1500.}});
  binder.add(m.collagen_III_share, "Collagen III share [-]", between(0., 1.),
             {"beta_3", "Stiffness of collagen III relative to collagen I.", sources::assumed});
  binder.add(m.uncrosslinked_share, "Uncrosslinked share [-]", between(0., 1.),
             {"m_0", "Share of the stiffness that collagen has without cross-links.", sources::assumed});
  binder.add(m.toe_strain, "Toe strain [-]", above_up_to(0., 1.),
             {"",
              "Strain at the end of the toe region for intact alignment.",
              "2 to 3 % in vitro, " + sources::memory,
              modelled,
              {0.02, 0.03}});
  binder.add(m.toe_exponent, "Toe exponent [-]", above_up_to(0., 1000.),
             {"C_4", "Exponent of the toe region for intact alignment.", sources::weiss, modelled});
  binder.add(m.smallest_toe_alignment, "Smallest toe alignment [-]", above_up_to(0., 1.),
             {"", "Alignment below which the toe region no longer shortens.", sources::numerical});
  binder.add(m.matrix_modulus_basal, "Basal matrix modulus [MPa]", above(0.),
             {"c_1", "Neo-Hookean modulus of the matrix without cross-links.", sources::assumed});
  binder.add(m.matrix_modulus_mature, "Mature matrix modulus [MPa]", at_least(0.),
             {"c_1", "Neo-Hookean modulus that is added at full collagen density and full cross-linking.",
              sources::assumed});
  binder.add(m.goh_k1_per_modulus, "GOH k1 over C5 [-]", at_least(0.),
             {"k_1/C_5", "Fibre law goh: modulus k_1 relative to the linear modulus C_5.", sources::assumed,
              assumed});
  binder.add(m.goh_k2, "GOH k2 [-]", above_up_to(0., 1e4),
             {"k_2", "Fibre law goh: coefficient k_2 of the exponential.", sources::assumed, assumed});
  binder.leave();
}

void bind_constants(Binder &binder, Material &m)
{
  binder.enter("Constants", "Source constants: a uniform material, for verification.");
  binder.add(m.constant_matrix_modulus, "Matrix modulus [MPa]", above(0.),
             {"c_1", "Neo-Hookean modulus of the matrix.", sources::choice});
  binder.add(m.constant_alignment, "Alignment [-]", between(0., 1.),
             {"S_n", "Nematic order 1 - 3 kappa about the fibre axis.", sources::choice});
  binder.add(m.constant_C4, "C4 [-]", above_up_to(0., 1000.),
             {"C_4", "Fibre law gst-weiss: exponent of the toe region.", sources::weiss, modelled});
  binder.add(m.constant_C5, "C5 [MPa]", at_least(0.),
             {"C_5", "Fibre law gst-weiss: linear modulus.", sources::weiss, modelled});
  binder.add(
      m.constant_toe_stretch, "Toe stretch [-]", between(1., 2.),
      {"lambda*", "Fibre law gst-weiss: stretch at the end of the toe region.", sources::weiss, modelled});
  binder.add(m.constant_k1, "k1 [MPa]", at_least(0.),
             {"k_1", "Fibre law goh: modulus k_1 of the fibres.", sources::choice});
  binder.add(m.constant_k2, "k2 [-]", above_up_to(0., 1e4),
             {"k_2", "Fibre law goh: coefficient k_2 of the exponential.", sources::choice});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Material &material)
{
  auto &m = material;
  binder.enter("Material", "The constitutive law: a nearly incompressible matrix with dispersed fibres.");
  binder.add(m.source, "Source",
             {{"composition", MaterialSource::composition}, {"constants", MaterialSource::constants}},
             {"", "Constants from collagen, cross-links and alignment at each point, or uniform constants.",
              sources::choice});
  binder.add(m.fibre_law, "Fibre law", {{"gst-weiss", FibreLaw::gst_weiss}, {"goh", FibreLaw::goh}},
             {"",
              "Toe and linear region on a structure tensor, or the exponential law of Gasser, Ogden and "
              "Holzapfel.",
              "toe and linear region as measured in tendon; forms: Weiss 1996, Gasser 2006, from memory",
              modelled});
  binder.add(m.bulk_modulus, "Bulk modulus [MPa]", above(0.),
             {"K",
              "Resistance to volume change; at least 50 times the matrix modulus is advisable.",
              sources::numerical,
              assumed,
              {50., 500.}});
  bind_composition(binder, m);
  bind_constants(binder, m);
  binder.leave();
}
} // namespace tenogen::parameters
