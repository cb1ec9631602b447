#ifndef tenogen_solvers_petsc_copy_h
#define tenogen_solvers_petsc_copy_h

#include "tenogen/fields/spaces.h"
#include "tenogen/solvers/petsc_check.h"

#include <petscvec.h>

namespace tenogen::solvers
{
/// Copies the owned entries, which PETSc and deal.II number in the same way.
inline void copy_values(const fields::Vector &from, const Vec to)
{
  PetscScalar *values;
  check(VecGetArray(to, &values));
  for (unsigned int i = 0; i < from.locally_owned_size(); ++i)
    values[i] = from.local_element(i);
  check(VecRestoreArray(to, &values));
}

/// The same in the other direction; the ghost entries are zero afterwards.
inline void copy_values(const Vec from, fields::Vector &to)
{
  const PetscScalar *values;
  check(VecGetArrayRead(from, &values));
  to.zero_out_ghost_values();
  for (unsigned int i = 0; i < to.locally_owned_size(); ++i)
    to.local_element(i) = values[i];
  check(VecRestoreArrayRead(from, &values));
}
} // namespace tenogen::solvers

#endif
