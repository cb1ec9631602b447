#include "tenogen/observe/virtual_mri.h"

#include "tenogen/core/collective.h"
#include "tenogen/core/errors.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <limits>
#include <utility>

namespace tenogen::observe
{
using namespace dealii;

namespace
{
/// An image with its description in the files.
struct NamedImage
{
  std::string name, description;
  Sequence    sequence;
  Image       image;
  double      noise = 0.; ///< standard deviation; the same for all echoes of a train
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
  const auto noise = [&](const Image &image) { return mri.snr > 0. ? image.muscle / mri.snr : 0.; };

  std::vector<NamedImage> images;
  const auto              add_spin_echo =
      [&](const parameters::SpinEcho &sequence, const std::string &name, const std::string &weighting)
  {
    const Image image = spin_echo(sequence, mri);
    images.push_back({name + (sequence.fat_saturation ? "_fs" : ""),
                      described(sequence, weighting),
                      {sequence.TE, sequence.TR, 90., sequence.fat_saturation},
                      image,
                      noise(image)});
  };
  add_spin_echo(mri.pd, "pd", "proton-density weighted");
  add_spin_echo(mri.t2, "t2", "T2-weighted");
  const double of_train = noise(gradient_echo(mri.ute_echoes.front(), mri));
  for (std::size_t e = 0; e < mri.ute_echoes.size(); ++e)
    images.push_back({"ute_" + std::to_string(e),
                      "gradient echo, TE " + number_text(mri.ute_echoes[e]) + " ms, TR " +
                          number_text(mri.ute_TR) + " ms, flip angle " + number_text(mri.ute_flip_angle) +
                          " degrees",
                      {mri.ute_echoes[e], mri.ute_TR, mri.ute_flip_angle, false},
                      gradient_echo(mri.ute_echoes[e], mri),
                      of_train});
  return images;
}

/// Muscle, fat or air at a position outside the tendon.
Label surroundings_at(const Point<3> &body, const parameters::MriSurroundings &surroundings)
{
  if (body[1] < -surroundings.skin_depth)
    return Label::background;
  return body[2] > surroundings.muscle_height && body[1] > surroundings.muscle_depth ? Label::muscle
                                                                                     : Label::fat;
}

/// The surroundings in a voxel without tendon: at its centre, and averaged over its points.
struct Surroundings
{
  Label label  = Label::background;
  float muscle = 0.F, fat = 0.F; ///< volume shares; the rest is air
};

Surroundings surroundings_of(const VoxelGrid &grid, const Point<3> &voxel, const parameters::Mri &mri)
{
  Surroundings result;
  result.label = surroundings_at(grid.to_body(voxel), mri.surroundings);
  // Muscle, fat and air are bounded by planes, so a voxel whose corners agree is hardly ever mixed.
  bool is_mixed = false;
  for (unsigned int corner = 0; corner < 8 && !is_mixed; ++corner)
    is_mixed = surroundings_at(grid.to_body(voxel + Point<3>((corner & 1u) - 0.5, ((corner >> 1u) & 1u) - 0.5,
                                                             ((corner >> 2u) & 1u) - 0.5)),
                               mri.surroundings) != result.label;
  const unsigned int n      = is_mixed ? mri.grid.samples : 1;
  const float        weight = 1.F / float(n * n * n);
  for (unsigned int point = 0; point < n * n * n; ++point)
  {
    const unsigned int i = point % n, j = point / n % n, k = point / (n * n);
    const Point<3>     place((i + 0.5) / n - 0.5, (j + 0.5) / n - 0.5, (k + 0.5) / n - 0.5);
    const Label        label = surroundings_at(grid.to_body(voxel + place), mri.surroundings);
    (label == Label::muscle ? result.muscle : result.fat) += label == Label::background ? 0.F : weight;
  }
  return result;
}

double signal_of(const Surroundings &surroundings, const Image &image, const parameters::Mri &mri)
{
  return surroundings.muscle * image.muscle + surroundings.fat * mri.fat_protons * image.fat;
}

/// Normal deviates that depend only on their index (Steele et al. 2014, SplitMix64; Box and Muller).
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
          around[grid.number(i, j, k)] = surroundings_of(grid, {double(i), double(j), double(k)}, mri);
  }

