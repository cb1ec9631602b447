#ifndef tenogen_app_run_estimate_h
#define tenogen_app_run_estimate_h

#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/parameter_set.h"

#include <string>

/// What a run will cost, before it starts, from the measurements in docs/usage.md (What a run costs).
namespace tenogen
{
struct RunEstimate
{
  unsigned long long n_cells = 0;
  unsigned int       n_ranks = 1;
  double             days    = 0.; ///< simulated
  double             seconds = 0.; ///< wall-clock time, with one core per rank
  double             bytes   = 0.; ///< of memory, all ranks together
};

/// Number of coupled intervals between two days. An interval is an eighth of the time passed, but not below
/// the first and not above the second limit [day].
double n_intervals(double begin, double end, double shortest, double longest);

/// @param begin  day from which the run continues; 0 for a new run
RunEstimate estimate_run(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
                         double begin);

/// The estimate as one line of text.
std::string estimate_text(const RunEstimate &estimate);

/// A time as text: `34 s`, `7 min 5 s`, `2 h 10 min`.
std::string duration_text(double seconds);
} // namespace tenogen

#endif
