#ifndef tenogen_parameters_load_h
#define tenogen_parameters_load_h

#include "tenogen/parameters/table.h"

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// Target daily peak tendon force.
struct Load
{
  Load(); ///< with the defaults

  Table  programme;      ///< (day, N)
  double habitual_force; ///< demand before the programme starts, N
};
} // namespace tenogen::parameters

#endif
