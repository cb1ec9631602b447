#include "tenogen/fields/statistics.h"

#include "tenogen/fields/make_mesh.h"
#include "tenogen/model/constitutive.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace tenogen::fields
{
using dealii::Utilities::MPI::sum;

double gap_volume(const Spaces &spaces)
{
  double volume = 0.;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    volume += spaces.gap_share(i) * spaces.volume.local_element(i);
  return sum(volume, spaces.communicator);
}

double gap_length(const parameters::Geometry &geometry, const Spaces &spaces)
{
  if (geometry.type == parameters::GeometryType::achilles)
    return geometry.has_gap ? geometry.gap_length : geometry.length;
  const auto axis   = body_axis(geometry);
  double     bottom = std::numeric_limits<double>::max(), top = -bottom;
  for (const dealii::Point<3> &position : spaces.positions)
  {
    bottom = std::min(bottom, axis * position);
    top    = std::max(top, axis * position);
  }
  return dealii::Utilities::MPI::max(top, spaces.communicator) -
         dealii::Utilities::MPI::min(bottom, spaces.communicator);
}

double largest_displacement(const Spaces &spaces, const Vector &displacement,
                            const dealii::Tensor<1, 3> &axis)
{
  double             largest = 0.;
  const unsigned int n_dofs  = displacement.locally_owned_size();
  for (unsigned int i = 0; i + 2 < n_dofs; i += 3) // the three components of a node are consecutive
  {
    double along = 0.;
    for (unsigned int d = 0; d < 3; ++d)
      along += axis[d] * displacement.local_element(i + d);
    largest = std::max(largest, std::abs(along));
  }
  return dealii::Utilities::MPI::max(largest, spaces.communicator);
}

Vector alignment(const Spaces &spaces, const State &state)
{
  Vector result = spaces.make_biology_vector();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    result.local_element(i) = model::nematic_order(tensor_at(state.orientation, i));
  return result;
}

double mean_in_gap(const Spaces &spaces, const Vector &field)
{
  double total = 0., volume = 0.;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
    {
      total += spaces.volume.local_element(i) * field.local_element(i);
      volume += spaces.volume.local_element(i);
    }
  return sum(total, spaces.communicator) / sum(volume, spaces.communicator);
}

double mean_of_stumps(const Spaces &spaces, const Vector &field)
{
  double total = 0., stumps = 0., body = 0.;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
  {
    const double volume = spaces.volume.local_element(i);
    const double stump  = (1. - spaces.tissue_indicator.local_element(i)) * volume;
    total += stump * field.local_element(i);
    stumps += stump;
    body += volume;
  }
  total  = sum(total, spaces.communicator);
  stumps = sum(stumps, spaces.communicator);
  body   = sum(body, spaces.communicator);
  return stumps > 1e-6 * body ? total / stumps : 0.; // otherwise it is only the tail of the indicator
}

double percentile_in_gap(const Spaces &spaces, const Vector &field, const double share)
{
  std::vector<std::pair<double, double>> local_values; // value, volume
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
      local_values.emplace_back(field.local_element(i), spaces.volume.local_element(i));

  std::vector<std::pair<double, double>> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(spaces.communicator, local_values))
    all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());

  double total = 0.;
  for (const auto &entry : all)
    total += entry.second;
  // Each vertex value is at the middle of its own volume.
  double below = 0., last_position = 0., last_value = all.front().first;
  for (const auto &entry : all)
  {
    const double position = below + 0.5 * entry.second;
    if (position >= share * total)
      return position > last_position
                 ? last_value + (entry.first - last_value) * (share * total - last_position) /
                                    (position - last_position)
                 : entry.first;
    below += entry.second;
    last_position = position;
    last_value    = entry.first;
  }
  return all.back().first;
}

double largest_section_mean(const Spaces &spaces, const Vector &field, const double thickness)
{
  dealii::Tensor<1, 3> axis;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
      axis += spaces.volume.local_element(i) * spaces.fibre_axes[i];
  axis = sum(axis, spaces.communicator);
  axis /= axis.norm();

  double bottom = std::numeric_limits<double>::max(), top = -bottom;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
    {
      const double height = axis * spaces.positions[i];
      bottom              = std::min(bottom, height);
      top                 = std::max(top, height);
    }
  bottom            = dealii::Utilities::MPI::min(bottom, spaces.communicator);
  const double span = dealii::Utilities::MPI::max(top, spaces.communicator) - bottom;

  if (!(span > 0.))
    return mean_in_gap(spaces, field); // one layer of vertices is one section

  const auto          n = std::max(1u, static_cast<unsigned int>(std::lround(span / thickness)));
  std::vector<double> sums(2 * n, 0.), total(sums.size());
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
    {
      // Beyond the middles of the outermost sections, a vertex contributes to these only.
      const double position = std::clamp((axis * spaces.positions[i] - bottom) / span * n - 0.5, 0., n - 1.);
      const auto   below    = static_cast<unsigned int>(position);
      const double upper    = position - below;
      for (const auto &[section, share] :
           {std::pair{below, 1. - upper}, std::pair{std::min(below + 1, n - 1), upper}})
      {
        const double volume = share * spaces.volume.local_element(i);
        sums[2 * section] += volume * field.local_element(i);
        sums[2 * section + 1] += volume;
      }
    }
  sum(sums, spaces.communicator, total);
  double largest = -std::numeric_limits<double>::max();
  for (unsigned int section = 0; section < n; ++section)
    if (total[2 * section + 1] > 0.)
      largest = std::max(largest, total[2 * section] / total[2 * section + 1]);
  return largest;
}

double integral(const Spaces &spaces, const Vector &field)
{
  double total = 0.;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    total += spaces.volume.local_element(i) * field.local_element(i);
  return sum(total, spaces.communicator);
}

double smallest(const Spaces &spaces, const Vector &field)
{
  double least = std::numeric_limits<double>::max();
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    least = std::min(least, field.local_element(i));
  return dealii::Utilities::MPI::min(least, spaces.communicator);
}
} // namespace tenogen::fields
