#ifndef tenogen_app_study_worker_h
#define tenogen_app_study_worker_h

#include "tenogen/app/run_starter.h"
#include "tenogen/app/study_folder.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace tenogen
{
/// What a worker is told.
struct WorkerOptions
{
  std::size_t share       = 0;     ///< the worker begins with the tasks of this share ...
  std::size_t n_shares    = 1;     ///< ... of so many, and helps with the others afterwards
  bool        only_share  = false; ///< it does not help, and takes no claims: others must not have its share
  double      run_minutes = 0.;    ///< that one attempt may take; 0: as long as it needs
  study::RetryPolicy                                   retry;
  std::optional<std::chrono::steady_clock::time_point> deadline; ///< by which it shall have ended
};

/**
 * Runs what is left to do of a study, one task after the other. Any number of workers on any machines that
 * share the folder work together: each task is claimed. What was stopped goes on from its checkpoint. Stops
 * with the run at hand on SIGUSR2, SIGTERM, SIGINT or near the deadline.
 */
class StudyWorker
{
public:
  /// Folder and starter must outlive it.
  StudyWorker(const StudyFolder &folder, RunStarter &starter, const WorkerOptions &options);

  /// How a worker ended.
  enum class End
  {
    nothing_left, ///< for this worker: all is done, failed for good or claimed by others
    stopped       ///< on request: there may be more to do
  };

  /// @throws FileSystemError where the disk is full, or run after run crashes
  /// @throws InputError where runs cannot be started, or the study has changed
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
  void               say(const StudyTask &task, const study::TaskStatus &status) const;
  void               keep_outcomes(const StudyTask &task, study::TaskStatus &status) const;
  void               judge_machine(const StudyTask &task, const study::TaskStatus &status);
  bool               must_stop() const;

  const StudyFolder  &folder;
  RunStarter         &starter;
  const WorkerOptions options;
  unsigned int        n_crashes = 0; ///< in a row
};
} // namespace tenogen

#endif
