#include "tenogen/core/errors.h"
#include "tenogen/core/odd_characters.h"
#include "tenogen/core/read_file.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/study/csv.h"
#include "tenogen/study/study_parts.h"

#include <algorithm>
#include <sstream>

namespace tenogen::study
{
namespace
{
/// Largest number of mistakes: a file that is not a table has one in every line.
constexpr std::size_t max_mistakes = 1000;

/// Reads a table of points.
class ListReader
{
public:
  ListReader(const std::string &file, const std::vector<VariedParameter> &varied, const Entries &entries,
             std::vector<std::string> &mistakes)
    : file(file)
    , varied(varied)
    , entries(entries)
    , mistakes(mistakes)
  {
  }

  std::vector<std::vector<std::string>> read()
  {
    std::istringstream                    stream(without_byte_order_mark(read_file(file), file));
    std::vector<std::vector<std::string>> points;
    for (std::string text; std::getline(stream, text);)
    {
      ++line;
      if (parameters::trimmed(text).empty() || is_declaration(text))
        continue;
      const auto fields = fields_of(text);
      if (fields.empty() && mistakes.empty())
        continue;
      if (mistakes.size() >= max_mistakes || (columns.empty() && !read_header(fields)))
        return {};
      if (line_of_names == 0)
        line_of_names = line;
      else if (!fields.empty() && fields.size() != columns.size())
        wrong("the row has " + std::to_string(fields.size()) + " fields, the row of names " +
              std::to_string(columns.size()) +
              (separator == ',' ? "; numbers need a decimal point here" : ""));
      else if (!fields.empty())
        points.push_back(point(fields));
      if (points.size() > max_points)
        throw InputError(file + ": the table has more than " + std::to_string(max_points) + " points.");
    }
    if (line_with_comma > 0 && line_with_point > 0)
      mistakes.push_back(file + ":" + std::to_string(line_with_comma) +
                         ": a number has a decimal comma, and in line " + std::to_string(line_with_point) +
                         " one has a decimal point; use one of the two");
    if (points.empty() && mistakes.empty())
      mistakes.push_back(file + ": the table has no points; write one per line below the line of names");
    return points;
  }

private:
  void wrong(const std::string &text)
  {
    mistakes.push_back(file + ":" + std::to_string(line) + ": " + text);
  }

  /// Whether the line only names the separator.
  bool is_declaration(const std::string &text)
  {
    const char declared = line_of_names == 0 && !is_declared ? declared_separator(text) : '\0';
    if (declared == '\0')
      return false;
    separator   = declared;
    is_declared = true;
    return true;
  }

  /// The fields of a line; none if it is empty or cannot be split.
  std::vector<std::string> fields_of(const std::string &text)
  {
    if (line_of_names == 0 && !is_declared)
      separator = separator_of(text);
    try
    {
      auto fields = fields_of_csv(text, separator);
      // Spreadsheets add empty fields to rows, and rows of empty fields to tables.
      const bool is_empty =
          std::all_of(fields.begin(), fields.end(), [](const std::string &field) { return field.empty(); });
      while (!fields.empty() && fields.back().empty() && (is_empty || fields.size() > columns.size()))
        fields.pop_back();
      return fields;
    }
    catch (const InputError &error)
    {
      wrong(error.what());
      return {};
    }
  }

  /// Finds the parameter of each column. @return whether each parameter has one
  bool read_header(const std::vector<std::string> &names)
  {
    if (names.empty())
      return false; // the mistake in the line was reported
    std::vector<std::string> known;
    for (const auto &parameter : varied)
      known.push_back(parameter.name);
    for (const auto &name : names)
    {
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end())
        wrong("the column '" + name + "' is not a parameter of the study; the nearest is " +
              parameters::nearest_name(name, known));
      else if (std::count(names.begin(), names.end(), name) > 1)
        wrong("there are two columns " + name + "; remove one");
      columns.push_back(static_cast<std::size_t>(found - known.begin()));
    }
    for (const auto &name : known)
      if (std::find(names.begin(), names.end(), name) == names.end())
        wrong("there is no column " + name + "; give the parameter one, or remove it from the study");
    return mistakes.empty();
  }

  /// The values of a point in the order of the parameters.
  std::vector<std::string> point(const std::vector<std::string> &fields)
  {
    std::vector<std::string> values(varied.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
      const auto &parameter = varied[columns[i]];
      const auto *entry     = parameter.is_factor ? nullptr : entries.at(parameter.entries.front());
      const bool  is_number = entry == nullptr || entry->type == parameters::ValueType::number ||
                             entry->type == parameters::ValueType::integer;
      std::string &value = values[columns[i]];
      value              = is_number ? with_decimal_point(fields[i]) : fields[i];
      try
      {
        if (entry == nullptr)
          parameters::number_from_text(value);
        else
          entry->assign(value);
        if (entry != nullptr && entry->type == parameters::ValueType::boolean)
          value = entry->text(); // `true` in any spelling
      }
      catch (const InputError &error)
      {
        wrong(parameter.name + " = " + fields[i] + ": " + error.what() +
              (entry == nullptr ? "" : "; allowed: " + entry->allowed));
      }
    }
    return values;
  }

  /// The text of a number, which may have a decimal comma if commas are not the separator.
  std::string with_decimal_point(std::string text)
  {
    if (text.find('.') != std::string::npos && line_with_point == 0)
      line_with_point = line;
    const auto comma = text.find(',');
    if (separator == ',' || comma == std::string::npos)
      return text;
    if (line_with_comma == 0)
      line_with_comma = line;
    text[comma] = '.';
    return text;
  }

  std::string                         file;
  const std::vector<VariedParameter> &varied;
  const Entries                      &entries;
  std::vector<std::string>           &mistakes;
  std::vector<std::size_t>            columns; ///< number of the parameter of each column
  char                                separator     = ',';
  bool                                is_declared   = false; ///< whether a line `sep=` names the separator
  std::size_t                         line          = 0;
  std::size_t                         line_of_names = 0; ///< 0 before the header was read
  std::size_t line_with_comma = 0; ///< first line with a decimal comma; 0 if there is none
  std::size_t line_with_point = 0; ///< the same for a decimal point
};
} // namespace

std::vector<std::vector<std::string>> read_list(const std::string                  &file,
                                                const std::vector<VariedParameter> &parameters,
                                                const Entries &entries, std::vector<std::string> &mistakes)
{
  return ListReader(file, parameters, entries, mistakes).read();
}
} // namespace tenogen::study
