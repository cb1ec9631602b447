#include "tenogen/parameters/plain_text.h"

#include "tenogen/core/odd_characters.h"

#include <array>

namespace tenogen::parameters
{
namespace
{
/// Non-ASCII characters in UTF-8 (Unicode 15, table 3-7): the range of the first byte, that of the second,
/// and the number of bytes 80 to BF that follow.
struct Letters
{
  unsigned char first, last, second_from, second_to, more;
};

constexpr std::array<Letters, 8> beyond_ascii = {{{0xC2, 0xDF, 0x80, 0xBF, 0},
                                                  {0xE0, 0xE0, 0xA0, 0xBF, 1},
                                                  {0xE1, 0xEC, 0x80, 0xBF, 1},
                                                  {0xED, 0xED, 0x80, 0x9F, 1},
                                                  {0xEE, 0xEF, 0x80, 0xBF, 1},
                                                  {0xF0, 0xF0, 0x90, 0xBF, 2},
                                                  {0xF1, 0xF3, 0x80, 0xBF, 2},
                                                  {0xF4, 0xF4, 0x80, 0x8F, 2}}};

bool is_between(const unsigned char byte, const unsigned char low, const unsigned char high)
{
  return low <= byte && byte <= high;
}

/// Number of bytes of the non-ASCII character at the start of the text; 0 if it is not valid.
std::size_t bytes_of_letter(const std::string_view text)
{
  const auto byte = [&](const std::size_t i)
  { return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0); };
  for (const Letters &letters : beyond_ascii)
  {
    if (!is_between(byte(0), letters.first, letters.last))
      continue;
    bool is_whole = is_between(byte(1), letters.second_from, letters.second_to);
    for (unsigned int i = 0; i < letters.more; ++i)
      is_whole = is_whole && is_between(byte(2 + i), 0x80, 0xBF);
    return is_whole ? 2u + letters.more : 0;
  }
  return 0;
}
} // namespace

std::string flaw_of_text(std::string_view line)
{
  while (!line.empty())
  {
    const auto byte = static_cast<unsigned char>(line.front());
    if (byte == '\r')
      return "the line contains a carriage return; save the file with Linux or Windows line endings";
    if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
      return "the line contains a control character, code " + std::to_string(byte) + "; remove it";
    const std::size_t bytes = byte < 0x80 ? 1 : bytes_of_letter(line);
    if (bytes == 0)
      return "the line is not valid UTF-8; save the file in UTF-8";
    line.remove_prefix(bytes);
  }
  return "";
}

std::string flaw_of_name(const std::string_view name)
{
  const std::string odd = odd_characters(name);
  if (auto flaw = flaw_of_text(name); !flaw.empty() || odd.empty())
    return flaw;
  return "the name contains " + odd + "; retype the character";
}
} // namespace tenogen::parameters
