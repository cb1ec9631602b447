#include "tenogen/app/run_estimate.h"

#include "tenogen/core/units.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace tenogen
{
namespace
{
/// Cost per rank with two ranks on two cores of an AMD EPYC (benchmarks/README.md, Measured).
struct Measured
{
  double cells;
  double solution;     ///< one equilibrium, s
  double biology_step; ///< one step of the biology, s
};

/// The parametric tendon at its three resolutions. The cost of a solution at `fine` is that at `standard`
/// times the ratio of the costs of the first equilibria, 858 s / 84.1 s.
constexpr std::array<Measured, 3> measured = {
    {{2442., 0.167, 1. / 139.}, {29280., 3.54, 1. / 14.6}, {166400., 36.1, 1. / 1.27}}};
constexpr double measured_ranks = 2.;

// Further costs of a two-year run at `standard`, in units of an equilibrium solution.
constexpr double solutions_at_the_start = 14.5; ///< the search for the stationary tissues
constexpr double solutions_per_step     = 1.5;  ///< a coupled step, with its guard force and rejected steps
constexpr double solutions_per_image    = 5.6;  ///< the resting tendon for the MRI of a visit
constexpr double biology_steps_per_step = 14.5;

// A tendon of 35 cells on one rank: the costs that do not depend on the mesh.
constexpr double start_up = 1., seconds_per_solution = 0.01;

// Largest resident set of a rank: a constant part for libraries and tables, and a part per cell.
constexpr double bytes_per_rank = 258. * 1048576., bytes_per_cell = 26. * 1024.;

/// More ranks than this do not reduce the time further, because each would have too little work.
constexpr double fewest_cells_per_rank = 500.;

/// Interpolates the logarithms of cells and seconds, and extrapolates from the two nearest points.
double interpolated(const double cells, double Measured::*const seconds)
{
  const std::size_t i     = cells < measured[1].cells ? 0 : 1;
  const Measured   &a     = measured[i];
  const Measured   &b     = measured[i + 1];
  const double      share = std::log(cells / a.cells) / std::log(b.cells / a.cells);
  return a.*seconds * std::pow(b.*seconds / a.*seconds, share);
}

/// Number of coupled steps of a run. Steps become longer with the time since the start, and end at visits and
/// corners of the load.
double coupled_steps(const parameters::ParameterSet &p, const double begin)
{
  constexpr double shortest = 0.5; // day
  const double     steps    = 1. + n_intervals(begin, p.time.end, shortest, p.mechanics.longest_interval);

  std::vector<double> stops = p.output.fields_at;
  for (const double month : p.time.visits)
    stops.push_back(month * days_per_month);
  for (const auto &corner : p.load.programme)
    stops.push_back(corner.time);
  return steps + double(std::count_if(stops.begin(), stops.end(),
                                      [&](const double stop) { return stop > begin && stop < p.time.end; }));
}

double images(const parameters::ParameterSet &p, const double begin)
{
  if (!p.mri.write)
    return 0.;
  return double(std::count_if(p.time.visits.begin(), p.time.visits.end(),
                              [&](const double month) { return month * days_per_month >= begin; }));
}
} // namespace

double n_intervals(const double begin, const double end, const double shortest, const double longest)
{
  double n = 0.;
  for (double time = begin; time < end; ++n)
  {
    const double interval = std::max(shortest, time / 8.);
    if (interval >= longest) // from here on they are all alike
      return n + std::ceil((end - time) / longest);
    time += interval;
  }
  return n;
}

RunEstimate estimate_run(const fields::Spaces &spaces, const parameters::ParameterSet &p, const double begin)
{
  RunEstimate estimate;
  estimate.n_cells = spaces.mesh.triangulation->n_global_active_cells();
  estimate.n_ranks = dealii::Utilities::MPI::n_mpi_processes(spaces.communicator);
  estimate.days    = p.time.end - begin;

  const double cells = double(estimate.n_cells);
  const double ranks = std::clamp(cells / fewest_cells_per_rank, 1., double(estimate.n_ranks));
  const double share = measured_ranks / ranks;
  const double steps = coupled_steps(p, begin);
  const double step  = share * interpolated(cells, &Measured::biology_step);
  estimate.seconds   = start_up + biology_steps_per_step * steps * step;
  if (p.mechanics.type == parameters::MechanicsType::finite_strain)
  {
    const double at_start  = begin == 0. && p.initial_state.relax ? solutions_at_the_start : 1.;
    const double solutions = at_start + solutions_per_step * steps + solutions_per_image * images(p, begin);
    // A second-order element has eight times as many displacements.
    const double degree = std::pow(double(p.mechanics.degree), 3);
    estimate.seconds +=
        solutions * (seconds_per_solution + share * interpolated(degree * cells, &Measured::solution));
  }
  estimate.bytes = double(estimate.n_ranks) * bytes_per_rank + cells * bytes_per_cell;
  return estimate;
}

std::string estimate_text(const RunEstimate &estimate)
{
  char text[256];
  std::snprintf(
      text, sizeof(text),
      "%llu cells, %u rank%s, %.5g day%s: about %s and %.0f MiB of memory, if each rank has a core to itself",
      estimate.n_cells, estimate.n_ranks, estimate.n_ranks == 1 ? "" : "s", estimate.days,
      estimate.days == 1. ? "" : "s", duration_text(estimate.seconds).c_str(), estimate.bytes / 1048576.);
  return text;
}

std::string duration_text(const double seconds)
{
  char       text[32];
  const auto rounded = std::llround(seconds);
  if (rounded < 60)
    std::snprintf(text, sizeof(text), "%lld s", rounded);
  else if (rounded < 3600)
    std::snprintf(text, sizeof(text), "%lld min %lld s", rounded / 60, rounded % 60);
  else
    std::snprintf(text, sizeof(text), "%lld h %lld min", rounded / 3600, rounded % 3600 / 60);
  return text;
}
} // namespace tenogen
