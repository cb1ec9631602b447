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
/// One arm of a study, which can be given the values of any point. Binding is slower than assigning values,
/// so use one object for many points.
class ArmAtPoint
{
public:
  /// The study and its arm must outlive this object.
  ArmAtPoint(const Study &study, const Arm &arm);
  ArmAtPoint(const ArmAtPoint &)            = delete;
  ArmAtPoint &operator=(const ArmAtPoint &) = delete;

  /// The settings `Section/Entry [unit]=value` of a point in this arm, for `tenogen run --set`.
  /// @param values  the value of every varied parameter, as from Points
  std::vector<std::string> settings(const std::vector<std::string> &values) const;

  /// All reasons why a run with these values is impossible; empty if there are none.
  std::vector<std::string> mistakes(const std::vector<std::string> &values);

private:
  struct Setting
  {
    const parameters::Entry *entry;
    std::string              value;
  };

  std::vector<Setting> resolved(const std::vector<std::string> &values) const;

  const Study                                        *study;
  parameters::ParameterSet                            parameters; ///< the entries are assigned here
  parameters::Binder                                  binder;
  std::vector<std::vector<const parameters::Entry *>> entries;  ///< of each varied parameter in this arm
  std::map<const parameters::Entry *, double>         factored; ///< values of the arm that factors multiply
};
} // namespace tenogen::study

#endif
