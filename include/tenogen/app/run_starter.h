#ifndef tenogen_app_run_starter_h
#define tenogen_app_run_starter_h

#include "tenogen/study/task_status.h"

#include <mpi.h>

#include <filesystem>
#include <string>
#include <vector>

namespace tenogen
{
/// How a worker of a study has its runs computed.
class RunStarter
{
public:
  virtual ~RunStarter() = default;

  /// `tenogen run` with these arguments, to its end.
  /// @param log      replaced by the output of the run
  /// @param minutes  after which it should have ended by itself; 0: no limit
  virtual study::Ending run(const std::vector<std::string> &arguments, const std::filesystem::path &log,
                            double minutes) = 0;
};

/// Each run is a process of its own, or several that a launcher starts. MPI must not have been started here.
class ProcessStarter final : public RunStarter
{
public:
  /// @param launcher  words before the program, as `mpirun -n 2`; none: one rank
  explicit ProcessStarter(const std::vector<std::string> &launcher);

  /// Asks the run to stop when this process is asked to. Kills what does not end some minutes after its
  /// limit.
  study::Ending run(const std::vector<std::string> &arguments, const std::filesystem::path &log,
                    double minutes) override;

private:
  std::vector<std::string> command; ///< to which the arguments are added
};

/// The runs are computed by the ranks of a communicator, one after the other: the first decides what is run,
/// the others serve(). Where some of them fail alone, the whole MPI job ends.
class GroupStarter final : public RunStarter
{
public:
  explicit GroupStarter(MPI_Comm group);
  ~GroupStarter() override;
  GroupStarter(const GroupStarter &)            = delete;
  GroupStarter &operator=(const GroupStarter &) = delete;

  /// On the first rank.
  study::Ending run(const std::vector<std::string> &arguments, const std::filesystem::path &log,
                    double minutes) override;

  /// On the others: takes part in the runs until the first rank releases them.
  void serve();

  /// On the first rank: the others are no longer needed.
  void release();

private:
  /// On all ranks.
  study::Ending run_together(const std::vector<std::string> &arguments, const std::string &log);

  MPI_Comm group;
  MPI_Comm failures = MPI_COMM_NULL; ///< the same ranks, for end_of()
};
} // namespace tenogen

#endif
