#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/boundary_condition.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
void bind_governor(Binder &binder, Mechanics &m)
{
  binder.enter(
      "Governor",
      "The load governor: pain and weakness make the patient unload a soft tissue. The applied force is F = "
      "F* / (1 + (F*/F_g)^4)^(1/4), where F_g is the force that produces the guard strain.");
  binder.add(
      m.governor, "Governor",
      {"", "Reduce the force of the programme to what the tissue tolerates without pain.", sources::assumed});
  binder.add(m.guard_strain, "Guard strain [-]", between(1e-4, 1.),
             {"eps_g",
              "Strain above which the patient unloads the tendon. At or above the high strain of the window, "
              "full loading harms the scar.",
              sources::fitted,
              assumed,
              {0.06, 0.10}});
  binder.add(
      m.guard_section, "Section thickness [mm]", between(0.01, 1000.),
      {"",
       "Thickness of the sections across the fibres into which the gap is divided. The largest of their mean "
       "peak strains, that of the weakest section, is compared with the guard strain. Thinner sections pick "
       "up the rim of the scar, where swelling against the stump stretches the tissue at any load.",
       sources::assumed});
  binder.add(m.guard_force_tolerance, "Guard force tolerance [-]", between(1e-8, 1.),
             {"", "Relative tolerance of the governed force.", sources::numerical});
  binder.leave();
}

void bind_coupling(Binder &binder, Mechanics &m)
{
  binder.enter("Coupling", "When equilibrium is solved again as the biology advances.");
  binder.add(
      m.mechanosensing_strain_tolerance, "Strain tolerance [-]", between(1e-6, 1.),
      {"",
       "Relative tolerance of the strain that the biology extrapolates between two equilibrium solutions.",
       sources::numerical});
  binder.add(m.longest_interval, "Longest interval [day]", between(1e-6, 36525.),
             {"", "Longest time between two equilibrium solutions.", sources::numerical});
  binder.add(m.shortest_interval, "Shortest interval [day]", between(1e-6, 36525.),
             {"",
              "The strain tolerance does not shorten the interval between two equilibrium solutions below "
              "this. If a solution still fails at this interval, the run stops. An interval that starts "
              "shorter, to end at a visit for example, may shrink to a tenth of its length.",
              sources::numerical});
  binder.leave();
}

void bind_surrogate(Binder &binder, Mechanics &m)
{
  binder.enter("Surrogate", "Type surrogate: the law of the point model, strain = sigma/E + eps_t (1 - exp("
                            "-sigma/sigma_t)) with sigma = F/area.");
  binder.add(m.surrogate_area, "Area [mm^2]", above(0.),
             {"",
              "Cross-sectional area that carries the force.",
              "callus of acute ruptures, " + sources::early_tension,
              modelled,
              {100., 390.}});
  binder.add(m.surrogate_matrix_modulus, "Matrix modulus [MPa]", at_least(0.),
             {"", "Modulus of the tissue without fibres.", sources::assumed});
  binder.add(m.surrogate_toe_strain, "Toe strain [-]", at_least(0.),
             {"eps_t", "Additional strain from straightening the fibres.", sources::assumed});
  binder.add(m.surrogate_toe_stress, "Toe stress [MPa]", above(0.),
             {"sigma_t", "Stress scale over which the fibres straighten.", sources::assumed});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Mechanics &mechanics)
{
  auto &m = mechanics;
  binder.enter("Mechanics", "Equilibrium under the daily peak load.");
  binder.add(m.type, "Type",
             {{"finite strain", MechanicsType::finite_strain},
              {"prescribed strain", MechanicsType::prescribed_strain},
              {"surrogate", MechanicsType::surrogate}},
             {"", "Solve equilibrium, take the strain from a table, or use the law of the point model.",
              sources::choice});
  binder.add(m.degree, "Polynomial degree [-]", between(1., 2.),
             {"",
              "Polynomial degree of the elements; 1: trilinear displacement and constant pressure, 2: "
              "quadratic displacement and linear discontinuous pressure.",
              sources::numerical});
  binder.add(
      m.boundary_conditions, "Boundary conditions", "`boundary: kind components = value; ...`",
      {"", std::string(boundary_condition_grammar) + ".", "assumed; the spring stands for the paratenon"},
      [](const std::string &text) { parse_boundary_conditions(text); });
  binder.add(
      m.load_increments, "Load increments [-]", between(1., 1000.),
      {"",
       "Initial number of load increments of the first solution from rest. The increment is doubled after a "
       "success and halved after a failure. The swelling follows in the same way, in two increments.",
       sources::numerical});
  binder.add(m.residual_tolerance, "Residual tolerance [-]", between(1e-14, 0.1),
             {"", "Norm of the out-of-balance forces relative to the norm of all element forces.",
              sources::numerical});
  binder.add(m.prescribed_strain, "Prescribed strain [day: -]", above(-1.),
             {"eps",
              "Type prescribed strain: the peak strain, interpolated linearly between the days and constant "
              "before and after them.",
              sources::choice});
  bind_governor(binder, m);
  bind_coupling(binder, m);
  bind_surrogate(binder, m);
  binder.leave();
}

void bind(Binder &binder, Load &load)
{
  binder.enter("Load", "Target daily peak tendon force.");
  binder.add(
      load.programme, "Programme [day: N]", at_least(0.),
      {"F*",
       "Target daily peak force, interpolated linearly between the days and constant before the first and "
       "after the last; the default is the standard rehabilitation.",
       "phases follow published rehabilitation after Achilles rupture (PMC5127004, table 1); the forces "
       "are assumed"});
  binder.add(load.habitual_force, "Habitual force [N]", at_least(0.),
             {"F*",
              "Daily peak force before the programme starts; used for the relaxation to the chronic scar.",
              "assumed; below the 1990 N of walking at 1.4 m/s in " + sources::kharazi,
              assumed,
              {1000., 3000.}});
  binder.leave();
}
} // namespace tenogen::parameters
