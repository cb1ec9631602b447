#ifndef tenogen_core_odd_characters_h
#define tenogen_core_odd_characters_h

#include <string>
#include <string_view>

/// Characters that are invisible or look like others. They come from word processors, web pages and PDFs, and
/// a name that contains one looks correct.
namespace tenogen
{
/// The characters in a text that are invisible or look like ASCII characters: `U+00A0 (no-break space),
/// U+2212 (minus sign)`.
std::string odd_characters(std::string_view text);

/// The message, with the names of the odd characters at the end of every line that contains any.
std::string with_named_odd_characters(const std::string &message);

/// The text of a file without the byte order mark that some editors write at the start of UTF-8.
/// @throws InputError if the text is UTF-16 or UTF-32
std::string without_byte_order_mark(std::string text, const std::string &file);
} // namespace tenogen

#endif
