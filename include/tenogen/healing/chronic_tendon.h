#ifndef tenogen_healing_chronic_tendon_h
#define tenogen_healing_chronic_tendon_h

#include "tenogen/fields/state.h"
#include "tenogen/healing/initial_state.h"
#include "tenogen/parameters/parameter_set.h"

#include <functional>
#include <string>
#include <vector>

namespace tenogen::healing
{
/// The tendon before treatment.
struct ChronicTendon
{
  InitialTissues tissues;
  fields::State  state; ///< at day 0; displacements are guesses, from equilibrium under the habitual load
  unsigned int   iterations = 0; ///< of the fixed-point iteration; 0 if there was none
};

/**
 * The tissues of initial_tissues(), except that the intact tissue is stationary in this tendon, under the
 * strain from equilibrium at the governed habitual load. A fixed-point iteration averages the cells' response
 * to the strain over the stumps, relaxes the tissue under this response and solves equilibrium again, until
 * the tissue no longer changes. The scar is that of the point model: if it were strained less it would
 * stiffen and be strained even less, so its fixed point would depend on details of the strain near the
 * stumps. Without relaxation, or without equilibrium to solve, the tissues are those of initial_tissues() and
 * the state has no displacement.
 *
 * @param progress  called after every iteration with a line about its result
 * @throws SolverError if there is no equilibrium under the habitual load, or if no fixed point was found.
 */
ChronicTendon chronic_tendon(
    const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
    const std::function<void(const std::string &)> &progress = [](const std::string &) {});

/// Largest relative difference between two tissues (relative to the second), over the fields that determine
/// their future: cells, cytokine, collagen I, cross-links, alignment. Infinite if a field is 0 in the second
/// tissue only.
double difference(const model::PointState &a, const model::PointState &b);

/// Whether the last tissue differs by 10 % or more from the one before it, but by less than 1 % from the one
/// before that: the search for a stationary tissue (chronic_tendon()) then oscillates between two tissues.
bool oscillates(const std::vector<model::PointState> &tissues);
} // namespace tenogen::healing

#endif
