#ifndef tenogen_study_json_place_h
#define tenogen_study_json_place_h

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenogen::study
{
/**
 * A value in a JSON file with its path, for a reader that finds every mistake: a value that is not as
 * expected adds a message `file: /parameters/2/low = 5: what is wrong; what to do` to a list, and the result
 * is empty.
 */
class JsonPlace
{
public:
  /// The root of a file. `root` and `mistakes` must outlive all places in it.
  JsonPlace(const nlohmann::ordered_json &root, const std::string &file, std::vector<std::string> &mistakes);

  /// Adds a message about this value.
  void wrong(const std::string &text) const;

  /// `file: /parameters/2/low`
  std::string where() const;

  /// Whether it is an object.
  bool is_object() const;

  /// The same; also reports members that are not in `allowed`, and suggests the nearest name.
  bool is_object(const std::vector<std::string> &allowed) const;

  bool has(const std::string &member) const;

  /// An existing member of an object.
  JsonPlace at(const std::string &member) const;

  /// A required member of an object.
  std::optional<JsonPlace> required(const std::string &member) const;

  /// The items of a list, which must not be empty.
  std::vector<JsonPlace> items() const;

  /// Names and values of the members of an object.
  std::vector<std::pair<std::string, JsonPlace>> members() const;

  std::optional<double>        number() const;
  std::optional<std::uint64_t> whole_number(std::uint64_t smallest, std::uint64_t largest) const;
  std::optional<bool>          boolean() const;
  std::optional<std::string>   text() const;

  /// A number, a text, true or false, in the form that a parameter file has.
  std::optional<std::string> entry_text() const;

  /// One of these words.
  std::optional<std::size_t> word(const std::vector<std::string> &words) const;

private:
  JsonPlace(const JsonPlace &parent, const nlohmann::ordered_json &value, const std::string &name);

  const nlohmann::ordered_json *value;
  const std::string            *file;
  std::vector<std::string>     *mistakes;
  std::string                   path;
};

/// Parses JSON text. Comments are allowed, duplicate members are not.
/// @throws InputError with the position and the problem
nlohmann::ordered_json parse_json(const std::string &text, const std::string &file);
} // namespace tenogen::study

#endif
