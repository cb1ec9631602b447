#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
// A hundred years, and a tenth of a second, below which nothing happens and rounding would swallow the step.
constexpr double longest_time = 36525., shortest_time = 1e-6;

/// Texts about the initial values of one tissue.
struct TissueDescription
{
  std::string section, meaning, source;
  Confidence  confidence;
};

void bind_tissue(Binder &binder, PointValues &values, const TissueDescription &tissue)
{
  const auto add = [&](double &member, const std::string &name, const Range &range, const std::string &symbol,
                       const std::string &meaning) {
    binder.add(member, name, range, {symbol, meaning, tissue.source, tissue.confidence});
  };
  binder.enter(tissue.section, tissue.meaning);
  add(values.msc, "Stem cells [cells/mm^3]", at_least(0.), "M", "Density of mesenchymal stem cells.");
  add(values.fibroblasts, "Fibroblasts [cells/mm^3]", at_least(0.), "F", "Density of activated fibroblasts.");
  add(values.tenocytes, "Tenocytes [cells/mm^3]", at_least(0.), "T", "Density of tenocytes.");
  add(values.cytokine, "Cytokine [pg/mm^3]", at_least(0.), "C",
      "Concentration of the inflammatory cytokine.");
  add(values.growth_factor, "Growth factor [pg/mm^3]", at_least(0.), "G",
      "Concentration of active growth factor.");
  add(values.water, "Water [-]", at_least(0.), "W", "Volume of excess water per reference volume.");
  add(values.fat, "Fat [-]", between(0., 1.), "L", "Volume fraction of fat.");
  add(values.collagen_I, "Collagen I [mg/mm^3]", at_least(0.), "rho_I",
      "Mass of collagen I per reference volume.");
  add(values.collagen_III, "Collagen III [mg/mm^3]", at_least(0.), "rho_III",
      "Mass of collagen III per reference volume.");
  add(values.crosslinks, "Cross-links [-]", between(0., 1.), "X",
      "Maturity of the cross-links, from 0 to 1.");
  add(values.alignment, "Alignment [-]", between(0., 1.), "S_n",
      "Nematic order of the collagen fibres about the fibre axis.");
  binder.leave();
}

void bind_fluid_pocket(Binder &binder, InitialState &s)
{
  binder.enter("Fluid pocket", "An ellipsoid of fluid in the middle of the gap.");
  binder.add(s.fluid_pocket, "Fluid pocket", {"", "Start with a fluid pocket in the gap.", sources::choice});
  const auto axis = [&](double &member, const std::string &name, const std::string &direction)
  {
    binder.add(member, name, between(0.01, 1000.),
               {"", "Full length of the ellipsoid along " + direction + ".", sources::assumed});
  };
  axis(s.fluid_pocket_x, "Size x [mm]", "x");
  axis(s.fluid_pocket_y, "Size y [mm]", "y");
  axis(s.fluid_pocket_z, "Size z [mm]", "z");
  binder.add(s.fluid_pocket_water, "Water [-]", at_least(0.),
             {"W", "Excess water in the pocket.", sources::assumed});
  binder.add(s.fluid_pocket_collagen, "Collagen [mg/mm^3]", at_least(0.),
             {"rho", "Collagen density in the pocket.", sources::assumed});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Treatment &treatment)
{
  binder.enter("Treatment", "Injection of mesenchymal stem cells; a dose of 0 means no treatment.");
  binder.add(treatment.dose, "Dose [cells]", at_least(0.),
             {"N_dose", "Number of injected stem cells.", sources::choice + "; 2e7 in the " + sources::series,
              assumed});
  binder.add(
      treatment.retention, "Retention [-]", between(0., 1.),
      {"f_ret",
       "Share of the dose that remains after wash-out on the first day.",
       "24 % after a day in equine tendon (scintigraphy), " + sources::memory + "; " + sources::survival,
       modelled,
       {0.1, 0.35}});
  binder.add(treatment.start, "Injection start [day]", between(0., longest_time),
             {"", "Time at which the injection begins.", sources::choice});
  binder.add(treatment.duration, "Injection duration [day]", between(shortest_time, longest_time),
             {"", "Duration of the injection.", sources::numerical});
  binder.add(treatment.depots, "Depots [mm, mm, mm, mm, -]",
             {"",
              "Gaussian depots, each given as x, y, z, width, share; z is the height above the gap centre, "
              "or above the insertion if there is no gap; the shares are relative to their sum.",
              "assumed: a fan of five along the axis; coverage determines the outcome", assumed});
  binder.leave();
}

