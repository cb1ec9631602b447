#include "tenogen/parameters/check.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/boundary_condition.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/value_text.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

namespace tenogen::parameters
{
namespace
{
/// Far beyond what one mesh of ours needs, within what its numbering can count.
constexpr double most_cells = 1e8;

/// Cells of a block or of a tendon of custom resolution, roughly, refinements included; of others 0.
double number_of_cells(const Geometry &g)
{
  double coarse = 0.;
  if (g.type == GeometryType::block)
    coarse = 1. * g.block_cells_x * g.block_cells_y * g.block_cells_z;
  if (g.type == GeometryType::achilles && g.resolution == Resolution::custom)
  {
    const double width = g.cells_across_width, thickness = g.cells_across_thickness;
    coarse = (width * thickness + 2. * (width + thickness) * g.cells_ring) *
             (1. * g.cells_gap + g.cells_distal + g.cells_proximal);
  }
  return coarse * std::pow(8., g.global_refinements);
}

/// Looks at one parameter set; every `check_...` is a topic.
class Checker
{
public:
  Checker(const ParameterSet &parameters, const Origins &origins)
    : p(parameters)
    , origins(origins)
  {
    bind(binder, p);
  }

  Findings run()
  {
    check_ranges();
    if (!findings.errors.empty())
      return findings;
    check_geometry();
    check_mesh();
    check_mechanics();
    check_boundary_conditions();
    check_strain_window();
    check_treatment();
    check_initial_state();
    check_time();
    check_visits();
    return findings;
  }

private:
  /// `Section/Entry [unit] = value`
  template <typename Member>
  std::string value(const Member &member) const
  {
    const auto &entry = binder.entry_of(&member);
    return entry.path() + " = " + entry.text();
  }

  /// The same with the place where it was set, for the second entry of a sentence.
  template <typename Member>
  std::string other(const Member &member) const
  {
    const auto found = origins.find(binder.entry_of(&member).path());
    return value(member) + " (" + (found == origins.end() ? "default" : found->second) + ")";
  }

  /// `file:line: Section/Entry [unit] = value: text`
  template <typename Member>
  std::string sentence(const Member &member, const std::string &text) const
  {
    const auto found = origins.find(binder.entry_of(&member).path());
    return (found == origins.end() ? "default" : found->second) + ": " + value(member) + ": " + text;
  }

  template <typename Member>
  void error(const Member &member, const std::string &text)
  {
    findings.errors.push_back(sentence(member, text));
  }

