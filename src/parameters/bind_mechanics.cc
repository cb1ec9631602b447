#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/boundary_condition.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
void bind_governor(Binder &binder, Mechanics &m)
{
  binder.enter("Governor",
               "Pain and weakness guard a soft tissue: the patient takes load off it. The force is "
               "F = F* / (1 + (F*/F_g)^4)^(1/4), where F_g produces the guard strain.");
  binder.add(
      m.governor, "Governor",
      {"", "Reduce the force of the programme to what the tissue bears without pain.", sources::assumed});
  binder.add(
      m.guard_strain, "Guard strain [-]", between(1e-4, 1.),
      {"eps_g",
       "Strain above which the patient unloads the tendon. At the high strain of the window and above, "
       "full loading harms the scar.",
       sources::fitted,
       assumed,
       {0.06, 0.10}});
  binder.add(
      m.guard_section, "Section thickness [mm]", between(0.01, 1000.),
      {"",
       "The gap is cut across its fibres into sections of this thickness; the largest of their mean "
       "peak strains, the weakest section's, is compared with the guard strain. Thinner ones read the rim "
       "of the scar, where swelling that the stump hinders stretches it whatever the load.",
       sources::assumed});
  binder.add(m.guard_force_tolerance, "Guard force tolerance [-]", between(1e-8, 1.),
             {"", "Relative error allowed for the governed force.", sources::numerical});
  binder.leave();
}

void bind_coupling(Binder &binder, Mechanics &m)
{
  binder.enter("Coupling", "When equilibrium is solved anew while the biology runs.");
  binder.add(m.mechanosensing_strain_tolerance, "Strain tolerance [-]", between(1e-6, 1.),
             {"",
              "Relative error allowed for the strain that the biology extrapolates between two equilibria.",
              sources::numerical});
  binder.add(m.longest_interval, "Longest interval [day]", between(1e-6, 36525.),
             {"", "Longest time between two equilibrium solutions.", sources::numerical});
  binder.add(m.shortest_interval, "Shortest interval [day]", between(1e-6, 36525.),
             {"",
              "Interval between two equilibrium solutions that is not cut for the strain's sake; one that "
              "fails stops the "
              "run below it, or below a tenth of an interval that a stop had cut shorter already.",
              sources::numerical});
  binder.leave();
}

void bind_surrogate(Binder &binder, Mechanics &m)
{
  binder.enter("Surrogate", "Type surrogate: the law of the point model, strain = sigma/E + eps_t (1 - exp("
                            "-sigma/sigma_t)) with sigma = F/area.");
  binder.add(m.surrogate_area, "Area [mm^2]", above(0.),
             {"",
              "Cross-section that carries the force.",
              "callus of acute ruptures, " + sources::early_tension,
              modelled,
              {100., 390.}});
  binder.add(m.surrogate_matrix_modulus, "Matrix modulus [MPa]", at_least(0.),
             {"", "Stiffness without fibres.", sources::assumed});
  binder.add(m.surrogate_toe_strain, "Toe strain [-]", at_least(0.),
             {"eps_t", "Strain that straightening the fibres adds.", sources::assumed});
  binder.add(m.surrogate_toe_stress, "Toe stress [MPa]", above(0.),
             {"sigma_t", "Stress over which the fibres straighten.", sources::assumed});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Mechanics &mechanics)
{
  auto &m = mechanics;
  binder.enter("Mechanics", "Equilibrium at the peak load of a day.");
  binder.add(m.type, "Type",
             {{"finite strain", MechanicsType::finite_strain},
              {"prescribed strain", MechanicsType::prescribed_strain},
              {"surrogate", MechanicsType::surrogate}},
             {"", "Solve equilibrium, take the strain from a table, or use the law of the point model.",
              sources::choice});
  binder.add(m.degree, "Polynomial degree [-]", between(1., 2.),
             {"",
              "1: trilinear displacement, constant pressure; 2: quadratic displacement, linear discontinuous "
              "pressure.",
              sources::numerical});
  binder.add(
      m.boundary_conditions, "Boundary conditions", "`boundary: kind components = value; ...`",
      {"", std::string(boundary_condition_grammar) + ".", "assumed; the spring stands for the paratenon"},
      [](const std::string &text) { parse_boundary_conditions(text); });
  binder.add(m.load_increments, "Load increments [-]", between(1., 1000.),
             {"",
              "Increments of the load with which the first solution from rest starts; doubled where they "
              "succeed, halved where they fail. The swelling follows in two, likewise.",
              sources::numerical});
  binder.add(m.residual_tolerance, "Residual tolerance [-]", between(1e-14, 0.1),
             {"", "Norm of the out-of-balance forces relative to the norm of all element forces.",
              sources::numerical});
  binder.add(m.prescribed_strain, "Prescribed strain [day: -]", above(-1.),
             {"eps",
              "Type prescribed strain: the peak strain, linear between the days, constant before and "
              "after.",
              sources::choice});
  bind_governor(binder, m);
  bind_coupling(binder, m);
  bind_surrogate(binder, m);
  binder.leave();
}

void bind(Binder &binder, Load &load)
{
  binder.enter("Load", "Target peak tendon force of a day.");
  binder.add(
      load.programme, "Programme [day: N]", at_least(0.),
      {"F*",
       "Target peak force, linear between the days, constant before the first and after the last; "
       "the default is the standard rehabilitation.",
       "phases follow published rehabilitation after Achilles rupture (PMC5127004, table 1); the forces "
       "are assumed"});
  binder.add(load.habitual_force, "Habitual force [N]", at_least(0.),
             {"F*",
              "Peak force of a day before the programme starts: the relaxation to the chronic scar "
              "uses it.",
              "assumed; below the 1990 N of walking at 1.4 m/s in " + sources::kharazi,
              assumed,
              {1000., 3000.}});
  binder.leave();
}
} // namespace tenogen::parameters
