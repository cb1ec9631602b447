#ifndef tenogen_study_task_status_h
#define tenogen_study_task_status_h

#include <string>
#include <vector>

namespace tenogen::study
{
/// The state of a task, that is, of one arm at one point.
enum class TaskState
{
  waiting,   ///< not started
  done,      ///< the run is complete
  stopped,   ///< on request, with a checkpoint: the next worker continues it
  timed_out, ///< the time limit of a run has passed; it has a checkpoint
  refused,   ///< bad input
  gave_up,   ///< the solver failed
  disk,      ///< files could not be read or written
  crashed    ///< killed, or a defect
};

/// The state as text, such as `gave up`.
std::string to_text(TaskState state);

/// All states, in the order of the enumeration.
const std::vector<TaskState> &all_task_states();

/// The state with this name. @throws InputError that suggests the nearest name
TaskState task_state(const std::string &name);

/// Whether any worker continues the task.
bool is_unfinished(TaskState state);

/// How the process of a run ended.
struct Ending
{
  int         exit_code = 0;
  int         signal    = 0;       ///< the signal that killed it; 0: none
  bool        was_asked = false;   ///< whether it was asked to stop, other than by its time limit
  std::string reason;              ///< why, from its output
  bool        by_launcher = false; ///< whether the launcher says that it could not start the ranks
};

/// The signal that ended a process, also where a launcher or a shell reports it as an exit code; 0: none.
int signal_of(const Ending &ending);

/// The state after the end of a run, from the exit codes of tenogen; other exit codes, those of a launcher,
/// count as crashes. A run that is killed by a stop signal counts as stopped, because a run that is just
/// starting cannot handle the signal yet.
TaskState state_after(const Ending &ending);

/// The status file of a task. The worker that holds the claim of the task writes it after each attempt.
struct TaskStatus
{
  TaskState    state = TaskState::waiting;
  std::string  key;                   ///< checksum of the parameters that were used
  std::string  reason;                ///< why it is not done, for the user
  int          exit_code         = 0; ///< of the last attempt
  int          signal            = 0;
  unsigned int attempts          = 0;
  unsigned int orphaned_attempts = 0;  ///< consecutive attempts during which the worker died
  double       seconds           = 0.; ///< wall clock of all attempts
  unsigned int ranks             = 0;  ///< number of ranks in the last attempt; 0: unknown
  std::string  host, program;          ///< of the last attempt
  double       ended = 0.;             ///< end of the last attempt, seconds since 1970
};

/// @throws InputError if the text is not a valid status
TaskStatus parse_task_status(const std::string &text, const std::string &file);

std::string to_text(const TaskStatus &status);

/// After this many consecutive attempts during which the worker died, a task counts as crashed.
constexpr unsigned int max_orphaned_attempts = 10;

/// Which tasks a worker tries again, in addition to the unfinished ones.
struct RetryPolicy
{
  std::vector<TaskState> states       = {TaskState::crashed, TaskState::disk};
  unsigned int           max_attempts = 3; ///< attempts of a task, including earlier ones

  /// Whether a worker should take a task with this status.
  bool takes(const TaskStatus &status) const;
};
} // namespace tenogen::study

#endif
