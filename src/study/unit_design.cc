#include "tenogen/study/unit_design.h"

#include "tenogen/core/errors.h"
#include "tenogen/study/counted_random.h"
#include "tenogen/study/sobol_sequence.h"

#include <functional>
#include <numeric>
#include <utility>

namespace tenogen::study
{
namespace
{
/// Streams of random numbers that are separate from those of points: no point has such a number.
constexpr std::uint64_t shift_stream = ~0ULL, permutation_stream = ~1ULL;

/// Sobol's sequence under a digital shift: the bits of each coordinate are flipped where those of a random
/// number are 1. The points remain evenly distributed, so that point 0 can be kept.
class ShiftedSobol
{
public:
  ShiftedSobol(const std::uint64_t seed, const std::size_t dimension)
    : sequence(dimension)
  {
    for (std::size_t j = 0; j < dimension; ++j)
      shift.push_back(random_bits(seed, shift_stream, j) >> (64 - SobolSequence::bits));
  }

  std::vector<double> point(const std::size_t k) const
  {
    const auto          bits = sequence.point(k);
    std::vector<double> u(bits.size());
    for (std::size_t j = 0; j < u.size(); ++j)
      u[j] = (static_cast<double>(bits[j] ^ shift[j]) + 0.5) * 0x1p-52;
    return u;
  }

private:
  SobolSequence              sequence;
  std::vector<std::uint64_t> shift;
};

class SobolDesign : public UnitDesign
{
public:
  SobolDesign(const DesignSettings &settings, const std::size_t dimension)
    : n(settings.size)
    , sequence(settings.seed, dimension)
  {
  }

  std::size_t size() const override
  {
    return n;
  }

  std::vector<double> point(const std::size_t k) const override
  {
    return sequence.point(k);
  }

private:
  std::size_t  n;
  ShiftedSobol sequence;
};

class RandomDesign : public UnitDesign
{
public:
  RandomDesign(const DesignSettings &settings, const std::size_t dimension)
    : settings(settings)
    , dimension(dimension)
  {
  }

  std::size_t size() const override
  {
    return settings.size;
  }

  std::vector<double> point(const std::size_t k) const override
  {
    std::vector<double> u(dimension);
    for (std::size_t j = 0; j < dimension; ++j)
      u[j] = to_unit(random_bits(settings.seed, k, j));
    return u;
  }

private:
  DesignSettings settings;
  std::size_t    dimension;
};

/// Each of the n equal parts of every axis contains one point, at a random position.
class LatinHypercube : public UnitDesign
{
public:
  LatinHypercube(const DesignSettings &settings, const std::size_t dimension)
    : settings(settings)
    , strata(dimension, std::vector<std::uint32_t>(settings.size))
  {
    for (std::size_t j = 0; j < dimension; ++j)
      shuffle(strata[j], mixed(settings.seed) ^ j);
  }

  std::size_t size() const override
  {
    return settings.size;
  }

  std::vector<double> point(const std::size_t k) const override
  {
    std::vector<double> u(strata.size());
    for (std::size_t j = 0; j < u.size(); ++j)
    {
      // 24 bits plus one half: the sum is exact, and the rounded quotient stays within the part.
      const auto   bits   = random_bits(settings.seed, k, j) >> 40;
      const double within = (static_cast<double>(bits) + 0.5) * 0x1p-24;
      u[j]                = (strata[j][k] + within) / static_cast<double>(settings.size);
    }
    return u;
  }

private:
  /// Fisher-Yates shuffle.
  static void shuffle(std::vector<std::uint32_t> &order, const std::uint64_t seed)
  {
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random_below(i, random_bits(seed, permutation_stream, i))]);
  }

  DesignSettings                          settings;
  std::vector<std::vector<std::uint32_t>> strata;
};

/// All combinations of the values of the parameters; the last parameter changes fastest. A coordinate is the
/// middle of the part of the axis that belongs to the value.
class GridDesign : public UnitDesign
{
public:
  explicit GridDesign(const std::vector<std::size_t> &levels)
    : levels(levels)
  {
  }

  std::size_t size() const override
  {
    return std::accumulate(levels.begin(), levels.end(), std::size_t(1), std::multiplies<>());
  }

  std::vector<double> point(std::size_t k) const override
  {
    std::vector<double> u(levels.size());
    for (std::size_t j = levels.size(); j-- > 0; k /= levels[j])
      u[j] = (static_cast<double>(k % levels[j]) + 0.5) / static_cast<double>(levels[j]);
    return u;
  }

private:
  std::vector<std::size_t> levels;
};

