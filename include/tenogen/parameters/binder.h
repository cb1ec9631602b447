#ifndef tenogen_parameters_binder_h
#define tenogen_parameters_binder_h

#include "tenogen/parameters/entry.h"
#include "tenogen/parameters/table.h"
#include "tenogen/parameters/treatment.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace tenogen::parameters
{
/// Binds members of structs to the entries of the parameter file. The value of a member when it is added is
/// the default of the entry. The structs must outlive the binder.
class Binder
{
public:
  /// A section of the parameter file, with a sentence about its content.
  struct Section
  {
    std::vector<std::string> path;
    std::string              meaning;
  };

  void enter(const std::string &section, const std::string &meaning);
  void leave();

  void add(double &member, const std::string &name, const Range &range, const Description &description);
  void add(unsigned int &member, const std::string &name, const Range &range, const Description &description);
  void add(bool &member, const std::string &name, const Description &description);

  /// A history `time: value, time: value` with strictly increasing times and values in `values`.
  void add(Table &member, const std::string &name, const Range &values, const Description &description);
  void add(std::vector<double> &member, const std::string &name, const Description &description);
  void add(std::vector<Depot> &member, const std::string &name, const Description &description);

  /// A text. `check` throws an InputError if the text is invalid.
  void add(std::string &member, const std::string &name, const std::string &allowed,
           const Description &description, const std::function<void(const std::string &)> &check = {});

  /// A choice; `_` in the file is read as a blank.
  template <typename Enum>
  void add(Enum &member, const std::string &name, const std::vector<std::pair<std::string, Enum>> &choices,
           const Description &description);

  const std::vector<Entry> &entries() const
  {
    return all_entries;
  }

  const std::vector<Section> &sections() const
  {
    return all_sections;
  }

  /// The entry of a bound member.
  const Entry &entry_of(const void *member) const;

  /// The entry with this section path and name, or null.
  const Entry *find(const std::vector<std::string> &sections, const std::string &name) const;

  bool has_section(const std::vector<std::string> &path) const;

private:
  void add_word(const void *member, const std::string &name, const std::vector<std::string> &words,
                const std::function<unsigned int()> &get, const std::function<void(unsigned int)> &set,
                const Description &description);
  void finish(Entry entry);

  std::vector<std::string> path;
  std::vector<Entry>       all_entries;
  std::vector<Section>     all_sections;
};

template <typename Enum>
void Binder::add(Enum &member, const std::string &name,
                 const std::vector<std::pair<std::string, Enum>> &choices, const Description &description)
{
  std::vector<std::string> words;
  words.reserve(choices.size());
  for (const auto &choice : choices)
    words.push_back(choice.first);
  const auto get = [&member, choices]
  {
    unsigned int index = 0;
    while (index + 1 < choices.size() && choices[index].second != member)
      ++index;
    return index;
  };
  const auto set = [&member, choices](const unsigned int index) { member = choices[index].second; };
  add_word(&member, name, words, get, set, description);
}
} // namespace tenogen::parameters

#endif
