#include "tenogen/study/counted_random.h"
#include "tenogen/study/csv.h"
#include "tenogen/study/sobol_sequence.h"
#include "tenogen/study/unit_design.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

// Designs, as points of the unit cube.

namespace
{
using namespace tenogen::study;

using Points = std::vector<std::vector<double>>;

DesignSettings settings(const DesignKind kind, const std::size_t size, const std::uint64_t seed = 7)
{
  DesignSettings design;
  design.kind = kind;
  design.size = size;
  design.seed = seed;
  return design;
}

Points points_of(const DesignSettings &design, const std::size_t dimension)
{
  const auto unit = make_unit_design(design, std::vector<std::size_t>(dimension, 3));
  Points     points;
  for (std::size_t k = 0; k < unit->size(); ++k)
    points.push_back(unit->point(k));
  return points;
}

/// Largest difference between the share of points in a box [0, x) x [0, y) and its area, over boxes with
/// corners at the points and at 1 (star discrepancy in two dimensions, Niederreiter 1972).
double star_discrepancy(const Points &points)
{
  std::vector<double> xs = {1.}, ys = {1.};
  for (const auto &point : points)
  {
    xs.push_back(point[0]);
    ys.push_back(point[1]);
  }
  double largest = 0.;
  for (const double x : xs)
    for (const double y : ys)
    {
      double open = 0., closed = 0.;
      for (const auto &point : points)
      {
        open += point[0] < x && point[1] < y;
        closed += point[0] <= x && point[1] <= y;
      }
      const double n = static_cast<double>(points.size());
      largest        = std::max({largest, x * y - open / n, closed / n - x * y});
    }
  return largest;
}

TEST(StudySobol, FirstPointsArePublished)
{
  // Direction numbers of Joe and Kuo 2008 (new-joe-kuo-6.21201), as scipy.stats.qmc.Sobol(4, scramble=False)
  // gives them.
  const std::vector<std::vector<double>> published = {{0., 0., 0., 0.},
                                                      {0.5, 0.5, 0.5, 0.5},
                                                      {0.75, 0.25, 0.25, 0.25},
                                                      {0.25, 0.75, 0.75, 0.75},
                                                      {0.375, 0.375, 0.625, 0.875},
                                                      {0.875, 0.875, 0.125, 0.375},
                                                      {0.625, 0.125, 0.875, 0.625},
                                                      {0.125, 0.625, 0.375, 0.125}};
  const SobolSequence                    sequence(4);
  for (std::size_t k = 0; k < published.size(); ++k)
    for (std::size_t j = 0; j < 4; ++j)
      EXPECT_EQ(std::ldexp(static_cast<double>(sequence.point(k)[j]), -52), published[k][j])
          << "point " << k << ", coordinate " << j;
}

TEST(StudySobol, FillsElementaryBoxesUnderEveryShift)
{
  // 256 points: every dyadic box of area 1/256 holds exactly one, in the first two dimensions.
  for (const std::uint64_t seed : {0U, 1U, 99U})
  {
    const auto points = points_of(settings(DesignKind::sobol, 256, seed), 2);
    for (unsigned int a = 0; a <= 8; ++a)
    {
      std::set<std::pair<unsigned int, unsigned int>> boxes;
      for (const auto &u : points)
        boxes.emplace(static_cast<unsigned int>(std::ldexp(u[0], a)),
                      static_cast<unsigned int>(std::ldexp(u[1], 8 - a)));
      EXPECT_EQ(boxes.size(), 256U) << "seed " << seed << ", boxes of 1/2^" << a;
    }
  }
}

TEST(StudySobol, IsMoreEvenThanChance)
{
  const double sobol  = star_discrepancy(points_of(settings(DesignKind::sobol, 256), 2));
  const double random = star_discrepancy(points_of(settings(DesignKind::random, 256), 2));
  EXPECT_LT(sobol, 0.02);
  EXPECT_LT(2. * sobol, random);
}

TEST(StudyDesign, GrowsWithoutChangingEarlierPoints)
{
  for (const DesignKind kind :
       {DesignKind::sobol, DesignKind::random, DesignKind::morris, DesignKind::saltelli})
  {
    auto small = settings(kind, 11), large = settings(kind, 40);
    EXPECT_TRUE(small.can_grow());
    for (const bool second_order : {false, true})
    {
      small.second_order = large.second_order = second_order;
      const auto before = points_of(small, 5), after = points_of(large, 5);
      ASSERT_LT(before.size(), after.size());
      EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin())) << to_text(kind);
    }
  }
  EXPECT_FALSE(settings(DesignKind::latin_hypercube, 1).can_grow());
}

