#include "tenogen/parameters/check.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/parameters/boundary_condition.h"
#include "tenogen/parameters/check_observation.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/value_text.h"

#include <algorithm>

namespace tenogen::parameters
{
namespace
{
/**
 * Checks one parameter set; every `check_...` is a topic. A check may use only entries whose values could be
 * read (Wording::are_known). Otherwise a mistake in one line would be followed by messages about a default
 * that the user did not choose. Warnings need no such care, because they are shown only if there are no
 * errors.
 */
class Checker
{
public:
  Checker(const ParameterSet &parameters, const Origins &origins, const std::set<std::string> &unusable)
    : wording(parameters, origins, unusable)
    , p(wording.parameters())
  {
  }

  Findings run()
  {
    check_ranges();
    warn_of_implausible();
    check_geometry();
    check_mesh();
    check_mechanics();
    check_boundary_conditions();
    check_strain_window();
    check_treatment();
    check_initial_state();
    check_time();
    check_visits();
    check_days_of_fields();
    const auto of_observation = mistakes_of_observation(wording);
    findings.errors.insert(findings.errors.end(), of_observation.begin(), of_observation.end());
    return findings;
  }

private:
  template <typename... Members>
  bool are_known(const Members &...members) const
  {
    return wording.are_known(members...);
  }

  template <typename Member>
  std::string cited(const Member &member) const
  {
    return wording.cited(member);
  }

  template <typename Member>
  void error(const Member &member, const std::string &text)
  {
    findings.errors.push_back(wording.sentence(member, text));
  }

  template <typename Member>
  void warn(const Member &member, const std::string &text)
  {
    findings.warnings.push_back(wording.sentence(member, text));
  }

  bool has_scar() const
  {
    return p.geometry.type == GeometryType::achilles && p.geometry.has_gap;
  }

  void check_ranges();
  void warn_of_implausible();
  void check_geometry();
  void check_mesh();
  void check_mechanics();
  void check_boundary_conditions();
  void check_strain_window();
  void check_treatment();
  void warn_of_unused_depots();
  void check_injection_time();
  void check_depots();
  void check_heights_of_depots();
  void check_initial_state();
  void check_collagen(const PointValues &tissue);
  void check_fluid_pocket();
  void check_time();
  void check_visits();
  void check_days_of_fields();

