#include "tenogen/solvers/ordered_assembly.h"

#include "tenogen/solvers/petsc_check.h"

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace tenogen::solvers
{
using namespace dealii;

OrderedAssembly::OrderedAssembly(const std::vector<Mat> &matrices)
  : matrices(matrices)
{
  for (const Mat matrix : matrices)
  {
    check(MatZeroEntries(matrix));
    check(MatSetOption(matrix, MAT_NO_OFF_PROC_ENTRIES, PETSC_TRUE));
  }
  if (matrices.empty())
    return;
  const PetscInt *begin;
  check(PetscObjectGetComm(reinterpret_cast<PetscObject>(matrices.front()), &communicator));
  check(MatGetOwnershipRanges(matrices.front(), &begin));
  ranges.assign(begin, begin + Utilities::MPI::n_mpi_processes(communicator) + 1);
  rank = Utilities::MPI::this_mpi_process(communicator);
}

unsigned int OrderedAssembly::owner(const PetscInt row) const
{
  return static_cast<unsigned int>(std::upper_bound(ranges.begin(), ranges.end(), row) - ranges.begin()) - 1;
}

void OrderedAssembly::add(const std::vector<PetscInt> &indices, const double *const values)
{
  add(indices, values, 1);
}

void OrderedAssembly::add_blocks(const std::vector<PetscInt> &blocks, const double *const values)
{
  add(blocks, values, 3);
}

void OrderedAssembly::add(const std::vector<PetscInt> &indices, const double *const values,
                          const PetscInt block_size)
{
  const auto            n            = static_cast<PetscInt>(indices.size());
  const PetscInt        row_length   = n * block_size * block_size;
  std::vector<PetscInt> own          = indices;
  bool                  some_are_own = false;
  for (PetscInt i = 0; i < n; ++i)
  {
    const unsigned int there = owner(indices[i] * block_size);
    some_are_own             = some_are_own || there == rank;
    if (there == rank)
      continue;
    own[i]       = -1; // PETSc ignores negative rows
    auto &record = outgoing[there];
    record.insert(record.end(), {double(block_size), double(indices[i]), double(n)});
    record.insert(record.end(), indices.begin(), indices.end());
    record.insert(record.end(), values + i * row_length, values + (i + 1) * row_length);
  }
  if (!some_are_own)
    return;
  for (const Mat matrix : matrices)
    if (block_size == 1)
      check(MatSetValues(matrix, n, own.data(), n, indices.data(), values, ADD_VALUES));
    else
      check(MatSetValuesBlocked(matrix, n, own.data(), n, indices.data(), values, ADD_VALUES));
}

void OrderedAssembly::finish()
{
  if (matrices.empty())
    return;
  for (const auto &[sender, records] : Utilities::MPI::some_to_some(communicator, outgoing)) // by rank
    for (std::size_t at = 0; at < records.size();)
    {
      add_record(&records[at]);
      const auto block_size = static_cast<std::size_t>(records[at]),
                 n          = static_cast<std::size_t>(records[at + 2]);
      at += 3 + n + n * block_size * block_size;
    }
  outgoing.clear();
  for (const Mat matrix : matrices)
  {
    check(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
    check(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
  }
}

/// Adds one row from another rank.
void OrderedAssembly::add_record(const double *const record) const
{
  const auto                  row = static_cast<PetscInt>(record[1]), n = static_cast<PetscInt>(record[2]);
  const std::vector<PetscInt> columns(record + 3, record + 3 + n);
  for (const Mat matrix : matrices)
    if (record[0] == 1.)
      check(MatSetValues(matrix, 1, &row, n, columns.data(), record + 3 + n, ADD_VALUES));
    else
      check(MatSetValuesBlocked(matrix, 1, &row, n, columns.data(), record + 3 + n, ADD_VALUES));
}
} // namespace tenogen::solvers
