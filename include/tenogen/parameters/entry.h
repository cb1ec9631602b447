#ifndef tenogen_parameters_entry_h
#define tenogen_parameters_entry_h

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// How reliable the default of an entry is.
enum class Confidence
{
  measured, ///< in human tissue, of this kind
  modelled, ///< inferred from a model or from another tissue
  assumed   ///< chosen or tuned, without independent evidence
};

/// The confidence as a word: measured, modelled or assumed.
std::string to_text(Confidence confidence);

/// The allowed values of a number: an interval, closed or without its lower end.
struct Range
{
  double minimum        = -std::numeric_limits<double>::infinity();
  double maximum        = std::numeric_limits<double>::infinity();
  bool   without_lowest = false; ///< the minimum itself is not allowed

  bool contains(double value) const;

  /// The range as text: `any number`, `above 0`, `at least 0`, `0 to 1`.
  std::string text() const;
};

Range any_number();
Range above(double minimum);
Range at_least(double minimum);
Range between(double minimum, double maximum);
Range above_up_to(double minimum, double maximum);

/// The plausible range for the tissue, as published; both zero if none is stated.
struct Plausible
{
  double minimum = 0.;
  double maximum = 0.;

  bool is_stated() const
  {
    return minimum != maximum;
  }
};

/// The documentation of an entry.
struct Description
{
  std::string symbol;  ///< as in docs/model.md; empty if there is none
  std::string meaning; ///< a sentence
  std::string source;  ///< source of the default
  Confidence  confidence = Confidence::assumed;
  Plausible   plausible  = {};
};

enum class ValueType
{
  number,
  integer,
  boolean,
  word,    ///< one of a list
  text,    ///< free, or with a grammar of its own
  table,   ///< `time: value, time: value`
  numbers, ///< `number, number`
  depots   ///< `x, y, z, width, share; ...`
};

/// One entry of the parameter file, bound to the member of a struct that holds its value.
struct Entry
{
  std::vector<std::string> sections; ///< outermost first
  std::string              name;     ///< with its unit in brackets
  ValueType                type = ValueType::number;
  Range                    range;        ///< of number and integer
  std::vector<std::string> words;        ///< of word
  std::string              allowed;      ///< allowed values, as text
  std::string              default_text; ///< value of the member when it was bound
  Description              description;

  const void                  *member = nullptr; ///< the address of the member
  std::function<std::string()> text;             ///< value of the member, as written in a file
  std::function<void(const std::string &)>
      assign; ///< sets the member; @throws InputError if the text is invalid

  /// The path as `--set` expects it, such as `Biology/Stem cells/Motility [mm^2/day]`.
  std::string path() const;

  /// The unit in brackets at the end of the name; empty if there is none.
  std::string unit() const;
};

/// `Biology/Stem cells`
std::string joined(const std::vector<std::string> &sections);
} // namespace tenogen::parameters

#endif
