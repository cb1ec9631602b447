#include "tenogen/parameters/binder.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/value_text.h"

#include <deal.II/base/patterns.h>

#include <algorithm>
#include <cmath>

namespace tenogen::parameters
{
namespace
{
using namespace dealii;

void refuse_outside(const double value, const Range &range)
{
  if (!range.contains(value))
    throw InputError("the value is outside the allowed range");
}

std::shared_ptr<const Patterns::PatternBase> number_pattern(const Range &range)
{
  return std::make_shared<Patterns::Double>(
      std::isfinite(range.minimum) ? range.minimum : Patterns::Double::min_double_value,
      std::isfinite(range.maximum) ? range.maximum : Patterns::Double::max_double_value);
}

int integer_bound(const double bound)
{
  return static_cast<int>(std::min(bound, static_cast<double>(Patterns::Integer::max_int_value)));
}

unsigned int integer_from_text(const std::string &text, const Range &range)
{
  const double value = number_from_text(text);
  if (value != std::floor(value))
    throw InputError("'" + trimmed(text) + "' is not a whole number");
  if (value < 0. || value > Patterns::Integer::max_int_value)
    throw InputError("the value is outside the allowed range");
  refuse_outside(value, range);
  return static_cast<unsigned int>(value);
}

/// A parameter file cannot hold every text: `#` starts a comment and a line ends the value.
void refuse_unwritable(const std::string &text)
{
  if (text.find_first_of("#\n\r") != std::string::npos)
    throw InputError("the text contains a # or a line break, which a parameter file cannot hold");
  if (!text.empty() && text.back() == '\\')
    throw InputError("the text ends with a backslash, which continues a line of a parameter file");
}

std::string listed(const std::vector<std::string> &words)
{
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i)
    list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return list;
}

std::shared_ptr<const Patterns::PatternBase> list_of_numbers()
{
  return std::make_shared<Patterns::List>(Patterns::Double());
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

void Binder::add(double &member, const std::string &name, const Range &range, const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.note    = note;
  entry.range   = range;
  entry.allowed = range.text();
  entry.pattern = number_pattern(range);
  entry.member  = &member;
  entry.text    = [&member] { return to_text(member); };
  entry.assign  = [&member, range](const std::string &text)
  {
    const double value = number_from_text(text);
    refuse_outside(value, range);
    member = value;
  };
  finish(entry);
}

void Binder::add(unsigned int &member, const std::string &name, const Range &range, const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::integer;
  entry.note    = note;
  entry.range   = range;
  entry.allowed = "a whole number, " + range.text();
  entry.pattern =
      std::make_shared<Patterns::Integer>(integer_bound(range.minimum), integer_bound(range.maximum));
  entry.member = &member;
  entry.text   = [&member] { return std::to_string(member); };
  entry.assign = [&member, range](const std::string &text) { member = integer_from_text(text, range); };
  finish(entry);
}

void Binder::add(bool &member, const std::string &name, const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::boolean;
  entry.note    = note;
  entry.allowed = "true or false";
  entry.pattern = std::make_shared<Patterns::Bool>();
  entry.member  = &member;
  entry.text    = [&member] { return member ? "true" : "false"; };
  entry.assign  = [&member](const std::string &text)
  {
    if (text != "true" && text != "false")
      throw InputError("the value is neither true nor false");
    member = text == "true";
  };
  finish(entry);
}

void Binder::add(Table &member, const std::string &name, const Range &values, const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::table;
  entry.note    = note;
  entry.allowed = "a table `time: value, time: value`, times strictly increasing, values " + values.text();
  entry.pattern = std::make_shared<Patterns::Map>(Patterns::Double(), *number_pattern(values), 0,
                                                  Patterns::Map::max_int_value, ",", ":");
  entry.member  = &member;
  entry.text    = [&member] { return to_text(member); };
  entry.assign  = [&member, values](const std::string &text) { member = table_from_text(text, values); };
  finish(entry);
}

void Binder::add(std::vector<double> &member, const std::string &name, const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::numbers;
  entry.note    = note;
  entry.allowed = "a list of numbers `0, 1, 4`";
  entry.pattern = list_of_numbers();
  entry.member  = &member;
  entry.text    = [&member] { return to_text(member); };
  entry.assign  = [&member](const std::string &text) { member = numbers_from_text(text); };
  finish(entry);
}

void Binder::add(std::vector<Depot> &member, const std::string &name, const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::depots;
  entry.note    = note;
  entry.allowed = "a list `x, y, z, width, share; x, y, z, width, share`, widths above 0, shares at least 0";
  entry.pattern = std::make_shared<Patterns::List>(*list_of_numbers(), 0, Patterns::List::max_int_value, ";");
  entry.member  = &member;
  entry.text    = [&member] { return to_text(member); };
  entry.assign  = [&member](const std::string &text) { member = depots_from_text(text); };
  finish(entry);
}

void Binder::add(std::string &member, const std::string &name, const std::string &allowed, const Note &note,
                 const std::function<void(const std::string &)> &check)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::text;
  entry.note    = note;
  entry.allowed = allowed;
  entry.pattern = std::make_shared<Patterns::Anything>();
  entry.member  = &member;
  entry.text    = [&member] { return member; };
  entry.assign  = [&member, check](const std::string &text)
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
                      const Note &note)
{
  Entry entry;
  entry.name    = name;
  entry.type    = ValueType::word;
  entry.note    = note;
  entry.words   = words;
  entry.allowed = listed(words);
  std::string selection;
  for (const auto &word : words)
    selection += (selection.empty() ? "" : "|") + word;
  entry.pattern = std::make_shared<Patterns::Selection>(selection);
  entry.member  = member;
  entry.text    = [words, get] { return words[get()]; };
  entry.assign  = [words, set](const std::string &text)
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
  throw Error(ExitCode::defect, "A member without a parameter entry was asked for.");
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
