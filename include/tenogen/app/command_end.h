#ifndef tenogen_app_command_end_h
#define tenogen_app_command_end_h

#include "tenogen/core/errors.h"

#include <mpi.h>

#include <functional>
#include <string>

namespace tenogen
{
/// How a command ended.
struct CommandEnd
{
  int         code = 0; ///< exit code
  std::string message;  ///< for the user; empty if nothing was thrown

  /// Whether all ranks ended in the same way. If not, some ranks are waiting for this one and cannot
  /// continue.
  bool together = true;
};

/// Runs a command on one process and catches its exceptions.
CommandEnd end_of(const std::function<int()> &command);

/// The same on one of several ranks.
/// @param failures  a separate communicator of the same ranks, so that ranks that failed do not receive
/// messages of ranks that are still running
CommandEnd end_of(const std::function<int()> &command, MPI_Comm failures);
} // namespace tenogen

#endif
