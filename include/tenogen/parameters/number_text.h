#ifndef tenogen_parameters_number_text_h
#define tenogen_parameters_number_text_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// The shortest text that reads back as exactly this number: 0.05, 2e7, 1e-4.
std::string to_text(double value);

/// A computed number with six digits, for messages.
std::string rounded_text(double value);

/// Limits for the magnitude of every number except zero. No quantity comes near them, and products and
/// quotients of a dozen such numbers are still finite.
constexpr double smallest_size = 1e-20, largest_size = 1e20;

/// The number written in `text`, surrounding blanks allowed; minus zero is zero.
/// @throws InputError if the text is not a number, something follows it, or the number is not finite or
///         outside the limits above.
double number_from_text(const std::string &text);

/// The text with ASCII letters in lower case.
std::string lower_case(std::string text);

/// `text` without leading and trailing blanks.
std::string trimmed(const std::string &text);

/// The trimmed parts of `text` between separators; none if the text is blank.
std::vector<std::string> split(const std::string &text, char separator);
} // namespace tenogen::parameters

#endif