TEST(StudyDesign, SeedsDiffer)
{
  for (const DesignKind kind : {DesignKind::sobol, DesignKind::random, DesignKind::morris,
                                DesignKind::saltelli, DesignKind::latin_hypercube})
    EXPECT_NE(points_of(settings(kind, 8, 1), 3), points_of(settings(kind, 8, 2), 3)) << to_text(kind);
}

TEST(StudyDesign, NumberOfPointsIsPredicted)
{
  for (const DesignKind kind : {DesignKind::sobol, DesignKind::random, DesignKind::morris,
                                DesignKind::saltelli, DesignKind::latin_hypercube, DesignKind::grid})
  {
    const auto design = settings(kind, 8);
    EXPECT_EQ(points_of(design, 4).size(), number_of_points(design, {3, 3, 3, 3})) << to_text(kind);
  }
  EXPECT_GT(number_of_points(settings(DesignKind::grid, 0), std::vector<std::size_t>(60, 1000)), max_points);
}

TEST(StudyLatinHypercube, HasOnePointInEachPartOfEachAxis)
{
  for (const std::size_t n : {1U, 2U, 7U, 100U, 1000U})
  {
    const auto points = points_of(settings(DesignKind::latin_hypercube, n), 4);
    for (std::size_t j = 0; j < 4; ++j)
    {
      std::set<std::size_t> parts;
      for (const auto &u : points)
        parts.insert(static_cast<std::size_t>(u[j] * static_cast<double>(n)));
      EXPECT_EQ(parts.size(), n);
      EXPECT_EQ(*parts.rbegin(), n - 1);
    }
  }
}

TEST(StudyRandom, IsUniformAndUncorrelated)
{
  const auto points = points_of(settings(DesignKind::random, 20000), 2);
  double     mean = 0., square = 0., product = 0., successive = 0.;
  for (std::size_t k = 0; k < points.size(); ++k)
  {
    const double a = points[k][0] - 0.5, b = points[k][1] - 0.5;
    mean += a / 20000.;
    square += a * a / 20000.;
    product += a * b / 20000.;
    successive += k == 0 ? 0. : a * (points[k - 1][0] - 0.5) / 20000.;
    EXPECT_GT(points[k][0], 0.);
    EXPECT_LT(points[k][0], 1.);
  }
  // Four standard errors.
  EXPECT_NEAR(mean, 0., 4. * std::sqrt(1. / 12. / 20000.));
  EXPECT_NEAR(square, 1. / 12., 4. * std::sqrt(1. / 180. / 20000.));
  EXPECT_NEAR(product, 0., 4. / 12. / std::sqrt(20000.));
  EXPECT_NEAR(successive, 0., 4. / 12. / std::sqrt(20000.));
}

TEST(StudyRandom, StaysInsideTheInterval)
{
  EXPECT_GT(to_unit(0), 0.);
  EXPECT_LT(to_unit(~0ULL), 1.);
}

