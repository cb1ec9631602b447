#ifndef tenogen_core_interruption_h
#define tenogen_core_interruption_h

#include "tenogen/core/errors.h"

#include <mpi.h>

#include <chrono>
#include <string>

namespace tenogen
{
/// The run was asked to stop, and has: exit code 75. All ranks throw it together.
class StopRequest : public Error
{
public:
  explicit StopRequest(const std::string &message)
    : Error(ExitCode::stopped, message)
  {
  }
};

/**
 * What is asked of a run from outside, by signal or by the clock. While an object of this class lives,
 *
 *   SIGUSR1                    asks for a checkpoint,
 *   SIGUSR2, SIGTERM, SIGINT   ask it to stop with a checkpoint; a second one, a second later or more, ends
 * the process at once,
 *
 * and the time limit is a request to stop. Signals belong to the process, and so does this: there is one
 * object at most. It gives the signals back to whom they were. Make it after MPI has started, which takes
 * handlers over. The questions are collective: all ranks get the same answer, also where a signal has reached
 * some of them only.
 */
class Interruption
{
public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption &)            = delete;
  Interruption &operator=(const Interruption &) = delete;

  /// From now on the run is asked to stop when the moment has come; the ranks go by the clock of the first.
  static void set_deadline(std::chrono::steady_clock::time_point deadline);

  /// Whether the run is asked to stop. Always false, without communication, where no object lives.
  static bool stop_is_requested(MPI_Comm communicator);

  /// Throws StopRequest where the run is asked to stop.
  static void stop_if_requested(MPI_Comm communicator);

  /// Whether a checkpoint was asked for since the last time this was called.
  static bool checkpoint_is_requested(MPI_Comm communicator);

  /// Whether a signal has asked to stop, since the last object was made; also when it is gone.
  static bool was_signalled(MPI_Comm communicator);

  /// What asked the run to stop, for a person: `SIGTERM`, `the time limit`, `another rank`.
  static std::string reason();
};
} // namespace tenogen

#endif
