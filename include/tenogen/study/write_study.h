#ifndef tenogen_study_write_study_h
#define tenogen_study_write_study_h

#include "tenogen/study/study.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tenogen::study
{
/// The text of a study file that reads back to the same study, if the files of its arms are in arms/ next to
/// it and the points of a list are in points.csv.
std::string study_text(const Study &study);

/// The complete parameter file of an arm.
std::string arm_text(const Arm &arm);

/// The table of points of a list.
std::string list_text(const Study &study);

/// A text that identifies a study apart from its size: it is the same for the same points in the same order.
std::string identity_text(const Study &study);

/// The differences between two studies, apart from the size of a design that can grow; one line each.
std::vector<std::string> differences(const Study &was, const Study &is);

/// The points of a study as a table.
struct DesignTable
{
  std::string text; ///< CSV: point, every varied parameter, valid, reason; always the same bytes
  std::size_t n_points  = 0;
  std::size_t n_refused = 0; ///< points whose values contradict one another in some arm
  std::string first_reason;  ///< of the first of these
};

/// Generates all points and checks each of them in every arm.
DesignTable make_design_table(const Study &study);
} // namespace tenogen::study

#endif
