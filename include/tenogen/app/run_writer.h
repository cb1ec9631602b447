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
/// Writes what the healing loop reports: history, snapshots, summary, progress.
class RunWriter
{
public:
  RunWriter(const fields::Spaces &spaces, const parameters::ParameterSet &parameters,
            const output::RunDirectory *directory, Log &log);

  /// After every accepted step.
  void step(const fields::State &state, const healing::StepReport &report, healing::PeakLoad &peak_load);

  /// At a day of Output/Fields at [day].
  void fields(const fields::State &state, healing::PeakLoad &peak_load);

  /// At every visit.
  void visit(const fields::State &state, double month, healing::PeakLoad &peak_load);

  /// Where the run gives up: why, the fields of the last good state, and those of the one that failed.
  void failure(const fields::State &state, const fields::State &failed, const healing::StepReport &report,
               healing::PeakLoad &peak_load);

  /// A checkpoint was written in this time.
  void checkpoint_written(double seconds);

  /// What was reported so far, as JSON, for a checkpoint; the history is on the disk then. Collective; on
  /// rank 0.
  std::string records() const;

  /// Goes on after the records in a checkpoint, before anything else is written.
  /// @param file  the checkpoint, for messages. @throws FileSystemError where something is missing
  void restore(const std::string &records, const std::string &file);

  /**
   * Begins with what the run it branches off from had reported: its history, its visits, its clinical course
   * and the largest errors in it, before anything else is written. Where the history cannot be used, the log
   * says why.
   * @param records  in the checkpoint. @param file  the checkpoint. @param day  of it
   * @throws FileSystemError where something is missing in the records
   */
  void branch(const std::string &records, const std::string &file, double day);

  /// The summary at the end, or where the run failed. Rank 0 alone calls it. @throws FileSystemError
  void summarise(const std::string &outcome, double setup_seconds) const;

private:
  void restore_course(const nlohmann::json &records);
  void open_history(const std::vector<output::HistoryEntry> &first_row);
  /// Keeps why steps were taken back, for the log and the summary.
  void         record_failures(const fields::State &state, const healing::StepReport &report);
  void         write_fields(const fields::State &state, healing::PeakLoad &peak_load);
  void         add_predictions(nlohmann::ordered_json &visit) const;
  void         add_course(nlohmann::ordered_json &summary) const;
  unsigned int intervals_left(const fields::State &state) const;
  void         show_progress(const fields::State &state, const healing::StepReport &report);

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
  double                                seconds_per_interval = 0.; ///< of late
  RunCosts                              costs;
  double                                largest_balance_error = 0., smallest_concentration = 1e300;
  unsigned int                          n_checkpoints = 0; ///< of this session

  std::vector<std::string>            failures; ///< why steps were taken back, other than for their error
  std::map<std::string, unsigned int> failure_counts; ///< by kind
};
} // namespace tenogen

#endif
