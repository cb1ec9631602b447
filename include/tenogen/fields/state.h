#ifndef tenogen_fields_state_h
#define tenogen_fields_state_h

#include "tenogen/fields/spaces.h"
#include "tenogen/model/species.h"

#include <deal.II/base/symmetric_tensor.h>

#include <array>

namespace tenogen::fields
{
/// A symmetric tensor from its fields xx, yy, zz, xy, xz, yz at an owned vertex.
inline dealii::SymmetricTensor<2, 3> tensor_at(const std::array<Vector, 6> &fields, const unsigned int vertex)
{
  dealii::SymmetricTensor<2, 3> tensor;
  for (unsigned int c = 0; c < 6; ++c)
    tensor.access_raw_entry(c) = fields[c].local_element(vertex);
  return tensor;
}

/// The balance of the injected cells, in cells. In exact arithmetic deposited + proliferated = living + died
/// + differentiated + left.
struct CellBudget
{
  double deposited      = 0.; ///< placed in the tissue by the injection and the initial state
  double proliferated   = 0.;
  double died           = 0.;
  double differentiated = 0.; ///< into tenocytes
  double left           = 0.; ///< through the surface
};

/**
 * Daily peak strain that the cells sense, at every vertex, and its direction in the reference body
 * (parameters::SensedStrain).
 */
struct Stimulus
{
  double                time = 0.; ///< of the equilibrium it belongs to, day
  Vector                strain;    ///< -
  std::array<Vector, 3> direction; ///< unit vector
};

/// The guard force F_g, under which the weakest section has the guard strain, as far as it is known.
struct Guard
{
  double force          = 0.; ///< F_g, N; 0: not known yet
  double time           = 0.; ///< of that force, day
  double previous_force = 0.; ///< the one before, N
  double previous_time  = 0.; ///< day

  // Equilibrium under the guard force, where it was solved.
  Vector displacement; ///< mm; with ghosts
  Vector previous_displacement;
  double displacement_time          = 0.; ///< day
  double previous_displacement_time = 0.; ///< day
  double compliance                 = 0.; ///< d ln(strain)/d ln(force) near the guard force

  // Power law through the strains under the guard force and under the peak load; what both were then.
  double exponent       = 0.; ///< d ln(strain)/d ln(force); 0: not known yet
  double law_force      = 0.; ///< F_g, N
  double law_peak_force = 0.; ///< N
};

/// Everything that evolves in time. A copy of it is a checkpoint in memory; visit_members() lists all of it.
struct State
{
  State() = default;

  /// Copies by assignment, because the copy constructor of the vectors does not copy the ghost entries.
  State(const State &other)
  {
    *this = other;
  }
  State &operator=(const State &) = default;

  unsigned int step = 0;  ///< coupled steps so far
  double       time = 0.; ///< day

  std::array<Vector, model::n_species> concentrations; ///< units as in model::Species; with ghosts

  /// Orientation tensor A of the fibres: xx, yy, zz, xy, xz, yz; trace 1; with ghosts.
  std::array<Vector, 6> orientation;

  Vector displacement;          ///< at the day's peak load, mm; with ghosts
  Vector previous_displacement; ///< of the equilibrium before, for extrapolation; with ghosts
  double applied_force = 0.;    ///< N
  Guard  guard;

  Stimulus stimulus;          ///< of the newest equilibrium
  Stimulus previous_stimulus; ///< of the one before, for extrapolation

  /// The extrapolated strain minus that of the newest equilibrium, at the time of that equilibrium. It decays
  /// linearly to zero until `offset_end` [day], so that the strain sensed by the cells has no jumps in time.
  Vector strain_offset;
  double offset_end = 0.;

  CellBudget budget;
  double     largest_msc = 0.; ///< largest MSC density so far, cells/mm^3

  double next_biology_step = 0.; ///< proposed by the step control, day
  double next_interval     = 0.; ///< between equilibrium solutions, day
};
} // namespace tenogen::fields

#endif
