#include "tenogen/study/csv.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/number_text.h"

namespace tenogen::study
{
namespace
{
/// The field in quotation marks that begins at `at`, which is moved behind it.
std::string quoted_field(const std::string &line, std::size_t &at)
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
      at = line.find_first_not_of(" \t\r", at + 1);
      if (at != std::string::npos && line[at] != ',')
        throw InputError("something follows the closing quotation mark of '" + field + "'");
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

std::vector<std::string> fields_of_csv(const std::string &line)
{
  std::vector<std::string> fields;
  std::size_t              at = 0;
  while (true)
  {
    const auto begin = line.find_first_not_of(" \t\r", at);
    if (begin != std::string::npos && line[begin] == '"')
    {
      at = begin;
      fields.push_back(quoted_field(line, at));
    }
    else
    {
      const auto end = line.find(',', at);
      fields.push_back(parameters::trimmed(line.substr(at, end - at)));
      at = end;
    }
    if (at == std::string::npos || at >= line.size())
      return fields;
    ++at; // the comma
  }
}
} // namespace tenogen::study
