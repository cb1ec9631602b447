#ifndef tenogen_solvers_equilibrium_h
#define tenogen_solvers_equilibrium_h

#include "tenogen/fields/state.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/solvers/boundary_conditions.h"
#include "tenogen/solvers/petsc_handle.h"
#include "tenogen/solvers/tangent_multigrid.h"
#include "tenogen/solvers/tissue_elements.h"

#include <petscsnes.h>

#include <array>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tenogen::solvers
{
class OrderedAssembly;

/// The outcome of an equilibrium solution; the same on every rank.
struct EquilibriumOutcome
{
  bool         converged         = false;
  unsigned int newton_iterations = 0;
  unsigned int linear_iterations = 0;
  double       residual          = 0.; ///< Euclidean norm, N
  std::string  reason;                 ///< why it did not converge, for the user
};

/// Mechanical fields at the vertices, as volume averages of the values at the neighbouring quadrature points.
struct MechanicalFields
{
  fields::Stimulus              stimulus;
  fields::Vector                fibre_stretch;       ///< (A : C_e)^{1/2}, -
  fields::Vector                fibre_stress;        ///< Cauchy stress along the deformed fibre axis, MPa
  fields::Vector                volume_change;       ///< J_e, -
  fields::Vector                principal_strain;    ///< largest principal stretch of F_e minus one, -
  std::array<fields::Vector, 3> principal_direction; ///< its direction in the reference body, unit vector
};

/**
 * Quasi-static equilibrium at finite strain, Div P = 0, under the named boundary conditions, by PETSc's
 * SNES (line-search Newton) with conjugate gradients and smoothed-aggregation multigrid; option prefix
 * `mechanics_`. The discretisation is that of ElementKernel.
 */
class EquilibriumSolver
{
public:
  /// @throws InputError if a boundary condition names a boundary that the mesh does not have.
  EquilibriumSolver(const fields::Spaces &spaces, const parameters::ParameterSet &parameters);
  EquilibriumSolver(const EquilibriumSolver &)            = delete;
  EquilibriumSolver &operator=(const EquilibriumSolver &) = delete;

  /// The displacement at which the newest solution ended, converged or not.
  fields::Vector newest_iterate() const;

  /// Sets the material from the tissue of the state (composition, orientation, swelling).
  void set_tissue(const fields::State &state);

  /**
   * Solves for the displacement, which contains the initial guess and, on success, the solution; on failure
   * it is unchanged.
   *
   * @param load  force of the conditions with the value `load`, N
   */
  EquilibriumOutcome solve(fields::Vector &displacement, double load);

  /// Solves from rest, in increments that are halved when a solution fails.
  EquilibriumOutcome ramp(fields::Vector &displacement, double load);

  /// The stimulus that the cells sense at an admissible displacement; its time is not set.
  fields::Stimulus stimulus(const fields::Vector &displacement);

  /// Strains and stresses of an admissible displacement.
  MechanicalFields evaluate(const fields::Vector &displacement);

  /// Total force on a named boundary of the body in each direction, N: the integral of P N.
  dealii::Tensor<1, 3> boundary_force(const fields::Vector &displacement, const std::string &name);

  /// Modulus beyond the toe region along the fibres, 3 c_1 + C_5 S_n^2, at the vertices, MPa.
  fields::Vector local_stiffness(const fields::State &state) const;

  /// Sets a dead force per reference volume, N/mm^3, as a function of the position in the reference body;
  /// ramp() scales it like the other prescribed forces. There is none by default.
  void set_body_force(const std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)> &body_force);

  /// Internal minus external forces under the full conditions, N, for tests: zero at constrained degrees
  /// of freedom. False if the displacement is not admissible.
  bool residual(const fields::Vector &displacement, double load, fields::Vector &result);

  /// Product of the tangent at a displacement and a direction that is zero at constrained degrees of freedom,
  /// N, for tests. False if the displacement is not admissible.
  bool tangent_times(const fields::Vector &displacement, const fields::Vector &direction,
                     fields::Vector &result);

private:
  /// Shares of the full load (with every other prescribed force and displacement) and of the swelling.
  struct Increment
  {
    double load     = 0.;
    double swelling = 0.;
  };
  void               set_increment(const Increment &increment, double load);
  EquilibriumOutcome iterate(fields::Vector &displacement, bool keep_tangent);

  struct AtPoint;
  struct Averages
  {
    std::vector<fields::Vector>                scalars;
    std::vector<std::array<fields::Vector, 3>> lines; ///< unit vectors, on the side of the fibre axis
  };
  /// Averages of the values that a function returns at every quadrature point: scalars, and lines without a
  /// sign.
  Averages average(const fields::Vector &displacement, unsigned int n_scalars, unsigned int n_lines,
                   const std::function<void(const AtPoint &, double *, dealii::Tensor<1, 3> *)> &values);

  void setup_matrices();
  void setup_solver();
  /// What an assembly computes in addition to the residual.
  enum class Assemble
  {
    residual,
    tangent,
    tangent_and_rows
  };
  bool assemble(const fields::Vector &displacement, Vec residual, Assemble what);
  void sum_forces(const fields::Vector &displacement, Vec residual);
  void add_bedding(OrderedAssembly &assembly);
  void insert(const std::vector<dealii::types::global_dof_index> &indices, OrderedAssembly &assembly);
  bool assemble_tangent(const fields::Vector &displacement);
  void build_hierarchy();
  void add_cell(std::size_t cell, OrderedAssembly &assembly);
  void swell(fields::Vector &displacement, double from, double to);

  void   set_forcing_term(double norm, bool is_first);
  double target_norm() const;

  PetscErrorCode        guarded(const std::function<void()> &callback);
  static PetscErrorCode form_function(SNES, Vec x, Vec f, void *solver);
  static PetscErrorCode form_jacobian(SNES, Vec x, Mat, Mat, void *solver);
  static PetscErrorCode test_convergence(SNES, PetscInt iteration, PetscReal, PetscReal, PetscReal f_norm,
                                         SNESConvergedReason *, void *solver);

  const fields::Spaces          &spaces;
  const parameters::ParameterSet parameters;
  TissueElements                 elements;
  BoundaryConditions             boundary;
  std::vector<char>              is_constrained; ///< per owned cell
  fields::Vector                 trial;          ///< displacement of the current evaluation, with ghosts
  fields::Vector                 element_forces; ///< of that evaluation, N

  Matrix                            tangent;      ///< symmetric blocks, for products
  Matrix                            tangent_rows; ///< the same in compressed rows, for the multigrid
  DistributedVec                    solution;
  DistributedVec                    residual_vec;
  NonlinearSolver                   snes;
  std::unique_ptr<TangentMultigrid> multigrid;
  std::exception_ptr                callback_error; ///< thrown in a callback from PETSc
  double force_scale         = 0.;    ///< square root of the sum of all squared element forces, N
  double rounding            = 0.;    ///< norm of the forces from rounding errors of the volume change, N
  bool   keep_first_tangent  = false; ///< the next solution keeps the current tangent for two iterations
  double last_norm           = 0.;
  bool   rebuild_always      = false; ///< rebuild the multigrid with every tangent
  bool   is_intermediate     = false; ///< an increment of ramp() that is not the last
  bool   trial_is_admissible = true;  ///< of the newest evaluation
};
} // namespace tenogen::solvers

#endif
