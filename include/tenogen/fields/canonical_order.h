#ifndef tenogen_fields_canonical_order_h
#define tenogen_fields_canonical_order_h

#include "tenogen/fields/spaces.h"

#include <vector>

namespace tenogen::fields
{
/**
 * Numbers the degrees of freedom of a space in the same way on any number of ranks: by the first active cell
 * that contains them, and by their position in that cell. Cells are ordered by their identifiers, which do
 * not depend on the partition. All functions are collective.
 */
class CanonicalOrder
{
public:
  CanonicalOrder(const dealii::DoFHandler<3> &dofs, MPI_Comm communicator);

  /// All values of a vector of this space in the canonical order, on rank 0; nothing elsewhere.
  std::vector<double> gather(const Vector &vector) const;

  /// Number of degrees of freedom, on rank 0; 0 elsewhere.
  std::size_t size() const
  {
    return place.size();
  }

  /// Gives the owned entries the values that rank 0 holds in the canonical order, and updates the ghosts.
  void scatter(const std::vector<double> &values, Vector &vector) const;

private:
  MPI_Comm                  communicator;
  std::vector<unsigned int> place;          ///< on rank 0: canonical number of the entries, rank after rank
  std::vector<int>          counts, starts; ///< on rank 0: entries of each rank, and where they begin
};
/**
 * The vertices of every active cell in the canonical order of `vertices`, eight for each cell in the order of
 * VTK's hexahedron, cells in the order of their identifiers; on rank 0, nothing elsewhere. Collective.
 */
std::vector<unsigned int> gather_cells(const Spaces &spaces, const CanonicalOrder &vertices);
} // namespace tenogen::fields

#endif
