#ifndef tenogen_app_run_origin_h
#define tenogen_app_run_origin_h

#include "tenogen/core/log.h"
#include "tenogen/output/checkpoint.h"
#include "tenogen/parameters/parameter_set.h"

#include <mpi.h>

#include <string>

namespace tenogen
{
/// Where a run starts.
struct RunOrigin
{
  enum class Kind
  {
    day_zero, ///< a new run
    resumed,  ///< continues in its own folder as if it had never stopped
    branched, ///< a new run that continues from a state of another run
    complete  ///< the run has already ended
  };

  Kind                     kind = Kind::day_zero;
  output::CheckpointHeader header; ///< of the checkpoint, on every rank
  std::string              file;   ///< the checkpoint
  std::string              bytes;  ///< of the checkpoint, on rank 0
};

/**
 * The origin for `--resume`: the newest intact checkpoint in the run directory, day 0 if the run has not
 * written a checkpoint yet, or complete if it has ended. `from` is the value of `--from`. Collective.
 * @throws InputError listing the differences, if the checkpoint has other parameters or PETSc options
 * @throws FileSystemError if there are checkpoints but none is intact
 */
RunOrigin find_resumed(const parameters::ParameterSet &parameters, const std::string &from,
                       MPI_Comm communicator, Log &log);

/**
 * The origin for `--from`: a checkpoint file, or the newest checkpoint in a run directory. Differences in the
 * parameters are written to the log. Collective.
 * @throws FileSystemError if there is no intact checkpoint
 */
RunOrigin find_branched(const std::string &checkpoint, const parameters::ParameterSet &parameters,
                        MPI_Comm communicator, Log &log);
} // namespace tenogen

#endif
