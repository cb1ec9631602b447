/*
 * Yardstick: the cost of one linear solve of the most difficult kind on this machine, so that the cost of a
 * run can be given in a unit that is comparable between machines.
 *
 * Small-strain transversely isotropic elasticity on the tendon mesh, trilinear elements, 2x2x2 points:
 *
 *   sigma = lambda tr(eps) I + 2 mu eps + E_f (a.eps a) a (x) a,
 *   mu = 1 MPa,  kappa = lambda + 2/3 mu = 100 mu,  E_f = 1000 mu,  a = fibre axis,
 *
 * insertion fixed, 1 N/mm^2 along z on the proximal face; one assembly, one GAMG set-up with the rigid-body
 * modes as near null space, conjugate gradients to a relative residual of 1e-6. Prints JSON.
 *
 * Trilinear elements lock at kappa/mu = 100: only the cost is meaningful, not the displacement.
 */

#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/parameters/read_parameters.h"
#include "tenogen/solvers/tangent_multigrid.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_system.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/sparsity_tools.h>

#include <nlohmann/json.hpp>

#include <petscksp.h>

#include <array>
#include <chrono>
#include <iostream>
#include <vector>

namespace
{
using namespace tenogen;
using namespace dealii;

constexpr double shear_modulus   = 1.;                                     // mu, MPa
constexpr double bulk_modulus    = 100. * shear_modulus;                   // kappa, MPa
constexpr double fibre_stiffness = 1000. * shear_modulus;                  // E_f, MPa
constexpr double first_lame      = bulk_modulus - 2. / 3. * shear_modulus; // lambda, MPa
constexpr double traction        = 1.;                                     // along z, MPa
constexpr double tolerance       = 1e-6;                                   // relative residual

/// Seconds since the last call, on the slowest rank.
class Stopwatch
{
public:
  explicit Stopwatch(const MPI_Comm communicator)
    : communicator(communicator)
  {
    lap();
  }

  double lap()
  {
    MPI_Barrier(communicator);
    const auto   now     = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last).count();
    last                 = now;
    return Utilities::MPI::max(seconds, communicator);
  }

private:
  MPI_Comm                              communicator;
  std::chrono::steady_clock::time_point last;
};

/// The linear system on the mesh.
class Problem
{
public:
  explicit Problem(const parameters::Geometry &geometry, const MPI_Comm communicator)
    : mesh(fields::make_mesh(geometry, communicator))
    , fibre_axis(fields::fibre_field(geometry))
    , communicator(communicator)
    , element(FE_Q<3>(1), 3)
    , dofs(*mesh.triangulation)
  {
    dofs.distribute_dofs(element);
    owned = dofs.locally_owned_dofs();
    begin = *owned.begin();
    end   = begin + owned.n_elements();
    make_matrix();
    solvers::attach_rigid_body_modes(matrix, dofs);
  }

  ~Problem()
  {
    MatDestroy(&matrix);
    VecDestroy(&right_side);
    VecDestroy(&solution);
  }

  Problem(const Problem &)            = delete;
  Problem &operator=(const Problem &) = delete;

