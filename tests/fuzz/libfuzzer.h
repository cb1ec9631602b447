#ifndef tenogen_tests_fuzz_libfuzzer_h
#define tenogen_tests_fuzz_libfuzzer_h

#include <deal.II/base/mpi.h>

namespace tenogen::fuzz
{
/// libFuzzer owns the main function and its arguments, so MPI is initialised without arguments at the first
/// input.
inline void start_mpi()
{
  static int                                            n_arguments = 0;
  static char                                         **arguments   = nullptr;
  static const dealii::Utilities::MPI::MPI_InitFinalize mpi(n_arguments, arguments, 1);
}
} // namespace tenogen::fuzz

#endif
