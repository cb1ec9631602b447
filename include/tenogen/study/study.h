#ifndef tenogen_study_study_h
#define tenogen_study_study_h

#include "tenogen/parameters/parameter_set.h"
#include "tenogen/study/design_settings.h"
#include "tenogen/study/distribution.h"
#include "tenogen/study/unit_design.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

/// Parameter studies: what is varied, how, and the points at which the simulator is to run (docs/studies.md).
namespace tenogen::study
{
/// One arm of a study, such as treated or untreated: a parameter set that every point modifies.
struct Arm
{
  std::string              name; ///< also that of a file
  parameters::ParameterSet base; ///< its file with its own settings
};

/// A varied parameter: an entry of the parameter file, or a factor that multiplies several entries.
struct VariedParameter
{
  std::string              name;    ///< name of its column: the path of the entry, or the name of the factor
  std::vector<std::string> entries; ///< paths: those that a factor multiplies, otherwise a single one
  bool                     is_factor = false;
  bool                     is_whole  = false; ///< values are rounded to whole numbers
  Distribution             distribution;
  std::vector<std::string> choices; ///< values of the law `choices`, as in a parameter file
  std::vector<std::string> arms;    ///< names of the arms in which it is varied; empty: all of them

  bool applies_to(const Arm &arm) const;

  /// The quantile u as text for a parameter file; numbers read back exactly.
  std::string text(double u) const;
};

/// A number in the summary of the runs that the study compares.
struct Outcome
{
  std::string         name;   ///< with unit, as in history.csv
  std::vector<double> months; ///< visits
};

/// A study, with the content of its file.
struct Study
{
  std::string                           title;
  std::vector<Arm>                      arms;
  std::vector<VariedParameter>          parameters;
  DesignSettings                        design;
  std::vector<std::vector<std::string>> list; ///< for the design `list`: values of each point
  std::vector<Outcome>                  outcomes;

  /// For make_unit_design(): the number of choices of each parameter; 0 if it has no discrete choices.
  std::vector<std::size_t> levels() const;
};

/// The points of a study. Point k depends only on the study and k.
class Points
{
public:
  /// The study must outlive the points.
  explicit Points(const Study &study);

  std::size_t size() const;

  /// The value of every varied parameter at point k < size(), as in a parameter file.
  std::vector<std::string> values(std::size_t k) const;

private:
  const Study                *study;
  std::unique_ptr<UnitDesign> unit; ///< null for a list
};
} // namespace tenogen::study

#endif