  /// Assembles stiffness and load; fixed degrees of freedom get a row with only a diagonal entry of typical
  /// size.
  void assemble()
  {
    const QGauss<3> quadrature(2);
    const QGauss<2> face_quadrature(2);
    FEValues<3>     values(element.base_element(0), quadrature,
                           update_gradients | update_JxW_values | update_quadrature_points);
    FEFaceValues<3> face_values(element.base_element(0), face_quadrature, update_values | update_JxW_values);
    const auto insertion = mesh.boundary_ids.at("insertion"), proximal = mesh.boundary_ids.at("proximal");

    std::vector<types::global_dof_index> indices(24);
    std::array<PetscInt, 8>              blocks;
    std::array<double, 24 * 24>          local;
    for (const auto &cell : dofs.active_cell_iterators())
    {
      if (!cell->is_locally_owned())
        continue;
      const Triangulation<3>::active_cell_iterator geometry_cell(cell);
      values.reinit(geometry_cell);
      local.fill(0.);
      for (unsigned int q = 0; q < quadrature.size(); ++q)
        add_point(values, q, local);
      cell->get_dof_indices(indices);
      for (unsigned int node = 0; node < 8; ++node)
        blocks[node] = static_cast<PetscInt>(indices[3 * node] / 3);

      // At a fixed node, only the diagonal and no coupling.
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == insertion)
          for (unsigned int v = 0; v < 4; ++v)
          {
            const unsigned int node = GeometryInfo<3>::face_to_cell_vertices(f, v);
            for (unsigned int i = 3 * node; i < 3 * node + 3; ++i)
              for (unsigned int j = 0; j < 24; ++j)
                if (i != j)
                  local[24 * i + j] = local[24 * j + i] = 0.;
          }
      MatSetValuesBlocked(matrix, 8, blocks.data(), 8, blocks.data(), local.data(), ADD_VALUES);

      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == proximal)
        {
          face_values.reinit(geometry_cell, f);
          for (unsigned int node = 0; node < 8; ++node)
          {
            double force = 0.;
            for (unsigned int q = 0; q < face_quadrature.size(); ++q)
              force += traction * face_values.shape_value(node, q) * face_values.JxW(q);
            VecSetValue(right_side, static_cast<PetscInt>(indices[3 * node + 2]), force, ADD_VALUES);
          }
        }
    }
    MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY);
    VecAssemblyBegin(right_side);
    MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY);
    VecAssemblyEnd(right_side);
  }

  Mat matrix     = nullptr;
  Vec right_side = nullptr, solution = nullptr;

  fields::Mesh                                  mesh;
  std::function<Tensor<1, 3>(const Point<3> &)> fibre_axis;
  MPI_Comm                                      communicator;
  FESystem<3>                                   element;
  DoFHandler<3>                                 dofs;

private:
  /// Adds B^T c B of a quadrature point: (a, i) x (b, j) node by node.
  void add_point(const FEValues<3> &values, const unsigned int q, std::array<double, 24 * 24> &local) const
  {
    const Tensor<1, 3> axis   = fibre_axis(values.quadrature_point(q));
    const double       volume = values.JxW(q);
    for (unsigned int a = 0; a < 8; ++a)
    {
      const Tensor<1, 3> &g       = values.shape_grad(a, q);
      const double        g_axial = g * axis;
      for (unsigned int b = 0; b < 8; ++b)
      {
        const Tensor<1, 3> &h     = values.shape_grad(b, q);
        const double        shear = shear_modulus * (g * h), fibre = fibre_stiffness * g_axial * (h * axis);
        for (unsigned int i = 0; i < 3; ++i)
          for (unsigned int j = 0; j < 3; ++j)
            local[24 * (3 * a + i) + 3 * b + j] +=
                volume * (first_lame * g[i] * h[j] + shear_modulus * g[j] * h[i] + (i == j ? shear : 0.) +
                          fibre * axis[i] * axis[j]);
      }
    }
  }

  void make_matrix()
  {
    IndexSet relevant;
    DoFTools::extract_locally_relevant_dofs(dofs, relevant);
    DynamicSparsityPattern pattern(dofs.n_dofs(), dofs.n_dofs(), relevant);
    DoFTools::make_sparsity_pattern(dofs, pattern);
    SparsityTools::distribute_sparsity_pattern(pattern, owned, communicator, relevant);
    std::vector<PetscInt> diagonal, off_diagonal;
    for (types::global_dof_index row = begin; row < end; ++row)
    {
      PetscInt inside = 0;
      for (auto entry = pattern.begin(row); entry != pattern.end(row); ++entry)
        inside += entry->column() >= begin && entry->column() < end ? 1 : 0;
      diagonal.push_back(inside);
      off_diagonal.push_back(static_cast<PetscInt>(pattern.row_length(row)) - inside);
    }
    const auto n = static_cast<PetscInt>(end - begin);
    MatCreate(communicator, &matrix);
    MatSetSizes(matrix, n, n, PETSC_DETERMINE, PETSC_DETERMINE);
    MatSetType(matrix, MATAIJ);
    MatSetBlockSize(matrix, 3);
    MatSeqAIJSetPreallocation(matrix, 0, diagonal.data());
    MatMPIAIJSetPreallocation(matrix, 0, diagonal.data(), 0, off_diagonal.data());
    MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE);
    MatCreateVecs(matrix, &solution, &right_side);
  }

  IndexSet                owned;
  types::global_dof_index begin = 0, end = 0; ///< owned rows
};

