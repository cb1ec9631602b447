#include "fuzz/mutator.h"

#include <algorithm>
#include <utility>

namespace tenogen::fuzz
{
namespace
{
using namespace std::string_literals;

const std::vector<std::string> odd_numbers = {"nan",
                                              "-nan",
                                              "inf",
                                              "-inf",
                                              "1e999",
                                              "-1e999",
                                              "1e-999",
                                              "-0",
                                              "0",
                                              "-1",
                                              "1e308",
                                              "-1e308",
                                              "5e-324",
                                              "1e-300",
                                              "1e300",
                                              "2147483647",
                                              "2147483648",
                                              "-2147483649",
                                              "4294967295",
                                              "4294967296",
                                              "18446744073709551616",
                                              "0x10",
                                              "1e",
                                              "1.5",
                                              "1,5",
                                              "++1",
                                              "+-1",
                                              "1 2",
                                              "10000",
                                              "true",
                                              "null",
                                              ""};

/// Texts that editors, other systems and damaged disks insert.
const std::vector<std::string> odd_bytes = {"\0"s,
                                            "\r",
                                            "\r\n",
                                            "\n",
                                            "\t",
                                            "\v",
                                            "\f",
                                            "\\",
                                            "\\\n",
                                            "#",
                                            "=",
                                            "\"",
                                            "\xC3\xA9",
                                            "\xFF",
                                            "\xEF\xBB\xBF",
                                            "\xE2\x80\xA8",
                                            "\xED\xA0\x80",
                                            "\xF0\x9F\xA6\xB4",
                                            "$",
                                            "{",
                                            "[",
                                            "]",
                                            ","};

std::vector<std::string> lines_of(const std::string &text)
{
  std::vector<std::string> lines;
  std::size_t              begin = 0;
  while (begin < text.size())
  {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

std::string joined(const std::vector<std::string> &lines)
{
  std::string text;
  for (const std::string &line : lines)
    text += line;
  return text;
}

/// Begin and length of the word around a position.
std::pair<std::size_t, std::size_t> token_at(const std::string &text, const std::size_t place)
{
  constexpr const char *separators = " \t\r\n=,;:/[]{}\"$";
  const std::size_t     before     = text.find_last_of(separators, place);
  const std::size_t     begin      = before == std::string::npos ? 0 : before + 1;
  const std::size_t     end        = std::min(text.find_first_of(separators, begin), text.size());
  return {begin, end - begin};
}

std::string with_dos_lines(const std::string &text)
{
  std::string result;
  for (const char letter : text)
    result += letter == '\n' ? "\r\n"s : std::string(1, letter);
  return result;
}
} // namespace

Mutator::Mutator(const std::uint64_t seed, std::vector<std::string> dictionary,
                 std::vector<std::string> lines)
  : random(seed)
  , dictionary(std::move(dictionary))
  , lines(std::move(lines))
{
}

std::size_t Mutator::below(const std::size_t n)
{
  return n == 0 ? 0 : random() % n; // std::uniform_int_distribution differs between libraries
}

const std::string &Mutator::any_of(const std::vector<std::string> &words)
{
  return words[below(words.size())];
}

std::string Mutator::mutated(std::string text)
{
  // A single change isolates its effect; several reach further.
  for (std::size_t n = below(3) == 0 ? 1 + below(6) : 1; n > 0; --n)
    change(text);
  return text;
}

void Mutator::change(std::string &text)
{
  const std::size_t kind = below(100);
  if (kind < 20)
    change_bytes(text);
  else if (kind < 45)
    change_lines(text);
  else if (kind < 65)
    change_token(text);
  else if (kind < 93)
    change_number(text);
  else if (kind < 95)
    lengthen(text);
  else if (kind < 97)
    text.resize(below(text.size() + 1));
  else
    text = with_dos_lines(text);
}

void Mutator::change_bytes(std::string &text)
{
  const std::size_t place = below(text.size());
  switch (below(4))
  {
  case 0:
    if (!text.empty())
      text[place] = static_cast<char>(text[place] ^ (1 << below(8)));
    return;
  case 1:
    if (!text.empty())
      text[place] = static_cast<char>(below(256));
    return;
  case 2:
    text.erase(place, 1 + below(16));
    return;
  default:
    text.insert(place, any_of(odd_bytes));
  }
}

void Mutator::change_lines(std::string &text)
{
  std::vector<std::string> all = lines_of(text);
  const std::size_t        one = below(all.size()), other = below(all.size());
  const auto               here = all.begin() + static_cast<std::ptrdiff_t>(one);
  const std::size_t        kind = below(4);
  if (all.empty() || (kind == 3 && !lines.empty()))
    all.insert(here, (lines.empty() ? "" : any_of(lines)) + "\n");
  else if (kind == 0)
    all.erase(here);
  else if (kind == 1)
    all.insert(here, std::string(all[other]));
  else
    std::swap(all[one], all[other]);
  text = joined(all);
}

void Mutator::change_token(std::string &text)
{
  if (dictionary.empty())
    return change_bytes(text);
  const auto [begin, length] = token_at(text, below(text.size()));
  text.replace(begin, below(3) == 0 ? 0 : length, any_of(dictionary));
}

void Mutator::change_number(std::string &text)
{
  const std::size_t digit = text.find_first_of("0123456789", below(text.size()));
  if (digit == std::string::npos)
    return change_token(text);
  const auto [begin, length] = token_at(text, digit);
  text.replace(begin, length, any_of(odd_numbers));
}

void Mutator::lengthen(std::string &text)
{
  constexpr std::size_t longest = 200000;
  const std::size_t     place   = below(text.size());
  const std::string     unit    = below(2) == 0 ? any_of(odd_bytes) : std::string(1, "x9 ["[below(4)]);
  std::string           filling;
  for (std::size_t length = below(2) == 0 ? longest : below(1000); filling.size() < length;)
    filling += unit;
  text.insert(place, filling);
}
} // namespace tenogen::fuzz
