#include "tenogen/observe/virtual_mri.h"

#include "tenogen/core/collective.h"
#include "tenogen/core/errors.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

namespace tenogen::observe
{
using namespace dealii;

namespace
{
/// An image with what the files say of it.
struct NamedImage
{
  std::string name, description;
  double      TE = 0.;
  Image       image;
};

std::string number_text(const double value)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%g", value);
  return text;
}

std::vector<NamedImage> images_of(const parameters::Mri &mri)
{
  const auto saturated = [](const parameters::SpinEcho &sequence)
  { return sequence.fat_saturation ? ", fat saturated" : ""; };
  const auto described = [&](const parameters::SpinEcho &sequence, const std::string &weighting)
  {
    return weighting + " spin echo, TE " + number_text(sequence.TE) + " ms, TR " + number_text(sequence.TR) +
           " ms" + saturated(sequence);
  };
  std::vector<NamedImage> images = {{mri.pd.fat_saturation ? "pd_fs" : "pd",
                                     described(mri.pd, "proton-density weighted"), mri.pd.TE,
                                     spin_echo(mri.pd, mri)},
                                    {mri.t2.fat_saturation ? "t2_fs" : "t2", described(mri.t2, "T2-weighted"),
                                     mri.t2.TE, spin_echo(mri.t2, mri)}};
  for (std::size_t e = 0; e < mri.ute_echoes.size(); ++e)
    images.push_back({"ute_" + std::to_string(e),
                      "gradient echo, TE " + number_text(mri.ute_echoes[e]) + " ms, TR " +
                          number_text(mri.ute_TR) + " ms, flip angle " + number_text(mri.ute_flip_angle) +
                          " degrees",
                      mri.ute_echoes[e], gradient_echo(mri.ute_echoes[e], mri)});
  return images;
}

/// Muscle, fat or air, where there is no tendon.
Label surroundings_at(const Point<3> &body, const parameters::MriSurroundings &surroundings)
{
  if (body[1] < -surroundings.skin_depth)
    return Label::background;
  return body[2] > surroundings.muscle_height && body[1] > surroundings.muscle_depth ? Label::muscle
                                                                                     : Label::fat;
}

double signal_of(const Label surroundings, const Image &image, const parameters::Mri &mri)
{
  switch (surroundings)
  {
  case Label::muscle:
    return image.muscle;
  case Label::fat:
    return mri.fat_protons * image.fat;
  default:
    return 0.;
  }
}

/// Normal deviates that depend on their number only (Steele et al. 2014, SplitMix64; Box and Muller).
class Noise
{
public:
  explicit Noise(const std::uint64_t stream)
    : stream(mixed(stream))
  {
  }

  /// Magnitude of a signal with independent noise in its real and imaginary part.
  double rician(const double signal, const double deviation, const std::uint64_t number) const
  {
    constexpr double two_pi = 6.28318530717958647693;
    const double     radius = deviation * std::sqrt(-2. * std::log(uniform(2 * number)));
    const double     angle  = two_pi * uniform(2 * number + 1);
    return std::hypot(signal + radius * std::cos(angle), radius * std::sin(angle));
  }

private:
  static std::uint64_t mixed(std::uint64_t x)
  {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
  }

  /// Above 0, below 1.
  double uniform(const std::uint64_t number) const
  {
    return (double(mixed(stream ^ number) >> 11) + 0.5) * 0x1p-53;
  }

  std::uint64_t stream;
};

std::uint64_t stream_of(const unsigned int seed, const double month, const std::size_t image)
{
  std::uint64_t bits = 0;
  std::memcpy(&bits, &month, sizeof(bits));
  return bits ^ (std::uint64_t(seed) << 32) ^ (std::uint64_t(image) << 8);
}

/// Spreads the sampled voxels over the whole grid and fills the rest.
class Assembly
{
public:
  Assembly(const VoxelGrid &grid, const parameters::Mri &mri, const SampledTissue &sampled)
    : mri(mri)
    , sampled(sampled)
    , n_voxels(grid.n_voxels())
    , around(n_voxels)
  {
    for (std::uint32_t i = 0; i < grid.size[0]; ++i)
      for (std::uint32_t j = 0; j < grid.size[1]; ++j)
        for (std::uint32_t k = 0; k < grid.size[2]; ++k)
          around[grid.number(i, j, k)] =
              surroundings_at(grid.to_body({double(i), double(j), double(k)}), mri.surroundings);
  }

  std::vector<double> channel(const unsigned int channel) const
  {
    std::vector<double> values(n_voxels, 0.);
    for (std::size_t v = 0; v < sampled.voxels.size(); ++v)
      values[sampled.voxels[v]] = value(v, channel);
    return values;
  }

