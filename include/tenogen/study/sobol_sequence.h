#ifndef tenogen_study_sobol_sequence_h
#define tenogen_study_sobol_sequence_h

#include <boost/random/sobol.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenogen::study
{
/// The Sobol sequence with the direction numbers of Joe and Kuo (as Boost has them), point 0 included.
class SobolSequence
{
public:
  static constexpr unsigned int bits = 52;

  /// Largest number of coordinates Boost has direction numbers for.
  static constexpr std::size_t max_dimensions = 3667;

  /// @param dimension  number of coordinates, at least 1, at most max_dimensions
  explicit SobolSequence(std::size_t dimension);

  /// Coordinates of point k, times 2^52. Point 0 is the origin.
  std::vector<std::uint64_t> point(std::size_t k) const;

private:
  boost::random::sobol_engine<std::uint64_t, bits> first; ///< positioned before point 1; only copied
};
} // namespace tenogen::study

#endif
