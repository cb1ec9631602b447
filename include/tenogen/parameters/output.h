#ifndef tenogen_parameters_output_h
#define tenogen_parameters_output_h

#include <string>
#include <vector>

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// What is written, and where.
struct Output
{
  Output(); ///< with the defaults

  std::string         directory; ///< empty: named after the parameter file
  bool                fields;    ///< field snapshots at the visits
  std::vector<double> fields_at; ///< day, of further field snapshots

  // Checkpoints
  double       checkpoint_minutes; ///< of the wall clock between two; 0: not by the clock
  double       checkpoint_days;    ///< simulated, between two; 0: not by days
  unsigned int checkpoint_slots;   ///< written in turn
  bool         keep_at_visits;     ///< keep a checkpoint of every visit
};
} // namespace tenogen::parameters

#endif