  template <typename Member>
  void warn(const Member &member, const std::string &text)
  {
    findings.warnings.push_back(sentence(member, text));
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
  void check_depots();
  void check_initial_state();
  void check_time();
  void check_visits();

  ParameterSet   p;
  const Origins &origins;
  Binder         binder;
  Findings       findings;
};

void Checker::check_ranges()
{
  for (const auto &entry : binder.entries())
    try
    {
      entry.assign(entry.text());
    }
    catch (const InputError &mistake)
    {
      findings.errors.push_back(entry.path() + " = " + entry.text() + ": " + mistake.what() +
                                "; allowed: " + entry.allowed);
    }
  if (findings.errors.empty())
    warn_of_implausible();
}

void Checker::warn_of_implausible()
{
  for (const auto &entry : binder.entries())
  {
    const auto &plausible = entry.note.plausible;
    const auto  found     = origins.find(entry.path());
    if (!plausible.is_stated() || found == origins.end())
      continue;
    const double value = number_from_text(entry.text());
    if (value < plausible.minimum || value > plausible.maximum)
      findings.warnings.push_back(found->second + ": " + entry.path() + " = " + entry.text() +
                                  ": plausible is " + to_text(plausible.minimum) + " to " +
                                  to_text(plausible.maximum) + " (" + entry.note.source + ")");
  }
}

void Checker::check_geometry()
{
  const auto &g = p.geometry;
  if (!has_scar())
    return;
  const double begin = g.gap_centre - g.gap_length / 2., end = g.gap_centre + g.gap_length / 2.;
  if (g.gap_length >= g.length)
    error(g.gap_length, "the gap is not shorter than the tendon, " + other(g.length) + "; make it shorter");
  else if (begin <= 0. || end >= g.length)
    error(g.gap_centre, "with " + other(g.gap_length) + " the gap reaches from " + rounded_text(begin) +
                            " to " + rounded_text(end) + " mm, outside the tendon, " + other(g.length) +
                            "; move or shorten the gap");
  else if (g.gap_transition_length > g.gap_length)
    error(g.gap_transition_length,
          "the transition is longer than the gap, " + other(g.gap_length) + "; make it shorter");
  else if (g.gap_transition_length > std::min(begin, g.length - end))
    error(g.gap_transition_length, "the transition is longer than the shorter stump, " +
                                       rounded_text(std::min(begin, g.length - end)) + " mm by " +
                                       other(g.gap_centre) + ", " + other(g.gap_length) + ", " +
                                       other(g.length) + "; make it shorter");
}

void Checker::check_mesh()
{
  const auto &g = p.geometry;
  if (g.type == GeometryType::file && g.mesh_file.empty())
    error(g.mesh_file, "no mesh file is named, but " + other(g.type) + "; name a Gmsh .msh file");
  else if (g.type == GeometryType::file && !std::ifstream(g.mesh_file))
    error(g.mesh_file,
          "the mesh file cannot be read; a relative path counts from the folder in which tenogen "
          "is started; name a readable Gmsh .msh file");

  if (g.type != GeometryType::file && !g.mesh_file.empty())
    warn(g.mesh_file,
         "the mesh file is not used, because " + other(g.type) + "; choose the type file to use it");

  const double n_cells = number_of_cells(g);
  if (n_cells > most_cells)
    error(g.global_refinements, "the mesh would have " + rounded_text(n_cells) + " cells; at most " +
                                    rounded_text(most_cells) +
                                    " are allowed: choose fewer cells or refinements");

  const Geometry fresh;
  const auto     ignored = [&](const unsigned int &count, const unsigned int default_count)
  {
    if (g.resolution != Resolution::custom && count != default_count)
      warn(count, "the number of cells is not used, because " + other(g.resolution) +
                      "; choose the resolution custom to use it");
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
  const auto &m = p.mechanics;
  if (m.type == MechanicsType::prescribed_strain && m.prescribed_strain.empty())
    error(m.prescribed_strain, "the table is empty, but " + other(m.type) + "; give it points `day: strain`");
  if (m.type != MechanicsType::prescribed_strain && p.load.programme.empty())
    error(p.load.programme,
          "the table is empty, but " + other(m.type) + " needs a force; give it points `day: force`");
  if (m.shortest_interval > m.longest_interval)
    error(m.shortest_interval,
          "it is above " + other(m.longest_interval) + "; choose a shortest interval below the longest");
}

void Checker::check_boundary_conditions()
{
  const auto &m = p.mechanics;
  if (m.type != MechanicsType::finite_strain)
    return;
  std::vector<std::string> names;
  if (p.geometry.type == GeometryType::achilles)
    names = {"insertion", "proximal", "surface"};
  if (p.geometry.type == GeometryType::block)
    names = {"left", "right", "front", "back", "bottom", "top"};

  bool is_held = false, carries_load = false;
  for (const auto &condition : parse_boundary_conditions(m.boundary_conditions))
  {
    is_held = is_held || condition.kind == BoundaryCondition::Kind::displacement ||
              (condition.kind == BoundaryCondition::Kind::spring && condition.value > 0.);
    carries_load = carries_load || condition.is_load;
    if (!names.empty() && std::find(names.begin(), names.end(), condition.boundary) == names.end())
      error(m.boundary_conditions, "the boundary '" + condition.boundary + "' does not exist with " +
                                       other(p.geometry.type) + "; the nearest is " +
                                       nearest_name(condition.boundary, names));
  }
  if (!is_held)
    error(m.boundary_conditions,
          "nothing holds the body, with " + other(m.type) + "; add an item with displacement or spring");
  if (m.governor && !carries_load)
    error(m.boundary_conditions, "no boundary carries the load that is to be governed, with " +
                                     other(m.governor) +
                                     "; let an item end in `= load`, or switch the governor off");
}

void Checker::check_strain_window()
{
  if (!p.mechanics.governor && p.initial_state.relax && p.mechanics.type != MechanicsType::prescribed_strain)
    warn(p.mechanics.governor,
         "with " + other(p.initial_state.relax) +
             " the scar's stationary state is sought "
             "without a governor too: the habitual load then destroys it. Give the tissues, "
             "with Relax = false, if the scar is meant to be the guarded one");

  const auto &b = p.biology;
  const auto &m = p.mechanics;
  if (b.window_low_strain >= b.window_high_strain)
    error(b.window_low_strain,
          "it is not below " + other(b.window_high_strain) + "; choose a low strain below the high strain");
  const bool is_governed = m.governor && m.type != MechanicsType::prescribed_strain;
  if (is_governed && m.guard_strain >= b.window_high_strain)
    warn(m.guard_strain,
         "it is not below " + other(b.window_high_strain) +
             ": load that the patient does not avoid then harms the scar (docs/model.md, section 3.6)");
}

void Checker::check_treatment()
{
  const auto &t = p.treatment;
  if (t.dose <= 0.)
    return;
  if (!(t.retention > 0.))
    warn(t.retention, "no cell stays of " + other(t.dose));
  if (t.start + t.duration > p.time.end)
    error(t.start, "with " + other(t.duration) + " the injection ends after " + other(p.time.end) +
                       "; inject earlier or run longer");
  const bool has_share =
      std::any_of(t.depots.begin(), t.depots.end(), [](const Depot &depot) { return depot.share > 0.; });
  if (t.depots.empty())
    error(t.depots, "there is no depot for " + other(t.dose) + "; add one, or set the dose to 0");
  else if (!has_share)
    error(t.depots, "all shares are 0, but " + other(t.dose) + "; give one depot a share above 0");
  check_depots();
}

void Checker::check_depots()
{
  const auto &g = p.geometry;
  if (g.type != GeometryType::achilles)
    return;
  const double origin = g.has_gap ? g.gap_centre : 0.;
  for (const auto &depot : p.treatment.depots)
  {
    const double height = origin + depot.z;
    if (height < -depot.width || height > g.length + depot.width)
      error(p.treatment.depots,
            "the depot at z = " + to_text(depot.z) + " lies " + rounded_text(height) +
                " mm above the insertion, outside the tendon by more than its width; with " +
                (g.has_gap ? other(g.gap_centre) + " and " : std::string()) + other(g.length) +
                " z is allowed from " + rounded_text(-origin - depot.width) + " to " +
                rounded_text(g.length + depot.width - origin));
  }
}

void Checker::check_initial_state()
{
  const auto &s   = p.initial_state;
  const auto &max = p.biology.maximal_collagen;
  for (const auto *tissue : {&s.scar, &s.intact})
    if (tissue->collagen_I + tissue->collagen_III > max)
      error(tissue->collagen_I, "with " + other(tissue->collagen_III) + " the collagen is above " +
                                    other(max) + "; lower the initial collagen or raise the maximal density");
  for (const auto *tissue : {&s.scar, &s.intact})
    if (!(tissue->collagen_I + tissue->collagen_III > 0.))
      error(tissue->collagen_I,
            "with " + other(tissue->collagen_III) + " there is no collagen; give it some");
  if (!s.fluid_pocket)
    return;
  if (!has_scar())
    error(s.fluid_pocket, "there is no gap to hold the pocket, with " + other(p.geometry.type) + " and " +
                              other(p.geometry.has_gap) + "; switch the pocket off");
  if (s.fluid_pocket_collagen > max)
    error(s.fluid_pocket_collagen, "it is above " + other(max) + "; lower it");
}

void Checker::check_time()
{
  const auto &t = p.time;
  if (t.smallest_step > t.largest_step)
    error(t.smallest_step,
          "it is above " + other(t.largest_step) + "; choose a smallest step below the largest");
  else if (t.first_step < t.smallest_step)
    error(t.first_step, "it is below " + other(t.smallest_step) + "; choose a first step between the two");
  else if (t.first_step > t.largest_step)
    error(t.first_step, "it is above " + other(t.largest_step) + "; choose a first step between the two");
}

void Checker::check_visits()
{
  const auto &t = p.time;
  for (std::size_t i = 0; i < t.visits.size(); ++i)
  {
    const double month = t.visits[i], day = month * days_per_month;
    if (month < 0.)
      error(t.visits, "the visit " + to_text(month) + " is before the start; allowed: 0 and later");
    if (i > 0 && month <= t.visits[i - 1])
      error(t.visits, "the visit " + to_text(month) + " does not come after the visit " +
                          to_text(t.visits[i - 1]) + "; write them in increasing order");
    if (day > t.end * (1. + 1e-12))
      return error(t.visits, "the visit " + to_text(month) + " is day " + rounded_text(day) + ", after " +
                                 other(t.end) + "; remove the visits after the end, or run longer");
  }
}
} // namespace

Findings check(const ParameterSet &parameters, const Origins &origins)
{
  return Checker(parameters, origins).run();
}
} // namespace tenogen::parameters
