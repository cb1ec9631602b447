#ifndef tenogen_parameters_time_stepping_h
#define tenogen_parameters_time_stepping_h

#include <vector>

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// Time and step control.
struct TimeStepping
{
  TimeStepping(); ///< with the defaults

  double end;              ///< day
  double first_step;       ///< day
  double smallest_step;    ///< day
  double largest_step;     ///< day
  double tolerance;        ///< relative local error of a biology step
  double msc_floor;        ///< share of the largest MSC density ever, below which its error is not controlled
  double linear_tolerance; ///< of the transport solves, relative residual
  std::vector<double> visits; ///< months
};
} // namespace tenogen::parameters

#endif
