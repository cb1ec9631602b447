#include "tenogen/healing/healing_loop.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/interruption.h"
#include "tenogen/core/timing.h"
#include "tenogen/core/units.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace tenogen::healing
{
using namespace dealii;

namespace
{
/// Times that differ by less than this are equal, day.
constexpr double same_time = 1e-9;

/// The first interval between equilibria, when it is not known yet how fast the strain changes, day.
constexpr double first_interval = 0.5;

/// Adds the seconds of its lifetime to a sum.
class Stopwatch
{
public:
  explicit Stopwatch(double &sum)
    : sum(sum)
    , begin(std::chrono::steady_clock::now())
  {
  }
  ~Stopwatch()
  {
    sum += seconds_since(begin);
  }
  Stopwatch(const Stopwatch &)            = delete;
  Stopwatch &operator=(const Stopwatch &) = delete;

private:
  double                               &sum;
  std::chrono::steady_clock::time_point begin;
};

/// The step towards a stop: two equal steps rather than a long and a very short one.
double landing(const double proposed, const double left)
{
  return left <= proposed ? left : std::min(proposed, 0.5 * left);
}

/**
 * The next smaller step of a geometric ladder with 32 rungs per factor of two. A proposed step comes from an
 * estimated error, whose last digits depend on the order of summation and thus on the number of ranks; the
 * rung hardly ever does.
 */
double on_ladder(const double step)
{
  int          exponent;
  const double mantissa = std::frexp(step, &exponent);
  return std::ldexp(std::floor(64. * mantissa) / 64., exponent);
}

std::string days(const double time)
{
  char text[64];
  std::snprintf(text, sizeof(text), "%.6g", time);
  return text;
}

/// The levels outside the paratenon are those of intact tendon, if the parameters say so.
parameters::ParameterSet with_outside_levels(parameters::ParameterSet parameters,
                                             const InitialTissues    &tissues)
{
  if (parameters.biology.paratenon_like_intact)
  {
    parameters.biology.paratenon_cytokine_level      = tissues.intact.concentrations[model::cytokine];
    parameters.biology.paratenon_growth_factor_level = tissues.intact.concentrations[model::growth_factor];
  }
  return parameters;
}
} // namespace

HealingLoop::HealingLoop(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                         const ChronicTendon &tendon)
  : spaces(spaces)
  , parameters(with_outside_levels(parameters, tendon.tissues))
  , peak_load(spaces, this->parameters)
  , biology(spaces, this->parameters)
  , state(tendon.state)
{
  // What the solver keeps permanently is built from the tissues of day 0, regardless of the day on which a
  // run resumes.
  peak_load.prepare(initial_state(spaces, tendon.tissues, this->parameters));
  for (const double month : parameters.time.visits)
    visits.push_back(month * days_per_month);
  coupling_stops = visits;
  coupling_stops.insert(coupling_stops.end(), parameters.output.fields_at.begin(),
                        parameters.output.fields_at.end());
  coupling_stops.push_back(parameters.time.end);
  for (const parameters::TablePoint &corner : parameters.load.programme)
    coupling_stops.push_back(corner.time);
  for (const parameters::TablePoint &corner : parameters.mechanics.prescribed_strain)
    biology_stops.push_back(corner.time);
  if (parameters.treatment.dose > 0.)
    for (const double time :
         {parameters.treatment.start, parameters.treatment.start + parameters.treatment.duration})
      biology_stops.push_back(time);
  std::sort(coupling_stops.begin(), coupling_stops.end());
  std::sort(biology_stops.begin(), biology_stops.end());
}

const fields::State &HealingLoop::current_state() const
{
  return state;
}

PeakLoad &HealingLoop::mechanics()
{
  return peak_load;
}

double HealingLoop::next_stop(const std::vector<double> &stops) const
{
  const auto next = std::upper_bound(stops.begin(), stops.end(), state.time + same_time);
  return next == stops.end() ? parameters.time.end : std::min(*next, parameters.time.end);
}

void HealingLoop::start(const LoopObserver &observer)
{
  StepReport report;
  {
    const Stopwatch stopwatch(report.mechanics_seconds);
    report.mechanics = peak_load.solve(state, true);
  }
  if (!report.mechanics.converged)
    throw SolverError("No equilibrium at day " + days(state.time) + ": " + report.mechanics.reason +
                      ". Lower the load, refine the mesh, or check the material.");
  state.previous_stimulus = state.stimulus;
  state.next_interval =
      peak_load.solves_equilibrium() ? first_interval : parameters.mechanics.longest_interval;
  state.next_interval = std::max(state.next_interval, parameters.mechanics.shortest_interval);
  observer.step(state, report);
  report_stops(observer);
  observer.settled(state);
}

void HealingLoop::run(const LoopObserver &observer)
{
  start(observer);
  advance_to_end(observer);
}

void HealingLoop::resume(const fields::State &from, const LoopObserver &observer)
{
  state = from;
  advance_to_end(observer);
}

void HealingLoop::branch(const fields::State &from, const LoopObserver &observer)
{
  state                   = from;
  state.step              = 0;
  state.strain_offset     = 0.;
  state.next_biology_step = std::min(state.next_biology_step, parameters.time.first_step);
  start(observer);
  advance_to_end(observer);
}

void HealingLoop::advance_to_end(const LoopObserver &observer)
{
  while (state.time < parameters.time.end - same_time)
  {
    StepReport report;
    take_interval(observer, report);
    observer.step(state, report);
    report_stops(observer);
    observer.settled(state);
  }
}

void HealingLoop::report_stops(const LoopObserver &observer) const
{
  for (const double visit : visits)
    if (std::abs(visit - state.time) < same_time)
      observer.visit(state, visit / days_per_month);
  for (const double day : parameters.output.fields_at)
    if (std::abs(day - state.time) < same_time)
      observer.fields(state);
}

/// Takes the next interval, shortened as often as necessary.
void HealingLoop::take_interval(const LoopObserver &observer, StepReport &report)
{
  const parameters::Mechanics &mechanics = parameters.mechanics;
  const double                 stop      = next_stop(coupling_stops);
  const double                 left      = stop - state.time;
  const double        proposed = on_ladder(std::min(state.next_interval, mechanics.longest_interval));
  double              interval = landing(proposed, left);
  const fields::State before   = state;
  report.number                = before.step + 1;
  // An interval that was shortened to end at a stop may be shortened further.
  const double smallest = std::min(mechanics.shortest_interval, 0.1 * interval);
  while (true)
  {
    const bool succeeded = try_interval(before, interval >= left ? stop : before.time + interval, report);
    if (succeeded && report.strain_error <= 2. * mechanics.mechanosensing_strain_tolerance)
      break;
    if (succeeded && interval <= mechanics.shortest_interval)
    {
      // The strain cannot be tracked more accurately, and the equilibrium is correct.
      report.strain_is_inaccurate = true;
      break;
    }
    if (!succeeded && interval <= smallest)
    {
      fields::State failed = state;
      if (report.failures.back().kind == FailureKind::equilibrium)
        failed.displacement = peak_load.newest_iterate(state);
      state = before;
      observer.failure(state, failed, report);
      throw SolverError("Gave up at day " + days(before.time) + " (month " +
                        days(before.time / days_per_month) + ") with an interval of " + days(interval) +
                        " day: " + report.failures.back().reason + ". The last good state is kept.");
    }
    const double factor =
        succeeded
            ? std::clamp(0.8 * mechanics.mechanosensing_strain_tolerance / report.strain_error, 0.2, 0.7)
            : 0.5;
    interval = std::max(on_ladder(factor * std::min(interval, left)),
                        succeeded ? mechanics.shortest_interval : smallest);
    state    = before;
    ++report.rejected_intervals;
  }
  state.step      = report.number;
  report.interval = state.time - before.time;
  propose_next_interval(proposed, report);
}

void HealingLoop::propose_next_interval(const double proposed, const StepReport &report)
{
  const parameters::Mechanics &mechanics = parameters.mechanics;
  const double ratio  = mechanics.mechanosensing_strain_tolerance / std::max(report.strain_error, 1e-12);
  state.next_interval = report.interval * std::clamp(0.9 * std::sqrt(ratio), 0.5, 2.);
  // That an interval was shortened to end at a stop is no reason against longer ones.
  if (report.interval < 0.99 * proposed && report.rejected_intervals == 0 && ratio > 1.)
    state.next_interval = std::max(state.next_interval, proposed);
  const bool corner =
      std::any_of(parameters.load.programme.begin(), parameters.load.programme.end(),
                  [&](const parameters::TablePoint &p) { return std::abs(p.time - state.time) < same_time; });
  if (corner && peak_load.solves_equilibrium())
  {
    // The load changes its slope here, so the past strain does not predict the future.
    state.previous_stimulus = state.stimulus;
    state.next_interval *= 0.5;
  }
  state.next_interval = std::max(state.next_interval, mechanics.shortest_interval);
}

/// Returns false if it failed; the state is then what the attempt has left. A request to stop leaves the
/// state unchanged.
bool HealingLoop::try_interval(const fields::State &before, const double end, StepReport &report)
{
  try
  {
    return advance(end, report);
  }
  catch (const StopRequest &)
  {
    state = before;
    throw;
  }
  catch (const SolverError &error) // thrown on all ranks
  {
    report.failures.push_back({FailureKind::equilibrium, error.what()});
    return false;
  }
}

bool HealingLoop::advance(const double end, StepReport &report)
{
  std::vector<double> predicted(spaces.n_owned_vertices());
  state.offset_end = end;
  biology.set_orientation(state); // an earlier attempt may have changed it
  if (!advance_biology(end, report))
    return false;
  state.time = end;
  peak_load.strain(end, state, predicted);

  const bool            visit = std::any_of(visits.begin(), visits.end(),
                                            [&](const double day) { return std::abs(day - end) < same_time; });
  const Stopwatch       stopwatch(report.mechanics_seconds);
  const PeakLoadOutcome mechanics = peak_load.solve(state, visit);
  report.mechanics += mechanics;
  if (!report.mechanics.converged)
  {
    report.failures.push_back({FailureKind::equilibrium, report.mechanics.reason});
    return false;
  }
  if (!is_finite(state))
  {
    report.failures.push_back({FailureKind::not_finite, "the strain is no longer finite"});
    return false;
  }
  report.strain_error = strain_error(predicted);
  for (unsigned int i = 0; i < predicted.size(); ++i)
    state.strain_offset.local_element(i) = predicted[i] - state.stimulus.strain.local_element(i);
  return true;
}

bool HealingLoop::advance_biology(const double end, StepReport &report)
{
  const Stopwatch                 stopwatch(report.biology_seconds);
  const parameters::TimeStepping &time = parameters.time;
  const auto strain = [this](const double t, const fields::State &s, std::vector<double> &values)
  { peak_load.strain(t, s, values); };
  while (state.time < end - same_time)
  {
    Interruption::stop_if_requested(spaces.communicator);
    const double         stop     = std::min(end, next_stop(biology_stops));
    const double         left     = stop - state.time;
    const double         proposed = on_ladder(std::min(state.next_biology_step, time.largest_step));
    const double         step     = landing(proposed, left);
    const fields::State  before   = state;
    const BiologyOutcome outcome  = biology.advance(state, step, strain);
    report.biology_iterations += outcome.linear_iterations;

    const double safe = 0.9 * std::pow(std::max(outcome.error, 1e-10), -1. / BiologyStepper::order);
    if (outcome.succeeded && outcome.error <= 1.)
    {
      ++report.biology_steps;
      report.largest_biology_step = std::max(report.largest_biology_step, step);
      report.worst_field          = outcome.worst_field;
      // A step that was shortened to end at a stop does not shorten the next one.
      const double next = step * std::clamp(safe, 0.3, 2.);
      state.next_biology_step =
          step < 0.99 * proposed ? std::max(next, std::min(proposed, step * safe)) : next;
      if (left - step <= same_time)
        state.time = stop;
      continue;
    }
    ++report.rejected_steps;
    state                   = before;
    state.next_biology_step = step * (outcome.succeeded ? std::clamp(safe, 0.2, 0.9) : 0.25);
    if (outcome.failure)
      report.failures.push_back(*outcome.failure);
    if (state.next_biology_step < time.smallest_step)
    {
      report.failures.push_back(
          {FailureKind::smallest_step,
           "the biology needed a step below the smallest step of " + days(time.smallest_step) +
               " day at day " + days(state.time) + " (" +
               (outcome.failure ? outcome.failure->reason : "error of " + outcome.worst_field) + ")"});
      if (outcome.refused)
        state = *outcome.refused;
      return false;
    }
  }
  return true;
}

/// Whether everything that the mechanics has changed is finite; the biology checks its own fields.
bool HealingLoop::is_finite(const fields::State &state) const
{
  const auto &strain = state.stimulus.strain;
  bool        finite = std::isfinite(state.applied_force) && std::isfinite(state.guard.force);
  for (unsigned int i = 0; i < strain.locally_owned_size(); ++i)
    finite = finite && std::isfinite(strain.local_element(i));
  return Utilities::MPI::min(finite ? 1 : 0, spaces.communicator) == 1;
}

double HealingLoop::strain_error(const std::vector<double> &predicted) const
{
  if (!peak_load.solves_equilibrium())
    return 0.;
  std::vector<double> sums(2), total(2);
  for (unsigned int i = 0; i < predicted.size(); ++i)
    if (spaces.in_gap(i))
    {
      const double strain = state.stimulus.strain.local_element(i);
      sums[0] += spaces.volume.local_element(i) * std::pow(strain - predicted[i], 2);
      sums[1] += spaces.volume.local_element(i) * strain * strain;
    }
  Utilities::MPI::sum(sums, spaces.communicator, total);
  return total[1] > 0. ? std::sqrt(total[0] / total[1]) : 0.;
}
} // namespace tenogen::healing
