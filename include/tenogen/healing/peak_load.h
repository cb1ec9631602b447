#ifndef tenogen_healing_peak_load_h
#define tenogen_healing_peak_load_h

#include "tenogen/fields/state.h"
#include "tenogen/model/point_model.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/solvers/equilibrium.h"

#include <memory>
#include <string>
#include <vector>

namespace tenogen::healing
{
/// The outcome of a mechanics step; the same on every rank.
struct PeakLoadOutcome
{
  bool         converged         = false;
  unsigned int solutions         = 0;
  unsigned int newton_iterations = 0;
  unsigned int linear_iterations = 0;
  std::string  reason; ///< why it did not converge, for the user

  /// Adds the effort of a later step and takes over its result.
  PeakLoadOutcome &operator+=(const PeakLoadOutcome &later);
};

/**
 * The tissue at the daily peak load, reduced by the patient's guarding: the equilibrium under F = F_0/(1 +
 * (F_0/F_g)^4)^{1/4}, F_0 the demand of the load programme. F_g is the force under which the mean peak strain
 * of the weakest section of the gap (of the whole body, where there is no gap) reaches the guard strain. It
 * is found by a secant iteration over equilibrium solutions, or from a power law between the strain at peak
 * load and the guard strain where this is accurate enough (docs/numerics.md, section Load governor).
 *
 * With prescribed or surrogate strain there is no equilibrium to solve.
 */
class PeakLoad
{
public:
  PeakLoad(const fields::Spaces &spaces, const parameters::ParameterSet &parameters);

  /// Whether equilibrium is solved at all.
  bool solves_equilibrium() const;

  /// Builds what the solver keeps permanently, from the tissue of this state. Otherwise the first solution
  /// would build it, and the results would depend on when that is.
  void prepare(const fields::State &state);

  /// Demand F_0 at a time [day], N.
  double demand(double time) const;

  /**
   * Updates displacement, forces and stimulus of the state for its current tissue and time; the current
   * stimulus becomes the previous one. On failure the state is unchanged.
   * @param with_guard_equilibrium  compute F_g from equilibrium even if the power law is accurate enough
   */
  PeakLoadOutcome solve(fields::State &state, bool with_guard_equilibrium);

  /// The displacement at which the newest equilibrium solution ended, converged or not; that of the state if
  /// no equilibrium is solved.
  fields::Vector newest_iterate(const fields::State &state) const;

  /**
   * The displacement under another force [N], in mm, with ghosts; that of the state if no equilibrium is
   * solved. The state is not changed.
   * @param displacement  to be overwritten
   */
  PeakLoadOutcome displace(const fields::State &state, double force, fields::Vector &displacement);

  /// Peak strain at every owned vertex: the newest stimulus, extrapolated linearly in time.
  void strain(double time, const fields::State &state, std::vector<double> &result) const;

  /// Mechanical fields of the state for output; from the strain law if no equilibrium is solved.
  solvers::MechanicalFields fields(const fields::State &state);

  /// Modulus beyond the toe region at every vertex, MPa.
  fields::Vector local_stiffness(const fields::State &state) const;

  /// The guarded strain, that of the weakest section.
  double guarded_strain(const fields::Vector &strain) const;

  /// Whether the strain of the weakest section under any force is known, which requires the governor or the
  /// surrogate.
  bool knows_strain_of_forces() const;

  /**
   * Strain of the weakest section under a force [N], from the power law through the strains under the peak
   * load and under the guard force, or from the law of the surrogate. Collective for the surrogate.
   */
  double strain_under(double force, const fields::State &state) const;

  /// The inverse: the force [N] under which the weakest section has a strain.
  double force_at(double strain, const fields::State &state) const;

  /// Force and guard force of the surrogate, N; of the newest equilibrium otherwise.
  std::pair<double, double> forces(double time, const fields::State &state) const;

private:
  PeakLoadOutcome           solve_guarded(fields::State &state, bool with_guard_equilibrium);
  void                      predict_guard_force(fields::State &state) const;
  bool                      power_law_suffices(const fields::Guard &guard, double demand) const;
  PeakLoadOutcome           find_guard_force(fields::State &state);
  void                      fit_power_law(fields::State &state, double strain) const;
  PeakLoadOutcome           solve_at(double force, fields::Vector &displacement);
  double                    first_guard_force(const fields::State &state) const;
  std::pair<double, double> known_strain(const fields::State &state) const;
  double                    weakest_surrogate_modulus(const fields::State &state) const;
  double                    surrogate_modulus(const fields::State &state, unsigned int vertex) const;

  const fields::Spaces                       &spaces;
  const parameters::ParameterSet              parameters;
  model::SurrogateMechanics                   surrogate;
  std::unique_ptr<solvers::EquilibriumSolver> equilibrium;
};
} // namespace tenogen::healing

#endif
