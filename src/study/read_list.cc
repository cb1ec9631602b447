#include "tenogen/core/errors.h"
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
/// A file that is no table has a mistake in every line.
constexpr std::size_t most_mistakes = 1000;

/// A table of points as it is read.
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
    std::istringstream                    stream(read_file(file));
    std::vector<std::vector<std::string>> points;
    for (std::string text; std::getline(stream, text);)
    {
      ++line;
      if (parameters::trimmed(text).empty())
        continue;
      const auto fields = fields_of(text);
      if (mistakes.size() >= most_mistakes || (columns.empty() && !read_header(fields)))
        return {};
      if (line_of_names == 0)
        line_of_names = line;
      else if (!fields.empty() && fields.size() != columns.size())
        wrong("it has " + std::to_string(fields.size()) + " fields, the first line " +
              std::to_string(columns.size()));
      else if (!fields.empty())
        points.push_back(point(fields));
      if (points.size() > most_points)
        throw InputError(file + ": it has more than " + std::to_string(most_points) + " points.");
    }
    if (points.empty() && mistakes.empty())
      mistakes.push_back(file + ": there is no point; below the line of names each line is one");
    return points;
  }

private:
  void wrong(const std::string &text)
  {
    mistakes.push_back(file + ":" + std::to_string(line) + ": " + text);
  }

  /// The fields of a line; none where it cannot be taken apart.
  std::vector<std::string> fields_of(const std::string &text)
  {
    try
    {
      return fields_of_csv(text);
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
      return false; // what is wrong with the line was said
    std::vector<std::string> known;
    for (const auto &parameter : varied)
      known.push_back(parameter.name);
    for (const auto &name : names)
    {
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end())
        wrong("the column " + name + " is no parameter of the study; the nearest is " +
              parameters::nearest_name(name, known));
      else if (std::count(names.begin(), names.end(), name) > 1)
        wrong("the column " + name + " is there twice");
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
      values[columns[i]]    = fields[i];
      try
      {
        if (parameter.is_factor)
          parameters::number_from_text(fields[i]);
        else
          entries.at(parameter.entries.front())->assign(fields[i]);
      }
      catch (const InputError &error)
      {
        wrong(parameter.name + " = " + fields[i] + ": " + error.what() +
              (parameter.is_factor ? "" : "; allowed: " + entries.at(parameter.entries.front())->allowed));
      }
    }
    return values;
  }

  std::string                         file;
  const std::vector<VariedParameter> &varied;
  const Entries                      &entries;
  std::vector<std::string>           &mistakes;
  std::vector<std::size_t>            columns; ///< number of the parameter of each column
  std::size_t                         line          = 0;
  std::size_t                         line_of_names = 0; ///< 0 before it was read
};
} // namespace

std::vector<std::vector<std::string>> read_list(const std::string                  &file,
                                                const std::vector<VariedParameter> &parameters,
                                                const Entries &entries, std::vector<std::string> &mistakes)
{
  return ListReader(file, parameters, entries, mistakes).read();
}
} // namespace tenogen::study
