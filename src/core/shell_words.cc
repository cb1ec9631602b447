#include "tenogen/core/shell_words.h"

#include "tenogen/core/errors.h"

namespace tenogen
{
namespace
{
/// Moves `at` past the closing quotation mark and appends the quoted text.
void read_quoted(const std::string &text, std::size_t &at, std::string &word)
{
  const std::string escaped_in_double_quotes = "\"\\$`";
  const char        quote                    = text[at];
  const std::size_t begin                    = at;
  for (++at; at < text.size(); ++at)
  {
    if (text[at] == quote)
      return;
    const bool is_escaped = quote == '"' && text[at] == '\\' && at + 1 < text.size() &&
                            escaped_in_double_quotes.find(text[at + 1]) != std::string::npos;
    if (is_escaped)
      ++at;
    word += text[at];
  }
  throw InputError(std::string("the quotation mark ") + quote + " before '" + text.substr(begin + 1) +
                   "' is not closed");
}
} // namespace

std::vector<std::string> shell_words(const std::string &text)
{
  std::vector<std::string> words;
  std::string              word;
  bool                     is_open = false; ///< an empty word in quotation marks is also a word
  for (std::size_t at = 0; at < text.size(); ++at)
  {
    const char letter = text[at];
    if (letter == ' ' || letter == '\t' || letter == '\n')
    {
      if (is_open)
        words.push_back(word);
      word.clear();
      is_open = false;
      continue;
    }
    is_open = true;
    if (letter == '\'' || letter == '"')
      read_quoted(text, at, word);
    else if (letter != '\\')
      word += letter;
    else if (++at < text.size())
      word += text[at];
    else
      throw InputError("the text ends with a backslash");
  }
  if (is_open)
    words.push_back(word);
  return words;
}
} // namespace tenogen
