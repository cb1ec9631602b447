#include "tenogen/study/csv.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"

namespace tenogen::study
{
namespace
{
std::size_t first_after_blanks(const std::string &line, const std::size_t at, const char separator)
{
  return line.find_first_not_of(separator == '\t' ? " \r" : " \t\r", at);
}

/// Reads the quoted field that begins at `at`, and moves `at` past it.
std::string quoted_field(const std::string &line, std::size_t &at, const char separator)
{
  std::string field;
  for (++at; at < line.size(); ++at)
  {
    if (line[at] != '"')
      field += line[at];
    else if (at + 1 < line.size() && line[at + 1] == '"')
      field += line[++at];
    else
    {
      at = first_after_blanks(line, at + 1, separator);
      if (at != std::string::npos && line[at] != separator)
        throw InputError("unexpected text after the closing quotation mark of '" + field + "'");
      return field;
    }
  }
  throw InputError("a quotation mark is not closed");
}
} // namespace

std::string csv_line(const std::vector<std::string> &fields)
{
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i)
  {
    std::string field = fields[i];
    if (field.find_first_of(",\"") != std::string::npos)
    {
      for (auto at = field.find('"'); at != std::string::npos; at = field.find('"', at + 2))
        field.insert(at, 1, '"');
      field = '"' + field + '"';
    }
    line += (i == 0 ? "" : ",") + field;
  }
  return line;
}

std::vector<std::string> fields_of_csv(const std::string &line, const char separator)
{
  std::vector<std::string> fields;
  std::size_t              at = 0;
  while (true)
  {
    const auto begin = first_after_blanks(line, at, separator);
    if (begin != std::string::npos && line[begin] == '"')
    {
      at = begin;
      fields.push_back(quoted_field(line, at, separator));
    }
    else
    {
      const auto end = line.find(separator, at);
      fields.push_back(parameters::trimmed(line.substr(at, end - at)));
      at = end;
    }
    if (at == std::string::npos || at >= line.size())
      return fields;
    ++at; // the separator
  }
}

char separator_of(const std::string &names)
{
  bool is_quoted = false, has_tab = false;
  for (const char letter : names)
  {
    is_quoted = is_quoted != (letter == '"');
    if (letter == ';' && !is_quoted)
      return ';';
    has_tab = has_tab || (letter == '\t' && !is_quoted);
  }
  return has_tab ? '\t' : ',';
}

char declared_separator(const std::string &line)
{
  std::string text = line.substr(0, line.find_last_not_of("\r\n") + 1);
  if (text.size() > 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  const std::string separators = ",;\t"; // Excel fills the line up with empty fields
  const bool is_declaration    = text.size() >= 5 && parameters::lower_case(text.substr(0, 4)) == "sep=" &&
                              text.find_first_not_of(separators, 4) == std::string::npos;
  return is_declaration ? text[4] : '\0';
}
} // namespace tenogen::study
