#ifndef tenogen_solvers_transport_h
#define tenogen_solvers_transport_h

#include "tenogen/fields/state.h"
#include "tenogen/solvers/petsc_handle.h"

#include <array>
#include <vector>

namespace tenogen::solvers
{
/**
 * Diffusion and taxis between neighbouring vertices (docs/numerics.md, section Transport).
 *
 * Trilinear elements with the vertices as quadrature points: the mass matrix is diagonal, and on
 * box-shaped cells the stiffness is that of the seven-point stencil. Each pair of vertices exchanges
 * k_ij (u_j - u_i) per unit diffusivity; k_ij < 0 may occur on skewed cells.
 */
class TransportGraph
{
public:
  explicit TransportGraph(const fields::Spaces &spaces);

  /// Recomputes the anisotropic exchange for the tensor (1 - zeta) I + 3 zeta A.
  void set_orientation(const std::array<fields::Vector, 6> &orientation, double anisotropy);

  // Compressed rows of the owned vertices, without the diagonal; columns are local indices.
  std::vector<unsigned int> row_start;
  std::vector<unsigned int> column;
  std::vector<double>       isotropic;   ///< k_ij of the unit tensor, mm
  std::vector<double>       anisotropic; ///< k_ij of the tensor above, mm

  /// Area of the boundary named "surface" that belongs to each owned vertex, mm^2.
  std::vector<double> surface_area;

private:
  struct Corner
  {
    double                              volume;    ///< of the quadrature point, mm^3
    std::array<dealii::Tensor<1, 3>, 3> gradients; ///< of the shape functions of the three neighbours, 1/mm
    std::array<unsigned int, 4>         vertices;  ///< this one and its three neighbours, local indices
    std::array<int, 16>                 positions; ///< of each pair in the rows, -1: not owned or diagonal
  };
  void setup_rows();
  void setup_corners();
  void setup_surface();
  /// Of a pair of vertices in the rows; -1: not owned, or the diagonal.
  int  position_of(unsigned int i, unsigned int j) const;
  void add(const std::vector<dealii::SymmetricTensor<2, 3>> &tensors, std::vector<double> &exchange) const;

  const fields::Spaces &spaces;
  std::vector<Corner>   corners;
};

/// Outflow along each edge per unit concentration, in both directions, in the order of the rows of the graph,
/// mm^3/day.
struct EdgeOutflow
{
  std::vector<double> in;  ///< from the column's vertex j to the row's vertex i
  std::vector<double> out; ///< from i to j
};

/**
 * Outflow coefficients of a field: a_{j->i} = max(D k + v/2, v, 0), v the taxis exchange k_ij (Psi_i - Psi_j)
 * of a potential: second-order central where diffusion dominates on the edge and upwind where it does not.
 * Edges with k < 0 transport from the lower to the higher value the amount that the consistent stiffness and
 * central drift require, in proportion to the value at the lower vertex (Patankar), so that nothing becomes
 * negative; at most a thousand times the diffusive exchange.
 */
void edge_outflow(const TransportGraph &graph, double diffusivity, const fields::Vector &values,
                  const fields::Vector *taxis_potential, EdgeOutflow &result);

/// One implicit step of one field,
///   m_i y_i/dt = m_i (s_i - d_i y_i) + sum_j (a_{j->i} y_j - a_{i->j} y_i),
/// whose matrix has positive diagonal, non-positive off-diagonals and column sums above zero:
/// its solution is not negative for any dt, and the sum over all vertices is conserved.
class TransportSolver
{
public:
  explicit TransportSolver(const fields::Spaces &spaces, const TransportGraph &graph, double tolerance);

  /**
   * @param source      s_i >= 0, production plus the previous value divided by dt, unit of the field per day,
   *                    per owned vertex
   * @param destruction d_i >= 0, 1/day, per owned vertex
   * @param monotone    use an iteration with only non-negative iterates, for fields that are zero in large
   *                    regions
   * @param result      the initial guess, and then the solution with ghosts
   * @return linear iterations, or -1 if the solver failed
   */
  int solve(const std::vector<double> &source, const std::vector<double> &destruction,
            const EdgeOutflow &outflow, double step, bool monotone, fields::Vector &result);

private:
  const fields::Spaces &spaces;
  const TransportGraph &graph;

  std::vector<PetscInt>    rows, columns; ///< of the matrix, with diagonal, global columns
  std::vector<PetscInt>    position;      ///< of each graph entry in the matrix
  std::vector<PetscInt>    diagonal;      ///< position of each diagonal
  std::vector<PetscScalar> entries;
  Matrix                   matrix;
  DistributedVec           right_side, solution;
  KrylovSolver             krylov, stationary;
};
} // namespace tenogen::solvers

#endif
