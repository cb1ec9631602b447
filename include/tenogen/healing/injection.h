#ifndef tenogen_healing_injection_h
#define tenogen_healing_injection_h

#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/parameter_set.h"

#include <vector>

namespace tenogen::healing
{
/**
 * Density [cells/mm^3] that the whole injection leaves at every owned vertex: the depots' Gaussian
 * clouds, normalised on the mesh, so that the integral is dose x retention to rounding.
 *
 * @throws InputError if a depot lies so far outside the tissue that less than a thousandth of it is inside.
 */
std::vector<double> injected_density(const fields::Spaces           &spaces,
                                     const parameters::ParameterSet &parameters);
} // namespace tenogen::healing

#endif
