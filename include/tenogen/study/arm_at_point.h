#ifndef tenogen_study_arm_at_point_h
#define tenogen_study_arm_at_point_h

#include "tenogen/parameters/binder.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/study/study.h"

#include <map>
#include <string>
#include <vector>

namespace tenogen::study
{
/// One arm of a study with the values of its points. Binding takes longer than giving values: use it for
/// many.
class ArmAtPoint
{
public:
  /// Study and arm, one of the study's, must outlive it.
  ArmAtPoint(const Study &study, const Arm &arm);
  ArmAtPoint(const ArmAtPoint &)            = delete;
  ArmAtPoint &operator=(const ArmAtPoint &) = delete;

  /// What the values of a point set in this arm, `Section/Entry [unit]=value`, for `tenogen run --set`.
  /// @param values  of every varied parameter, as Points gives them
  std::vector<std::string> settings(const std::vector<std::string> &values) const;

  /// Why nothing can be computed with these values, all reasons; empty where nothing is wrong.
  std::vector<std::string> mistakes(const std::vector<std::string> &values);

private:
  struct Setting
  {
    const parameters::Entry *entry;
    std::string              value;
  };

  std::vector<Setting> resolved(const std::vector<std::string> &values) const;

  const Study                                        *study;
  parameters::ParameterSet                            parameters; ///< whose entries are given values
  parameters::Binder                                  binder;
  std::vector<std::vector<const parameters::Entry *>> entries;  ///< of each varied parameter in this arm
  std::map<const parameters::Entry *, double>         factored; ///< values of the arm that factors multiply
};
} // namespace tenogen::study

#endif
