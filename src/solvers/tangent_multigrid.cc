#include "tenogen/solvers/tangent_multigrid.h"

#include "tenogen/core/floating_point_traps.h"
#include "tenogen/solvers/petsc_check.h"
#include "tenogen/solvers/petsc_handle.h"

#include <deal.II/base/mpi.h>
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

  DistributedVec coordinates;
  PetscScalar   *values;
  PetscInt       begin, end;
  check(MatCreateVecs(matrix, coordinates.place(), nullptr));
  check(VecSetBlockSize(coordinates, 3));
  check(VecGetOwnershipRange(coordinates, &begin, &end));
  check(VecGetArray(coordinates, &values));
  for (PetscInt dof = begin; dof < end; ++dof)
    values[dof - begin] = points.at(static_cast<types::global_dof_index>(dof))[(dof - begin) % 3];
  check(VecRestoreArray(coordinates, &values));
  NullSpace modes;
  check(MatNullSpaceCreateRigidBody(coordinates, modes.place()));
  check(MatSetNearNullSpace(matrix, modes));
}

TangentMultigrid::TangentMultigrid(const KSP krylov)
  : krylov(krylov)
{
  PC preconditioner;
  check(KSPGetPC(krylov, &preconditioner));
  check(PCSetType(preconditioner, PCGAMG));
  check(PCGAMGSetReuseInterpolation(preconditioner, PETSC_TRUE));
}

void TangentMultigrid::set_stale()
{
  stale = true;
}

void TangentMultigrid::record_effort()
{
  PetscInt  iterations;
  PetscReal tolerance;
  check(KSPGetIterationNumber(krylov, &iterations));
  check(KSPGetTolerances(krylov, &tolerance, nullptr, nullptr, nullptr));
  effort = iterations / std::max(-std::log10(tolerance), 0.5);
  if (is_fresh)
    fresh_effort = effort;
  is_fresh = false;
}

bool TangentMultigrid::is_stale() const
{
  // A rebuild costs about what twenty iterations do.
  return !exists || stale || (!is_fresh && effort > 1.5 * fresh_effort + 5.);
}

namespace
{
/**
 * During its lifetime, coarse operators are computed by an algorithm that adds contributions from other ranks
 * in a fixed order; the default adds them as they arrive. With two ranks only one sends to the other, so
 * there is nothing to order, and the default is used because it halves the time of an equilibrium. PETSc
 * reads the option when an operator is first created.
 */
class ReproducibleProducts
{
public:
  explicit ReproducibleProducts(const MPI_Comm communicator)
  {
    PetscBool is_given;
    check(PetscOptionsHasName(nullptr, nullptr, name, &is_given));
    is_set = Utilities::MPI::n_mpi_processes(communicator) > 2 && is_given == PETSC_FALSE;
    if (is_set)
      check(PetscOptionsSetValue(nullptr, name, "allatonce"));
  }
  ~ReproducibleProducts()
  {
    if (is_set)
      PetscOptionsClearValue(nullptr, name); // an error here cannot be handled
  }
  ReproducibleProducts(const ReproducibleProducts &)            = delete;
  ReproducibleProducts &operator=(const ReproducibleProducts &) = delete;

private:
  static constexpr const char *name   = "-matptap_via";
  bool                         is_set = false;
};
} // namespace

void TangentMultigrid::build(const Mat tangent, const Mat rows)
{
  // LAPACK, which computes eigenvalues for GAMG, divides by zero to test whether the machine has infinities.
  const floating_point::TrapsOff off;

  check(KSPSetReusePreconditioner(krylov, PETSC_FALSE));
  check(KSPSetOperators(krylov, tangent, rows));
  {
    const ReproducibleProducts reproducible(PetscObjectComm(reinterpret_cast<PetscObject>(krylov)));
    check(KSPSetUp(krylov));
  }
  check(KSPSetReusePreconditioner(krylov, PETSC_TRUE));

  if (!exists)
  {
    PC       preconditioner;
    PetscInt n_levels = 0;
    check(KSPGetPC(krylov, &preconditioner));
    PetscBool is_multigrid;
    check(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(preconditioner), PCGAMG, &is_multigrid));
    if (is_multigrid)
      check(PCMGGetLevels(preconditioner, &n_levels));
    if (n_levels > 1)
    {
      KSP smoother;
      PC  blocks;
      check(PCMGGetSmoother(preconditioner, n_levels - 1, &smoother));
      check(KSPSetOperators(smoother, tangent, rows));
      check(KSPChebyshevEstEigSet(smoother, 0., 0.1, 0., 1.1));
      check(KSPGetPC(smoother, &blocks));
      check(PCSetType(blocks, PCPBJACOBI));
      check(PCMGSetResidual(preconditioner, n_levels - 1, PCMGResidualDefault, tangent));
    }
  }
  exists   = true;
  stale    = false;
  is_fresh = true;
}
} // namespace tenogen::solvers
