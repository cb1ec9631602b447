#include "tenogen/study/json_place.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/floating_point_traps.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace tenogen::study
{
namespace
{
using json = nlohmann::ordered_json;

constexpr std::size_t longest_shown = 80;

std::string listed(const std::vector<std::string> &words)
{
  std::string list;
  for (const auto &word : words)
    list += (list.empty() ? "" : ", ") + word;
  return list;
}

/// Refuses what JSON allows but nobody intends: duplicate members and very deep nesting.
class StrictParsing
{
public:
  explicit StrictParsing(const std::string &file)
    : file(file)
  {
  }

  bool operator()(const int depth, const json::parse_event_t event, const json &value)
  {
    constexpr int deepest = 20;
    if (depth > deepest)
      throw InputError(file + ": objects and lists are nested more than " + std::to_string(deepest) +
                       " deep.");
    if (event == json::parse_event_t::object_start)
      names.resize(static_cast<std::size_t>(depth) + 1);
    if (event == json::parse_event_t::object_start)
      names.back().clear();
    if (event == json::parse_event_t::key)
      refuse_twice(depth, value.get<std::string>());
    return true;
  }

private:
  void refuse_twice(const int depth, const std::string &name)
  {
    // The depth of a name is one more than that of its object.
    auto &known = names[static_cast<std::size_t>(depth) - 1];
    if (!known.insert(name).second)
      throw InputError(file + ": one object has two members \"" + name + "\". Remove one of them.");
  }

  std::string                        file;
  std::vector<std::set<std::string>> names; ///< of the open objects, by depth
};
} // namespace

JsonPlace::JsonPlace(const json &root, const std::string &file, std::vector<std::string> &mistakes)
  : value(&root)
  , file(&file)
  , mistakes(&mistakes)
{
}

JsonPlace::JsonPlace(const JsonPlace &parent, const json &value, const std::string &name)
  : value(&value)
  , file(parent.file)
  , mistakes(parent.mistakes)
  , path(parent.path + "/" + name)
{
}

void JsonPlace::wrong(const std::string &text) const
{
  const auto shown = value->is_structured() ? std::string() : " = " + value->dump();
  const auto cut   = shown.size() > longest_shown ? shown.substr(0, longest_shown) + "..." : shown;
  mistakes->push_back(where() + cut + ": " + text);
}

std::string JsonPlace::where() const
{
  return *file + ": " + (path.empty() ? "/" : path);
}

bool JsonPlace::is_object() const
{
  if (!value->is_object())
    wrong("expected: an object { ... }");
  return value->is_object();
}

bool JsonPlace::is_object(const std::vector<std::string> &allowed) const
{
  if (!value->is_object())
  {
    wrong("expected: an object { ... } with the members " + listed(allowed));
    return false;
  }
  for (const auto &[name, member] : value->items())
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      JsonPlace(*this, member, name)
          .wrong("unknown member; the nearest is \"" + parameters::nearest_name(name, allowed) +
                 "\"; allowed: " + listed(allowed));
  return true;
}

bool JsonPlace::has(const std::string &member) const
{
  return value->is_object() && value->contains(member);
}

JsonPlace JsonPlace::at(const std::string &member) const
{
  return JsonPlace(*this, value->at(member), member);
}

std::optional<JsonPlace> JsonPlace::required(const std::string &member) const
{
  if (has(member))
    return at(member);
  wrong("the member \"" + member + "\" is missing");
  return {};
}

std::vector<JsonPlace> JsonPlace::items() const
{
  std::vector<JsonPlace> places;
  if (!value->is_array() || value->empty())
  {
    wrong("expected: a list [ ... ] with at least one item");
    return places;
  }
  for (std::size_t i = 0; i < value->size(); ++i)
    places.push_back(JsonPlace(*this, (*value)[i], std::to_string(i)));
  return places;
}

std::vector<std::pair<std::string, JsonPlace>> JsonPlace::members() const
{
  std::vector<std::pair<std::string, JsonPlace>> places;
  if (is_object())
    for (const auto &[name, member] : value->items())
      places.emplace_back(name, JsonPlace(*this, member, name));
  return places;
}

std::optional<double> JsonPlace::number() const
{
  if (!value->is_number())
  {
    wrong("expected: a number");
    return {};
  }
  const auto number = value->get<double>();
  const auto size   = std::abs(number);
  if (number == 0. || (size >= parameters::smallest_size && size <= parameters::largest_size))
    return number;
  wrong("numbers other than 0 must lie between " + parameters::to_text(parameters::smallest_size) + " and " +
        parameters::to_text(parameters::largest_size) + " in size");
  return {};
}

std::optional<std::uint64_t> JsonPlace::whole_number(const std::uint64_t smallest,
                                                     const std::uint64_t largest) const
{
  if (value->is_number_unsigned())
  {
    const auto number = value->get<std::uint64_t>();
    if (number >= smallest && number <= largest)
      return number;
  }
  wrong("allowed: a whole number, " + std::to_string(smallest) + " to " + std::to_string(largest));
  return {};
}

std::optional<bool> JsonPlace::boolean() const
{
  if (value->is_boolean())
    return value->get<bool>();
  wrong("expected: true or false, without quotation marks");
  return {};
}

std::optional<std::string> JsonPlace::text() const
{
  if (value->is_string() && !value->get_ref<const std::string &>().empty())
    return value->get<std::string>();
  wrong("expected: a text in quotation marks, not empty");
  return {};
}

std::optional<std::string> JsonPlace::entry_text() const
{
  if (value->is_string())
    return value->get<std::string>();
  if (value->is_boolean())
    return value->get<bool>() ? "true" : "false";
  if (!value->is_number())
  {
    wrong("expected: a number, a text, true or false");
    return {};
  }
  const auto number = this->number();
  if (!number)
    return {};
  return parameters::to_text(*number);
}

std::optional<std::size_t> JsonPlace::word(const std::vector<std::string> &words) const
{
  const auto word = text();
  if (!word)
    return {};
  const auto found = std::find(words.begin(), words.end(), *word);
  if (found != words.end())
    return static_cast<std::size_t>(found - words.begin());
  wrong("this word is not allowed here; the nearest is \"" + parameters::nearest_name(*word, words) +
        "\"; allowed: " + listed(words));
  return {};
}

nlohmann::ordered_json parse_json(const std::string &text, const std::string &file)
{
  // 1e999 overflows before it is refused.
  const floating_point::TrapsOff off;
  try
  {
    return json::parse(text, StrictParsing(file), true, true);
  }
  catch (const json::exception &error)
  {
    throw InputError(file + ": the file is not valid JSON: " + error.what() + ".");
  }
}
} // namespace tenogen::study
