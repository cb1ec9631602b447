#ifndef tenogen_core_shell_words_h
#define tenogen_core_shell_words_h

#include <string>
#include <vector>

namespace tenogen
{
/// Splits a command line into words as a POSIX shell does: at blanks; '...' keeps everything, "..."
/// everything except a backslash before `"`, `\`, `$` or a backquote, and a backslash outside quotes keeps
/// the next character. Variables, patterns and ~ are not expanded.
/// @throws InputError if a quotation mark is not closed, or the text ends with a backslash
std::vector<std::string> shell_words(const std::string &text);
} // namespace tenogen

#endif
