#ifndef tenogen_app_run_costs_h
#define tenogen_app_run_costs_h

#include "tenogen/healing/healing_loop.h"
#include "tenogen/healing/observables.h"
#include "tenogen/observe/clinical.h"

#include <nlohmann/json.hpp>

namespace tenogen
{
/// What a run has cost so far, over all its sessions.
struct RunCosts
{
  unsigned int steps = 0, biology_steps = 0, rejected_biology_steps = 0, rejected_intervals = 0,
               equilibrium_solutions = 0, newton_iterations = 0, cg_iterations = 0, biology_iterations = 0;
  double mechanics_seconds = 0., biology_seconds = 0., checkpoint_seconds = 0., mri_seconds = 0.,
         run_seconds = 0.; ///< wall clock; `run` of the sessions before this one

  void add(const healing::StepReport &report)
  {
    steps = report.number;
    biology_steps += report.biology_steps;
    rejected_biology_steps += report.rejected_steps;
    rejected_intervals += report.rejected_intervals;
    equilibrium_solutions += report.mechanics.solutions;
    newton_iterations += report.mechanics.newton_iterations;
    cg_iterations += report.mechanics.linear_iterations;
    biology_iterations += report.biology_iterations;
    mechanics_seconds += report.mechanics_seconds;
    biology_seconds += report.biology_seconds;
  }
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RunCosts, steps, biology_steps, rejected_biology_steps, rejected_intervals,
                                   equilibrium_solutions, newton_iterations, cg_iterations,
                                   biology_iterations, mechanics_seconds, biology_seconds, checkpoint_seconds,
                                   mri_seconds, run_seconds)

namespace observe
{
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Milestone, month, low, high)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClinicalCourse, daily_activity, recreational_sport, least_inflamed,
                                   largest_relapse, largest_strain)
} // namespace observe

namespace healing
{
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Observable, name, unit, value)
} // namespace healing
} // namespace tenogen

#endif
