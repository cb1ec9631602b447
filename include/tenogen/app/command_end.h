#ifndef tenogen_app_command_end_h
#define tenogen_app_command_end_h

#include "tenogen/core/errors.h"

#include <mpi.h>

#include <functional>
#include <string>

namespace tenogen
{
/// How a command has ended.
struct CommandEnd
{
  int         code = 0; ///< exit code
  std::string message;  ///< for a person; empty where it has thrown nothing

  /// Whether all ranks have come to this end. Where they have not, some wait for this one for ever.
  bool together = true;
};

/// Runs a command of one process, and catches what it throws.
CommandEnd end_of(const std::function<int()> &command);

/// The same for one of several ranks.
/// @param failures  the ranks of the command, in a communicator of its own: those that failed must not meet
/// messages of those that go on
CommandEnd end_of(const std::function<int()> &command, MPI_Comm failures);
} // namespace tenogen

#endif
