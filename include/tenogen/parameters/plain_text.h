#ifndef tenogen_parameters_plain_text_h
#define tenogen_parameters_plain_text_h

#include <string>
#include <string_view>

namespace tenogen::parameters
{
/// Why a line is not plain UTF-8 text without control characters other than tabs; empty if it is. Other
/// formats that we write, such as JSON, cannot hold anything else, and a carriage return within a comment
/// would hide what looks like the next line.
std::string flaw_of_text(std::string_view line);

/// The same for a name, in which no character may be invisible or look like another one, because names are
/// compared.
std::string flaw_of_name(std::string_view name);
} // namespace tenogen::parameters

#endif
