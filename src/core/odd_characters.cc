#include "tenogen/core/odd_characters.h"

#include "tenogen/core/errors.h"

#include <array>
#include <sstream>
#include <utility>

namespace tenogen
{
namespace
{
/// First the invisible ones, then those that look like an ASCII character.
constexpr std::array<std::pair<std::string_view, std::string_view>, 52> odd = {
    {{"\xC2\xA0", "U+00A0 (no-break space)"},
     {"\xC2\xAD", "U+00AD (soft hyphen)"},
     {"\xCD\x8F", "U+034F (combining grapheme joiner)"},
     {"\xE1\xA0\x8E", "U+180E (Mongolian vowel separator)"},
     {"\xE1\x9A\x80", "U+1680 (Ogham space mark)"},
     {"\xE2\x80\x80", "U+2000 (en quad)"},
     {"\xE2\x80\x81", "U+2001 (em quad)"},
     {"\xE2\x80\x82", "U+2002 (en space)"},
     {"\xE2\x80\x83", "U+2003 (em space)"},
     {"\xE2\x80\x84", "U+2004 (three-per-em space)"},
     {"\xE2\x80\x85", "U+2005 (four-per-em space)"},
     {"\xE2\x80\x86", "U+2006 (six-per-em space)"},
     {"\xE2\x80\x87", "U+2007 (figure space)"},
     {"\xE2\x80\x88", "U+2008 (punctuation space)"},
     {"\xE2\x80\x89", "U+2009 (thin space)"},
     {"\xE2\x80\x8A", "U+200A (hair space)"},
     {"\xE2\x80\x8B", "U+200B (zero width space)"},
     {"\xE2\x80\x8C", "U+200C (zero width non-joiner)"},
     {"\xE2\x80\x8D", "U+200D (zero width joiner)"},
     {"\xE2\x80\x8E", "U+200E (left-to-right mark)"},
     {"\xE2\x80\x8F", "U+200F (right-to-left mark)"},
     {"\xE2\x80\xA8", "U+2028 (line separator)"},
     {"\xE2\x80\xA9", "U+2029 (paragraph separator)"},
     {"\xE2\x80\xAA", "U+202A (left-to-right embedding)"},
     {"\xE2\x80\xAB", "U+202B (right-to-left embedding)"},
     {"\xE2\x80\xAC", "U+202C (pop directional formatting)"},
     {"\xE2\x80\xAD", "U+202D (left-to-right override)"},
     {"\xE2\x80\xAE", "U+202E (right-to-left override)"},
     {"\xE2\x80\xAF", "U+202F (narrow no-break space)"},
     {"\xE2\x81\x9F", "U+205F (medium mathematical space)"},
     {"\xE2\x81\xA0", "U+2060 (word joiner)"},
     {"\xE2\x81\xA6", "U+2066 (left-to-right isolate)"},
     {"\xE2\x81\xA7", "U+2067 (right-to-left isolate)"},
     {"\xE2\x81\xA8", "U+2068 (first strong isolate)"},
     {"\xE2\x81\xA9", "U+2069 (pop directional isolate)"},
     {"\xE3\x80\x80", "U+3000 (ideographic space)"},
     {"\xEF\xBB\xBF", "U+FEFF (byte order mark)"},
     {"\xE2\x80\x90", "U+2010 (hyphen)"},
     {"\xE2\x80\x91", "U+2011 (non-breaking hyphen)"},
     {"\xE2\x80\x92", "U+2012 (figure dash)"},
     {"\xE2\x80\x93", "U+2013 (en dash)"},
     {"\xE2\x80\x94", "U+2014 (em dash)"},
     {"\xE2\x88\x92", "U+2212 (minus sign)"},
     {"\xE2\x80\x98", "U+2018 (left single quotation mark)"},
     {"\xE2\x80\x99", "U+2019 (right single quotation mark)"},
     {"\xE2\x80\x9C", "U+201C (left double quotation mark)"},
     {"\xE2\x80\x9D", "U+201D (right double quotation mark)"},
     {"\xE2\x80\x9E", "U+201E (low double quotation mark)"},
     {"\xE2\x81\x84", "U+2044 (fraction slash)"},
     {"\xE2\x88\x95", "U+2215 (division slash)"},
     {"\xEF\xBC\x8C", "U+FF0C (fullwidth comma)"},
     {"\xEF\xBC\x9D", "U+FF1D (fullwidth equals sign)"}}};

bool begins_with(const std::string &text, const std::string_view start)
{
  return text.compare(0, start.size(), start) == 0;
}
} // namespace

std::string odd_characters(const std::string_view text)
{
  std::string names;
  for (const auto &[character, name] : odd)
    if (text.find(character) != std::string_view::npos)
      names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

std::string with_named_odd_characters(const std::string &message)
{
  std::istringstream lines(message);
  std::string        result;
  for (std::string line; std::getline(lines, line);)
  {
    const std::string names = odd_characters(line);
    result += (result.empty() ? "" : "\n") + line + (names.empty() ? "" : " [contains " + names + "]");
  }
  return result;
}

std::string without_byte_order_mark(std::string text, const std::string &file)
{
  using namespace std::string_view_literals;
  for (const std::string_view mark : {"\xFF\xFE"sv, "\xFE\xFF"sv, "\0\0\xFE\xFF"sv})
    if (begins_with(text, mark))
      throw InputError(
          file + ": the file is saved as UTF-16 or UTF-32 (\"Unicode\" in some programs). Save it as UTF-8.");
  if (begins_with(text, "\xEF\xBB\xBF"))
    text.erase(0, 3);
  return text;
}
} // namespace tenogen
