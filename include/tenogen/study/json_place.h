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
 * A value of a JSON file with its place, for reading that finds every mistake: what is not as it should be
 * goes to a list, `file: /parameters/2/low = 5: what is wrong; what to do`, and an empty result comes back.
 */
class JsonPlace
{
public:
  /// The whole file. `root` and `mistakes` must outlive all places in it.
  JsonPlace(const nlohmann::ordered_json &root, const std::string &file, std::vector<std::string> &mistakes);

  /// Adds a mistake about this value.
  void wrong(const std::string &text) const;

  /// `file: /parameters/2/low`
  std::string where() const;

  /// Whether it is an object.
  bool is_object() const;

  /// The same; also reports members that are not among `allowed`, with the nearest of these.
  bool is_object(const std::vector<std::string> &allowed) const;

  bool has(const std::string &member) const;

  /// A member of an object that is there.
  JsonPlace at(const std::string &member) const;

  /// A member of an object, which has to be there.
  std::optional<JsonPlace> required(const std::string &member) const;

  /// The items of a list that has to have some.
  std::vector<JsonPlace> items() const;

  /// Names and values of the members of an object.
  std::vector<std::pair<std::string, JsonPlace>> members() const;

  std::optional<double>        number() const;
  std::optional<std::uint64_t> whole_number(std::uint64_t smallest, std::uint64_t largest) const;
  std::optional<bool>          boolean() const;
  std::optional<std::string>   text() const;

  /// A number, a text, true or false, as it stands in a parameter file.
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

/// JSON text in which comments are allowed, but no member twice.
/// @throws InputError saying where what is wrong
nlohmann::ordered_json parse_json(const std::string &text, const std::string &file);
} // namespace tenogen::study

#endif
