#ifndef tenogen_parameters_treatment_h
#define tenogen_parameters_treatment_h

#include <vector>

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// One place where the needle deposits cells: a Gaussian cloud.
struct Depot
{
  double x     = 0.; ///< mm
  double y     = 0.; ///< mm
  double z     = 0.; ///< mm, height above the gap centre (or above z = 0 without a gap)
  double width = 4.; ///< sigma, mm
  double share = 1.; ///< of the dose, relative
};

/// The injection of mesenchymal stem cells.
struct Treatment
{
  Treatment(); ///< with the defaults

  double             dose;      ///< cells
  double             retention; ///< share that remains after wash-out on the first day
  double             start;     ///< day
  double             duration;  ///< day
  std::vector<Depot> depots;
};
} // namespace tenogen::parameters

#endif
