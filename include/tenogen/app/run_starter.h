#ifndef tenogen_app_run_starter_h
#define tenogen_app_run_starter_h

#include "tenogen/study/task_status.h"

#include <mpi.h>

#include <filesystem>
#include <string>
#include <vector>

namespace tenogen
{
/// Starts the runs of a study for a worker.
class RunStarter
{
public:
  virtual ~RunStarter() = default;

  /// Executes `tenogen run` with these arguments and waits for its end.
  /// @param log      replaced by the output of the run
  /// @param minutes  time after which the run should have ended by itself; 0: no limit
  virtual study::Ending run(const std::vector<std::string> &arguments, const std::filesystem::path &log,
                            double minutes) = 0;
};

/// Starts each run as a separate process, or as several processes with a launcher. MPI must not be
/// initialised in this process.
class ProcessStarter final : public RunStarter
{
public:
  /// @param launcher  words in front of the program, such as `mpirun -n 2`; empty for one rank
  explicit ProcessStarter(const std::vector<std::string> &launcher);

  /// Passes a request to stop on to the run. Kills the run if it does not end within some minutes after its
  /// limit.
  study::Ending run(const std::vector<std::string> &arguments, const std::filesystem::path &log,
                    double minutes) override;

private:
  std::vector<std::string> command; ///< to which the arguments are added
};

/// Computes the runs on the ranks of a communicator, one after another. The first rank chooses the runs, and
/// the others call serve(). If only some of the ranks fail, the whole MPI job ends.
class GroupStarter final : public RunStarter
{
public:
  explicit GroupStarter(MPI_Comm group);
  ~GroupStarter() override;
  GroupStarter(const GroupStarter &)            = delete;
  GroupStarter &operator=(const GroupStarter &) = delete;

  /// Called on the first rank.
  study::Ending run(const std::vector<std::string> &arguments, const std::filesystem::path &log,
                    double minutes) override;

  /// Called on the other ranks: takes part in the runs until the first rank calls release().
  void serve();

  /// Called on the first rank: lets the other ranks return from serve().
  void release();

private:
  /// Called on all ranks.
  study::Ending run_together(const std::vector<std::string> &arguments, const std::string &log);

  MPI_Comm group;
  MPI_Comm failures = MPI_COMM_NULL; ///< the same ranks, for end_of()
};
} // namespace tenogen

#endif
