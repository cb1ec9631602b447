#ifndef tenogen_app_run_writer_h
#define tenogen_app_run_writer_h

#include "tenogen/app/parent_history.h"
#include "tenogen/app/run_costs.h"
#include "tenogen/core/log.h"
#include "tenogen/healing/healing_loop.h"
#include "tenogen/healing/observables.h"
#include "tenogen/observe/clinical.h"
#include "tenogen/output/history.h"
#include "tenogen/output/run_directory.h"
#include "tenogen/output/snapshots.h"
#include "tenogen/output/written_files.h"
#include "tenogen/parameters/parameter_set.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tenogen
{
/// Writes the output of the healing loop: history, snapshots, summary, progress.
class RunWriter
{
public:
  RunWriter(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
            const output::RunDirectory *directory, Log &log);

  /// After every accepted step.
  void step(const fields::State &state, const healing::StepReport &report, healing::PeakLoad &peak_load);

  /// On each day of Output/Fields at [day].
  void fields(const fields::State &state, healing::PeakLoad &peak_load);

  /// At every visit.
  void visit(const fields::State &state, double month, healing::PeakLoad &peak_load);

  /// When the run fails: writes the reason, the fields of the last accepted state, and those of the failed
  /// one.
  void failure(const fields::State &state, const fields::State &failed, const healing::StepReport &report,
               healing::PeakLoad &peak_load);

  /// Records that a checkpoint was written in this time.
  void checkpoint_written(double seconds);

  /// All records so far, as JSON, for a checkpoint. The history is flushed to disk first. Collective; the
  /// result is on rank 0.
  std::string records() const;

  /// Continues after the records in a checkpoint. Call it before anything is written.
  /// @param file  the checkpoint, for messages. @throws FileSystemError if something is missing
  void restore(const std::string &records, const std::string &file);

  /**
   * Starts with the records of the parent run: its history, visits, clinical course and largest errors. Call
   * it before anything is written. If the history cannot be used, the log gives the reason.
   * @param records  in the checkpoint. @param file  the checkpoint. @param day  of it
   * @throws FileSystemError if something is missing in the records
   */
  void branch(const std::string &records, const std::string &file, double day);

  /// Writes the summary at the end of the run or after its failure. Called on rank 0 only. @throws
  /// FileSystemError
  void summarise(const std::string &outcome, double setup_seconds) const;

private:
  void restore_course(const nlohmann::json &records);
  void open_history(const std::vector<output::HistoryEntry> &first_row);
  /// Records why steps were rejected, for the log and the summary.
  void record_failures(const fields::State &state, const healing::StepReport &report);
  void write_fields(const fields::State &state, healing::PeakLoad &peak_load);
  void add_predictions(nlohmann::ordered_json &visit) const;
  void add_course(nlohmann::ordered_json &summary) const;
  void show_progress(const fields::State &state, const healing::StepReport &report);

  const fields::Spaces             &spaces;
  const parameters::ParameterSet    parameters;
  const output::RunDirectory *const directory; ///< on rank 0
  Log                              &log;
  std::optional<output::History>    history; ///< on rank 0
  ParentHistory                     parent;  ///< of a branch; on rank 0, until the history is open
  output::Snapshots                 snapshots;
  output::WrittenFiles              files; ///< on rank 0

  std::vector<healing::Observable>              newest;
  observe::ClinicalCourse                       course;
  std::vector<std::vector<healing::Observable>> at_visits;
  std::vector<double>                           visit_months;
  double                                        time_of_fields = -1.; ///< of the last snapshot, day

  // Costs and solver health
  std::chrono::steady_clock::time_point begin, last_step;
  double                                seconds_per_interval = 0.; ///< recent average
  RunCosts                              costs;
  double                                largest_balance_error = 0., smallest_concentration = 1e300;
  unsigned int                          n_checkpoints = 0; ///< in this session

  std::vector<std::string>            failures;       ///< why steps were rejected, other than for their error
  std::map<std::string, unsigned int> failure_counts; ///< by kind
};
} // namespace tenogen

#endif