  std::vector<double> channel(const unsigned int channel) const
  {
    std::vector<double> values(n_voxels, 0.);
    for (std::size_t v = 0; v < sampled.voxels.size(); ++v)
      values[sampled.voxels[v]] = value(v, channel);
    return values;
  }

  std::vector<double> image(const std::size_t number, const NamedImage &image, const double month) const
  {
    std::vector<double> values(n_voxels);
    for (std::size_t v = 0; v < n_voxels; ++v)
      values[v] = signal_of(around[v], image.image, mri);
    for (std::size_t v = 0; v < sampled.voxels.size(); ++v)
    {
      double &signal = values[sampled.voxels[v]];
      signal         = value(v, n_channels + number) + (1. - tissue(v)) * signal;
    }
    if (image.noise > 0.)
    {
      const Noise noise(stream_of(mri.seed, month, number));
      for (std::size_t v = 0; v < n_voxels; ++v)
        values[v] = noise.rician(values[v], image.noise, v);
    }
    return values;
  }

  std::vector<std::uint8_t> labels() const
  {
    std::vector<std::uint8_t> result(n_voxels);
    for (std::size_t v = 0; v < n_voxels; ++v)
      result[v] = static_cast<std::uint8_t>(around[v].label);
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

  const parameters::Mri    &mri;
  const SampledTissue      &sampled;
  const std::size_t         n_voxels;
  std::vector<Surroundings> around;
};

/// Not computed where the first echo does not stand out from the noise.
std::vector<double> decay_times(const std::vector<Volume> &echoes, const double noise)
{
  constexpr double    detectable = 5.; // signal to noise (Rose 1973)
  std::vector<double> TE, signals(echoes.size()), result(echoes.front().values.size());
  for (const Volume &echo : echoes)
    TE.push_back(echo.sequence->TE);
  for (std::size_t v = 0; v < result.size(); ++v)
  {
    for (std::size_t e = 0; e < echoes.size(); ++e)
      signals[e] = echoes[e].values[v];
    result[v] = signals.front() < detectable * noise ? std::numeric_limits<double>::quiet_NaN()
                                                     : fitted_decay_time(TE, signals);
  }
  return result;
}

VirtualMri assemble(const VoxelGrid &grid, const parameters::Mri &mri, const std::vector<NamedImage> &images,
                    const SampledTissue &sampled, const double month)
{
  if (sampled.voxels.empty())
    throw InputError("MRI/Grid: the field of view does not contain any of the tendon, whose insertion is at "
                     "MRI/Grid/Insertion x, y, z [mm]. Move the box or the tendon.");
  const Assembly assembly(grid, mri, sampled);
  VirtualMri     result{grid, {}, assembly.labels()};
  const auto     add = [&](const std::string &name, const std::string &unit, const std::string &description,
                       const unsigned int channel) {
    result.volumes.push_back({name, unit, description, assembly.channel(channel), {}});
  };
  add("tendon_fraction", "-", "volume share of tendon outside the gap", stump);
  add("gap_fraction", "-", "volume share of the gap", gap);
  add("bound_water", "mg/mm^3", "protons bound to collagen", bound);
  add("free_water", "mg/mm^3", "protons of interstitial water", free_water);
  add("fluid", "mm^3/mm^3", "excess water of the swelling", fluid);
  add("fat", "mg/mm^3", "protons of fat within the tendon", fat);

  std::vector<Volume> echoes;
  for (std::size_t i = 0; i < images.size(); ++i)
  {
    Volume volume{images[i].name, "-", images[i].description + "; signal relative to undecayed water",
                  assembly.image(i, images[i], month), images[i].sequence};
    (i < 2 ? result.volumes : echoes).push_back(std::move(volume));
  }
  result.volumes.push_back(
      {"t2star",
       "ms",
       "mono-exponential T2* by a log-linear fit over the gradient echoes; NaN where none",
       decay_times(echoes, images.back().noise),
       {}});
  if (mri.write_echoes)
    std::move(echoes.begin(), echoes.end(), std::back_inserter(result.volumes));
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