void bind(Binder &binder, InitialState &initial_state)
{
  auto &s = initial_state;
  binder.enter("Initial state", "The tissue at time zero.");
  binder.add(s.relax, "Relax",
             {"",
              "Start from the stationary untreated state of scar and intact tissue, computed from the values "
              "below; fat keeps the given value.",
              sources::choice});
  binder.add(s.relaxation_time, "Relaxation time [year]", between(0., 1000.),
             {"", "Untreated time before time zero over which the stationary state is computed.",
              sources::numerical});
  binder.add(s.intact_relaxation_time, "Intact relaxation time [year]", between(0., 1000.),
             {"",
              "The same time for intact tendon, which takes longer to become stationary because its collagen "
              "turns over slowly.",
              sources::assumed});
  binder.add(s.msc, "Stem cells [cells/mm^3]", at_least(0.),
             {"M", "Uniform density of stem cells at time zero, for verification.", sources::choice});
  binder.add(s.fat_variation, "Fat variation [-]", between(0., 1.),
             {"",
              "Coefficient of variation of the random fat content of the scar; 0: no variation.",
              sources::assumed,
              assumed,
              {0., 0.3}});
  binder.add(s.fat_correlation_length, "Fat correlation length [mm]", between(0.01, 1000.),
             {"", "Correlation length of the random fat content.", sources::assumed});
  binder.add(s.seed, "Seed [-]", between(0., 2147483647.),
             {"", "Seed of the random numbers in the initial state.", sources::choice});
  bind_tissue(binder, s.scar,
              {"Scar", "Scar in the gap; with Relax, the initial guess of the relaxation.", sources::fitted,
               assumed});
  bind_tissue(
      binder, s.intact,
      {"Intact", "Tissue of the stumps.",
       "stationary state of the point model in intact tissue; collagen and water: Cell Physiol Biochem "
       "(cellphysiolbiochem.com/Articles/000743)",
       modelled});
  bind_fluid_pocket(binder, s);
  binder.leave();
}

void bind(Binder &binder, TimeStepping &time)
{
  binder.enter("Time", "Length of the run, visits and step control.");
  binder.add(time.end, "End [day]", between(shortest_time, longest_time),
             {"", "Last day of the run; 730.5 is 24 months of 30.4375 days.",
              "follow-up of the " + sources::series, measured});
  binder.add(time.visits, "Visits [month]",
             {"", "Months at which fields and outcomes are written, in increasing order.",
              "choice; 12 and 24 months in the " + sources::series});
  binder.add(time.first_step, "First step [day]", between(1e-9, longest_time),
             {"", "Length of the first time step.", sources::numerical});
  binder.add(time.smallest_step, "Smallest step [day]", between(1e-9, longest_time),
             {"", "Shortest time step allowed; if the run needs a shorter one, it stops and keeps its state.",
              sources::numerical});
  binder.add(time.largest_step, "Largest step [day]", between(1e-9, longest_time),
             {"", "Longest time step allowed.", sources::numerical});
  binder.add(time.tolerance, "Tolerance [-]", between(1e-10, 1.),
             {"", "Relative local error tolerance of a biology step.", sources::numerical});
  binder.add(time.msc_floor, "Stem cell floor [-]", between(0., 1.),
             {"",
              "Share of the largest stem-cell density so far below which the error of this density is not "
              "controlled.",
              sources::numerical});
  binder.add(time.linear_tolerance, "Linear tolerance [-]", between(1e-15, 0.1),
             {"", "Relative residual of the linear solves of transport.", sources::numerical});
  binder.leave();
}

namespace
{
void bind_checkpoints(Binder &binder, Output &output)
{
  binder.enter("Checkpoint", "When a run saves the state from which it can resume, in addition to every "
                             "visit, a stop signal and the end.");
  binder.add(output.checkpoint_minutes, "Wall-clock interval [min]", at_least(0.),
             {"", "Longest wall-clock time between two checkpoints; 0: no limit.",
              sources::choice + "; the time a crash may cost"});
  binder.add(output.checkpoint_days, "Simulated interval [day]", at_least(0.),
             {"", "Longest simulated time between two checkpoints; 0: no limit.", sources::choice});
  binder.add(
      output.checkpoint_slots, "Slots [-]", between(2., 100.),
      {"", "Number of files written in turn, so that one is always complete while another is being written.",
       sources::choice});
  binder.add(output.keep_at_visits, "Keep at visits",
             {"",
              "Also keep a checkpoint of every visit, visit_<month>.h5, from which other runs can branch.",
              sources::choice});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Output &output)
{
  binder.enter("Output", "What is written, and where.");
  binder.add(output.directory, "Directory", "the path of a folder, new or of an earlier run, or empty",
             {"",
              "Run directory; a relative path is resolved against the working directory. Empty: results/NAME "
              "for the parameter file NAME.prm.",
              sources::choice});
  binder.add(output.fields, "Fields", {"", "Write the fields at the visits.", sources::choice});
  binder.add(output.fields_at, "Fields at [day]",
             {"", "Days on which the fields are written in addition to the visits, in increasing order.",
              sources::choice});
  bind_checkpoints(binder, output);
  binder.leave();
}
} // namespace tenogen::parameters