/**
 * Morris' trajectories (1991): d + 1 points on the grid 0, 1/(p-1), ..., 1, each of which differs from the
 * one before in one coordinate, by delta = p/(2(p-1)); which one, and whether up or down, is random.
 */
class MorrisDesign : public UnitDesign
{
public:
  MorrisDesign(const DesignSettings &settings, const std::size_t dimension)
    : settings(settings)
    , dimension(dimension)
  {
  }

  std::size_t size() const override
  {
    return settings.size * (dimension + 1);
  }

  std::vector<double> point(const std::size_t k) const override
  {
    const std::size_t trajectory = k / (dimension + 1), step = k % (dimension + 1);
    const auto        order = order_of_steps(trajectory);
    const auto        half  = settings.levels / 2; // delta in levels

    std::vector<double> u(dimension);
    for (std::size_t j = 0; j < dimension; ++j)
    {
      // A start in the lower half moves up, one in the upper half down.
      auto       level    = random_below(settings.levels, random_bits(settings.seed, trajectory, j));
      const bool has_gone = order[j] < step;
      if (has_gone)
        level = level < half ? level + half : level - half;
      u[j] = static_cast<double>(level) / (settings.levels - 1);
    }
    return u;
  }

private:
  /// For each coordinate the step of the trajectory, from 0, in which it changes.
  std::vector<std::size_t> order_of_steps(const std::size_t trajectory) const
  {
    std::vector<std::size_t> order(dimension);
    std::iota(order.begin(), order.end(), std::size_t(0));
    for (std::size_t i = dimension; i > 1; --i)
      std::swap(order[i - 1], order[random_below(i, random_bits(settings.seed, trajectory, dimension + i))]);
    return order;
  }

  DesignSettings settings;
  std::size_t    dimension;
};

/**
 * Saltelli's design (2010): of each base sample of 2d coordinates the points A (its first half), B (its
 * second half), AB_1 ... AB_d (A with coordinate i from B) and, for effects of second order, BA_1 ... BA_d.
 * They follow one another, so that more base samples add points at the end.
 */
class SaltelliDesign : public UnitDesign
{
public:
  SaltelliDesign(const DesignSettings &settings, const std::size_t dimension)
    : n_samples(settings.size)
    , dimension(dimension)
    , n_blocks(2 + (settings.second_order ? 2 : 1) * dimension)
    , base(settings.seed, 2 * dimension)
  {
  }

  std::size_t size() const override
  {
    return n_samples * n_blocks;
  }

  std::vector<double> point(const std::size_t k) const override
  {
    const auto                sample = base.point(k / n_blocks);
    const std::size_t         block  = k % n_blocks;
    const std::vector<double> a(sample.begin(), sample.begin() + static_cast<std::ptrdiff_t>(dimension));
    const std::vector<double> b(sample.begin() + static_cast<std::ptrdiff_t>(dimension), sample.end());
    if (block < 2)
      return block == 0 ? a : b;
    const bool        is_ab = block < 2 + dimension;
    const std::size_t i     = (block - 2) % dimension;
    auto              u     = is_ab ? a : b;
    u[i]                    = is_ab ? b[i] : a[i];
    return u;
  }

private:
  std::size_t  n_samples, dimension, n_blocks;
  ShiftedSobol base;
};
} // namespace

std::unique_ptr<UnitDesign> make_unit_design(const DesignSettings           &settings,
                                             const std::vector<std::size_t> &levels)
{
  const std::size_t dimension = levels.size();
  switch (settings.kind)
  {
  case DesignKind::sobol:
    return std::make_unique<SobolDesign>(settings, dimension);
  case DesignKind::latin_hypercube:
    return std::make_unique<LatinHypercube>(settings, dimension);
  case DesignKind::random:
    return std::make_unique<RandomDesign>(settings, dimension);
  case DesignKind::grid:
    return std::make_unique<GridDesign>(levels);
  case DesignKind::morris:
    return std::make_unique<MorrisDesign>(settings, dimension);
  case DesignKind::saltelli:
    return std::make_unique<SaltelliDesign>(settings, dimension);
  default:
    throw Error(ExitCode::defect, "Points of the unit cube were requested from a list of points.");
  }
}
} // namespace tenogen::study
