#include "tenogen/solvers/tangent_multigrid.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/mapping_q1.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tenogen::solvers
{
using namespace dealii;

void attach_rigid_body_modes(const Mat matrix, const DoFHandler<3> &displacement_dofs)
{
  std::map<types::global_dof_index, Point<3>> points;
  DoFTools::map_dofs_to_support_points(MappingQ1<3>(), displacement_dofs, points);

  Vec          coordinates;
  PetscScalar *values;
  PetscInt     begin, end;
  MatCreateVecs(matrix, &coordinates, nullptr);
  VecSetBlockSize(coordinates, 3);
  VecGetOwnershipRange(coordinates, &begin, &end);
  VecGetArray(coordinates, &values);
  for (PetscInt dof = begin; dof < end; ++dof)
    values[dof - begin] = points.at(static_cast<types::global_dof_index>(dof))[(dof - begin) % 3];
  VecRestoreArray(coordinates, &values);
  MatNullSpace modes;
  MatNullSpaceCreateRigidBody(coordinates, &modes);
  MatSetNearNullSpace(matrix, modes);
  MatNullSpaceDestroy(&modes);
  VecDestroy(&coordinates);
}

TangentMultigrid::TangentMultigrid(const KSP krylov)
  : krylov(krylov)
{
  PC preconditioner;
  KSPGetPC(krylov, &preconditioner);
  PCSetType(preconditioner, PCGAMG);
  PCGAMGSetReuseInterpolation(preconditioner, PETSC_TRUE);
}

void TangentMultigrid::set_stale()
{
  stale = true;
}

void TangentMultigrid::record_effort()
{
  PetscInt  iterations;
  PetscReal tolerance;
  KSPGetIterationNumber(krylov, &iterations);
  KSPGetTolerances(krylov, &tolerance, nullptr, nullptr, nullptr);
  effort = iterations / std::max(-std::log10(tolerance), 0.5);
}

bool TangentMultigrid::is_stale()
{
  if (!exists || stale)
    return true;
  if (is_fresh)
  {
    is_fresh     = false;
    fresh_effort = effort;
  }
  // A rebuild costs about what twenty iterations do.
  return effort > 1.5 * fresh_effort + 5.;
}

void TangentMultigrid::build(const Mat tangent, const Mat rows)
{
  KSPSetReusePreconditioner(krylov, PETSC_FALSE);
  KSPSetOperators(krylov, tangent, rows);
  KSPSetUp(krylov);
  KSPSetReusePreconditioner(krylov, PETSC_TRUE);

  if (!exists)
  {
    PC       preconditioner;
    PetscInt n_levels = 0;
    KSPGetPC(krylov, &preconditioner);
    PetscBool is_multigrid;
    PetscObjectTypeCompare(reinterpret_cast<PetscObject>(preconditioner), PCGAMG, &is_multigrid);
    if (is_multigrid)
      PCMGGetLevels(preconditioner, &n_levels);
    if (n_levels > 1)
    {
      KSP smoother;
      PC  blocks;
      PCMGGetSmoother(preconditioner, n_levels - 1, &smoother);
      KSPSetOperators(smoother, tangent, rows);
      KSPChebyshevEstEigSet(smoother, 0., 0.1, 0., 1.1);
      KSPGetPC(smoother, &blocks);
      PCSetType(blocks, PCPBJACOBI);
      PCMGSetResidual(preconditioner, n_levels - 1, PCMGResidualDefault, tangent);
    }
  }
  exists   = true;
  stale    = false;
  is_fresh = true;
}
} // namespace tenogen::solvers
