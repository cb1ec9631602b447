#include "tenogen/parameters/number_text.h"

#include "tenogen/core/errors.h"

#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

namespace tenogen::parameters
{
std::string to_text(const double value)
{
  std::array<char, 32> buffer;
  const auto           end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string          text(buffer.data(), end);

  const auto exponent = text.find('e');
  if (exponent == std::string::npos)
    return text;

  // 2e+07 reads worse than 2e7
  auto digits = exponent + 1;
  if (text[digits] == '+')
    text.erase(digits, 1);
  else
    ++digits;
  while (digits + 1 < text.size() && text[digits] == '0')
    text.erase(digits, 1);
  return text;
}

std::string rounded_text(const double value)
{
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

double number_from_text(const std::string &text)
{
  std::string word = trimmed(text);
  if (word.empty())
    throw InputError("a number is missing");
  const std::string shown = "'" + word + "'";
  if (word.size() > 1 && word[0] == '+' && word[1] != '-')
    word.erase(0, 1);

  double            value = 0.;
  const char *const end   = word.data() + word.size();
  const auto        read  = std::from_chars(word.data(), end, value);
  if (read.ec == std::errc::result_out_of_range)
    throw InputError(shown + " is too large or too small for a number");
  if (read.ec != std::errc())
    throw InputError(shown + " is not a number");
  if (read.ptr != end)
    throw InputError(shown + " has unexpected text after the number: '" + std::string(read.ptr, end) + "'");
  if (!std::isfinite(value))
    throw InputError(shown + " is not a finite number");
  if (std::abs(value) > largest_size)
    throw InputError(shown + " is too large: the magnitude of a number must not exceed " +
                     to_text(largest_size));
  if (value != 0. && std::abs(value) < smallest_size)
    throw InputError(shown +
                     " is too close to zero: the magnitude of a number other than 0 must be at least " +
                     to_text(smallest_size));
  return value == 0. ? 0. : value;
}

std::string lower_case(std::string text)
{
  for (char &letter : text)
    if (letter >= 'A' && letter <= 'Z')
      letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

std::string trimmed(const std::string &text)
{
  constexpr auto blanks = " \t\r\n\f\v";
  const auto     first  = text.find_first_not_of(blanks);
  if (first == std::string::npos)
    return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string> split(const std::string &text, const char separator)
{
  std::vector<std::string> pieces;
  if (trimmed(text).empty())
    return pieces;
  std::size_t begin = 0;
  while (true)
  {
    const auto end = text.find(separator, begin);
    pieces.push_back(trimmed(text.substr(begin, end - begin)));
    if (end == std::string::npos)
      return pieces;
    begin = end + 1;
  }
}
} // namespace tenogen::parameters
