#include "tenogen/healing/initial_state.h"

#include "tenogen/model/constitutive.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <random>

namespace tenogen::healing
{
using namespace dealii;

InitialTissues initial_tissues(const parameters::ParameterSet &parameters)
{
  const parameters::InitialState &initial = parameters.initial_state;
  if (!initial.relax)
    return {model::to_point_state(initial.scar), model::to_point_state(initial.intact)};

  const bool   tendon      = parameters.geometry.type == parameters::GeometryType::achilles;
  const double scar_area   = tendon ? parameters.geometry.gap_area : parameters.mechanics.surrogate_area;
  const double intact_area = tendon ? parameters.geometry.intact_area : parameters.mechanics.surrogate_area;
  return {model::stationary_state(initial.scar, initial.relaxation_time, parameters.load.habitual_force,
                                  scar_area, false, parameters),
          model::stationary_state(initial.intact, initial.intact_relaxation_time,
                                  parameters.load.habitual_force, intact_area, true, parameters)};
}

namespace
{
/**
 * A positive random field of mean 1 with the given coefficient of variation and a Gaussian correlation of the
 * given length: the exponential of a sum of random waves. It depends only on the seed and the position, not
 * on the mesh or the number of ranks.
 */
class RandomField
{
public:
  RandomField(const double variation, const double correlation_length, const unsigned int seed)
    : log_deviation(std::sqrt(std::log1p(variation * variation)))
  {
    std::mt19937_64 engine(seed);
    // Box-Muller and 53-bit uniforms, because std distributions differ between libraries.
    const auto uniform = [&engine]()
    { return (static_cast<double>(engine() >> 11) + 0.5) / 9007199254740992.; };
    for (unsigned int n = 0; n < n_waves; ++n)
    {
      Tensor<1, 3> wave;
      for (unsigned int d = 0; d < 3; ++d)
        wave[d] = std::sqrt(-2. * std::log(uniform())) * std::cos(2. * numbers::PI * uniform()) /
                  correlation_length;
      waves.push_back(wave);
      phases.push_back(2. * numbers::PI * uniform());
    }
  }

  double operator()(const Point<3> &point) const
  {
    double sum = 0.;
    for (unsigned int n = 0; n < n_waves; ++n)
      sum += std::cos(waves[n] * point + phases[n]);
    const double normal = sum * std::sqrt(2. / n_waves);
    return std::exp(log_deviation * normal - 0.5 * log_deviation * log_deviation);
  }

private:
  static constexpr unsigned int n_waves = 256;
  double                        log_deviation;
  std::vector<Tensor<1, 3>>     waves;
  std::vector<double>           phases;
};

/// Share of the fluid pocket at a point: 1 inside the ellipsoid, blended over the indicator's width.
double fluid_pocket(const Point<3> &point, const Point<3> &centre, const parameters::ParameterSet &parameters)
{
  const parameters::InitialState &initial = parameters.initial_state;
  const std::array<double, 3>     half    = {
             {0.5 * initial.fluid_pocket_x, 0.5 * initial.fluid_pocket_y, 0.5 * initial.fluid_pocket_z}};
  double radius = 0.;
  for (unsigned int d = 0; d < 3; ++d)
    radius += std::pow((point[d] - centre[d]) / half[d], 2);
  const double distance = (std::sqrt(radius) - 1.) * std::cbrt(half[0] * half[1] * half[2]);
  return 0.5 * (1. - std::tanh(distance / parameters.geometry.indicator_width));
}
} // namespace

fields::State initial_state(const fields::Spaces &spaces, const InitialTissues &tissues,
                            const parameters::ParameterSet &parameters)
{
  const parameters::InitialState &initial  = parameters.initial_state;
  const parameters::Geometry     &geometry = parameters.geometry;

  fields::State state;
  state.concentrations.fill(spaces.make_biology_vector());
  state.orientation.fill(spaces.make_biology_vector());
  state.displacement                = spaces.make_displacement_vector();
  state.guard.displacement          = spaces.make_displacement_vector();
  state.previous_displacement       = spaces.make_displacement_vector();
  state.guard.previous_displacement = spaces.make_displacement_vector();
  state.stimulus.strain             = spaces.make_biology_vector();
  state.strain_offset               = spaces.make_biology_vector();
  state.stimulus.direction.fill(spaces.make_biology_vector());
  state.next_biology_step = parameters.time.first_step;

  const RandomField fat_variation(initial.fat_variation, initial.fat_correlation_length, initial.seed);
  const bool        tendon        = geometry.type == parameters::GeometryType::achilles;
  const Point<3>    pocket_centre = tendon ? Point<3>(0., 0., geometry.gap_centre)
                                           : Point<3>(0.5 * geometry.block_size_x, 0.5 * geometry.block_size_y,
                                                   0.5 * geometry.block_size_z);

  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const double                  share = spaces.tissue_indicator.local_element(i);
    model::Concentrations<double> u;
    for (unsigned int s = 0; s < model::n_species; ++s)
      u[s] = share * tissues.scar.concentrations[s] + (1. - share) * tissues.intact.concentrations[s];
    if (initial.fat_variation > 0.)
      u[model::fat] *= fat_variation(spaces.positions[i]);
    if (initial.fluid_pocket)
    {
      const double pocket   = fluid_pocket(spaces.positions[i], pocket_centre, parameters);
      const double collagen = u[model::collagen_I] + u[model::collagen_III];
      const double thinning = 1. - pocket * (1. - initial.fluid_pocket_collagen / collagen);
      u[model::collagen_I] *= thinning;
      u[model::collagen_III] *= thinning;
      u[model::water] = (1. - pocket) * u[model::water] + pocket * initial.fluid_pocket_water;
      u[model::fat] *= 1. - pocket;
    }
    u[model::msc] += initial.msc;
    for (unsigned int s = 0; s < model::n_species; ++s)
      state.concentrations[s].local_element(i) = u[s];

    const SymmetricTensor<2, 3> orientation =
        share * model::transversely_isotropic_orientation(tissues.scar.alignment, spaces.fibre_axes[i]) +
        (1. - share) *
            model::transversely_isotropic_orientation(tissues.intact.alignment, spaces.fibre_axes[i]);
    for (unsigned int c = 0; c < 6; ++c)
      state.orientation[c].local_element(i) = orientation.access_raw_entry(c);
    for (unsigned int d = 0; d < 3; ++d)
      state.stimulus.direction[d].local_element(i) = spaces.fibre_axes[i][d];
    state.budget.deposited += u[model::msc] * spaces.volume.local_element(i);
  }
  for (fields::Vector &field : state.concentrations)
    field.update_ghost_values();
  for (fields::Vector &component : state.orientation)
    component.update_ghost_values();
  state.budget.deposited  = Utilities::MPI::sum(state.budget.deposited, spaces.communicator);
  state.largest_msc       = state.concentrations[model::msc].linfty_norm();
  state.previous_stimulus = state.stimulus;
  return state;
}
} // namespace tenogen::healing
