#include "tenogen/observe/mri_signal.h"

#include "tenogen/model/biology.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

// Signals of tissue at a point, compared with the independent point model and with formulas.
namespace
{
using namespace tenogen;
using observe::Composition;
using observe::Image;

/// Without magic angle, recovery and fat, as in the point model.
parameters::Mri of_the_point_model()
{
  parameters::Mri mri;
  mri.isotropic_share = 1.;
  mri.pd.TR           = 1e5;
  for (auto *const pool : {&mri.bound, &mri.free, &mri.fluid, &mri.fat, &mri.muscle})
    pool->T1 = 1.;
  mri.fat_protons = 0.;
  return mri;
}

struct Case
{
  const char *name;
  Composition composition;
  double      bound_share, T2_star, pd_ratio; ///< from the point model
};

TEST(MriSignal, AgreesWithThePointModel)
{
  const parameters::Mri mri = of_the_point_model();
  for (const Case &tissue : {Case{"scar", {0.08587 + 0.05072, 0.4781, 0.15}, 0.220588, 14.180878, 1.079932},
                             Case{"intact", {0.28, 0., 0.}, 0.726987, 4.446672, 0.141932},
                             Case{"healing", {0.169, 0.14, 0.078}, 0.362606, 9.025143, 0.594360}})
  {
    const auto          protons = observe::protons(tissue.composition, 1. + tissue.composition.water, mri);
    const double        water   = protons.bound + protons.free + protons.fluid;
    const Image         pd      = observe::spin_echo(mri.pd, mri);
    std::vector<double> signals;
    for (const double TE : mri.ute_echoes)
      signals.push_back(observe::gradient_echo(TE, mri).signal(protons, 1.));
    EXPECT_NEAR(protons.bound / water, tissue.bound_share, 1e-6) << tissue.name;
    EXPECT_NEAR(observe::fitted_decay_time(mri.ute_echoes, signals), tissue.T2_star, 1e-5) << tissue.name;
    EXPECT_NEAR(pd.signal(protons, 1.) / pd.muscle, tissue.pd_ratio, 1e-5) << tissue.name;
  }
}

TEST(MriSignal, AReaderSeesFluidOnT2)
{
  // Ratios to muscle from the formulas of docs/model.md, section 4, computed independently of the program.
  const parameters::Mri mri;
  const Image           t2    = observe::spin_echo(mri.t2, mri);
  const auto            ratio = [&](const Composition &tissue)
  { return t2.signal(observe::protons(tissue, 1. + tissue.water, mri), 1.) / t2.muscle; };
  EXPECT_NEAR(ratio({0.28, 0., 0.}), 0.0778, 5e-4);
  EXPECT_NEAR(ratio({0.13659, 0.25, 0.15}), 0.8982, 5e-4);
  EXPECT_NEAR(ratio({0.13659, 0.4781, 0.15}), 1.3205, 5e-4);
}

TEST(MriSignal, ProtonsAreThoseOfTheReferenceVolume)
{
  const parameters::Mri mri;
  const Composition     composition = {0.2, 0.5, 0.1};
  const auto            reference   = observe::protons(composition, 1., mri),
             swollen                = observe::protons(composition, 1.5, mri);
  EXPECT_DOUBLE_EQ(reference.fluid, 0.5);
  EXPECT_DOUBLE_EQ(reference.fat, 0.9 * 0.1);
  EXPECT_DOUBLE_EQ(reference.bound, 1.95 * 0.2);
  EXPECT_NEAR(reference.bound + reference.free, (1. - 0.2 / 1.34 - 0.04) * 0.9, 1e-15);
  EXPECT_NEAR(1.5 * swollen.bound, reference.bound, 1e-15);
  EXPECT_NEAR(1.5 * swollen.free, reference.free, 1e-15);
  // The share of bound water is limited.
  const auto dense = observe::protons({0.6, 0., 0.}, 1., mri);
  EXPECT_NEAR(dense.bound / (dense.bound + dense.free), mri.largest_bound_share, 1e-15);
}

TEST(MriSignal, MagicAngleFollowsItsFormula)
{
  const parameters::Mri mri;
  // Perfectly aligned fibres along z: A = e_z e_z.
  dealii::SymmetricTensor<2, 3> aligned;
  aligned[2][2] = 1.;
  for (double degree = 0.; degree <= 90.; degree += 5.)
  {
    const double               angle = degree * 3.14159265358979323846 / 180.;
    const dealii::Tensor<1, 3> field({std::sin(angle), 0., std::cos(angle)});
    const double               cosine = std::cos(angle);
    const double               factor = std::pow(3. * cosine * cosine - 1., 2) / 4.;
    EXPECT_NEAR(observe::dipolar_factor(aligned, field), factor, 1e-14);
    // 1/T2* = (s + (1 - s) factor)/T2*_0, read back from two echoes of bound water alone.
    const double rate = observe::bound_rate_share(factor, mri);
    const auto   at   = [&](const double TE) {
      return observe::gradient_echo(TE, mri).signal({1., 0., 0., 0.}, rate);
    };
    const double T2_star = observe::fitted_decay_time({0.1, 1.}, {at(0.1), at(1.)});
    EXPECT_NEAR(1. / T2_star, (0.1 + 0.9 * factor) / mri.bound.T2_star, 1e-12);
  }
  // Largest at the magic angle, by the inverse of the isotropic share; no effect for isotropic fibres.
  const double               magic = std::acos(std::sqrt(1. / 3.));
  const dealii::Tensor<1, 3> field({std::sin(magic), 0., std::cos(magic)});
  EXPECT_NEAR(observe::dipolar_factor(aligned, field), 0., 1e-15);
  EXPECT_NEAR(observe::dipolar_factor(dealii::unit_symmetric_tensor<3>() / 3., field), 0., 1e-15);
}

TEST(MriSignal, RecoversAsSpinAndSpoiledGradientEchoesDo)
{
  parameters::Mri mri;
  mri.fat_saturation_residual = 0.2;
  const Image echo            = observe::spin_echo({60., 2000., true}, mri);
  EXPECT_NEAR(echo.free, (1. - std::exp(-2000. / mri.free.T1)) * std::exp(-60. / mri.free.T2), 1e-15);
  EXPECT_NEAR(echo.fat, 0.2 * observe::spin_echo({60., 2000., false}, mri).fat, 1e-15);
  // At the Ernst angle, cos(alpha) = exp(-TR/T1), the recovery of the muscle is tan(alpha/2).
  const double ernst   = std::acos(std::exp(-mri.ute_TR / mri.muscle.T1));
  mri.ute_flip_angle   = ernst * 180. / 3.14159265358979323846;
  const double at_zero = observe::gradient_echo(1e-9, mri).muscle;
  EXPECT_NEAR(at_zero, mri.surroundings.muscle_water * std::tan(0.5 * ernst), 1e-9);
}

TEST(MriSignal, DecayTimeIsFittedOnlyToADecay)
{
  std::vector<double> TE = {1., 2., 5.}, signals;
  for (const double t : TE)
    signals.push_back(7. * std::exp(-t / 3.));
  EXPECT_NEAR(observe::fitted_decay_time(TE, signals), 3., 1e-13);
  EXPECT_TRUE(std::isnan(observe::fitted_decay_time(TE, {1., 0., 1.})));
  EXPECT_TRUE(std::isnan(observe::fitted_decay_time(TE, {1., 2., 3.})));
}
} // namespace
