#ifndef tenogen_core_collective_h
#define tenogen_core_collective_h

#include "tenogen/core/errors.h"

#include <deal.II/base/mpi.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>

namespace tenogen
{
/// Runs an action on rank 0 only. If it throws, every rank throws, so that no rank waits forever.
inline void on_root(const MPI_Comm communicator, const std::function<void()> &action)
{
  std::pair<int, std::string> failure = {0, ""};
  if (dealii::Utilities::MPI::this_mpi_process(communicator) == 0)
  {
    try
    {
      action();
    }
    catch (const Error &error)
    {
      failure = {static_cast<int>(error.exit_code), error.what()};
    }
    catch (const std::filesystem::filesystem_error &error)
    {
      failure = {static_cast<int>(ExitCode::file_system), error.what()};
    }
    catch (const std::exception &error)
    {
      failure = {static_cast<int>(ExitCode::defect), error.what()};
    }
  }
  failure = dealii::Utilities::MPI::broadcast(communicator, failure, 0);
  if (failure.first != 0)
    throw Error(static_cast<ExitCode>(failure.first), failure.second);
}
} // namespace tenogen

#endif
