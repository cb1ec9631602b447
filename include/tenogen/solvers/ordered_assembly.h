#ifndef tenogen_solvers_ordered_assembly_h
#define tenogen_solvers_ordered_assembly_h

#include <petscmat.h>

#include <map>
#include <vector>

namespace tenogen::solvers
{
/**
 * One assembly of matrices with the same rows and entries from parts of which other ranks may own rows. PETSc
 * adds what other ranks send as it arrives, so that the last digits would differ from run to run; here it is
 * added in the order of the ranks.
 */
class OrderedAssembly
{
public:
  /// Sets the matrices to zero. They are assembled at the end of finish() only.
  explicit OrderedAssembly(const std::vector<Mat> &matrices);

  bool is_empty() const
  {
    return matrices.empty();
  }

  /// Adds an n x n part, row by row. @param indices  rows and columns, global
  void add(const std::vector<PetscInt> &indices, const double *values);

  /// The same in 3 x 3 blocks. @param blocks  block rows and columns; the part has 3 n rows and columns
  void add_blocks(const std::vector<PetscInt> &blocks, const double *values);

  /// Sends what belongs to other ranks, adds what has come, and assembles. Collective.
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
