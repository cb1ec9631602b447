#ifndef tenogen_parameters_number_text_h
#define tenogen_parameters_number_text_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// The shortest text that reads back as exactly this number: 0.05, 2e7, 1e-4.
std::string to_text(double value);

/// Six digits, for numbers that were computed and are shown to a person.
std::string rounded_text(double value);

/// Bounds of the size of every number but zero: no quantity here comes near them, and products and
/// quotients of a dozen such numbers are still finite.
constexpr double smallest_size = 1e-20, largest_size = 1e20;

/// The number written in `text`, surrounding blanks allowed; minus zero is zero.
/// @throws InputError saying what is wrong: not a number, something after it, not finite, of a size beyond
///         the bounds above.
double number_from_text(const std::string &text);

/// Letters of ASCII in lower case.
std::string lower_case(std::string text);

/// `text` without the blanks around it.
std::string trimmed(const std::string &text);

/// The trimmed pieces of `text` between separators; none for a text of blanks.
std::vector<std::string> split(const std::string &text, char separator);
} // namespace tenogen::parameters

#endif
