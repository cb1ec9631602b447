#ifndef tenogen_app_outcome_table_h
#define tenogen_app_outcome_table_h

#include "tenogen/study/study.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tenogen
{
/// The outcomes of one run of a study over time.
struct OutcomeTable
{
  std::vector<double>              months; ///< increasing
  std::vector<std::vector<double>> values; ///< of each outcome, at the months

  /// @return NaN if the table does not contain the month
  double at(std::size_t outcome, double month) const;
};

/**
 * The outcomes of a complete run: at visits from summary.json, at every other full month from the history,
 * interpolated linearly between its rows.
 * @throws InputError if the run does not have an outcome; the message suggests the nearest name
 * @throws FileSystemError if the run directory cannot be read
 */
OutcomeTable outcome_table(const std::vector<study::Outcome> &outcomes, const std::filesystem::path &run);

/// The table as CSV: a column `month` and one for each outcome. Reading it back gives exactly the same
/// numbers.
std::string to_text(const OutcomeTable &table, const std::vector<study::Outcome> &outcomes);

/// @return an empty table if the text has other columns or is damaged
OutcomeTable parse_outcome_table(const std::string &text, const std::vector<study::Outcome> &outcomes);
} // namespace tenogen

#endif
