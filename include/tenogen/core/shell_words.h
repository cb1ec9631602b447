#ifndef tenogen_core_shell_words_h
#define tenogen_core_shell_words_h

#include <string>
#include <vector>

namespace tenogen
{
/// The words of a command line as a POSIX shell splits them: blanks separate; '...' keeps everything, "..."
/// all but a backslash before `"`, `\`, `$` or a backquote, and a backslash outside keeps the next character.
/// Variables, patterns and ~ are not expanded.
/// @throws InputError saying which quotation mark is not closed, or that the text ends with a backslash
std::vector<std::string> shell_words(const std::string &text);
} // namespace tenogen

#endif
