#ifndef tenogen_solvers_element_kernel_h
#define tenogen_solvers_element_kernel_h

#include "tenogen/model/constitutive.h"

#include <deal.II/base/symmetric_tensor.h>
#include <deal.II/base/tensor.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <vector>

namespace tenogen::solvers
{
/// The tissue at a quadrature point, fixed during one solution of equilibrium.
struct QuadraturePointTissue
{
  model::TissueMaterial         material;
  dealii::SymmetricTensor<2, 3> structure_tensor;  ///< A
  double                        excess_water = 0.; ///< W, -
  dealii::Tensor<2, 3>          inverse_growth;    ///< F_g^{-1}
  double                        growth = 1.;       ///< J_g = det F_g
};

/// The geometry of one cell in the reference body.
struct CellGeometry
{
  unsigned int n_nodes  = 0;
  unsigned int n_points = 0;
  /// Gradient of shape function a at point q: gradients[q * n_nodes + a], 1/mm.
  std::vector<dealii::Tensor<1, 3>> gradients;
  /// Volume of each quadrature point, mm^3.
  std::vector<double> volumes;
  /// Pressure shape functions at each point: pressure_shapes[q * n_pressures + k].
  unsigned int        n_pressures = 1;
  std::vector<double> pressure_shapes;
};

/**
 * Internal forces and tangent of one cell (docs/numerics.md, section Equilibrium).
 *
 * The volume change J_e is replaced in the volumetric energy by its projection theta onto the
 * discontinuous pressure space (constant for first order, linear for second order elements), which
 * avoids volumetric locking and keeps an energy: E = sum_q w_q [Psi_m + Psi_f + J_g U(theta)].
 */
class ElementKernel
{
public:
  explicit ElementKernel(unsigned int n_nodes);

  /**
   * @param displacements  3 n_nodes values, node by node, mm
   * @param with_tangent   whether to compute the tangent too
   * @return false if det F_e or its projection is not positive somewhere, that is, the displacement is not
   * admissible
   */
  bool compute(const CellGeometry &geometry, const QuadraturePointTissue *tissue, const double *displacements,
               bool with_tangent);

  /// 3 n_nodes internal forces, N.
  std::vector<double> forces;

  /// Symmetric tangent, 3 n_nodes x 3 n_nodes, row by row, N/mm.
  std::vector<double> tangent;

  struct Point
  {
    dealii::Tensor<2, 3>              elastic_gradient; ///< F_e
    double                            J_e;
    std::vector<dealii::Tensor<1, 3>> spatial_gradients; ///< of the shape functions
  };
  std::vector<Point>  points;
  std::vector<double> pressure; ///< U'(theta), projected, at each point, MPa

private:
  bool compute_kinematics(const CellGeometry &geometry, const QuadraturePointTissue *tissue,
                          const double *displacements);
  bool project_volume_change(const CellGeometry &geometry, const QuadraturePointTissue *tissue,
                             bool with_tangent);
  void add_point_tangent(const Point &point, const dealii::SymmetricTensor<2, 3> &stress,
                         const dealii::SymmetricTensor<4, 3> &moduli, double volume);

  unsigned int n_nodes;

  // Projected volume change
  std::vector<double> divergence_moments; ///< B, n_pressures x 3 n_nodes

  // Work space, kept because allocation would cost as much as the sums.
  dealii::FullMatrix<double> mass, inverse_mass, stiffness, product;
  dealii::FullMatrix<double> volumetric_factor; ///< M^{-1} H M^{-1}
  dealii::Vector<double>     moments, coefficients;
};
} // namespace tenogen::solvers

#endif
