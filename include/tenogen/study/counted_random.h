#ifndef tenogen_study_counted_random_h
#define tenogen_study_counted_random_h

#include <cstdint>

/**
 * Counter-based random numbers: number j of point k is a function of the seed, k and j, so that every process
 * gets the same numbers in any order, and a study can grow.
 */
namespace tenogen::study
{
/// The output function of SplitMix64 (Steele, Lea, Flood 2014): mixes all bits of a number.
inline std::uint64_t mixed(std::uint64_t bits)
{
  bits += 0x9e3779b97f4a7c15ULL;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31);
}

/// 64 random bits.
inline std::uint64_t random_bits(const std::uint64_t seed, const std::uint64_t k, const std::uint64_t j)
{
  return mixed(mixed(mixed(seed) ^ k) ^ j);
}

/// Uniform in (0, 1), both ends excluded: the middle of one of 2^52 equal parts.
inline double to_unit(const std::uint64_t bits)
{
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

/// A random number in 0 ... n - 1.
inline std::uint64_t random_below(const std::uint64_t n, const std::uint64_t bits)
{
  // n is at most 1e7: the bias of the remainder is below 1e-12.
  return bits % n;
}
} // namespace tenogen::study

#endif
