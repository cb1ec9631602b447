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
 * Two forms of one matrix: products are taken with the tangent in symmetric blocks of 3 x 3, which is a
 * third of the memory traffic of compressed rows; the hierarchy is built from compressed rows, which
 * GAMG needs, and only when it is rebuilt. The interpolation is that of the first build. On the finest
 * level Chebyshev iterations with the blocks of the nodes, which near incompressibility needs; the
 * coarse levels keep their diagonal, since small aggregates make their blocks singular.
 */
class TangentMultigrid
{
public:
  /// @param krylov  the solver whose preconditioner this is; it outlives this object
  explicit TangentMultigrid(KSP krylov);

  /// Asks for a rebuild before the next linear solve: the tissue is another one.
  void set_stale();

  /// Whether a rebuild is due: asked for, or the last solve took clearly more iterations for a digit of
  /// the residual than the first one with this hierarchy.
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

  /// Takes note of the last solve's iterations for a digit of the residual. Call before the tolerance of
  /// the Krylov solver is changed for the next one.
  void record_effort();

private:
  KSP    krylov;
  bool   exists       = false;
  bool   stale        = true;
  bool   is_fresh     = false; ///< no solve with the present hierarchy has been looked at
  double effort       = 0.;    ///< iterations for a digit in the last solve
  double fresh_effort = 0.;    ///< iterations for a digit in the first solve with it
};
} // namespace tenogen::solvers

#endif
