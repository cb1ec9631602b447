#include "tenogen/parameters/binder.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/value_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenogen::parameters
{
namespace
{
void refuse_outside(const double value, const Range &range)
{
  if (!range.contains(value))
    throw InputError("the value is outside the allowed range");
}

unsigned int integer_from_text(const std::string &text, const Range &range)
{
  const double value = number_from_text(text);
  if (value != std::floor(value))
    throw InputError("'" + trimmed(text) + "' is not a whole number");
  if (value < 0. || value > std::numeric_limits<int>::max())
    throw InputError("the value is outside the allowed range");
  refuse_outside(value, range);
  return static_cast<unsigned int>(value);
}

/// A parameter file cannot contain every text: `#` starts a comment, and the end of the line ends the value.
void refuse_unwritable(const std::string &text)
{
  if (text.find_first_of("#\n\r") != std::string::npos)
    throw InputError("the text contains a # or a line break, which a parameter file cannot represent");
  if (!text.empty() && text.back() == '\\')
    throw InputError("the text ends with a backslash, which would continue the line in a parameter file");
}

std::string listed(const std::vector<std::string> &words)
{
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i)
    list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return list;
}
} // namespace

void Binder::enter(const std::string &section, const std::string &meaning)
{
  path.push_back(section);
  all_sections.push_back({path, meaning});
}

void Binder::leave()
{
  path.pop_back();
}

void Binder::finish(Entry entry)
{
  entry.sections     = path;
  entry.default_text = entry.text();
  all_entries.push_back(std::move(entry));
}

void Binder::add(double &member, const std::string &name, const Range &range, const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.description = description;
  entry.range       = range;
  entry.allowed     = range.text();
  entry.member      = &member;
  entry.text        = [&member] { return to_text(member); };
  entry.assign      = [&member, range](const std::string &text)
  {
    const double value = number_from_text(text);
    refuse_outside(value, range);
    member = value;
  };
  finish(entry);
}

void Binder::add(unsigned int &member, const std::string &name, const Range &range,
                 const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::integer;
  entry.description = description;
  entry.range       = range;
  entry.allowed     = "a whole number, " + range.text();
  entry.member      = &member;
  entry.text        = [&member] { return std::to_string(member); };
  entry.assign      = [&member, range](const std::string &text) { member = integer_from_text(text, range); };
  finish(entry);
}

void Binder::add(bool &member, const std::string &name, const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::boolean;
  entry.description = description;
  entry.allowed     = "true or false";
  entry.member      = &member;
  entry.text        = [&member] { return member ? "true" : "false"; };
  entry.assign      = [&member](const std::string &text)
  {
    const std::string lower = lower_case(text); // Excel writes TRUE, Python True
    if (lower != "true" && lower != "false")
      throw InputError("the value is neither true nor false");
    member = lower == "true";
  };
  finish(entry);
}

void Binder::add(Table &member, const std::string &name, const Range &values, const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::table;
  entry.description = description;
  entry.allowed = "a table `time: value, time: value`, times strictly increasing, values " + values.text();
  entry.member  = &member;
  entry.text    = [&member] { return to_text(member); };
  entry.assign  = [&member, values](const std::string &text) { member = table_from_text(text, values); };
  finish(entry);
}

void Binder::add(std::vector<double> &member, const std::string &name, const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::numbers;
  entry.description = description;
  entry.allowed     = "a list of numbers `0, 1, 4`";
  entry.member      = &member;
  entry.text        = [&member] { return to_text(member); };
  entry.assign      = [&member](const std::string &text) { member = numbers_from_text(text); };
  finish(entry);
}

void Binder::add(std::vector<Depot> &member, const std::string &name, const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::depots;
  entry.description = description;
  entry.allowed = "a list `x, y, z, width, share; x, y, z, width, share`, widths above 0, shares at least 0";
  entry.member  = &member;
  entry.text    = [&member] { return to_text(member); };
  entry.assign  = [&member](const std::string &text) { member = depots_from_text(text); };
  finish(entry);
}

void Binder::add(std::string &member, const std::string &name, const std::string &allowed,
                 const Description &description, const std::function<void(const std::string &)> &check)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::text;
  entry.description = description;
  entry.allowed     = allowed;
  entry.member      = &member;
  entry.text        = [&member] { return member; };
  entry.assign      = [&member, check](const std::string &text)
  {
    refuse_unwritable(text);
    if (check)
      check(text);
    member = trimmed(text);
  };
  finish(entry);
}

void Binder::add_word(const void *member, const std::string &name, const std::vector<std::string> &words,
                      const std::function<unsigned int()> &get, const std::function<void(unsigned int)> &set,
                      const Description &description)
{
  Entry entry;
  entry.name        = name;
  entry.type        = ValueType::word;
  entry.description = description;
  entry.words       = words;
  entry.allowed     = listed(words);
  entry.member      = member;
  entry.text        = [words, get] { return words[get()]; };
  entry.assign      = [words, set](const std::string &text)
  {
    std::string word = text;
    std::replace(word.begin(), word.end(), '_', ' ');
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
      throw InputError("the word is not one of the choices");
    set(static_cast<unsigned int>(found - words.begin()));
  };
  finish(entry);
}

const Entry &Binder::entry_of(const void *member) const
{
  for (const auto &entry : all_entries)
    if (entry.member == member)
      return entry;
  throw Error(ExitCode::defect, "A parameter entry was requested for a member that has none.");
}

const Entry *Binder::find(const std::vector<std::string> &sections, const std::string &name) const
{
  for (const auto &entry : all_entries)
    if (entry.name == name && entry.sections == sections)
      return &entry;
  return nullptr;
}

bool Binder::has_section(const std::vector<std::string> &sections) const
{
  return sections.empty() || std::any_of(all_sections.begin(), all_sections.end(),
                                         [&](const Section &section) { return section.path == sections; });
}
} // namespace tenogen::parameters
