#ifndef tenogen_observe_mri_signal_h
#define tenogen_observe_mri_signal_h

#include "tenogen/parameters/mri.h"

#include <deal.II/base/symmetric_tensor.h>

#include <vector>

/**
 * Proton densities of the tissue at a point, and their MRI signal (docs/model.md, section 4). Pure functions.
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

/// @param composition   its solids must fill less than the whole volume, which the check of the parameters
/// ensures
/// @param volume_ratio  current over reference volume, -
Protons protons(const Composition &composition, double volume_ratio, const parameters::Mri &mri);

/**
 * (3 <cos^2 theta> - 1)^2 / 4, where <> is the mean over the fibres at a point: 1 for fibres along the field,
 * 0 at the magic angle and for isotropic fibres.
 * @param orientation  the fibres' orientation tensor A, trace 1
 * @param field        direction of the field, unit vector
 */
double dipolar_factor(const dealii::SymmetricTensor<2, 3> &orientation, const dealii::Tensor<1, 3> &field);

/// Decay rate at this factor relative to that of fibres along the field: s + (1 - s) times the factor.
double bound_rate_share(double dipolar_factor, const parameters::Mri &mri);

/// One image: the signal of a proton of each pool. The decay rate of the bound pool depends on the fibres.
struct Image
{
  double bound       = 0.; ///< without T2 or T2* decay
  double bound_decay = 0.; ///< TE divided by the decay time along the field
  double free = 0., fluid = 0., fat = 0., muscle = 0.;

  /// Signal per volume, in units of the signal that the same density of undecayed water would give.
  double signal(const Protons &protons, double bound_rate_share) const;
};

Image spin_echo(const parameters::SpinEcho &sequence, const parameters::Mri &mri);

/// Spoiled gradient echo of ultra-short TE [ms].
Image gradient_echo(double TE, const parameters::Mri &mri);

/**
 * T2* [ms] from a straight line fitted to the logarithms of the signals; NaN if a signal is not positive or
 * the signals do not decay.
 */
double fitted_decay_time(const std::vector<double> &TE, const std::vector<double> &signals);
} // namespace tenogen::observe

#endif
