#include "tenogen/core/floating_point_traps.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <iostream>
#include <memory>

namespace
{
/// Prints only failures; used on every rank except the first.
class FailurePrinter : public testing::EmptyTestEventListener
{
public:
  explicit FailurePrinter(const unsigned int rank)
    : rank(rank)
  {
  }

  void OnTestPartResult(const testing::TestPartResult &result) override
  {
    if (result.failed())
      std::cerr << "rank " << rank << ": " << (result.file_name() ? result.file_name() : "unknown file")
                << ':' << result.line_number() << ": " << result.message() << std::endl;
  }

private:
  const unsigned int rank;
};
} // namespace

int main(int argc, char **argv)
{
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests))
    return RUN_ALL_TESTS();

  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  tenogen::floating_point::set_traps();

  const unsigned int rank = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD);
  if (rank > 0)
  {
    auto &listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    listeners.Append(new FailurePrinter(rank));
  }
  return RUN_ALL_TESTS();
}
