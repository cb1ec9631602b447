#ifndef tenogen_solvers_tangent_multigrid_h
#define tenogen_solvers_tangent_multigrid_h

#include <deal.II/dofs/dof_handler.h>

#include <petscksp.h>

namespace tenogen::solvers
{
/// Gives the matrix the rigid-body modes of the displacement field as its near null space. The three
/// components of a node are numbered one after the other.
void attach_rigid_body_modes(Mat matrix, const dealii::DoFHandler<3> &displacement_dofs);

/**
 * Smoothed-aggregation multigrid (PETSc's GAMG) for the tangent of nearly incompressible tissue, kept
 * over several Newton steps.
 *
 * The matrix is kept in two forms. Products use the tangent in symmetric 3 x 3 blocks, which needs a third of
 * the memory traffic of compressed rows. The hierarchy is built from compressed rows, which GAMG requires,
 * and only when it is rebuilt. The interpolation is that of the first build. The smoother on the finest level
 * is Chebyshev iteration with the blocks of the nodes, which near-incompressibility requires; on the coarse
 * levels it uses the diagonal, since small aggregates make their blocks singular.
 */
class TangentMultigrid
{
public:
  /// @param krylov  the solver whose preconditioner this is; it outlives this object
  explicit TangentMultigrid(KSP krylov);

  /// Requests a rebuild before the next linear solve, because the tissue has changed.
  void set_stale();

  /// Whether a rebuild is due: it was requested, or the last solve needed clearly more iterations per digit
  /// of the residual than the first one with this hierarchy.
  bool is_stale() const;

  /// Whether build() was called.
  bool is_built() const
  {
    return exists;
  }

  /// Builds the hierarchy.
  /// @param tangent  symmetric block format, for products
  /// @param rows     the same matrix in compressed rows
  void build(Mat tangent, Mat rows);

  /// Records the iterations per digit of the residual in the last solve. Call it before the tolerance of the
  /// Krylov solver is changed for the next one.
  void record_effort();

private:
  KSP    krylov;
  bool   exists       = false;
  bool   stale        = true;
  bool   is_fresh     = false; ///< no solve with the current hierarchy has been recorded
  double effort       = 0.;    ///< iterations per digit in the last solve
  double fresh_effort = 0.;    ///< iterations per digit in the first solve with it
};
} // namespace tenogen::solvers

#endif
