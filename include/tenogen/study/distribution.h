#ifndef tenogen_study_distribution_h
#define tenogen_study_distribution_h

#include <cstddef>
#include <limits>

namespace tenogen::study
{
/// Types of distributions of varied parameters.
enum class Law
{
  uniform,          ///< low, high
  log_uniform,      ///< low, high, both above 0: uniform in the logarithm
  normal,           ///< mean, sd
  truncated_normal, ///< mean, sd of the normal that is cut to low, high
  log_normal,       ///< median, sd of the natural logarithm
  triangular,       ///< low, mode, high
  choices           ///< one of `count` equally likely values; the quantile is the index of the value, from 0
};

/**
 * A distribution, given by its quantile function (formulas: docs/studies.md). Numbers have the unit of the
 * parameter; those that the law does not use are ignored.
 */
struct Distribution
{
  Law         law    = Law::uniform;
  double      low    = 0.;
  double      high   = 1.;
  double      mode   = 0.; ///< triangular
  double      mean   = 0.; ///< normal and truncated normal, before it is cut
  double      sd     = 1.; ///< the same; log-normal: of the natural logarithm
  double      median = 1.; ///< log-normal
  std::size_t count  = 0;  ///< choices

  /// The quantile function: the value that a sample does not exceed with probability u. Non-decreasing in u.
  /// @param u  above 0 and below 1; bounded laws also accept 0 and 1, and return exactly their bounds
  double quantile(double u) const;

  /// Whether all values lie between two finite bounds.
  bool is_bounded() const;

  /// Bounds of the values; infinite where there is none.
  double smallest() const;
  double largest() const;
};
} // namespace tenogen::study

#endif
