#include "tenogen/fields/canonical_order.h"

#include <deal.II/base/mpi.h>
#include <deal.II/grid/cell_id.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace tenogen::fields
{
using namespace dealii;

namespace
{
/// The identifier of a cell and the position in it.
using Key = std::array<unsigned int, std::tuple_size<CellId::binary_type>::value + 1>;

/// The smallest key of every owned degree of freedom. The owner knows all cells that contain it.
std::vector<Key> smallest_keys(const DoFHandler<3> &dofs)
{
  const IndexSet                      &owned = dofs.locally_owned_dofs();
  Key                                  none;
  std::vector<types::global_dof_index> indices(dofs.get_fe().n_dofs_per_cell());
  none.fill(numbers::invalid_unsigned_int);
  std::vector<Key> keys(owned.n_elements(), none);
  for (const auto &cell : dofs.active_cell_iterators())
  {
    if (cell->is_artificial())
      continue;
    const auto id = cell->id().to_binary<3>();
    Key        key;
    std::copy(id.begin(), id.end(), key.begin());
    cell->get_dof_indices(indices);
    for (unsigned int i = 0; i < indices.size(); ++i)
      if (owned.is_element(indices[i]))
      {
        key.back()    = i;
        Key &smallest = keys[owned.index_within_set(indices[i])];
        smallest      = std::min(smallest, key);
      }
  }
  return keys;
}
} // namespace

CanonicalOrder::CanonicalOrder(const DoFHandler<3> &dofs, const MPI_Comm communicator)
  : communicator(communicator)
{
  const auto by_rank = Utilities::MPI::gather(communicator, smallest_keys(dofs), 0);
  if (Utilities::MPI::this_mpi_process(communicator) != 0)
    return;
  std::vector<Key> keys;
  for (const auto &some : by_rank)
  {
    starts.push_back(static_cast<int>(keys.size()));
    counts.push_back(static_cast<int>(some.size()));
    keys.insert(keys.end(), some.begin(), some.end());
  }
  std::vector<unsigned int> sorted(keys.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(),
            [&keys](const unsigned int a, const unsigned int b) { return keys[a] < keys[b]; });
  place.resize(keys.size());
  for (unsigned int n = 0; n < sorted.size(); ++n)
    place[sorted[n]] = n;
}

std::vector<double> CanonicalOrder::gather(const Vector &vector) const
{
  std::vector<double> rank_after_rank(place.size()), values(place.size());
  MPI_Gatherv(vector.begin(), static_cast<int>(vector.locally_owned_size()), MPI_DOUBLE,
              rank_after_rank.data(), counts.data(), starts.data(), MPI_DOUBLE, 0, communicator);
  for (std::size_t n = 0; n < place.size(); ++n)
    values[place[n]] = rank_after_rank[n];
  return values;
}

void CanonicalOrder::scatter(const std::vector<double> &values, Vector &vector) const
{
  std::vector<double> rank_after_rank(place.size());
  for (std::size_t n = 0; n < place.size(); ++n)
    rank_after_rank[n] = values[place[n]];
  vector.zero_out_ghost_values();
  MPI_Scatterv(rank_after_rank.data(), counts.data(), starts.data(), MPI_DOUBLE, vector.begin(),
               static_cast<int>(vector.locally_owned_size()), MPI_DOUBLE, 0, communicator);
  vector.update_ghost_values();
}
std::vector<unsigned int> gather_cells(const Spaces &spaces, const CanonicalOrder &vertices)
{
  constexpr std::array<unsigned int, 8> vtk_order = {{0, 1, 3, 2, 4, 5, 7, 6}};

  // The canonical numbers, as a field with ghosts.
  std::vector<double> sequence(vertices.size());
  std::iota(sequence.begin(), sequence.end(), 0.);
  Vector number = spaces.make_biology_vector();
  vertices.scatter(sequence, number);

  using Cell = std::array<unsigned int, std::tuple_size<CellId::binary_type>::value + 8>;
  std::vector<Cell> cells;
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (cell->is_locally_owned())
    {
      const auto id    = cell->id().to_binary<3>();
      Cell       entry = {};
      auto       next  = std::copy(id.begin(), id.end(), entry.begin());
      for (const unsigned int vertex : vtk_order)
        *next++ = static_cast<unsigned int>(number(cell->vertex_dof_index(vertex, 0)));
      cells.push_back(entry);
    }
  const auto        by_rank = Utilities::MPI::gather(spaces.communicator, cells, 0);
  std::vector<Cell> all;
  for (const auto &some : by_rank)
    all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  std::vector<unsigned int> result;
  for (const Cell &cell : all)
    result.insert(result.end(), cell.end() - 8, cell.end());
  return result;
}
} // namespace tenogen::fields
