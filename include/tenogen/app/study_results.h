#ifndef tenogen_app_study_results_h
#define tenogen_app_study_results_h

#include "tenogen/app/study_folder.h"

#include <string>
#include <vector>

namespace tenogen
{
/// The results of one arm of a study, point by point.
struct ArmResults
{
  std::vector<study::TaskStatus> statuses;

  /// For each outcome, its values at its months, one point after another; NaN if there is no value.
  std::vector<std::vector<double>> outcomes;

  /// The same at the months of StudyResults.
  std::vector<std::vector<double>> courses;
};

/// The results of a study so far.
struct StudyResults
{
  std::vector<std::vector<std::string>> values; ///< of the varied parameters, point by point
  std::vector<double>                   months; ///< every full month to the end of the longest arm
  std::vector<ArmResults>               arms;   ///< as those of the study

  std::size_t n_done() const;
};

/// Reads the status and the outcomes of every task. A missing table of outcomes is written again.
/// @throws FileSystemError
StudyResults read_results(const StudyFolder &folder);

/// The results as CSV, with a row for each point.
std::string results_csv(const StudyFolder &folder, const StudyResults &results);

/// The results as the bytes of an HDF5 file (docs/studies.md).
std::string results_hdf5(const StudyFolder &folder, const StudyResults &results);
} // namespace tenogen

#endif
