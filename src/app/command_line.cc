#include "tenogen/app/command_line.h"

#include "tenogen/core/errors.h"

#include <algorithm>

namespace tenogen
{
namespace options = boost::program_options;

namespace
{
/// The option for words that belong to no other option. Nobody would type this name.
constexpr const char *surplus = "words without an option";

bool ends_with(const std::string &text, const std::string &ending)
{
  return text.size() >= ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

/// Whether the value of a setting continues in the next word because the shell split a list after a
/// separator.
bool is_unfinished(const std::string &setting)
{
  return setting.find('=') == std::string::npos || ends_with(setting, ",") || ends_with(setting, ";") ||
         ends_with(setting, ":") || ends_with(setting, "=");
}

/**
 * Joins a setting that the shell has split at blanks.
 * @param first  index of the word after --set
 * @returns the whole setting; a single word if it was not split
 */
std::string joined_setting(const std::vector<std::string> &words, const std::size_t first)
{
  std::string setting = words[first];
  for (std::size_t i = first + 1; i < words.size() && is_unfinished(setting); ++i)
  {
    if (words[i].rfind('-', 0) == 0 || ends_with(words[i], ".prm"))
      break;
    setting += " " + words[i];
  }
  return setting;
}

/// @throws InputError showing the quoted form of a setting that was given without quotation marks
void refuse_unquoted_settings(const std::string &command, const std::vector<std::string> &words)
{
  const std::string option = "--set";
  for (std::size_t i = 0; i < words.size(); ++i)
  {
    const bool is_joined = words[i].rfind(option + "=", 0) == 0; // --set=Treatment/Dose
    if (!is_joined && (words[i] != option || i + 1 == words.size()))
      continue;
    auto from_value = words;
    if (is_joined)
      from_value[i] = words[i].substr(option.size() + 1);
    const std::size_t first   = is_joined ? i : i + 1;
    const std::string setting = joined_setting(from_value, first);
    if (setting != from_value[first] && setting.find('=') != std::string::npos)
      throw InputError(command +
                       ": the shell has split a setting at its spaces. Put it in quotation marks: " + option +
                       " \"" + setting + "\"");
  }
}
} // namespace

options::variables_map parse_command_line(const std::string                  &command,
                                          const std::vector<std::string>     &arguments,
                                          const options::options_description &description,
                                          const std::vector<std::string>     &positions)
{
  if (description.find_nothrow("set", false) != nullptr)
    refuse_unquoted_settings(command, arguments);

  options::options_description all;
  all.add(description);
  all.add_options()(surplus, options::value<std::vector<std::string>>());
  options::positional_options_description places;
  for (const std::string &name : positions)
    places.add(name.c_str(), 1);
  places.add(surplus, -1);

  const std::string      advice = " `tenogen " + command + " --help` lists what is allowed.";
  options::variables_map values;
  try
  {
    // Abbreviated option names are not accepted.
    using options::command_line_style::allow_guessing;
    using options::command_line_style::unix_style;
    options::store(options::command_line_parser(arguments)
                       .options(all)
                       .positional(places)
                       .style(unix_style & ~allow_guessing)
                       .run(),
                   values);
    options::notify(values);
  }
  catch (const options::error &error)
  {
    throw InputError(command + ": " + error.what() + "." + advice);
  }
  if (values.count(surplus) > 0)
    throw InputError(command + ": the word '" + values[surplus].as<std::vector<std::string>>().front() +
                     "' is unexpected. Put a value with spaces in quotation marks." + advice);
  return values;
}
} // namespace tenogen
