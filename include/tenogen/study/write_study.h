#ifndef tenogen_study_write_study_h
#define tenogen_study_write_study_h

#include "tenogen/study/study.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tenogen::study
{
/// A study as a file that reads back to the same study, where the files of its arms stand in arms/ beside it
/// and the points of a list in points.csv.
std::string study_text(const Study &study);

/// The complete parameter file of an arm.
std::string arm_text(const Arm &arm);

/// The table of points of a list.
std::string list_text(const Study &study);

/// What a study is, apart from its size: the same text for the same points in the same order.
std::string identity_text(const Study &study);

/// What differs between two studies, apart from the size of a design that can grow; a line each.
std::vector<std::string> differences(const Study &was, const Study &is);

/// The points of a study as a table.
struct DesignTable
{
  std::string text; ///< CSV: point, every varied parameter, valid, reason; the same bytes whoever writes it
  std::size_t n_points  = 0;
  std::size_t n_refused = 0; ///< points that contradict themselves in some arm
  std::string first_reason;  ///< of the first of these
};

/// Lays all points and checks each of them in every arm.
DesignTable make_design_table(const Study &study);
} // namespace tenogen::study

#endif
