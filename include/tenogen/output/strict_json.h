#ifndef tenogen_output_strict_json_h
#define tenogen_output_strict_json_h

#include "tenogen/core/floating_point_traps.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <stdexcept>
#include <string>

/// Reads JSON from files that may be damaged. Every problem is an exception of nlohmann::json, so that one
/// catch suffices.
namespace tenogen::output
{
/// Our own texts nest six levels deep. Very deep nesting would overflow the stack when it is written again.
constexpr int max_json_depth = 50;

/// The value of a text. @throws nlohmann::json::exception
inline nlohmann::ordered_json parse_json(const std::string &text)
{
  using json = nlohmann::ordered_json;
  // 1e999 overflows before it is refused.
  const floating_point::TrapsOff off;
  const auto                     is_shallow = [](const int depth, json::parse_event_t, json &)
  {
    if (depth > max_json_depth)
      throw nlohmann::detail::other_error::create(501, "it nests too deeply", nullptr);
    return true;
  };
  return json::parse(text, is_shallow);
}

/// A whole number. The conversions of nlohmann::json would also accept -1, true and 1e300.
inline unsigned int whole_number(const nlohmann::ordered_json &value)
{
  const auto number = value.get_ref<const nlohmann::ordered_json::number_unsigned_t &>();
  if (number > std::numeric_limits<unsigned int>::max())
    throw nlohmann::detail::out_of_range::create(406, "the whole number is too large", nullptr);
  return static_cast<unsigned int>(number);
}
} // namespace tenogen::output

#endif
