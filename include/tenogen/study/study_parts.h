#ifndef tenogen_study_study_parts_h
#define tenogen_study_study_parts_h

#include "tenogen/parameters/binder.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/study/json_place.h"
#include "tenogen/study/study.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

/**
 * The parts of a study file. What is wrong goes to the list of the place that is read; a part that cannot be
 * used is left out.
 */
namespace tenogen::study
{
/// The entries of parameter files, for looking up and trying values; what is tried there means nothing.
class Entries
{
public:
  Entries();
  Entries(const Entries &)            = delete;
  Entries &operator=(const Entries &) = delete;

  /// The entry with this path, or null after the place has said what may have been meant.
  const parameters::Entry *find(const JsonPlace &place, const std::string &path) const;

  /// Every entry by its path.
  const parameters::Entry *at(const std::string &path) const;

private:
  parameters::ParameterSet values;
  parameters::Binder       binder;
};

/// The arms, and by their names what the checks of parameters need to know of them.
struct ReadArms
{
  std::vector<Arm>                                          arms;
  std::map<std::string, std::set<std::string>>              settings; ///< paths that the arm sets by itself
  std::map<std::string, std::map<std::string, std::string>> values; ///< the value of every entry by its path
};

/// The path of a file that a study file names.
/// @param folder  of the study file, from which relative paths count
/// @throws FileSystemError where there is no such file
std::string named_file(const JsonPlace &place, const std::string &name, const std::string &folder);

/// @param folder  from which relative paths count
ReadArms read_arms(const JsonPlace &place, const std::string &folder, std::vector<std::string> &mistakes);

DesignSettings read_design(const JsonPlace &place);

/// The word of a study file: `truncated normal`.
std::string to_text(Law law);

/// The numbers of a distribution under their names in a study file; none of choices.
std::vector<std::pair<std::string, double>> numbers_of(const Distribution &distribution);

/// The distribution, or the levels, of a parameter.
/// @param others  members of the parameter that do not belong to its distribution
/// @return whether it can be used
bool read_distribution(const JsonPlace &place, const std::vector<std::string> &others,
                       VariedParameter &parameter);

/// @param kind  of the design: a list has no distributions
std::vector<VariedParameter> read_parameters(const JsonPlace &place, DesignKind kind, const Entries &entries);

/// What contradicts the arms: entries that they set, or in which they differ, and ranges of factors.
/// Of a list, the values are not known here.
void check_against_arms(const JsonPlace &place, const VariedParameter &parameter, DesignKind kind,
                        const ReadArms &read, const Entries &entries);

/// The points of a list from a table with a column for each parameter, in the order of the parameters.
/// @throws FileSystemError where the file cannot be read
std::vector<std::vector<std::string>> read_list(const std::string                  &file,
                                                const std::vector<VariedParameter> &parameters,
                                                const Entries &entries, std::vector<std::string> &mistakes);

/// @param arms  whose visits the months have to be among
std::vector<Outcome> read_outcomes(const JsonPlace &place, const std::vector<Arm> &arms);
} // namespace tenogen::study

#endif
