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
/// One parameter set that every point changes: treated, untreated, ...
struct Arm
{
  std::string              name; ///< also that of a file
  parameters::ParameterSet base; ///< its file with its own settings
};

/// What is varied: an entry of the parameter file, or a factor of several entries.
struct VariedParameter
{
  std::string              name;    ///< of its column: the path of the entry, or the name of the factor
  std::vector<std::string> entries; ///< paths; of a factor those it multiplies, otherwise one
  bool                     is_factor = false;
  bool                     is_whole  = false; ///< values are rounded to whole numbers
  Distribution             distribution;
  std::vector<std::string> choices; ///< values of the law `choices`, as in a parameter file
  std::vector<std::string> arms;    ///< names of the arms it is varied in; all of them where there are none

  bool applies_to(const Arm &arm) const;

  /// The value with the share u of all below it, as in a parameter file; numbers read back exactly.
  std::string text(double u) const;
};

/// A number of the run's summary that is to be compared.
struct Outcome
{
  std::string         name;   ///< with unit, as in history.csv
  std::vector<double> months; ///< visits
};

/// A study as written in its file.
struct Study
{
  std::string                           title;
  std::vector<Arm>                      arms;
  std::vector<VariedParameter>          parameters;
  DesignSettings                        design;
  std::vector<std::vector<std::string>> list; ///< of the design `list`: values of each point
  std::vector<Outcome>                  outcomes;

  /// For make_unit_design(): the number of choices of each parameter, 0 where the values are not counted.
  std::vector<std::size_t> levels() const;
};

/// The points of a study. Point k depends on the study and k only.
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
  std::unique_ptr<UnitDesign> unit; ///< none of a list
};
} // namespace tenogen::study

#endif
