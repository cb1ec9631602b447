#ifndef tenogen_healing_injection_h
#define tenogen_healing_injection_h

#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/parameter_set.h"

#include <string>
#include <vector>

namespace tenogen::healing
{
/// Middle of a depot in the body's coordinates, mm.
dealii::Point<3> centre_of(const parameters::Depot &depot, const parameters::Geometry &geometry);

/// A message for each depot of which less than a thousandth is inside the tissue. Collective; the same on all
/// ranks.
std::vector<std::string> depots_outside_tissue(const fields::Spaces           &spaces,
                                               const parameters::ParameterSet &parameters);

/**
 * Density [cells/mm^3] that the whole injection leaves at every owned vertex: the depots' Gaussian
 * clouds, normalised on the mesh, so that the integral is dose x retention to rounding.
 *
 * @throws InputError if depots_outside_tissue() finds any.
 */
std::vector<double> injected_density(const fields::Spaces           &spaces,
                                     const parameters::ParameterSet &parameters);
} // namespace tenogen::healing

#endif
