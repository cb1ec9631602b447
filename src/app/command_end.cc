#include "tenogen/app/command_end.h"

#include "tenogen/core/odd_characters.h"

#include <chrono>
#include <exception>
#include <filesystem>
#include <thread>

namespace tenogen
{
namespace
{
/// Whether every rank of the communicator calls this within a few seconds. If all ranks throw together, the
/// command can end normally; if only some throw, the others would wait for them.
bool all_ranks_arrive(const MPI_Comm communicator)
{
  using clock         = std::chrono::steady_clock;
  const auto deadline = clock::now() + std::chrono::seconds(30);

  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Ibarrier(communicator, &request);
  int arrived = 0;
  while (MPI_Test(&request, &arrived, MPI_STATUS_IGNORE), !arrived && clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return arrived != 0;
}
} // namespace

CommandEnd end_of(const std::function<int()> &command)
{
  try
  {
    return {command(), ""};
  }
  catch (const Error &error)
  {
    return {static_cast<int>(error.exit_code), with_named_odd_characters(error.what())};
  }
  catch (const std::filesystem::filesystem_error &error)
  {
    return {static_cast<int>(ExitCode::file_system), with_named_odd_characters(error.what())};
  }
  catch (const std::exception &exception)
  {
    return {static_cast<int>(ExitCode::defect), "a bug in tenogen, not an error in your input. Please report "
                                                "the command line, the parameter file, the "
                                                "output of `tenogen --version` and this message:\n" +
                                                    std::string(exception.what())};
  }
}

CommandEnd end_of(const std::function<int()> &command, const MPI_Comm failures)
{
  CommandEnd end = end_of(command);
  if (!end.message.empty())
    end.together = all_ranks_arrive(failures);
  return end;
}
} // namespace tenogen
