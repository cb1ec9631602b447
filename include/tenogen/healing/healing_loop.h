#ifndef tenogen_healing_healing_loop_h
#define tenogen_healing_healing_loop_h

#include "tenogen/fields/state.h"
#include "tenogen/healing/biology_stepper.h"
#include "tenogen/healing/chronic_tendon.h"
#include "tenogen/healing/peak_load.h"
#include "tenogen/parameters/parameter_set.h"

#include <functional>
#include <string>
#include <vector>

namespace tenogen::healing
{
/// What one accepted coupled step cost, and how it went.
struct StepReport
{
  unsigned int    number               = 0;
  double          interval             = 0.; ///< between the two equilibrium solutions, day
  unsigned int    biology_steps        = 0;  ///< accepted ones
  unsigned int    rejected_steps       = 0;  ///< rejected biology steps
  unsigned int    rejected_intervals   = 0;  ///< rejected intervals
  unsigned int    biology_iterations   = 0;  ///< linear iterations
  double          largest_biology_step = 0.; ///< day
  std::string     worst_field;
  double          strain_error      = 0.; ///< of the extrapolated strain, relative
  double          mechanics_seconds = 0.; ///< wall clock, on this rank
  double          biology_seconds   = 0.;
  PeakLoadOutcome mechanics;
  bool strain_is_inaccurate = false; ///< error above the tolerance even though the interval was the shortest
  std::vector<Failure> failures;
};

/// Callbacks of the loop.
struct LoopObserver
{
  /// After every accepted coupled step and at t = 0.
  std::function<void(const fields::State &, const StepReport &)> step = [](const fields::State &,
                                                                           const StepReport &) {};

  /// At every visit, after `step`. The month is counted from the start of the run.
  std::function<void(const fields::State &, double month)> visit = [](const fields::State &, double) {};

  /// On the days of Output/Fields at [day], after `visit`.
  std::function<void(const fields::State &)> fields = [](const fields::State &) {};

  /// After all other callbacks of an accepted step: from this state a run can be resumed later.
  std::function<void(const fields::State &)> settled = [](const fields::State &) {};

  /// After a coupled step that failed even with the smallest step size: the last accepted state, and the
  /// state that the attempt left, for inspection only.
  std::function<void(const fields::State &, const fields::State &, const StepReport &)> failure =
      [](const fields::State &, const fields::State &, const StepReport &) {};
};

/**
 * Healing from day 0 to the end: mechanics at the peak load of the day, biology under its strain, step sizes
 * by estimated error, steps that end exactly on the visits, on the days when fields are written, on the
 * corners of the load programme, and on the start and end of the injection. A failed step is repeated with a
 * smaller size; below the smallest size it throws SolverError and leaves the state of the last accepted step.
 * A step depends on the state and on nothing else.
 */
class HealingLoop
{
public:
  HealingLoop(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
              const ChronicTendon &tendon);

  /// Runs from day 0 to the end. @throws StopRequest if the run is asked to stop; the state is then that of
  /// the last accepted step.
  void run(const LoopObserver &observer);

  /// Continues from the state of an accepted step as if it had never stopped.
  void resume(const fields::State &from, const LoopObserver &observer);

  /// Continues from a state computed with other parameters. The load may differ, so equilibrium is solved
  /// again and the first steps are small.
  void branch(const fields::State &from, const LoopObserver &observer);

  /// The state after the last accepted step.
  const fields::State &current_state() const;

  /// The mechanics, for output.
  PeakLoad &mechanics();

private:
  void   start(const LoopObserver &observer);
  void   advance_to_end(const LoopObserver &observer);
  void   report_stops(const LoopObserver &observer) const;
  void   take_interval(const LoopObserver &observer, StepReport &report);
  void   propose_next_interval(double proposed, const StepReport &report);
  bool   try_interval(const fields::State &before, double end, StepReport &report);
  bool   advance(double end, StepReport &report);
  bool   advance_biology(double end, StepReport &report);
  bool   is_finite(const fields::State &state) const;
  double strain_error(const std::vector<double> &predicted) const;
  double next_stop(const std::vector<double> &stops) const;

  const fields::Spaces          &spaces;
  const parameters::ParameterSet parameters;
  PeakLoad                       peak_load;
  BiologyStepper                 biology;
  fields::State                  state;
  std::vector<double>            visits; ///< day
  std::vector<double> coupling_stops; ///< where an interval ends: visits, days of fields, load corners, end
  std::vector<double> biology_stops;  ///< where a biology step ends: injection
};
} // namespace tenogen::healing

#endif
