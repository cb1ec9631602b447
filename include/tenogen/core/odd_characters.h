#ifndef tenogen_core_odd_characters_h
#define tenogen_core_odd_characters_h

#include <string>
#include <string_view>

/// Characters that a person does not see, or takes for others, and that come from word processors, web pages
/// and PDFs: a name with one of them looks like the right one.
namespace tenogen
{
/// `U+00A0 (no-break space), U+2212 (minus sign)`: those in a text that cannot be seen, or look like one of
/// ASCII.
std::string odd_characters(std::string_view text);

/// A message whose every line with odd characters ends with their names.
std::string with_named_odd_characters(const std::string &message);

/// The text of a file without the byte order mark that some editors put before UTF-8.
/// @throws InputError where the text is UTF-16 or UTF-32
std::string without_byte_order_mark(std::string text, const std::string &file);
} // namespace tenogen

#endif
