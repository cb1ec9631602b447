#ifndef tenogen_app_checkpointer_h
#define tenogen_app_checkpointer_h

#include "tenogen/app/run_writer.h"
#include "tenogen/core/log.h"
#include "tenogen/healing/chronic_tendon.h"
#include "tenogen/output/checkpoint_folder.h"
#include "tenogen/parameters/parameter_set.h"

#include <chrono>
#include <optional>
#include <string>

namespace tenogen
{
/// Writes the checkpoints of a run when they are due: by the clock, by simulated days, at visits, on request.
/// All functions are collective.
class Checkpointer
{
public:
  Checkpointer(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
               const healing::InitialTissues &tissues, Log &log);

  /// The checkpoint of this state already exists in this file.
  void resumed_from(const fields::State &state, const std::string &file);

  /// Called when the output of a step is complete: writes a checkpoint if one is due.
  void settled(const fields::State &state, RunWriter &writer);

  /// Writes a checkpoint now, unless this step already has one. @throws FileSystemError
  void write(const fields::State &state, RunWriter &writer);

  /// Longest time that writing a checkpoint has taken, s; the same on every rank.
  double longest_seconds() const;

private:
  bool                  take_due(const fields::State &state) const;
  std::optional<double> visit_at(double time) const;

  const fields::Spaces                 &spaces;
  const parameters::ParameterSet        parameters;
  const healing::InitialTissues         tissues;
  Log                                  &log;
  output::CheckpointFolder              folder; ///< only rank 0 writes
  std::optional<unsigned int>           last_step;
  double                                last_day = 0.;
  std::chrono::steady_clock::time_point last_written;
  double                                longest = 0.; ///< s
};
} // namespace tenogen

#endif
