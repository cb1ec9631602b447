#ifndef tenogen_study_task_status_h
#define tenogen_study_task_status_h

#include <string>
#include <vector>

namespace tenogen::study
{
/// What has become of one arm at one point.
enum class TaskState
{
  waiting,   ///< nothing has been done
  done,      ///< the run is complete
  stopped,   ///< on request, with a checkpoint: goes on with the next worker
  timed_out, ///< it had the time that a run may take, and has a checkpoint
  refused,   ///< bad input
  gave_up,   ///< the solver found no way on
  disk,      ///< files could not be read or written
  crashed    ///< killed, or a defect
};

/// `gave up` and so on.
std::string to_text(TaskState state);

/// All of them, in the order of the enumeration.
const std::vector<TaskState> &all_task_states();

/// The state of this name. @throws InputError with the nearest name
TaskState task_state(const std::string &name);

/// Whether any worker goes on with it.
bool is_unfinished(TaskState state);

/// How the process of a run ended.
struct Ending
{
  int         exit_code = 0;
  int         signal    = 0;       ///< that killed it; 0: none
  bool        was_asked = false;   ///< whether it was asked to stop, other than by its time limit
  std::string reason;              ///< why, from its output
  bool        by_launcher = false; ///< whether the launcher says that it could not start the ranks
};

/// The signal that ended a process, also where a launcher or a shell reports it as an exit code; 0: none.
int signal_of(const Ending &ending);

/// By the exit codes of tenogen; a launcher's own are crashes. What a signal ends that was to stop it was
/// stopped: while a run begins, it cannot yet do so by itself.
TaskState state_after(const Ending &ending);

/// The status file of a task: written whole after each attempt, by the worker that holds the task's claim.
struct TaskStatus
{
  TaskState    state = TaskState::waiting;
  std::string  key;                   ///< checksum of the parameters it was computed with
  std::string  reason;                ///< why it is not done, for people
  int          exit_code         = 0; ///< of the last attempt
  int          signal            = 0;
  unsigned int attempts          = 0;
  unsigned int orphaned_attempts = 0;  ///< attempts since whose end no worker has lived to tell
  double       seconds           = 0.; ///< wall clock of all attempts
  unsigned int ranks             = 0;  ///< that ran in the last attempt; 0: not known
  std::string  host, program;          ///< of the last attempt
  double       ended = 0.;             ///< the last attempt, seconds since 1970
};

/// @throws InputError where the text is no status
TaskStatus parse_task_status(const std::string &text, const std::string &file);

std::string to_text(const TaskStatus &status);

/// After so many attempts that took their worker with them a task has crashed.
constexpr unsigned int max_orphaned_attempts = 10;

/// Which tasks a worker takes up again, beside the unfinished ones.
struct RetryPolicy
{
  std::vector<TaskState> states       = {TaskState::crashed, TaskState::disk};
  unsigned int           max_attempts = 3; ///< of a task, with those before

  /// Whether there is something left to do.
  bool takes(const TaskStatus &status) const;
};
} // namespace tenogen::study

#endif
