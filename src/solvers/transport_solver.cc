#include "tenogen/solvers/transport.h"

#include "tenogen/solvers/petsc_check.h"

namespace tenogen::solvers
{
TransportSolver::TransportSolver(const fields::Spaces &spaces, const TransportGraph &graph,
                                 const double tolerance)
  : spaces(spaces)
  , graph(graph)
{
  const unsigned int n_owned = spaces.n_owned_vertices();
  const auto        &layout  = *spaces.biology_layout;
  rows.assign(1, 0);
  position.resize(graph.column.size());
  for (unsigned int i = 0; i < n_owned; ++i)
  {
    const auto own      = layout.local_to_global(i);
    bool       inserted = false;
    for (unsigned int entry = graph.row_start[i]; entry <= graph.row_start[i + 1]; ++entry)
    {
      const bool end = entry == graph.row_start[i + 1];
      if (!inserted && (end || layout.local_to_global(graph.column[entry]) > own))
      {
        diagonal.push_back(static_cast<PetscInt>(columns.size()));
        columns.push_back(static_cast<PetscInt>(own));
        inserted = true;
      }
      if (!end)
      {
        position[entry] = static_cast<PetscInt>(columns.size());
        columns.push_back(static_cast<PetscInt>(layout.local_to_global(graph.column[entry])));
      }
    }
    rows.push_back(static_cast<PetscInt>(columns.size()));
  }
  entries.assign(columns.size(), 0.);
  const auto n_global = static_cast<PetscInt>(layout.size());
  check(MatCreateMPIAIJWithArrays(spaces.communicator, n_owned, n_owned, n_global, n_global, rows.data(),
                                  columns.data(), entries.data(), matrix.place()));
  check(MatCreateVecs(matrix, solution.place(), right_side.place()));

  const auto setup_solver = [&](KrylovSolver &ksp, const char *prefix, const KSPType type)
  {
    PC preconditioner;
    check(KSPCreate(spaces.communicator, ksp.place()));
    check(KSPSetOptionsPrefix(ksp, prefix));
    check(KSPSetOperators(ksp, matrix, matrix));
    check(KSPSetType(ksp, type));
    check(KSPGetPC(ksp, &preconditioner));
    check(PCSetType(preconditioner, PCJACOBI));
    check(KSPSetTolerances(ksp, tolerance, 0., PETSC_DEFAULT, 10000));
    check(KSPSetInitialGuessNonzero(ksp, PETSC_TRUE));
    check(KSPSetFromOptions(ksp));
  };
  setup_solver(krylov, "biology_", KSPBCGS);
  setup_solver(stationary, "biology_msc_", KSPRICHARDSON);
}

int TransportSolver::solve(const std::vector<double> &source, const std::vector<double> &destruction,
                           const EdgeOutflow &outflow, const double step, const bool monotone,
                           fields::Vector &result)
{
  const unsigned int n_owned = spaces.n_owned_vertices();
  PetscScalar       *b, *x;
  check(VecGetArray(right_side, &b));
  check(VecGetArray(solution, &x));
  for (unsigned int i = 0; i < n_owned; ++i)
  {
    const double volume = spaces.volume.local_element(i);
    double       sum    = volume * (1. / step + destruction[i]);
    for (unsigned int entry = graph.row_start[i]; entry < graph.row_start[i + 1]; ++entry)
    {
      sum += outflow.out[entry];
      entries[position[entry]] = -outflow.in[entry];
    }
    entries[diagonal[i]] = sum;
    b[i]                 = volume * source[i];
    x[i]                 = result.local_element(i);
  }
  check(VecRestoreArray(right_side, &b));
  check(VecRestoreArray(solution, &x));
  check(MatUpdateMPIAIJWithArray(matrix, entries.data()));

  const KSP ksp = monotone ? stationary : krylov;
  check(KSPSetOperators(ksp, matrix, matrix));
  check(KSPSolve(ksp, right_side, solution));
  KSPConvergedReason reason;
  PetscInt           iterations;
  check(KSPGetConvergedReason(ksp, &reason));
  check(KSPGetIterationNumber(ksp, &iterations));
  if (reason <= 0)
    return -1;

  const PetscScalar *values;
  check(VecGetArrayRead(solution, &values));
  result.zero_out_ghost_values();
  for (unsigned int i = 0; i < n_owned; ++i)
    result.local_element(i) = values[i];
  check(VecRestoreArrayRead(solution, &values));
  result.update_ghost_values();
  return static_cast<int>(iterations);
}
} // namespace tenogen::solvers
