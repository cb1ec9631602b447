#ifndef tenogen_app_study_results_h
#define tenogen_app_study_results_h

#include "tenogen/app/study_folder.h"

#include <string>
#include <vector>

namespace tenogen
{
/// What one arm of a study has come to, point by point.
struct ArmResults
{
  std::vector<study::TaskStatus> statuses;

  /// For each outcome, its values at its months, of all points one after the other; NaN where there is none.
  std::vector<std::vector<double>> outcomes;

  /// The same at the months of StudyResults.
  std::vector<std::vector<double>> courses;
};

/// What is done of a study so far.
struct StudyResults
{
  std::vector<std::vector<std::string>> values; ///< of the varied parameters, point by point
  std::vector<double>                   months; ///< every full month to the end of the longest arm
  std::vector<ArmResults>               arms;   ///< as those of the study

  std::size_t n_done() const;
};

/// Reads the status and the outcomes of every task. Where a table of outcomes is gone, it is made again.
/// @throws FileSystemError
StudyResults read_results(const StudyFolder &folder);

/// A row for each point.
std::string results_csv(const StudyFolder &folder, const StudyResults &results);

/// An HDF5 file (docs/studies.md): its bytes.
std::string results_hdf5(const StudyFolder &folder, const StudyResults &results);
} // namespace tenogen

#endif
