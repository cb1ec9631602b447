#ifndef tenogen_app_study_worker_h
#define tenogen_app_study_worker_h

#include "tenogen/app/run_starter.h"
#include "tenogen/app/study_folder.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace tenogen
{
/// Options of a worker.
struct WorkerOptions
{
  std::size_t share       = 0;     ///< the worker begins with the tasks of this share ...
  std::size_t n_shares    = 1;     ///< ... of this many, and helps with the others afterwards
  bool        only_share  = false; ///< does not help and takes no claims: no other worker may have its share
  double      run_minutes = 0.;    ///< time limit of one attempt; 0: none
  study::RetryPolicy                                   retry;
  std::optional<std::chrono::steady_clock::time_point> deadline; ///< the time by which the worker has to end
};

/**
 * Runs the remaining tasks of a study one after another. Any number of workers on machines that share the
 * folder can work together, because each worker claims a task before running it. Stopped runs continue from
 * their checkpoints. On SIGUSR2, SIGTERM, SIGINT or near the deadline, the worker stops together with its
 * current run.
 */
class StudyWorker
{
public:
  /// Folder and starter must outlive it.
  StudyWorker(const StudyFolder &folder, RunStarter &starter, const WorkerOptions &options);

  /// How a worker ended.
  enum class End
  {
    nothing_left, ///< for this worker: every task is done, has failed for good or is claimed by others
    stopped       ///< on request: there may be more tasks
  };

  /// @throws FileSystemError if the disk is full, or run after run crashes
  /// @throws InputError if runs cannot be started, or the study has changed
  End work();

private:
  bool               may_take(const StudyTask &task) const;
  bool               claim_and_take(const StudyTask &task);
  bool               take(const StudyTask &task);
  study::TaskStatus  attempt(const StudyTask &task, const study::TaskStatus &before);
  study::Ending      run(const StudyTask &task, bool resumes);
  static bool        cannot_be_started(const study::Ending &ending, bool has_begun);
  static std::string named_log(const StudyTask &task);
  static std::string reason_of(const StudyTask &task, const study::Ending &ending, study::TaskState state);
  study::TaskStatus  status_after(const StudyTask &task, const study::TaskStatus &before,
                                  const study::Ending &ending, double seconds) const;
  void               print_status(const StudyTask &task, const study::TaskStatus &status) const;
  void               keep_outcomes(const StudyTask &task, study::TaskStatus &status) const;
  void               check_machine(const StudyTask &task, const study::TaskStatus &status);
  bool               must_stop() const;

  const StudyFolder  &folder;
  RunStarter         &starter;
  const WorkerOptions options;
  unsigned int        n_crashes = 0; ///< in a row
};
} // namespace tenogen

#endif
