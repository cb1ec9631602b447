#ifndef tenogen_solvers_boundary_conditions_h
#define tenogen_solvers_boundary_conditions_h

#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/boundary_condition.h"

#include <deal.II/base/tensor.h>
#include <deal.II/lac/affine_constraints.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace tenogen::solvers
{
/**
 * The named mechanical boundary conditions, as constraints, dead forces and elastic bedding of the
 * displacement field (docs/numerics.md, section Equilibrium).
 */
class BoundaryConditions
{
public:
  /// @param text  as in Mechanics/Boundary conditions
  /// @throws InputError if a condition names a boundary that the mesh does not have, or two conditions
  ///         contradict each other; lists all of these, one per line.
  BoundaryConditions(const fields::Spaces &spaces, const std::string &text);

  /// Why these conditions cannot be used for this body: boundaries that the mesh does not have, conditions
  /// that contradict each other, an unconstrained rigid-body motion. One sentence each; empty if there are
  /// none. Collective; the same on all ranks.
  static std::vector<std::string> mistakes(const fields::Spaces &spaces, const std::string &text);

  /**
   * @param load      force of the conditions with the value `load`, N
   * @param fraction  fraction of every other prescribed force and displacement to apply
   */
  void set(double load, double fraction);

  /// Sets the constrained degrees of freedom and updates the ghost entries.
  void constrain(fields::Vector &displacement) const;

  /// Prescribed displacements, and plates, whose nodes follow a master node.
  const dealii::AffineConstraints<double> &affine_constraints() const
  {
    return constraints;
  }

  /// Dead forces on the unconstrained degrees of freedom, N.
  const fields::Vector &forces() const
  {
    return external_forces;
  }

  /// Lumped stiffness of the elastic bedding, N/mm.
  const fields::Vector &springs() const
  {
    return bedding;
  }

  /// Masters of the plates, the same on every rank; others may own them.
  std::vector<dealii::types::global_dof_index> masters() const;

  /// @throws InputError if the mesh has no such boundary.
  dealii::types::boundary_id boundary_id(const std::string &name) const;

  /// Checks that no rigid-body motion is unconstrained, judged in the reference configuration. Collective.
  /// @throws InputError that names the free motion.
  void require_support() const;

  /// Sets a dead force per reference volume, N/mm^3, as a function of the position in the reference body.
  /// Takes effect with the next set(). There is none by default.
  void set_body_force(const std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)> &body_force);

  /// Constrained degrees of freedom have no equation: moves forces or springs on those of a plate to its
  /// master; the support carries all others.
  void move_to_masters(fields::Vector &values) const;

private:
  struct FacesOnly
  {
  };
  /// Determines only which degrees of freedom are on which face, and the contradictions.
  BoundaryConditions(const fields::Spaces &spaces, const std::string &text, FacesOnly);

  std::vector<std::string> unknown_boundaries() const;
  void                     require_consistent() const; ///< @throws InputError with all contradictions

  void           setup_plates_and_displacements();
  void           find_contradictions();
  std::string    free_motion() const;
  fields::Vector face_integrals(const std::string &boundary, const std::array<bool, 3> &components) const;
  void           setup_bedding();
  void           setup_dead_forces();
  void           setup_constraints(double fraction);
  void           sum_external_forces(double load, double fraction);

  const fields::Spaces                      &spaces;
  std::vector<parameters::BoundaryCondition> conditions;

  struct Plate
  {
    unsigned int                                 component;
    std::vector<dealii::types::global_dof_index> dofs; ///< locally relevant ones, in order
    dealii::types::global_dof_index              master;
    double                                       value;
    bool                                         is_load;
    std::string                                  boundary;
  };
  struct PrescribedDisplacement
  {
    unsigned int                                 component;
    std::vector<dealii::types::global_dof_index> dofs; ///< locally relevant ones, in order
    double                                       value;
    std::string                                  boundary;
  };
  struct DeadForce
  {
    fields::Vector shares; ///< of a unit force
    double         value;
    bool           is_load;
  };
  bool share_nodes(const std::vector<dealii::types::global_dof_index> &a,
                   const std::vector<dealii::types::global_dof_index> &b) const;
  bool have_two_values(const PrescribedDisplacement &a, const PrescribedDisplacement &b) const;

  std::vector<Plate>                  plates;
  std::vector<PrescribedDisplacement> prescribed;
  std::vector<DeadForce>              dead_forces;
  std::vector<std::string>            contradictions;
  dealii::AffineConstraints<double>   constraints;

  fields::Vector external_forces;
  fields::Vector bedding;
  fields::Vector body_forces; ///< before constraints, N
};
} // namespace tenogen::solvers

#endif
