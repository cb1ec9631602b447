#ifndef tenogen_app_run_session_h
#define tenogen_app_run_session_h

#include "tenogen/app/checkpointer.h"
#include "tenogen/app/run_origin.h"
#include "tenogen/app/run_writer.h"
#include "tenogen/healing/healing_loop.h"
#include "tenogen/parameters/parameter_set.h"

#include <chrono>
#include <optional>

namespace tenogen
{
/// One session of a run, from its origin until it ends or stops. All ranks take part.
class RunSession
{
public:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;

  /**
   * Computes the tissues at day 0 for a new run; otherwise takes them from the checkpoint.
   * @param origin  the bytes of its checkpoint are released, as they are no longer needed
   */
  RunSession(const fields::Spaces &spaces, const parameters::ParameterSet &parameters, RunOrigin &origin,
             RunWriter &writer, Log &log);

  /// @param deadline  the time by which the session has to stop, if there is one
  /// @throws StopRequest after writing the newest accepted state, if there is one
  void run(const Deadline &deadline);

private:
  void                  continue_from_checkpoint(const healing::LoopObserver &observer);
  healing::LoopObserver make_observer(const Deadline &deadline);
  void                  keep_after_failure(const fields::State &state);

  const fields::Spaces  &spaces;
  RunOrigin             &origin;
  RunWriter             &writer;
  Log                   &log;
  healing::ChronicTendon tendon;
  healing::HealingLoop   loop;
  Checkpointer           checkpointer;
  bool                   has_state     = false; ///< there is an accepted one
  bool                   is_first_step = true;  ///< of this session
};
} // namespace tenogen

#endif
