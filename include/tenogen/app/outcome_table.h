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

  /// @return NaN where the table has no such month
  double at(std::size_t outcome, double month) const;
};

/**
 * From a complete run: at its visits what summary.json says, at every full month between them the history,
 * linear between its rows.
 * @throws InputError where an outcome is none of the run, with the nearest name
 * @throws FileSystemError where the run directory cannot be read
 */
OutcomeTable outcome_table(const std::vector<study::Outcome> &outcomes, const std::filesystem::path &run);

/// As CSV: a column `month` and one for each outcome. Numbers read back exactly.
std::string to_text(const OutcomeTable &table, const std::vector<study::Outcome> &outcomes);

/// @return an empty table where the text has other columns, or is damaged
OutcomeTable parse_outcome_table(const std::string &text, const std::vector<study::Outcome> &outcomes);
} // namespace tenogen

#endif
