#ifndef tenogen_solvers_ordered_assembly_h
#define tenogen_solvers_ordered_assembly_h

#include <petscmat.h>

#include <map>
#include <vector>

namespace tenogen::solvers
{
/**
 * One assembly of matrices with the same rows and entries, where other ranks may own some of the rows. PETSc
 * adds contributions from other ranks in the order of their arrival, so the last digits would differ between
 * runs; here they are added in the order of the ranks.
 */
class OrderedAssembly
{
public:
  /// Sets the matrices to zero. They are assembled only at the end of finish().
  explicit OrderedAssembly(const std::vector<Mat> &matrices);

  bool is_empty() const
  {
    return matrices.empty();
  }

  /// Adds an n x n block of values, row by row. @param indices global rows and columns
  void add(const std::vector<PetscInt> &indices, const double *values);

  /// The same in 3 x 3 blocks. @param blocks  block rows and columns; the part has 3 n rows and columns
  void add_blocks(const std::vector<PetscInt> &blocks, const double *values);

  /// Exchanges contributions to rows of other ranks, adds them, and assembles the matrices. Collective.
  void finish();

private:
  void         add(const std::vector<PetscInt> &indices, const double *values, PetscInt block_size);
  unsigned int owner(PetscInt row) const;
  void         add_record(const double *record) const;

  std::vector<Mat>      matrices;
  MPI_Comm              communicator = MPI_COMM_NULL;
  std::vector<PetscInt> ranges; ///< first row of each rank, and the end
  unsigned int          rank = 0;

  /// For each rank, one after the other: block size, row, number of columns, columns, values of the row.
  std::map<unsigned int, std::vector<double>> outgoing;
};
} // namespace tenogen::solvers

#endif
