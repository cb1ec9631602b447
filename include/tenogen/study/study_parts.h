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
 * Readers for the parts of a study file. Mistakes are added to the list of the JsonPlace; a part that cannot
 * be used is left out.
 */
namespace tenogen::study
{
/// The entries of parameter files, for looking up entries and testing values. The values themselves are not
/// used.
class Entries
{
public:
  Entries();
  Entries(const Entries &)            = delete;
  Entries &operator=(const Entries &) = delete;

  /// The entry with this path, or null; in that case a message with a suggestion has been added.
  const parameters::Entry *find(const JsonPlace &place, const std::string &path) const;

  /// Every entry by its path.
  const parameters::Entry *at(const std::string &path) const;

private:
  parameters::ParameterSet values;
  parameters::Binder       binder;
};

/// The arms, with the data by arm name that the checks of the parameters need.
struct ReadArms
{
  std::vector<Arm>                             arms;
  std::map<std::string, std::set<std::string>> settings; ///< paths of the entries that the arm itself sets
  std::map<std::string, std::map<std::string, std::string>> values; ///< the value of every entry by its path
};

/// The path of a file that is named in a study file.
/// @param folder  the folder of the study file, where relative paths start
/// @throws FileSystemError if there is no such file
std::string named_file(const JsonPlace &place, const std::string &name, const std::string &folder);

/// @param folder  the folder where relative paths start
ReadArms read_arms(const JsonPlace &place, const std::string &folder, std::vector<std::string> &mistakes);

DesignSettings read_design(const JsonPlace &place);

/// The name of the law in a study file, such as `truncated normal`.
std::string to_text(Law law);

/// The numbers of a distribution with their names in a study file; empty for choices.
std::vector<std::pair<std::string, double>> numbers_of(const Distribution &distribution);

/// Reads the distribution, or the levels, of a parameter.
/// @param others  members of the parameter that do not belong to its distribution
/// @return whether it can be used
bool read_distribution(const JsonPlace &place, const std::vector<std::string> &others,
                       VariedParameter &parameter);

/// @param kind  the kind of the design; a list has no distributions
std::vector<VariedParameter> read_parameters(const JsonPlace &place, DesignKind kind, const Entries &entries);

/// Checks a parameter against the arms: entries that they set or in which they differ, and ranges of factors.
/// The values of a list are not known here.
void check_against_arms(const JsonPlace &place, const VariedParameter &parameter, DesignKind kind,
                        const ReadArms &read, const Entries &entries);

/// The points of a list from a table with a column for each parameter, in the order of the parameters.
/// @throws FileSystemError if the file cannot be read
std::vector<std::vector<std::string>> read_list(const std::string                  &file,
                                                const std::vector<VariedParameter> &parameters,
                                                const Entries &entries, std::vector<std::string> &mistakes);

/// @param arms  the months must be among their visits
std::vector<Outcome> read_outcomes(const JsonPlace &place, const std::vector<Arm> &arms);
} // namespace tenogen::study

#endif
