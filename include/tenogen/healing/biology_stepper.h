#ifndef tenogen_healing_biology_stepper_h
#define tenogen_healing_biology_stepper_h

#include "tenogen/healing/biology_rates.h"
#include "tenogen/parameters/parameter_set.h"

#include <cmath>
#include <functional>
#include <optional>
#include <string>

namespace tenogen::healing
{
/// Why a step was rejected, other than for its error.
enum class FailureKind
{
  negative_value,
  not_finite,
  linear_solver,
  equilibrium,
  smallest_step
};

/// The kind as text, such as `negative value`.
std::string to_text(FailureKind kind);

/// A failed step.
struct Failure
{
  FailureKind kind;
  std::string reason; ///< for the user
};

/// The outcome of a trial step of the biology; the same on every rank.
struct BiologyOutcome
{
  bool                         succeeded = false;
  double                       error     = 0.; ///< largest relative local error divided by its tolerance
  std::string                  worst_field;    ///< the field with that error
  unsigned int                 linear_iterations = 0;
  std::optional<Failure>       failure;
  std::optional<fields::State> refused; ///< the inadmissible state, for inspection
};

/// Weights of the two ends of a step in which something decays by the factor exp(-z), z >= 0.
struct FittedWeights
{
  double begin; ///< 1 - theta
  double end;   ///< theta = 1/(1 - exp(-z)) - 1/z: 1/2 for z = 0, 1 for z to infinity
  double kept;  ///< 1 - (1 - theta) z = z/(exp(z) - 1): what the explicit part leaves, never negative
};

/// Exponentially fitted theta method (Liniger, Willoughby, SIAM J. Numer. Anal. 7, 1970).
inline FittedWeights fitted_weights(const double z)
{
  // Series where the quotients would lose digits.
  if (z < 1e-2)
  {
    const double odd = z / 12. - z * z * z / 720.;
    return {0.5 - odd, 0.5 + odd, 1. - 0.5 * z + z * odd};
  }
  const double kept  = z / std::expm1(z);
  const double begin = (1. - kept) / z;
  return {begin, 1. - begin, kept};
}

/**
 * One step of the biology by a two-stage scheme of second order (docs/numerics.md, section Time): decay by
 * the exponentially fitted theta method, transport by a modified Patankar-Runge-Kutta scheme (Burchard,
 * Deleersnijder, Meister 2003). Each stage is linear and implicit, no field becomes negative for any step
 * size, cells are conserved, and the difference of the stages gives the local error.
 */
class BiologyStepper
{
public:
  BiologyStepper(const fields::Spaces &spaces, const parameters::ParameterSet &parameters);

  /// Strain at an owned vertex at a time [day]; the uniform surrogate strain needs the state too.
  using StrainField = std::function<void(double time, const fields::State &, std::vector<double> &)>;

  /// Updates the diffusion tensors with the fibre orientation. Call it after the orientation has changed.
  void set_orientation(const fields::State &state);

  /**
   * Advances the state by `step` [day] under the strain; on failure the state is unchanged. The injection and
   * the direction of the stimulus are constant during the step.
   */
  BiologyOutcome advance(fields::State &state, double step, const StrainField &strain);

  /// Order of the scheme, for the step control.
  static constexpr int order = 2;

private:
  void   fit_weights(double step);
  bool   solve_species(const fields::State &old, const RateFields &stage, double step, unsigned int begin,
                       unsigned int end, fields::State &result, BiologyOutcome &outcome);
  double differentiated(const fields::State &old, const RateFields &stage, const fields::State &end,
                        unsigned int vertex) const;
  void   advance_orientation(const fields::State &old, const std::vector<double> &alignment,
                             const std::vector<double> &disalignment, double step, fields::State &result) const;
  void   combine(const fields::State &old, const fields::State &intermediate);
  void   account(const fields::State &old, double step, fields::State &result) const;
  void   estimate_error(const fields::State &low, const fields::State &high, BiologyOutcome &outcome) const;
  bool   admissible(const fields::State &state, BiologyOutcome &outcome) const;

  const fields::Spaces          &spaces;
  const parameters::ParameterSet parameters;
  BiologyRates                   rates;
  solvers::TransportSolver       transport;
  RateFields                     first, second;                     ///< of the two stages of the current step
  std::array<std::vector<FittedWeights>, model::n_species> weights; ///< of the current step
};
} // namespace tenogen::healing

#endif