  Wording             wording;
  const ParameterSet &p;
  Findings            findings;
};

void Checker::check_ranges()
{
  for (const auto &entry : wording.entries())
    try
    {
      entry.assign(entry.text());
    }
    catch (const InputError &mistake)
    {
      wording.mark_unusable(entry.path());
      findings.errors.push_back(entry.path() + " = " + entry.text() + ": " + mistake.what() +
                                "; allowed: " + entry.allowed);
    }
}

void Checker::warn_of_implausible()
{
  for (const auto &entry : wording.entries())
  {
    const auto &plausible = entry.description.plausible;
    if (!plausible.is_stated() || !wording.is_set(entry))
      continue;
    const double value = number_from_text(entry.text());
    if (value < plausible.minimum || value > plausible.maximum)
      findings.warnings.push_back(wording.sentence(entry, "plausible is " + to_text(plausible.minimum) +
                                                              " to " + to_text(plausible.maximum) + " (" +
                                                              entry.description.source + ")"));
  }
}

void Checker::check_geometry()
{
  const auto &g = p.geometry;
  if (!are_known(g.type, g.has_gap) || !has_scar())
    return;
  const double begin = g.gap_centre - g.gap_length / 2., end = g.gap_centre + g.gap_length / 2.;
  if (are_known(g.indicator_width, g.gap_length) && g.indicator_width > g.gap_length / 2.)
    error(g.indicator_width, "the transition between stump and scar is more than half of " +
                                 cited(g.gap_length) + ", which leaves no scar; choose a smaller width");
  const double stump           = std::min(begin, g.length - end);
  const bool   positions_known = are_known(g.gap_length, g.length, g.gap_centre);
  if (are_known(g.gap_length, g.length) && g.gap_length >= g.length)
    error(g.gap_length, "the gap must be shorter than the tendon, " + cited(g.length) + "; make it shorter");
  else if (positions_known && stump <= 0.)
    error(g.gap_centre, "with " + cited(g.gap_length) + " the gap extends from " + rounded_text(begin) +
                            " to " + rounded_text(end) + " mm, outside the tendon, " + cited(g.length) +
                            "; move or shorten the gap");
  else if (are_known(g.gap_transition_length, g.gap_length) && g.gap_transition_length > g.gap_length)
    error(g.gap_transition_length,
          "the transition must not be longer than the gap, " + cited(g.gap_length) + "; make it shorter");
  else if (positions_known && are_known(g.gap_transition_length) && g.gap_transition_length >= stump)
    error(g.gap_transition_length, "the transition must be shorter than the shorter stump, " +
                                       rounded_text(stump) + " mm with " + cited(g.gap_centre) + ", " +
                                       cited(g.gap_length) + ", " + cited(g.length) + "; make it shorter");
}

void Checker::check_mesh()
{
  const auto &g         = p.geometry;
  const bool  is_needed = are_known(g.type, g.mesh_file) && g.type == GeometryType::file;
  if (is_needed && g.mesh_file.empty())
    error(g.mesh_file, "no mesh file is given, but " + cited(g.type) + "; give the path of a Gmsh .msh file");
  else if (is_needed && !is_readable_file(g.mesh_file))
    error(g.mesh_file, "the mesh file cannot be read; give a readable Gmsh .msh file (a relative path is "
                       "resolved against the working directory)");

  if (g.type != GeometryType::file && !g.mesh_file.empty())
    warn(g.mesh_file,
         "the mesh file is not used, because " + cited(g.type) + "; set the type to file to use it");

  const Geometry fresh;
  const auto     ignored = [&](const unsigned int &count, const unsigned int default_count)
  {
    if (g.resolution != Resolution::custom && count != default_count)
      warn(count, "the number of cells is not used, because " + cited(g.resolution) +
                      "; set the resolution to custom to use it");
  };
  ignored(g.cells_across_width, fresh.cells_across_width);
  ignored(g.cells_across_thickness, fresh.cells_across_thickness);
  ignored(g.cells_ring, fresh.cells_ring);
  ignored(g.cells_gap, fresh.cells_gap);
  ignored(g.cells_distal, fresh.cells_distal);
  ignored(g.cells_proximal, fresh.cells_proximal);
}

void Checker::check_mechanics()
{
  const auto &m             = p.mechanics;
  const bool  is_prescribed = m.type == MechanicsType::prescribed_strain;
  if (are_known(m.type, m.prescribed_strain) && is_prescribed && m.prescribed_strain.empty())
    error(m.prescribed_strain, "the table is empty, but " + cited(m.type) + "; add points `day: strain`");
  if (are_known(m.type, p.load.programme) && !is_prescribed && p.load.programme.empty())
    error(p.load.programme,
          "the table is empty, but " + cited(m.type) + " needs a force; add points `day: force`");
  if (are_known(m.shortest_interval, m.longest_interval) && m.shortest_interval > m.longest_interval)
    error(m.shortest_interval, "it must not exceed " + cited(m.longest_interval) +
                                   "; choose a shortest interval below the longest");
}

void Checker::check_boundary_conditions()
{
  const auto &m = p.mechanics;
  if (!are_known(m.type, m.boundary_conditions) || m.type != MechanicsType::finite_strain)
    return;
  std::vector<std::string> names; // the names in a mesh file are not known here
  if (are_known(p.geometry.type) && p.geometry.type == GeometryType::achilles)
    names = {"insertion", "proximal", "surface"};
  if (are_known(p.geometry.type) && p.geometry.type == GeometryType::block)
    names = {"left", "right", "front", "back", "bottom", "top"};

  bool is_held = false, carries_load = false;
  for (const auto &condition : parse_boundary_conditions(m.boundary_conditions))
  {
    is_held = is_held || condition.kind == BoundaryCondition::Kind::displacement ||
              (condition.kind == BoundaryCondition::Kind::spring && condition.value > 0.);
    carries_load = carries_load || condition.is_load;
    if (!names.empty() && std::find(names.begin(), names.end(), condition.boundary) == names.end())
      error(m.boundary_conditions, "the boundary '" + condition.boundary + "' does not exist with " +
                                       cited(p.geometry.type) + "; the nearest is " +
                                       nearest_name(condition.boundary, names));
  }
  if (!is_held)
    error(m.boundary_conditions, "no condition supports the body, which is required with " + cited(m.type) +
                                     "; add an item of kind displacement or spring");
  if (are_known(m.governor) && m.governor && !carries_load)
    error(m.boundary_conditions, "no boundary carries the load, which is required with " + cited(m.governor) +
                                     "; end an item with `= load`, or switch the governor off");
}

void Checker::check_strain_window()
{
  if (!p.mechanics.governor && p.initial_state.relax && p.mechanics.type != MechanicsType::prescribed_strain)
    warn(p.mechanics.governor,
         "with " + cited(p.initial_state.relax) +
             " the stationary scar is computed without a governor too, and the habitual load destroys it. To "
             "start from a scar that formed under the governor, set the tissues, with Relax = false");

  const auto &b = p.biology;
  const auto &m = p.mechanics;
  if (are_known(b.window_low_strain, b.window_high_strain) && b.window_low_strain >= b.window_high_strain)
    error(b.window_low_strain,
          "it must be below " + cited(b.window_high_strain) + "; choose a low strain below the high strain");
  const bool is_governed = m.governor && m.type != MechanicsType::prescribed_strain;
  if (is_governed && m.guard_strain >= b.window_high_strain)
    warn(m.guard_strain,
         "it should be below " + cited(b.window_high_strain) +
             ", or load that the patient does not avoid harms the scar (docs/model.md, section 3.6)");
}

void Checker::check_treatment()
{
  const auto &t = p.treatment;
  if (!are_known(t.dose))
    return;
  if (t.dose <= 0.)
    return warn_of_unused_depots();
  if (!(t.retention > 0.))
    warn(t.retention, "no cells remain of " + cited(t.dose));
  check_injection_time();
  if (are_known(t.depots))
    check_depots();
}

void Checker::warn_of_unused_depots()
{
  const auto &t = p.treatment;
  if (wording.is_set(t.depots) && to_text(t.depots) != to_text(Treatment().depots))
    warn(t.depots, "the depots are not used, because " + cited(t.dose) + "; set a dose to use them");
}

void Checker::check_injection_time()
{
  const auto &t = p.treatment;
  if (are_known(t.start, p.time.end) && t.start >= p.time.end)
    error(t.start, "the injection must start before " + cited(p.time.end) +
                       "; inject earlier, run longer, or set the dose to 0");
  else if (are_known(t.start, t.duration, p.time.end) && t.start + t.duration > p.time.end)
    error(t.start, "with " + cited(t.duration) + " the injection ends after " + cited(p.time.end) +
                       "; inject earlier or run longer");
}

void Checker::check_depots()
{
  const auto &t = p.treatment;
  const bool  has_share =
      std::any_of(t.depots.begin(), t.depots.end(), [](const Depot &depot) { return depot.share > 0.; });
  if (t.depots.empty())
    error(t.depots, "there is no depot for " + cited(t.dose) + "; add one, or set the dose to 0");
  else if (!has_share)
    error(t.depots, "all shares are 0, but " + cited(t.dose) + "; give at least one depot a share above 0");
  check_heights_of_depots();
}

void Checker::check_heights_of_depots()
{
  const auto &g = p.geometry;
  if (!are_known(g.type, g.has_gap, g.gap_centre, g.length) || g.type != GeometryType::achilles)
    return;
  const double origin = g.has_gap ? g.gap_centre : 0.;
  for (const auto &depot : p.treatment.depots)
  {
    const double height = origin + depot.z;
    if (height < -depot.width || height > g.length + depot.width)
      error(p.treatment.depots, "the depot at z = " + to_text(depot.z) + " lies " + rounded_text(height) +
                                    " mm above the insertion, more than its width outside the tendon; with " +
                                    (g.has_gap ? cited(g.gap_centre) + " and " : std::string()) +
                                    cited(g.length) + " z is allowed from " +
                                    rounded_text(-origin - depot.width) + " to " +
                                    rounded_text(g.length + depot.width - origin));
  }
}

void Checker::check_initial_state()
{
  check_collagen(p.initial_state.scar);
  check_collagen(p.initial_state.intact);
  check_fluid_pocket();
}

void Checker::check_collagen(const PointValues &tissue)
{
  const auto  &largest = p.biology.maximal_collagen;
  const double sum     = tissue.collagen_I + tissue.collagen_III;
  if (!are_known(tissue.collagen_I, tissue.collagen_III))
    return;
  if (are_known(largest) && sum > largest)
    error(tissue.collagen_I, "with " + cited(tissue.collagen_III) + " the total collagen exceeds " +
                                 cited(largest) +
                                 "; lower the initial collagen or raise the maximal density");
  if (!(sum > 0.))
    error(tissue.collagen_I, "with " + cited(tissue.collagen_III) +
                                 " there is no collagen; set at least one of the two above 0");
}

void Checker::check_fluid_pocket()
{
  const auto &s       = p.initial_state;
  const auto &largest = p.biology.maximal_collagen;
  if (!are_known(s.fluid_pocket) || !s.fluid_pocket)
    return;
  if (are_known(p.geometry.type, p.geometry.has_gap) && !has_scar())
    error(s.fluid_pocket, "there is no gap for the fluid pocket with " + cited(p.geometry.type) + " and " +
                              cited(p.geometry.has_gap) + "; switch the pocket off");
  if (are_known(s.fluid_pocket_collagen, largest) && s.fluid_pocket_collagen > largest)
    error(s.fluid_pocket_collagen, "it must not exceed " + cited(largest) + "; lower it");
}

void Checker::check_time()
{
  const auto &t = p.time;
  if (are_known(t.smallest_step, t.largest_step) && t.smallest_step > t.largest_step)
    error(t.smallest_step,
          "it must not exceed " + cited(t.largest_step) + "; choose a smallest step below the largest");
  else if (are_known(t.first_step, t.smallest_step) && t.first_step < t.smallest_step)
    error(t.first_step, "it must be at least " + cited(t.smallest_step) +
                            "; choose a first step between the smallest and the largest");
  else if (are_known(t.first_step, t.largest_step) && t.first_step > t.largest_step)
    error(t.first_step, "it must not exceed " + cited(t.largest_step) +
                            "; choose a first step between the smallest and the largest");
}

void Checker::check_visits()
{
  const auto &t = p.time;
  if (!are_known(t.visits))
    return;
  for (std::size_t i = 0; i < t.visits.size(); ++i)
  {
    const double month = t.visits[i];
    if (month < 0.)
      error(t.visits, "month " + to_text(month) + " is before the start; allowed: 0 and above");
    if (i > 0 && month <= t.visits[i - 1])
      error(t.visits, "month " + to_text(month) + " does not come after month " + to_text(t.visits[i - 1]) +
                          "; list the months in increasing order");
  }
  const auto is_late = [&](const double month) { return month * days_per_month > t.end * (1. + 1e-12); };
  const auto late    = std::find_if(t.visits.begin(), t.visits.end(), is_late);
  if (are_known(t.end) && late != t.visits.end())
    error(t.visits, "month " + to_text(*late) + " is day " + rounded_text(*late * days_per_month) +
                        ", after " + cited(t.end) + "; remove the visits after the end, or run longer");
}

void Checker::check_days_of_fields()
{
  const auto &days = p.output.fields_at;
  if (!are_known(days))
    return;
  for (std::size_t i = 0; i < days.size(); ++i)
  {
    if (days[i] < 0.)
      error(days, "day " + to_text(days[i]) + " is before the start; allowed: 0 and above");
    if (i > 0 && days[i] <= days[i - 1])
      error(days, "day " + to_text(days[i]) + " does not come after day " + to_text(days[i - 1]) +
                      "; list the days in increasing order");
    if (are_known(p.time.end) && days[i] > p.time.end * (1. + 1e-12))
      error(days, "day " + to_text(days[i]) + " is after " + cited(p.time.end) +
                      "; remove the days after the end, or run longer");
  }
}
} // namespace

Findings check(const ParameterSet &parameters, const Origins &origins, const std::set<std::string> &unusable)
{
  return Checker(parameters, origins, unusable).run();
}
} // namespace tenogen::parameters
