#ifndef tenogen_study_unit_design_h
#define tenogen_study_unit_design_h

#include "tenogen/study/design_settings.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace tenogen::study
{
/**
 * Points of the unit cube, with one coordinate per varied parameter. Point k does not depend on the process
 * or on the order of computation.
 */
class UnitDesign
{
public:
  virtual ~UnitDesign() = default;

  /// Number of points.
  virtual std::size_t size() const = 0;

  /// Coordinates of point k < size(), above 0 and below 1; in Morris designs also 0 and 1.
  virtual std::vector<double> point(std::size_t k) const = 0;
};

/// @param levels  number of values of each varied parameter; only a grid uses more of it than its length
/// @throws Error (a defect) for a list, which has no points of the unit cube
std::unique_ptr<UnitDesign> make_unit_design(const DesignSettings           &settings,
                                             const std::vector<std::size_t> &levels);
} // namespace tenogen::study

#endif
