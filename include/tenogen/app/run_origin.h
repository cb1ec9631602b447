#ifndef tenogen_app_run_origin_h
#define tenogen_app_run_origin_h

#include "tenogen/core/log.h"
#include "tenogen/output/checkpoint.h"
#include "tenogen/parameters/parameter_set.h"

#include <mpi.h>

#include <string>

namespace tenogen
{
/// Where a run begins.
struct RunOrigin
{
  enum class Kind
  {
    day_zero, ///< a new run
    resumed,  ///< goes on in its own folder as if it had never stopped
    branched, ///< a new run that goes on from a state of another
    complete  ///< there is nothing left to do
  };

  Kind                     kind = Kind::day_zero;
  output::CheckpointHeader header; ///< of the checkpoint, on every rank
  std::string              file;   ///< the checkpoint
  std::string              bytes;  ///< of the checkpoint, on rank 0
};

/**
 * The newest whole checkpoint in the run directory, for `--resume`. `from` is what `--from` says. Day 0 where
 * the run, or its first checkpoint, has not come to be yet; complete where it has ended. Collective.
 * @throws InputError with a list, where the checkpoint is of other parameters or PETSc options
 * @throws FileSystemError where there are checkpoints and none is whole
 */
RunOrigin find_resumed(const parameters::ParameterSet &parameters, const std::string &from,
                       MPI_Comm communicator, Log &log);

/**
 * A checkpoint file, or the newest in a run directory, for `--from`. What differs in the parameters goes to
 * the log. Collective.
 * @throws FileSystemError where there is no whole checkpoint
 */
RunOrigin find_branched(const std::string &checkpoint, const parameters::ParameterSet &parameters,
                        MPI_Comm communicator, Log &log);
} // namespace tenogen

#endif
