#include "tenogen/solvers/equilibrium.h"

#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>

namespace tenogen::solvers
{
using namespace dealii;

EquilibriumSolver::EquilibriumSolver(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : spaces(spaces)
  , parameters(parameters)
  , conditions(parameters::parse_boundary_conditions(parameters.mechanics.boundary_conditions))
  , kernel(spaces.displacement_element.n_dofs_per_cell() / 3)
{
  body_forces   = spaces.make_displacement_vector();
  external      = spaces.make_displacement_vector();
  spring_matrix = spaces.make_displacement_vector();
  trial         = spaces.make_displacement_vector();
  setup_boundary_conditions();
  setup_constraints(0.);
  setup_cells();
  setup_matrices();
  setup_solver();
}

EquilibriumSolver::~EquilibriumSolver()
{
  SNESDestroy(&snes);
  MatDestroy(&tangent);
  MatDestroy(&tangent_rows);
  VecDestroy(&solution);
  VecDestroy(&residual_vec);
}

void EquilibriumSolver::set_tissue(const fields::State &state)
{
  const bool                  constant = parameters.material.source == parameters::MaterialSource::constants;
  const model::TissueMaterial constant_material = model::material_from_constants(parameters.material);

  std::size_t point = 0;
  for (std::size_t cell = 0; cell < cells.size(); ++cell)
    for (unsigned int q = 0; q < cells[cell].n_points; ++q, ++point)
    {
      const double *const shapes   = &point_shapes[8 * q];
      const auto          at_point = [&](const fields::Vector &field)
      {
        double value = 0.;
        for (unsigned int v = 0; v < 8; ++v)
          value += shapes[v] * field.local_element(cell_vertices[cell][v]);
        return value;
      };
      QuadraturePointTissue &t = tissue[point];
      t.excess_water           = at_point(state.concentrations[model::water]);
      if (constant)
      {
        t.material         = constant_material;
        t.structure_tensor = model::transversely_isotropic_orientation(parameters.material.constant_alignment,
                                                                       point_axes[point]);
        continue;
      }
      SymmetricTensor<2, 3> orientation;
      for (unsigned int c = 0; c < 6; ++c)
        orientation.access_raw_entry(c) = at_point(state.orientation[c]);
      t.structure_tensor = orientation;
      t.material = model::material_from_composition({at_point(state.concentrations[model::collagen_I]),
                                                     at_point(state.concentrations[model::collagen_III]),
                                                     at_point(state.concentrations[model::crosslinks]),
                                                     model::nematic_order(orientation)},
                                                    parameters.material, parameters.biology);
    }
  if (!has_hierarchy)
    build_hierarchy();
  multigrid->set_stale();
  scale_swelling(1.);
}

void EquilibriumSolver::scale_swelling(const double share)
{
  for (std::size_t point = 0; point < tissue.size(); ++point)
  {
    QuadraturePointTissue &t = tissue[point];
    t.growth                 = 1. + share * t.excess_water;
    t.inverse_growth         = model::inverse_growth(point_axes[point], share * t.excess_water);
  }
}

EquilibriumOutcome EquilibriumSolver::iterate(fields::Vector &displacement, const bool keep_tangent)
{
  keep_first_tangent = keep_tangent;

  PetscScalar *values;
  VecGetArray(solution, &values);
  for (unsigned int i = 0; i < displacement.locally_owned_size(); ++i)
    values[i] = displacement.local_element(i);
  VecRestoreArray(solution, &values);

  first_norm                = 0.;
  const PetscErrorCode code = SNESSolve(snes, nullptr, solution);
  keep_first_tangent        = false;

  EquilibriumOutcome  outcome;
  SNESConvergedReason reason;
  PetscInt            newton, linear;
  SNESGetConvergedReason(snes, &reason);
  SNESGetIterationNumber(snes, &newton);
  SNESGetLinearSolveIterations(snes, &linear);
  SNESGetFunctionNorm(snes, &outcome.residual);
  outcome.newton_iterations = newton;
  outcome.linear_iterations = linear;
  outcome.converged         = code == 0 && reason > 0;
  if (!outcome.converged)
  {
    outcome.reason = std::string("equilibrium: ") +
                     (code == 0 ? SNESConvergedReasons[reason] : "PETSc error " + std::to_string(code)) +
                     " after " + std::to_string(newton) + " Newton iterations";
    return outcome;
  }

  const PetscScalar *result;
  VecGetArrayRead(solution, &result);
  displacement.zero_out_ghost_values();
  for (unsigned int i = 0; i < displacement.locally_owned_size(); ++i)
    displacement.local_element(i) = result[i];
  VecRestoreArrayRead(solution, &result);
  constrain(displacement);
  return outcome;
}

EquilibriumOutcome EquilibriumSolver::ramp(fields::Vector &displacement, const double load)
{
  // First the load, which puts the fibres under tension, then the swelling: swollen tissue that has not
  // yet moved is compressed, and a slender body under compression is unstable.
  Increment          reached;
  EquilibriumOutcome total;
  fields::Vector     current = spaces.make_displacement_vector();
  rebuild_always             = true; // from one increment to the next, the tangent changes much
  const double first_step    = 1. / parameters.mechanics.load_increments;
  for (double Increment::*const part : {&Increment::load, &Increment::swelling})
  {
    const bool swells          = part == &Increment::swelling;
    double     step            = first_step;
    bool       tangent_is_good = false;
    while (reached.*part < 1.)
    {
      // A swelling increment starts with the tangent of the equilibrium before it (Euler predictor).
      if (swells && !tangent_is_good)
      {
        set_increment(reached, load);
        trial = current;
        constrain(trial);
        assemble_tangent(trial);
      }
      Increment target = reached;
      target.*part     = std::min(1., reached.*part + step * (1. + 1e-12));
      set_increment(target, load);
      // On the way there, near equilibrium is enough.
      on_the_way                       = target.load < 1. || target.swelling < 1.;
      const EquilibriumOutcome outcome = iterate(current, swells);
      on_the_way                       = false;
      total.newton_iterations += outcome.newton_iterations;
      total.linear_iterations += outcome.linear_iterations;
      total.residual  = outcome.residual;
      tangent_is_good = outcome.converged;
      if (outcome.converged)
      {
        reached = target;
        step    = std::min(2. * step, swells ? first_step : 1.);
      }
      else if ((step *= 0.5) < first_step / 256.)
      {
        total.reason = outcome.reason + ", ramp stopped at " + std::to_string(100. * reached.load) +
                       " % of the load and " + std::to_string(100. * reached.swelling) + " % of the swelling";
        scale_swelling(1.);
        rebuild_always = false;
        return total;
      }
    }
  }
  rebuild_always  = false;
  total.converged = true;
  displacement    = current;
  displacement.update_ghost_values();
  return total;
}

void EquilibriumSolver::set_increment(const Increment &increment, const double load)
{
  setup_constraints(increment.load);
  scale_swelling(increment.swelling);
  assemble_external_forces(increment.load * load, increment.load);
}

EquilibriumOutcome EquilibriumSolver::solve(fields::Vector &displacement, const double load)
{
  set_increment({1., 1.}, load);
  EquilibriumOutcome outcome = iterate(displacement, false);
  if (outcome.converged)
    return outcome;

  // Where the tangent has changed much, its old multigrid is none. Where tissue has swollen since the
  // guess, it is compressed until it has moved, and its tangent may be indefinite, which conjugate
  // gradients do not bear.
  rebuild_always = true;
  KSP     ksp;
  KSPType chosen;
  SNESGetKSP(snes, &ksp);
  KSPGetType(ksp, &chosen);
  const std::string usual = chosen; // the user may have chosen another
  for (const std::string &type : {usual, std::string(KSPFGMRES)})
  {
    KSPSetType(ksp, type.c_str());
    const EquilibriumOutcome next = iterate(displacement, false);
    outcome.converged             = next.converged;
    outcome.residual              = next.residual;
    outcome.reason                = next.reason;
    outcome.newton_iterations += next.newton_iterations;
    outcome.linear_iterations += next.linear_iterations;
    if (next.converged)
      break;
  }
  KSPSetType(ksp, usual.c_str());
  rebuild_always = false;
  return outcome;
}

void EquilibriumSolver::constrain(fields::Vector &displacement) const
{
  displacement.zero_out_ghost_values();
  constraints.distribute(displacement);
  displacement.update_ghost_values();
}

bool EquilibriumSolver::residual(const fields::Vector &displacement, const double load,
                                 fields::Vector &result)
{
  set_increment({1., 1.}, load);
  trial = displacement;
  constrain(trial);
  if (!assemble(trial, residual_vec, Assemble::residual))
    return false;
  const PetscScalar *values;
  VecGetArrayRead(residual_vec, &values);
  for (unsigned int i = 0; i < result.locally_owned_size(); ++i)
    result.local_element(i) = values[i];
  VecRestoreArrayRead(residual_vec, &values);
  return true;
}

bool EquilibriumSolver::tangent_times(const fields::Vector &displacement, const fields::Vector &direction,
                                      fields::Vector &result)
{
  set_increment({1., 1.}, 0.);
  trial = displacement;
  constrain(trial);
  if (!assemble(trial, residual_vec, Assemble::tangent))
    return false;
  PetscScalar *values;
  VecGetArray(solution, &values);
  for (unsigned int i = 0; i < direction.locally_owned_size(); ++i)
    values[i] = direction.local_element(i);
  VecRestoreArray(solution, &values);
  MatMult(tangent, solution, residual_vec);
  const PetscScalar *product;
  VecGetArrayRead(residual_vec, &product);
  for (unsigned int i = 0; i < result.locally_owned_size(); ++i)
    result.local_element(i) = product[i];
  VecRestoreArrayRead(residual_vec, &product);
  return true;
}

void EquilibriumSolver::take_trial(const Vec x)
{
  const PetscScalar *values;
  VecGetArrayRead(x, &values);
  trial.zero_out_ghost_values();
  for (unsigned int i = 0; i < trial.locally_owned_size(); ++i)
    trial.local_element(i) = values[i];
  VecRestoreArrayRead(x, &values);
  constrain(trial);
}

PetscErrorCode EquilibriumSolver::form_function(SNES, const Vec x, const Vec f, void *const context)
{
  auto &solver = *static_cast<EquilibriumSolver *>(context);
  solver.take_trial(x);
  // An inadmissible trial has an infinite residual: the line search then goes back.
  if (!solver.assemble(solver.trial, f, Assemble::residual))
    VecSet(f, std::numeric_limits<double>::infinity());
  return 0;
}

PetscErrorCode EquilibriumSolver::form_jacobian(SNES snes, const Vec x, Mat, Mat, void *const context)
{
  auto    &solver = *static_cast<EquilibriumSolver *>(context);
  PetscInt iteration;
  SNESGetIterationNumber(snes, &iteration);
  if (solver.keep_first_tangent && iteration < 2)
    return 0;
  solver.take_trial(x);
  solver.assemble_tangent(solver.trial);
  return 0;
}

/// Inexact Newton: the linear system is solved as well as the Newton step deserves (Eisenstat and Walker,
/// SIAM J. Sci. Comput. 17, 1996, choice 2), and not beyond what the residual tolerance asks for.
void EquilibriumSolver::set_forcing_term(const double norm, const bool is_first)
{
  multigrid->record_effort(); // before the tolerance of the solve behind us is replaced
  const double ratio  = is_first ? 0. : norm / last_norm;
  last_norm           = norm;
  const double walker = is_first ? 1e-2 : std::clamp(0.9 * ratio * ratio, 1e-4, 0.1);
  KSP          ksp;
  SNESGetKSP(snes, &ksp);
  KSPSetTolerances(ksp, std::min(rebuild_always ? 0.01 : 0.1, std::max(walker, 0.3 * target_norm() / norm)),
                   PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT);
}

double EquilibriumSolver::target_norm() const
{
  constexpr double near     = 1e-4; // tolerance of the increments on the way from rest
  const double    &accurate = parameters.mechanics.residual_tolerance;
  return std::max((on_the_way ? std::max(near, accurate) : accurate) * force_scale, 1e-10 * first_norm);
}

PetscErrorCode EquilibriumSolver::test_convergence(SNES snes, const PetscInt iteration,
                                                   const PetscReal x_norm, const PetscReal step_norm,
                                                   const PetscReal f_norm, SNESConvergedReason *const reason,
                                                   void *const context)
{
  auto &solver = *static_cast<EquilibriumSolver *>(context);
  if (iteration == 0)
    solver.first_norm = f_norm;
  solver.set_forcing_term(f_norm, iteration == 0);
  if (f_norm <= solver.target_norm())
  {
    *reason = SNES_CONVERGED_FNORM_RELATIVE;
    return 0;
  }
  return SNESConvergedDefault(snes, iteration, x_norm, step_norm, f_norm, reason, nullptr);
}
} // namespace tenogen::solvers
