#include "tenogen/fields/statistics.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
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
    if (spaces.in_gap(i))
      volume += spaces.volume.local_element(i);
  return sum(volume, spaces.communicator);
}

double mean_in_gap(const Spaces &spaces, const Vector &field)
{
  double total = 0.;
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
      total += spaces.volume.local_element(i) * field.local_element(i);
  return sum(total, spaces.communicator) / gap_volume(spaces);
}

double percentile_in_gap(const Spaces &spaces, const Vector &field, const double share)
{
  std::vector<std::pair<double, double>> mine; // value, volume
  for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    if (spaces.in_gap(i))
      mine.emplace_back(field.local_element(i), spaces.volume.local_element(i));

  std::vector<std::pair<double, double>> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(spaces.communicator, mine))
    all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());

  double total = 0.;
  for (const auto &entry : all)
    total += entry.second;
  // Each vertex value stands at the middle of its own volume.
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
