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

/// The finite number written in `text`, surrounding blanks allowed.
/// @throws InputError saying what is wrong: not a number, something after it, not finite, too large.
double number_from_text(const std::string &text);

/// `text` without the blanks around it.
std::string trimmed(const std::string &text);

/// The trimmed pieces of `text` between separators; none for a text of blanks.
std::vector<std::string> split(const std::string &text, char separator);
} // namespace tenogen::parameters

#endif
