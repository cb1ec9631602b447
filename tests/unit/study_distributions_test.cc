#include "tenogen/study/study.h"

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

// Quantile functions, compared with closed forms from textbooks.

namespace
{
using namespace tenogen::study;

/// A distribution with its known closed-form properties.
struct Known
{
  std::string                   name;
  Distribution                  distribution;
  std::function<double(double)> cdf;
  double                        mean, variance;
};

double normal_cdf(const double z)
{
  return 0.5 * std::erfc(-z / std::sqrt(2.));
}

double normal_density(const double z)
{
  return std::exp(-0.5 * z * z) / std::sqrt(2. * M_PI);
}

Distribution with(const Law law, const double low, const double high)
{
  Distribution d;
  d.law  = law;
  d.low  = low;
  d.high = high;
  return d;
}

/// The dose of 20 +- 2 million cells, truncated asymmetrically.
Known truncated_normal()
{
  auto d = with(Law::truncated_normal, 1.7e7, 2.1e7);
  d.mean = 2e7;
  d.sd   = 2e6;
  // Johnson, Kotz, Balakrishnan: moments of the doubly truncated normal.
  const double a = (d.low - d.mean) / d.sd, b = (d.high - d.mean) / d.sd;
  const double share = normal_cdf(b) - normal_cdf(a), pa = normal_density(a), pb = normal_density(b);
  const double shift = (pa - pb) / share;
  return {"truncated normal", d,
          [=](const double x) { return (normal_cdf((x - d.mean) / d.sd) - normal_cdf(a)) / share; },
          d.mean + d.sd * shift, d.sd * d.sd * (1. + (a * pa - b * pb) / share - shift * shift)};
}

Known triangular()
{
  auto d = with(Law::triangular, 10., 60.);
  d.mode = 25.;
  return {"triangular", d,
          [](const double x) {
            return x < 25. ? (x - 10.) * (x - 10.) / (50. * 15.) : 1. - (60. - x) * (60. - x) / (50. * 35.);
          },
          (10. + 25. + 60.) / 3., (100. + 625. + 3600. - 250. - 600. - 1500.) / 18.};
}

Known log_uniform()
{
  const double low = 0.01, high = 3., log_ratio = std::log(high / low);
  const double mean = (high - low) / log_ratio;
  return {"log-uniform", with(Law::log_uniform, low, high),
          [=](const double x) { return std::log(x / low) / log_ratio; }, mean,
          (high * high - low * low) / (2. * log_ratio) - mean * mean};
}

Known log_normal()
{
  Distribution d;
  d.law    = Law::log_normal;
  d.median = 0.2;
  d.sd     = 0.5;
  return {"log-normal", d, [](const double x) { return normal_cdf(std::log(x / 0.2) / 0.5); },
          0.2 * std::exp(0.125), (std::exp(0.25) - 1.) * 0.04 * std::exp(0.25)};
}

Known normal()
{
  Distribution d;
  d.law  = Law::normal;
  d.mean = -3.;
  d.sd   = 2.;
  return {"normal", d, [](const double x) { return normal_cdf((x + 3.) / 2.); }, -3., 4.};
}

std::vector<Known> known_distributions()
{
  return {
      {"uniform", with(Law::uniform, -2., 6.), [](const double x) { return (x + 2.) / 8.; }, 2., 64. / 12.},
      log_uniform(),
      normal(),
      truncated_normal(),
      log_normal(),
      triangular()};
}

TEST(StudyDistribution, MeanAndVarianceAreThoseOfTheLaw)
{
  boost::math::quadrature::tanh_sinh<double> quadrature;
  for (const auto &known : known_distributions())
  {
    const auto moment = [&](const std::function<double(double)> &f)
    {
      const auto at = [&](const double u) { return f(known.distribution.quantile(u)); };
      // The triangular one has a kink at 0.3; unbounded laws are not tested at the outermost probabilities.
      return quadrature.integrate(at, 1e-16, 0.3) + quadrature.integrate(at, 0.3, 1. - 1e-16);
    };
    const double mean     = moment([](const double x) { return x; });
    const double variance = moment([&](const double x) { return (x - known.mean) * (x - known.mean); });
    const double sd       = std::sqrt(known.variance);
    EXPECT_NEAR(mean, known.mean, 1e-9 * sd) << known.name;
    EXPECT_NEAR(variance, known.variance, 1e-9 * known.variance) << known.name;
  }
}

TEST(StudyDistribution, QuantileUndoesTheDistributionFunction)
{
  for (const auto &known : known_distributions())
    for (const double u : {1e-9, 1e-3, 0.1, 0.25, 0.3, 0.5, 0.77, 0.999, 1. - 1e-9})
      EXPECT_NEAR(known.cdf(known.distribution.quantile(u)), u, 1e-12) << known.name << " at " << u;
}

TEST(StudyDistribution, QuantileIsMonotoneAndWithinItsBounds)
{
  for (const auto &known : known_distributions())
  {
    const auto &d      = known.distribution;
    double      before = d.smallest();
    for (unsigned int i = 0; i < 10000; ++i)
    {
      const double x = d.quantile((i + 0.5) / 10000.);
      EXPECT_GE(x, before) << known.name;
      before = x;
    }
    EXPECT_LE(before, d.largest()) << known.name;
    if (d.is_bounded())
    {
      EXPECT_EQ(d.quantile(0.), d.low) << known.name;
      EXPECT_EQ(d.quantile(1.), d.high) << known.name;
    }
  }
}

TEST(StudyDistribution, ChoicesAreEquallyLikely)
{
  VariedParameter parameter;
  parameter.choices            = {"tension", "largest-stretch", "fibres"};
  parameter.distribution.law   = Law::choices;
  parameter.distribution.count = 3;
  EXPECT_EQ(parameter.text(0.), "tension");
  EXPECT_EQ(parameter.text(0.333), "tension");
  EXPECT_EQ(parameter.text(0.334), "largest-stretch");
  EXPECT_EQ(parameter.text(0.667), "fibres");
  EXPECT_EQ(parameter.text(1.), "fibres");
}

TEST(StudyDistribution, WholeNumbersAreRounded)
{
  VariedParameter parameter;
  parameter.is_whole     = true;
  parameter.distribution = with(Law::uniform, 1., 4.);
  EXPECT_EQ(parameter.text(0.), "1");
  EXPECT_EQ(parameter.text(0.2), "2");
  EXPECT_EQ(parameter.text(0.9), "4");
  parameter.distribution = with(Law::uniform, -0.2, 0.2);
  EXPECT_EQ(parameter.text(0.1), "0") << "not minus zero";
}

TEST(StudyDistribution, TextsReadBackExactly)
{
  VariedParameter parameter;
  parameter.distribution = log_uniform().distribution;
  for (const double u : {0.1, 1. / 3., 0.7})
    EXPECT_EQ(std::stod(parameter.text(u)), parameter.distribution.quantile(u));
}
} // namespace
