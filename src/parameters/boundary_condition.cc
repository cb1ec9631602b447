#include "tenogen/parameters/boundary_condition.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"

#include <algorithm>
#include <map>
#include <sstream>

namespace tenogen::parameters
{
const char *const boundary_condition_grammar =
    "Items `boundary: kind components = value`, separated by `;`. Kinds: "
    "`displacement xyz = number` prescribes these components in mm (any of x, y, z, without spaces); "
    "`plate z = number` or `plate z = load` lets the face move uniformly in one component and carry that "
    "total force in N; `force z = number` or `force z = load` spreads a total force in N uniformly over "
    "the undeformed face, with a fixed direction; `spring = number` is an elastic foundation in N/mm^3. The "
    "word `load` stands for the force "
    "of the load programme. Boundaries: insertion, proximal, surface (tendon); left, right (x), front, "
    "back (y), bottom, top (z) (block); the named surfaces of a mesh file";

namespace
{
using Kind = BoundaryCondition::Kind;

const std::map<std::string, Kind> kinds = {{"displacement", Kind::displacement},
                                           {"plate", Kind::plate},
                                           {"force", Kind::force},
                                           {"spring", Kind::spring}};

Kind kind_from_word(const std::string &word)
{
  const auto found = kinds.find(word);
  if (found != kinds.end())
    return found->second;
  std::vector<std::string> names;
  names.reserve(kinds.size());
  for (const auto &kind : kinds)
    names.push_back(kind.first);
  throw InputError(
      "the kind '" + word +
      "' is unknown; allowed: displacement, plate, force, spring; nearest: " + nearest_name(word, names));
}

std::array<bool, 3> components_from_word(const std::string &word)
{
  std::array<bool, 3> components = {{false, false, false}};
  for (const char letter : word)
  {
    if (letter < 'x' || letter > 'z' || components[letter - 'x'])
      throw InputError("the components '" + word +
                       "' are not valid; allowed: the letters x, y, z, each at most once");
    components[letter - 'x'] = true;
  }
  return components;
}

void read_components(BoundaryCondition &condition, const std::string &kind, const std::string &components)
{
  const bool has_components = condition.kind != Kind::spring;
  if (!has_components && !components.empty())
    throw InputError(kind + " takes no component, but '" + components + "' is given");
  if (has_components && components.empty())
    throw InputError(kind + " needs a component: write `" + kind + " z = ...`");
  condition.components = components_from_word(components);
  if (condition.kind != Kind::displacement && components.size() > 1)
    throw InputError(kind + " takes one component, not '" + components + "'; write one item per component");
}

void read_value(BoundaryCondition &condition, const std::string &kind, const std::string &value)
{
  if (value == "load")
  {
    if (condition.kind != Kind::plate && condition.kind != Kind::force)
      throw InputError(kind + " takes a number, not `load`; only plate and force may carry the load");
    condition.is_load = true;
    return;
  }
  condition.value = number_from_text(value);
  if (condition.kind == Kind::spring && condition.value < 0.)
    throw InputError("the stiffness of a spring must not be negative: " + value);
}

BoundaryCondition parse_item(const std::string &item)
{
  const auto colon  = item.find(':');
  const auto equals = item.find('=');
  if (colon == std::string::npos || equals == std::string::npos || equals < colon)
    throw InputError("the item is not of the form `boundary: kind components = value`");

  BoundaryCondition condition;
  condition.boundary = trimmed(item.substr(0, colon));
  if (condition.boundary.empty())
    throw InputError("the boundary before `:` is missing");

  std::istringstream words(item.substr(colon + 1, equals - colon - 1));
  std::string        kind, components, rest;
  words >> kind >> components >> rest;
  if (!rest.empty())
    throw InputError("'" + rest + "' before `=` is unexpected; write components without spaces, as in xy");
  condition.kind = kind_from_word(kind);
  read_components(condition, kind, components);
  read_value(condition, kind, trimmed(item.substr(equals + 1)));
  return condition;
}

/// Checks that no two items prescribe the motion of the same component of the same face.
void refuse_conflict(const std::vector<BoundaryCondition> &earlier, const BoundaryCondition &condition)
{
  const auto rules_motion = [](const BoundaryCondition &c)
  { return c.kind == Kind::displacement || c.kind == Kind::plate; };
  if (!rules_motion(condition))
    return;
  for (const auto &other : earlier)
    for (unsigned int d = 0; d < 3; ++d)
      if (rules_motion(other) && other.boundary == condition.boundary && other.components[d] &&
          condition.components[d])
        throw InputError("the " + std::string(1, static_cast<char>('x' + d)) + " component of '" +
                         condition.boundary + "' is already set by an earlier item; keep one of them");
}
} // namespace

std::vector<BoundaryCondition> parse_boundary_conditions(const std::string &text)
{
  // Far more than a body needs. The limit matters because each item is compared with all others and reported
  // with the whole text.
  constexpr std::size_t max_items = 100;
  const auto            items     = split(text, ';');
  if (items.size() > max_items)
    throw InputError("there are " + std::to_string(items.size()) + " items; at most " +
                     std::to_string(max_items) + " are allowed");

  std::vector<BoundaryCondition> conditions;
  for (const auto &item : items)
    try
    {
      if (item.empty())
        continue;
      const auto condition = parse_item(item);
      refuse_conflict(conditions, condition);
      conditions.push_back(condition);
    }
    catch (const InputError &error)
    {
      throw InputError("item '" + item + "': " + error.what());
    }
  return conditions;
}
} // namespace tenogen::parameters