TEST(StudyMorris, EachStepChangesOneCoordinateByDelta)
{
  constexpr std::size_t d = 5, trajectories = 40;
  for (const unsigned int p : {2U, 4U, 8U})
  {
    auto design         = settings(DesignKind::morris, trajectories);
    design.levels       = p;
    const auto   points = points_of(design, d);
    const double delta  = p / (2. * (p - 1.));
    ASSERT_EQ(points.size(), trajectories * (d + 1));
    std::set<double> levels;
    unsigned int     upwards = 0;
    for (std::size_t t = 0; t < trajectories; ++t)
    {
      std::set<std::size_t> changed;
      for (std::size_t step = 1; step <= d; ++step)
        for (std::size_t j = 0; j < d; ++j)
        {
          const double change = points[t * (d + 1) + step][j] - points[t * (d + 1) + step - 1][j];
          levels.insert(points[t * (d + 1) + step][j]);
          if (change == 0.)
            continue;
          EXPECT_NEAR(std::abs(change), delta, 1e-15);
          EXPECT_TRUE(changed.insert(j).second) << "coordinate " << j << " changes twice";
          upwards += change > 0.;
        }
      EXPECT_EQ(changed.size(), d);
    }
    EXPECT_EQ(levels.size(), p);
    EXPECT_EQ(*levels.begin(), 0.);
    EXPECT_EQ(*levels.rbegin(), 1.);
    EXPECT_GT(upwards, trajectories * d / 4);
    EXPECT_LT(upwards, trajectories * d * 3 / 4);
  }
}

TEST(StudySaltelli, BlocksTakeCoordinatesFromBothSamples)
{
  constexpr std::size_t d = 3, n = 16;
  const auto            base = points_of(settings(DesignKind::sobol, n), 2 * d);
  for (const bool second_order : {false, true})
  {
    auto design              = settings(DesignKind::saltelli, n);
    design.second_order      = second_order;
    const std::size_t blocks = second_order ? 2 + 2 * d : 2 + d;
    const auto        points = points_of(design, d);
    ASSERT_EQ(points.size(), n * blocks);
    for (std::size_t s = 0; s < n; ++s)
    {
      const std::vector<double> a(base[s].begin(), base[s].begin() + d),
          b(base[s].begin() + d, base[s].end());
      EXPECT_EQ(points[s * blocks], a);
      EXPECT_EQ(points[s * blocks + 1], b);
      for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < d; ++j)
        {
          EXPECT_EQ(points[s * blocks + 2 + i][j], i == j ? b[j] : a[j]);
          if (second_order)
          {
            EXPECT_EQ(points[s * blocks + 2 + d + i][j], i == j ? a[j] : b[j]);
          }
        }
    }
  }
}

TEST(StudyGrid, HoldsEveryCombinationOnce)
{
  const std::vector<std::size_t>     levels = {2, 3, 4};
  const auto                         unit   = make_unit_design(settings(DesignKind::grid, 0), levels);
  std::set<std::vector<std::size_t>> combinations;
  for (std::size_t k = 0; k < unit->size(); ++k)
  {
    const auto               u = unit->point(k);
    std::vector<std::size_t> level;
    for (std::size_t j = 0; j < levels.size(); ++j)
      level.push_back(static_cast<std::size_t>(u[j] * static_cast<double>(levels[j])));
    combinations.insert(level);
  }
  EXPECT_EQ(unit->size(), 24U);
  EXPECT_EQ(combinations.size(), 24U);
  EXPECT_EQ(*combinations.rbegin(), (std::vector<std::size_t>{1, 2, 3}));
}

TEST(StudyCsv, FieldsReadBack)
{
  const std::vector<std::string> fields = {"point", "Depots [mm, mm]", "say \"yes\"", "", "0.1", ""};
  EXPECT_EQ(csv_line(fields), "point,\"Depots [mm, mm]\",\"say \"\"yes\"\"\",,0.1,");
  EXPECT_EQ(fields_of_csv(csv_line(fields)), fields);
  EXPECT_EQ(fields_of_csv(" a , \"b\" ,c \r"), (std::vector<std::string>{"a", "b", "c"}));
}
} // namespace
