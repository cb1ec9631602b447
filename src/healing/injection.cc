#include "tenogen/healing/injection.h"

#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>

#include <cmath>

namespace tenogen::healing
{
using namespace dealii;

std::vector<double> injected_density(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
{
  const parameters::Treatment &treatment = parameters.treatment;
  const unsigned int           n         = spaces.n_owned_vertices();
  std::vector<double>          density(n, 0.);
  if (!(treatment.dose > 0.))
    return density;

  double total_share = 0.;
  for (const parameters::Depot &depot : treatment.depots)
    total_share += depot.share;

  const parameters::Geometry &geometry = parameters.geometry;
  const bool   relative = geometry.type == parameters::GeometryType::achilles && geometry.has_gap;
  const double origin   = relative ? geometry.gap_centre : 0.;
  for (const parameters::Depot &depot : treatment.depots)
  {
    const Point<3>      centre(depot.x, depot.y, origin + depot.z);
    std::vector<double> cloud(n);
    double              integral = 0.;
    for (unsigned int i = 0; i < n; ++i)
    {
      cloud[i] = std::exp(-0.5 * spaces.positions[i].distance_square(centre) / (depot.width * depot.width));
      integral += cloud[i] * spaces.volume.local_element(i);
    }
    integral           = Utilities::MPI::sum(integral, spaces.communicator);
    const double whole = std::pow(2. * numbers::PI * depot.width * depot.width, 1.5);
    if (!(integral > 1e-3 * whole))
      throw InputError(
          "Treatment/Depots: of the depot at x = " + std::to_string(depot.x) +
          ", y = " + std::to_string(depot.y) + ", z = " + std::to_string(depot.z) + " mm" +
          (relative ? " (z from the middle of the gap)" : "") + " with width " + std::to_string(depot.width) +
          " mm less than a thousandth lies in the tissue. Move it, " + "widen it, or take a finer mesh.");
    const double cells = treatment.dose * treatment.retention * depot.share / total_share;
    for (unsigned int i = 0; i < n; ++i)
      density[i] += cells / integral * cloud[i];
  }
  return density;
}
} // namespace tenogen::healing