  std::vector<double> image(const std::size_t number, const Image &image, const double month) const
  {
    std::vector<double> values(n_voxels);
    for (std::size_t v = 0; v < n_voxels; ++v)
      values[v] = signal_of(around[v], image, mri);
    for (std::size_t v = 0; v < sampled.voxels.size(); ++v)
    {
      double &signal = values[sampled.voxels[v]];
      signal         = value(v, n_channels + number) + (1. - tissue(v)) * signal;
    }
    if (mri.snr > 0.)
    {
      const Noise  noise(stream_of(mri.seed, month, number));
      const double deviation = image.muscle / mri.snr;
      for (std::size_t v = 0; v < n_voxels; ++v)
        values[v] = noise.rician(values[v], deviation, v);
    }
    return values;
  }

  std::vector<std::uint8_t> labels() const
  {
    std::vector<std::uint8_t> result(n_voxels);
    for (std::size_t v = 0; v < n_voxels; ++v)
      result[v] = static_cast<std::uint8_t>(around[v]);
    for (std::size_t v = 0; v < sampled.voxels.size(); ++v)
      if (const double share = tissue(v); share >= 0.5)
        result[sampled.voxels[v]] =
            static_cast<std::uint8_t>(value(v, fluid) > mri.fluid_label_share * share ? Label::fluid
                                      : value(v, gap) >= 0.5 * share                  ? Label::gap
                                                                                      : Label::tendon);
    return result;
  }

private:
  /// Volume share of the tendon, the gap included.
  double tissue(const std::size_t voxel) const
  {
    return value(voxel, stump) + value(voxel, gap);
  }

  double value(const std::size_t voxel, const std::size_t channel) const
  {
    return sampled.values[voxel * sampled.n_values + channel];
  }

  const parameters::Mri &mri;
  const SampledTissue   &sampled;
  const std::size_t      n_voxels;
  std::vector<Label>     around; ///< what a voxel would be without tendon
};

std::vector<double> decay_times(const std::vector<Volume> &echoes)
{
  std::vector<double> TE, signals(echoes.size()), result(echoes.front().values.size());
  for (const Volume &echo : echoes)
    TE.push_back(echo.TE);
  for (std::size_t v = 0; v < result.size(); ++v)
  {
    for (std::size_t e = 0; e < echoes.size(); ++e)
      signals[e] = echoes[e].values[v];
    result[v] = fitted_decay_time(TE, signals);
  }
  return result;
}

VirtualMri assemble(const VoxelGrid &grid, const parameters::Mri &mri, const std::vector<NamedImage> &images,
                    const SampledTissue &sampled, const double month)
{
  if (sampled.voxels.empty())
    throw InputError("MRI/Grid: the field of view holds nothing of the tendon; its insertion lies at "
                     "MRI/Grid/Insertion. Move the box, or the tendon.");
  const Assembly assembly(grid, mri, sampled);
  VirtualMri     result{grid, {}, assembly.labels()};
  const auto     add = [&](const std::string &name, const std::string &unit, const std::string &description,
                       const unsigned int channel) {
    result.volumes.push_back({name, unit, description, assembly.channel(channel)});
  };
  add("tendon_fraction", "-", "volume share of tendon beside the gap", stump);
  add("gap_fraction", "-", "volume share of the gap", gap);
  add("bound_water", "mg/mm^3", "protons bound to collagen", bound);
  add("free_water", "mg/mm^3", "protons of interstitial water", free_water);
  add("fluid", "mm^3/mm^3", "excess water of the swelling", fluid);
  add("fat", "mg/mm^3", "protons of fat within the tendon", fat);

  std::vector<Volume> echoes;
  for (std::size_t i = 0; i < images.size(); ++i)
  {
    Volume volume{images[i].name, "mg/mm^3", images[i].description + "; signal as undecayed water",
                  assembly.image(i, images[i].image, month), images[i].TE};
    (i < 2 ? result.volumes : echoes).push_back(std::move(volume));
  }
  result.volumes.push_back(
      {"t2star", "ms", "mono-exponential T2* by a log-linear fit over the gradient echoes; NaN where none",
       decay_times(echoes)});
  if (mri.write_echoes)
    result.volumes.insert(result.volumes.end(), echoes.begin(), echoes.end());
  return result;
}
} // namespace

VirtualMri virtual_mri(const fields::Spaces &spaces, const fields::State &state,
                       const fields::Vector &displacement, const parameters::Mri &mri, const double month)
{
  const VoxelGrid               grid   = make_voxel_grid(mri.grid);
  const std::vector<NamedImage> images = images_of(mri);
  std::vector<Image>            signals;
  for (const NamedImage &image : images)
    signals.push_back(image.image);
  const SampledTissue sampled = sample_tissue(spaces, state, displacement, grid, mri, signals);
  VirtualMri          result;
  on_root(spaces.communicator, [&]() { result = assemble(grid, mri, images, sampled, month); });
  return result;
}
} // namespace tenogen::observe
