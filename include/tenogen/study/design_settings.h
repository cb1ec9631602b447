#ifndef tenogen_study_design_settings_h
#define tenogen_study_design_settings_h

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tenogen::study
{
/// How the points of a study are generated.
enum class DesignKind
{
  sobol,
  latin_hypercube,
  random,
  grid,
  list, ///< the values are given, so there are no points of the unit cube
  morris,
  saltelli
};

/// `sobol`, `latin hypercube`, ...
std::string to_text(DesignKind kind);

/// Largest number of points of a study.
constexpr std::size_t max_points = 10000000;

/// The settings that determine the points of a design.
struct DesignSettings
{
  DesignKind    kind         = DesignKind::sobol;
  std::size_t   size         = 0;     ///< points; base samples (saltelli); trajectories (morris)
  std::uint64_t seed         = 1;     ///< not used by grid and list
  unsigned int  levels       = 4;     ///< morris: even
  bool          second_order = false; ///< saltelli

  /// Whether the existing points stay the same when `size` increases.
  bool can_grow() const;
};

/// Number of points of a design; max_points + 1 where there are more than max_points.
/// @param levels  number of values of each varied parameter; only a grid uses more of it than its length
std::size_t number_of_points(const DesignSettings &settings, const std::vector<std::size_t> &levels);
} // namespace tenogen::study

#endif
