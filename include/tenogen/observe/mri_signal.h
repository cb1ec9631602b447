#ifndef tenogen_observe_mri_signal_h
#define tenogen_observe_mri_signal_h

#include "tenogen/parameters/mri.h"

#include <deal.II/base/symmetric_tensor.h>

#include <vector>

/**
 * Protons of tissue at a point, and the signal they give (docs/model.md, section 4). Pure functions.
 */
namespace tenogen::observe
{
/// Proton densities as water, per current volume, mg/mm^3 (that is mm^3/mm^3 of water).
struct Protons
{
  double bound = 0., free = 0., fluid = 0., fat = 0.;
};

/// Composition per reference volume.
struct Composition
{
  double collagen = 0.; ///< I and III, mg/mm^3
  double water    = 0.; ///< excess water W, -
  double fat      = 0.; ///< volume fraction L, -
};

/// @param composition   whose solids fill less than the whole volume, as the check of the parameters sees to
/// @param volume_ratio  current over reference volume, -
Protons protons(const Composition &composition, double volume_ratio, const parameters::Mri &mri);

/**
 * (3 <cos^2 theta> - 1)^2 / 4 with the mean over the fibres at a point: 1 for fibres along the field, 0 at
 * the magic angle and for fibres in all directions alike.
 * @param orientation  the fibres' orientation tensor A, trace 1
 * @param field        direction of the field, unit vector
 */
double dipolar_factor(const dealii::SymmetricTensor<2, 3> &orientation, const dealii::Tensor<1, 3> &field);

/// Share of a decay rate along the field at this factor: s + (1 - s) times the factor.
double bound_rate_share(double dipolar_factor, const parameters::Mri &mri);

/// One image: how much signal a proton of each pool gives. The rate of the bound pool depends on its fibres.
struct Image
{
  double bound       = 0.; ///< without the decay
  double bound_decay = 0.; ///< TE over its decay time along the field
  double free = 0., fluid = 0., fat = 0., muscle = 0.;

  /// Signal per volume, in units of the signal that the same density of undecayed water would give.
  double signal(const Protons &protons, double bound_rate_share) const;
};

Image spin_echo(const parameters::SpinEcho &sequence, const parameters::Mri &mri);

/// Spoiled gradient echo of ultra-short TE [ms].
Image gradient_echo(double TE, const parameters::Mri &mri);

/**
 * T2* [ms] by a straight line through the logarithms of the signals; NaN where one of them is not positive,
 * or where they do not decay.
 */
double fitted_decay_time(const std::vector<double> &TE, const std::vector<double> &signals);
} // namespace tenogen::observe

#endif
