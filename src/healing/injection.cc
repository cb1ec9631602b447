#include "tenogen/healing/injection.h"

#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <sstream>

namespace tenogen::healing
{
using namespace dealii;

namespace
{
/// Whether the positions of depots are relative to the middle of a gap rather than z = 0.
bool are_relative(const parameters::Geometry &geometry)
{
  return geometry.type == parameters::GeometryType::achilles && geometry.has_gap;
}

/// exp(-r^2 / (2 width^2)) about the middle of a depot.
struct Cloud
{
  std::vector<double> values;   ///< at the owned vertices
  double              integral; ///< over the body, mm^3

  /// Whether at least a thousandth of the cloud is inside the body.
  bool is_inside(const double width) const
  {
    return integral > 1e-3 * std::pow(2. * numbers::PI * width * width, 1.5);
  }
};

Cloud cloud_of(const parameters::Depot &depot, const fields::Spaces &spaces,
               const parameters::Geometry &geometry)
{
  const Point<3> centre = centre_of(depot, geometry);
  Cloud          cloud  = {std::vector<double>(spaces.n_owned_vertices()), 0.};
  for (unsigned int i = 0; i < cloud.values.size(); ++i)
  {
    cloud.values[i] =
        std::exp(-0.5 * spaces.positions[i].distance_square(centre) / (depot.width * depot.width));
    cloud.integral += cloud.values[i] * spaces.volume.local_element(i);
  }
  cloud.integral = Utilities::MPI::sum(cloud.integral, spaces.communicator);
  return cloud;
}
} // namespace

Point<3> centre_of(const parameters::Depot &depot, const parameters::Geometry &geometry)
{
  return {depot.x, depot.y, (are_relative(geometry) ? geometry.gap_centre : 0.) + depot.z};
}

std::vector<std::string> depots_outside_tissue(const fields::Spaces           &spaces,
                                               const parameters::ParameterSet &parameters)
{
  std::vector<std::string> lost;
  if (!(parameters.treatment.dose > 0.))
    return lost;
  for (const parameters::Depot &depot : parameters.treatment.depots)
  {
    if (cloud_of(depot, spaces, parameters.geometry).is_inside(depot.width))
      continue;
    std::ostringstream text;
    text << "less than 0.1 % of the depot at x = " << depot.x << ", y = " << depot.y << ", z = " << depot.z
         << " mm" << (are_relative(parameters.geometry) ? " (z from the middle of the gap)" : "")
         << " with width " << depot.width
         << " mm lies in the tissue; move or widen the depot, or use a finer mesh";
    lost.push_back(text.str());
  }
  return lost;
}

std::vector<double> injected_density(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
{
  const parameters::Treatment &treatment = parameters.treatment;
  std::vector<double>          density(spaces.n_owned_vertices(), 0.);
  if (!(treatment.dose > 0.))
    return density;
  const auto lost = depots_outside_tissue(spaces, parameters);
  if (!lost.empty())
    throw InputError("Treatment/Depots: " + lost.front() + ".");

  double total_share = 0.;
  for (const parameters::Depot &depot : treatment.depots)
    total_share += depot.share;
  for (const parameters::Depot &depot : treatment.depots)
  {
    const Cloud  cloud = cloud_of(depot, spaces, parameters.geometry);
    const double cells = treatment.dose * treatment.retention * depot.share / total_share;
    for (unsigned int i = 0; i < density.size(); ++i)
      density[i] += cells / cloud.integral * cloud.values[i];
  }
  return density;
}
} // namespace tenogen::healing