nlohmann::ordered_json measure(const parameters::Geometry &geometry, const MPI_Comm communicator)
{
  Stopwatch    stopwatch(communicator);
  Problem      problem(geometry, communicator);
  const double mesh_seconds = stopwatch.lap();
  problem.assemble();
  const double assembly_seconds = stopwatch.lap();

  KSP ksp;
  PC  preconditioner;
  KSPCreate(communicator, &ksp);
  KSPSetOptionsPrefix(ksp, "yardstick_");
  KSPSetOperators(ksp, problem.matrix, problem.matrix);
  KSPSetType(ksp, KSPCG);
  KSPSetNormType(ksp, KSP_NORM_UNPRECONDITIONED);
  KSPSetTolerances(ksp, tolerance, 0., PETSC_DEFAULT, 2000);
  KSPGetPC(ksp, &preconditioner);
  PCSetType(preconditioner, PCGAMG);
  KSPSetFromOptions(ksp);
  KSPSetUp(ksp);
  const double setup_seconds = stopwatch.lap();
  KSPSolve(ksp, problem.right_side, problem.solution);
  const double solve_seconds = stopwatch.lap();

  KSPConvergedReason reason;
  PetscInt           iterations;
  PetscReal          largest;
  KSPGetConvergedReason(ksp, &reason);
  KSPGetIterationNumber(ksp, &iterations);
  VecNorm(problem.solution, NORM_INFINITY, &largest);
  KSPDestroy(&ksp);
  if (reason <= 0)
    throw SolverError("The yardstick's linear solve did not converge in " + std::to_string(iterations) +
                      " iterations.");

  return {{"ranks", Utilities::MPI::n_mpi_processes(communicator)},
          {"cells", problem.mesh.triangulation->n_global_active_cells()},
          {"unknowns", problem.dofs.n_dofs()},
          {"mesh [s]", mesh_seconds},
          {"assembly [s]", assembly_seconds},
          {"set-up [s]", setup_seconds},
          {"solve [s]", solve_seconds},
          {"total [s]", assembly_seconds + setup_seconds + solve_seconds},
          {"iterations", iterations},
          {"largest displacement [mm]", largest}};
}
} // namespace

int main(int argc, char **argv)
{
  const std::string file = argc > 1 ? argv[1] : "";
  if (file.empty() || file[0] == '-')
  {
    std::cerr << "Usage: yardstick FILE.prm [\"Section/Entry [unit]=value\"]...\n"
                 "The environment variable PETSC_OPTIONS reaches the solver; its prefix is yardstick_.\n";
    return static_cast<int>(ExitCode::bad_input);
  }
  int                                    petsc_argc = 1;
  const Utilities::MPI::MPI_InitFinalize mpi(petsc_argc, argv, 1);
  const bool                             prints = Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  try
  {
    const auto parameters = parameters::read_parameters(file, {argv + 2, argv + argc});
    const auto figures    = measure(parameters.geometry, MPI_COMM_WORLD);
    if (prints)
      std::cout << figures.dump(2) << std::endl;
  }
  catch (const Error &error)
  {
    if (prints)
      std::cerr << "yardstick: " << error.what() << std::endl;
    return static_cast<int>(error.exit_code);
  }
  return 0;
}
