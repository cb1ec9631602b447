#ifndef tenogen_parameters_wording_h
#define tenogen_parameters_wording_h

#include "tenogen/parameters/binder.h"
#include "tenogen/parameters/parameter_set.h"

#include <map>
#include <set>
#include <string>

namespace tenogen::parameters
{
/// Where entries were set: `file:line` by the path of the entry. Entries that are not listed have their
/// default.
using Origins = std::map<std::string, std::string>;

/**
 * Formats the entries of one parameter set for messages, with their values and where these were set. It also
 * knows the entries whose values could not be read; checks must not draw conclusions from those.
 *
 * Entries are given as members of parameters(); anything else is a defect and throws an Error.
 */
class Wording
{
public:
  /// @param unusable  paths of entries whose values could not be read
  Wording(const ParameterSet &parameters, const Origins &origins, const std::set<std::string> &unusable = {});

  Wording(const Wording &)            = delete;
  Wording &operator=(const Wording &) = delete;

  const ParameterSet &parameters() const
  {
    return values;
  }

  const std::vector<Entry> &entries() const
  {
    return binder.entries();
  }

  /// Whether the entry was set, rather than left at its default.
  bool is_set(const Entry &entry) const;

  template <typename Member>
  bool is_set(const Member &member) const
  {
    return is_set(binder.entry_of(&member));
  }

  /// Whether the values of all these entries could be read.
  template <typename... Members>
  bool are_known(const Members &...members) const
  {
    return ((unusable.count(binder.entry_of(&members).path()) == 0) && ...);
  }

  /// The same for all entries below a section path.
  bool are_known_below(const std::string &section) const;

  /// Marks the entry with this path as unusable: are_known() is then false for it.
  void mark_unusable(const std::string &path);

  /// `Section/Entry [unit] = value (file:line)`, to refer to an entry within a sentence.
  template <typename Member>
  std::string cited(const Member &member) const
  {
    const Entry &entry = binder.entry_of(&member);
    return value(entry) + " (" + origin(entry) + ")";
  }

  /// `file:line: Section/Entry [unit] = value: text`
  std::string sentence(const Entry &entry, const std::string &text) const;

  template <typename Member>
  std::string sentence(const Member &member, const std::string &text) const
  {
    return sentence(binder.entry_of(&member), text);
  }

private:
  /// `Section/Entry [unit] = value`
  static std::string value(const Entry &entry);

  /// `file:line` or `default`
  std::string origin(const Entry &entry) const;

  ParameterSet          values;
  Origins               origins;
  std::set<std::string> unusable;
  Binder                binder;
};
} // namespace tenogen::parameters

#endif
