#ifndef tenogen_parameters_plain_text_h
#define tenogen_parameters_plain_text_h

#include <string>
#include <string_view>

namespace tenogen::parameters
{
/// What makes this line something else than plain text in UTF-8, without control characters but tabs; empty
/// where nothing does. What is written for others, such as JSON, can hold nothing else; and a carriage
/// return within a line would hide in a comment what looks like the next line.
std::string flaw_of_text(std::string_view line);

/// The same of a name, in which no character may look like another one, or like none: names are compared.
std::string flaw_of_name(std::string_view name);
} // namespace tenogen::parameters

#endif
