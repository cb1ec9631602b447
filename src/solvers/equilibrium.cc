#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/floating_point_traps.h"
#include "tenogen/core/interruption.h"
#include "tenogen/solvers/petsc_check.h"
#include "tenogen/solvers/petsc_copy.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tenogen::solvers
{
using namespace dealii;

namespace
{
/// Gives a flag another value during its lifetime.
class ScopedFlag
{
public:
  ScopedFlag(bool &flag, const bool value)
    : flag(flag)
    , previous(std::exchange(flag, value))
  {
  }
  ~ScopedFlag()
  {
    flag = previous;
  }
  ScopedFlag(const ScopedFlag &)            = delete;
  ScopedFlag &operator=(const ScopedFlag &) = delete;

private:
  bool      &flag;
  const bool previous;
};
} // namespace

EquilibriumSolver::EquilibriumSolver(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : spaces(spaces)
  , parameters(parameters)
  , elements(spaces, parameters)
  , boundary(spaces, parameters.mechanics.boundary_conditions)
  , trial(spaces.make_displacement_vector())
  , element_forces(spaces.make_displacement_vector())
{
  double squares = 0.;
  for (const CellGeometry &cell : elements.cells)
    for (const double volume : cell.volumes)
      squares += std::pow(volume, 4. / 3.);
  rounding =
      1e-13 * parameters.material.bulk_modulus * std::sqrt(Utilities::MPI::sum(squares, spaces.communicator));
  for (const auto &indices : elements.indices)
    is_constrained.push_back(std::any_of(indices.begin(), indices.end(),
                                         [&](const auto index)
                                         { return boundary.affine_constraints().is_constrained(index); }));
  setup_matrices();
  setup_solver();
}

fields::Vector EquilibriumSolver::newest_iterate() const
{
  fields::Vector displacement = spaces.make_displacement_vector();
  copy_values(solution, displacement);
  boundary.constrain(displacement);
  return displacement;
}

void EquilibriumSolver::set_tissue(const fields::State &state)
{
  elements.set_tissue(state);
  if (!multigrid->is_built())
    build_hierarchy();
  multigrid->set_stale();
  elements.scale_swelling(1.);
}

EquilibriumOutcome EquilibriumSolver::iterate(fields::Vector &displacement, const bool keep_tangent)
{
  const ScopedFlag keep(keep_first_tangent, keep_tangent);

  copy_values(displacement, solution);
  PetscErrorCode code;
  {
    // The forces of a trial may overflow; its residual is then infinite, and the line search of PETSc handles
    // that. LAPACK, which estimates eigenvalues for the multigrid, divides by zero to test whether the
    // machine has infinities.
    const floating_point::TrapsOff off;
    code = SNESSolve(snes, nullptr, solution);
  }
  if (callback_error)
    std::rethrow_exception(std::exchange(callback_error, nullptr));
  check(code);
  Interruption::stop_if_requested(spaces.communicator);

  EquilibriumOutcome  outcome;
  SNESConvergedReason reason;
  PetscInt            newton, linear;
  check(SNESGetConvergedReason(snes, &reason));
  check(SNESGetIterationNumber(snes, &newton));
  check(SNESGetLinearSolveIterations(snes, &linear));
  check(SNESGetFunctionNorm(snes, &outcome.residual));
  outcome.newton_iterations = newton;
  outcome.linear_iterations = linear;
  outcome.converged         = reason > 0;
  if (!outcome.converged)
  {
    outcome.reason = std::string("equilibrium: ") + SNESConvergedReasons[reason] + " after " +
                     std::to_string(newton) + " Newton iterations" +
                     (trial_is_admissible ? "" : "; the last trial state had det F_e <= 0 or was not finite");
    return outcome;
  }

  copy_values(solution, displacement);
  boundary.constrain(displacement);
  return outcome;
}

EquilibriumOutcome EquilibriumSolver::ramp(fields::Vector &displacement, const double load)
{
  // First the load, which puts the fibres under tension, then the swelling: swollen tissue that has not
  // yet moved is compressed, and a slender body under compression is unstable.
  Increment          reached;
  EquilibriumOutcome total;
  fields::Vector     current = spaces.make_displacement_vector(), guess = current;
  const ScopedFlag   rebuild(rebuild_always, true); // the tangent changes a lot between increments
  const double       first_step = 1. / parameters.mechanics.load_increments;
  for (double Increment::*const part : {&Increment::load, &Increment::swelling})
  {
    const bool swells          = part == &Increment::swelling;
    double     step            = swells ? 0.5 : first_step;
    bool       tangent_is_good = false;
    while (reached.*part < 1.)
    {
      // The first steps from the swelling guess use the tangent of the previous equilibrium: that of the
      // guess may be indefinite if the tissue does not swell freely.
      if (swells && !tangent_is_good)
      {
        set_increment(reached, load);
        trial = current;
        boundary.constrain(trial);
        tangent_is_good = assemble_tangent(trial);
      }
      Increment target = reached;
      target.*part     = std::min(1., reached.*part + step * (1. + 1e-12));
      guess            = current;
      if (swells)
        swell(guess, reached.swelling, target.swelling);
      set_increment(target, load);
      // For intermediate increments, approximate equilibrium is enough.
      const ScopedFlag         near(is_intermediate, target.load < 1. || target.swelling < 1.);
      const EquilibriumOutcome outcome = iterate(guess, swells && tangent_is_good);
      total.newton_iterations += outcome.newton_iterations;
      total.linear_iterations += outcome.linear_iterations;
      total.residual  = outcome.residual;
      tangent_is_good = outcome.converged;
      if (outcome.converged)
      {
        current = guess;
        reached = target;
        step    = std::min(2. * step, 1.);
      }
      else if ((step *= 0.5) < first_step / 256.)
      {
        total.reason = outcome.reason + ", ramp stopped at " + std::to_string(100. * reached.load) +
                       " % of the load and " + std::to_string(100. * reached.swelling) + " % of the swelling";
        elements.scale_swelling(1.);
        return total;
      }
    }
  }
  total.converged = true;
  displacement    = current;
  displacement.update_ghost_values();
  return total;
}

void EquilibriumSolver::set_body_force(const std::function<Tensor<1, 3>(const Point<3> &)> &body_force)
{
  boundary.set_body_force(body_force);
}

void EquilibriumSolver::set_increment(const Increment &increment, const double load)
{
  elements.scale_swelling(increment.swelling);
  boundary.set(increment.load * load, increment.load);
}

EquilibriumOutcome EquilibriumSolver::solve(fields::Vector &displacement, const double load)
{
  set_increment({1., 1.}, load);
  EquilibriumOutcome outcome = iterate(displacement, false);
  if (outcome.converged)
    return outcome;

  // If the tangent has changed a lot, its old multigrid is useless. Tissue that has swollen since the guess
  // is compressed until it has moved, and its tangent may be indefinite, which conjugate gradients cannot
  // handle.
  const ScopedFlag rebuild(rebuild_always, true);
  KSP              ksp;
  KSPType          chosen;
  check(SNESGetKSP(snes, &ksp));
  check(KSPGetType(ksp, &chosen));
  const std::string usual = chosen; // the user may have chosen another
  for (const std::string &type : {usual, std::string(KSPFGMRES)})
  {
    check(KSPSetType(ksp, type.c_str()));
    const EquilibriumOutcome next = iterate(displacement, false);
    outcome.converged             = next.converged;
    outcome.residual              = next.residual;
    outcome.reason                = next.reason;
    outcome.newton_iterations += next.newton_iterations;
    outcome.linear_iterations += next.linear_iterations;
    if (next.converged)
      break;
  }
  check(KSPSetType(ksp, usual.c_str()));
  return outcome;
}

bool EquilibriumSolver::residual(const fields::Vector &displacement, const double load,
                                 fields::Vector &result)
{
  set_increment({1., 1.}, load);
  trial = displacement;
  boundary.constrain(trial);
  if (!assemble(trial, residual_vec, Assemble::residual))
    return false;
  copy_values(residual_vec, result);
  return true;
}

bool EquilibriumSolver::tangent_times(const fields::Vector &displacement, const fields::Vector &direction,
                                      fields::Vector &result)
{
  set_increment({1., 1.}, 0.);
  trial = displacement;
  boundary.constrain(trial);
  if (!assemble(trial, residual_vec, Assemble::tangent))
    return false;
  copy_values(direction, solution);
  check(MatMult(tangent, solution, residual_vec));
  copy_values(residual_vec, result);
  return true;
}

/// PETSc calls back through C code, which exceptions must not cross: the exception is stored until SNESSolve
/// has returned.
PetscErrorCode EquilibriumSolver::guarded(const std::function<void()> &callback)
{
  try
  {
    callback();
    return 0;
  }
  catch (...)
  {
    callback_error = std::current_exception();
    return PETSC_ERR_LIB;
  }
}

PetscErrorCode EquilibriumSolver::form_function(SNES, const Vec x, const Vec f, void *const context)
{
  auto      &solver   = *static_cast<EquilibriumSolver *>(context);
  const auto callback = [&]()
  {
    copy_values(x, solver.trial);
    solver.boundary.constrain(solver.trial);
    // An inadmissible trial gets an infinite residual, so that the line search shortens the step.
    solver.trial_is_admissible = solver.assemble(solver.trial, f, Assemble::residual);
    if (!solver.trial_is_admissible)
      check(VecSet(f, std::numeric_limits<double>::infinity()));
  };
  return solver.guarded(callback);
}

PetscErrorCode EquilibriumSolver::form_jacobian(SNES snes, const Vec x, Mat, Mat, void *const context)
{
  auto      &solver   = *static_cast<EquilibriumSolver *>(context);
  const auto callback = [&]()
  {
    PetscInt iteration;
    check(SNESGetIterationNumber(snes, &iteration));
    if (solver.keep_first_tangent && iteration < 2)
      return;
    const floating_point::TrapsOn on; // the trial was accepted, so everything must be finite
    copy_values(x, solver.trial);
    solver.boundary.constrain(solver.trial);
    if (!solver.assemble_tangent(solver.trial))
      check(SNESSetJacobianDomainError(snes));
  };
  return solver.guarded(callback);
}

/// Inexact Newton: the linear system is solved only as accurately as the Newton step justifies (Eisenstat and
/// Walker, SIAM J. Sci. Comput. 17, 1996, choice 2) and the residual tolerance requires.
void EquilibriumSolver::set_forcing_term(const double norm, const bool is_first)
{
  const double ratio  = is_first ? 0. : norm / last_norm;
  last_norm           = norm;
  const double walker = is_first ? 1e-2 : std::clamp(0.9 * ratio * ratio, 1e-4, 0.1);
  KSP          ksp;
  check(SNESGetKSP(snes, &ksp));
  check(KSPSetTolerances(ksp,
                         std::min(rebuild_always ? 0.01 : 0.1, std::max(walker, 0.3 * target_norm() / norm)),
                         PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT));
}

double EquilibriumSolver::target_norm() const
{
  constexpr double near     = 1e-4; // tolerance of the intermediate increments from rest
  const double    &accurate = parameters.mechanics.residual_tolerance;
  return std::max((is_intermediate ? std::max(near, accurate) : accurate) * force_scale, rounding);
}

PetscErrorCode EquilibriumSolver::test_convergence(SNES snes, const PetscInt iteration,
                                                   const PetscReal x_norm, const PetscReal step_norm,
                                                   const PetscReal f_norm, SNESConvergedReason *const reason,
                                                   void *const context)
{
  auto      &solver   = *static_cast<EquilibriumSolver *>(context);
  const auto callback = [&]()
  {
    if (iteration > 0)
      solver.multigrid->record_effort(); // before the tolerance of the last solve is replaced
    *reason = SNES_CONVERGED_ITERATING;
    if (Interruption::stop_is_requested(solver.spaces.communicator))
      *reason = SNES_DIVERGED_INNER; // iterate() gives the reason
    else if (f_norm <= solver.target_norm())
      *reason = SNES_CONVERGED_FNORM_RELATIVE;
    else
      check(SNESConvergedDefault(snes, iteration, x_norm, step_norm, f_norm, reason, nullptr));
    if (*reason == SNES_CONVERGED_ITERATING)
      solver.set_forcing_term(f_norm, iteration == 0);
  };
  return solver.guarded(callback);
}
} // namespace tenogen::solvers
