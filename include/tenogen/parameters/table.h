#ifndef tenogen_parameters_table_h
#define tenogen_parameters_table_h

#include <vector>

namespace tenogen::parameters
{
/// One corner of a piecewise linear history: (time [day], value).
struct TablePoint
{
  double time  = 0.;
  double value = 0.;
};

/// Piecewise linear history, constant before the first and after the last point.
using Table = std::vector<TablePoint>;
} // namespace tenogen::parameters

#endif
