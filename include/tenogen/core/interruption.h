#ifndef tenogen_core_interruption_h
#define tenogen_core_interruption_h

#include "tenogen/core/errors.h"

#include <mpi.h>

#include <chrono>
#include <string>

namespace tenogen
{
/// The run has stopped because it was asked to: exit code 75. All ranks throw it together.
class StopRequest : public Error
{
public:
  explicit StopRequest(const std::string &message)
    : Error(ExitCode::stopped, message)
  {
  }
};

/**
 * Requests to a run from outside, by signal or by time limit. During the lifetime of an object of this class,
 *
 *   SIGUSR1                    asks for a checkpoint,
 *   SIGUSR2, SIGTERM, SIGINT   ask it to stop with a checkpoint; a second one, a second later or more, ends
 * the process at once,
 *
 * and the time limit is a request to stop. Since signals belong to the process, there is at most one object.
 * Its destructor restores the previous signal handlers. Create it after MPI has been initialised, because MPI
 * installs its own handlers. The queries are collective: all ranks get the same answer, even if a signal has
 * reached only some of them.
 */
class Interruption
{
public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption &)            = delete;
  Interruption &operator=(const Interruption &) = delete;

  /// Asks the run to stop at this time. All ranks use the clock of rank 0.
  static void set_deadline(std::chrono::steady_clock::time_point deadline);

  /// Whether the run is asked to stop. Always false, without communication, if no object exists.
  static bool stop_is_requested(MPI_Comm communicator);

  /// Throws StopRequest if the run is asked to stop.
  static void stop_if_requested(MPI_Comm communicator);

  /// Whether a checkpoint was requested since the last call.
  static bool checkpoint_is_requested(MPI_Comm communicator);

  /// Whether a signal has asked the run to stop since the last object was created, even if that object no
  /// longer exists.
  static bool was_signalled(MPI_Comm communicator);

  /// What asked the run to stop, as text: `SIGTERM`, `the time limit`, `another rank`.
  static std::string reason();
};
} // namespace tenogen

#endif
