#include "tenogen/observe/mri_signal.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenogen::observe
{
using namespace dealii;

Protons protons(const Composition &composition, const double volume_ratio, const parameters::Mri &mri)
{
  const double solids = composition.collagen / mri.collagen_density + mri.other_solids;
  const double water  = (1. - solids) * (1. - composition.fat);
  const double bound =
      std::min(mri.bound_water_per_collagen * composition.collagen, mri.largest_bound_share * water);
  return {bound / volume_ratio, (water - bound) / volume_ratio, composition.water / volume_ratio,
          mri.fat_protons * composition.fat / volume_ratio};
}

double dipolar_factor(const SymmetricTensor<2, 3> &orientation, const Tensor<1, 3> &field)
{
  const double mean = 0.5 * (3. * (field * (orientation * field)) - 1.);
  return mean * mean;
}

double bound_rate_share(const double dipolar_factor, const parameters::Mri &mri)
{
  return mri.isotropic_share + (1. - mri.isotropic_share) * dipolar_factor;
}

double Image::signal(const Protons &protons, const double bound_rate_share) const
{
  return protons.bound * bound * std::exp(-bound_decay * bound_rate_share) + protons.free * free +
         protons.fluid * fluid + protons.fat * fat;
}

Image spin_echo(const parameters::SpinEcho &sequence, const parameters::Mri &mri)
{
  const auto recovered = [&](const parameters::Relaxation &pool)
  { return 1. - std::exp(-sequence.TR / pool.T1); };
  const auto signal = [&](const parameters::Relaxation &pool)
  { return recovered(pool) * std::exp(-sequence.TE / pool.T2); };
  Image image;
  image.bound       = recovered(mri.bound);
  image.bound_decay = sequence.TE / mri.bound.T2;
  image.free        = signal(mri.free);
  image.fluid       = signal(mri.fluid);
  image.fat         = signal(mri.fat) * (sequence.fat_saturation ? mri.fat_saturation_residual : 1.);
  image.muscle      = mri.surroundings.muscle_water * signal(mri.muscle);
  return image;
}

Image gradient_echo(const double TE, const parameters::Mri &mri)
{
  constexpr double degree    = 3.14159265358979323846 / 180.;
  const double     angle     = mri.ute_flip_angle * degree;
  const auto       recovered = [&](const parameters::Relaxation &pool)
  {
    const double decay = std::exp(-mri.ute_TR / pool.T1);
    return std::sin(angle) * (1. - decay) / (1. - std::cos(angle) * decay);
  };
  const auto signal = [&](const parameters::Relaxation &pool)
  { return recovered(pool) * std::exp(-TE / pool.T2_star); };
  Image image;
  image.bound       = recovered(mri.bound);
  image.bound_decay = TE / mri.bound.T2_star;
  image.free        = signal(mri.free);
  image.fluid       = signal(mri.fluid);
  image.fat         = signal(mri.fat);
  image.muscle      = mri.surroundings.muscle_water * signal(mri.muscle);
  return image;
}

double fitted_decay_time(const std::vector<double> &TE, const std::vector<double> &signals)
{
  const double n      = double(TE.size());
  double       mean_t = 0., mean_s = 0., product = 0., square = 0.;
  for (std::size_t i = 0; i < TE.size(); ++i)
  {
    if (!(signals[i] > 0.))
      return std::numeric_limits<double>::quiet_NaN();
    mean_t += TE[i] / n;
    mean_s += std::log(signals[i]) / n;
  }
  for (std::size_t i = 0; i < TE.size(); ++i)
  {
    product += (TE[i] - mean_t) * (std::log(signals[i]) - mean_s);
    square += (TE[i] - mean_t) * (TE[i] - mean_t);
  }
  return product < 0. ? -square / product : std::numeric_limits<double>::quiet_NaN();
}
} // namespace tenogen::observe
