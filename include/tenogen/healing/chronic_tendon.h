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
  unsigned int   iterations = 0; ///< of the fixed point; 0 where none was sought
};

/**
 * The tissues of initial_tissues(), but the intact one stationary in this tendon: under the strain that
 * equilibrium at the habitual load, governed, gives it. What its cells make of the strain is averaged over
 * the stumps, the tissue relaxed under that, equilibrium solved again, until it stays what it is. The scar
 * stays the point model's: strained less it would stiffen, and be strained less still, so that its fixed
 * point depends on details of the strain near the stumps. Without relaxation, or without equilibrium to
 * solve, the tissues are those of initial_tissues() and the state has no displacement.
 *
 * @param progress  told after every iteration how it went
 * @throws SolverError if there is no equilibrium under the habitual load, or if no fixed point was found.
 */
ChronicTendon chronic_tendon(
    const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
    const std::function<void(const std::string &)> &progress = [](const std::string &) {});

/// Largest difference of two tissues relative to the second, of the fields that decide what becomes of them:
/// cells, cytokine, collagen I, cross-links, alignment. Infinite where one of them is 0 in the second alone.
double difference(const model::PointState &a, const model::PointState &b);

/// Whether the last of the tissues is 10 % or more from the one before, but within 1 % of the one before
/// that: the search for a stationary tissue (chronic_tendon()) then goes to and fro between two.
bool oscillates(const std::vector<model::PointState> &tissues);
} // namespace tenogen::healing

#endif
