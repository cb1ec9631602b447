#include "tenogen/app/command_line.h"

#include "tenogen/core/errors.h"

namespace tenogen
{
namespace options = boost::program_options;

options::variables_map parse_command_line(const std::string                  &command,
                                          const std::vector<std::string>     &arguments,
                                          const options::options_description &description,
                                          const std::vector<std::string>     &positions)
{
  options::positional_options_description places;
  for (const std::string &name : positions)
    places.add(name.c_str(), 1);
  options::variables_map values;
  try
  {
    // Names are not guessed from their beginnings.
    using options::command_line_style::allow_guessing;
    using options::command_line_style::unix_style;
    options::store(options::command_line_parser(arguments)
                       .options(description)
                       .positional(places)
                       .style(unix_style & ~allow_guessing)
                       .run(),
                   values);
    options::notify(values);
  }
  catch (const options::error &error)
  {
    throw InputError(command + ": " + error.what() + ". `tenogen " + command +
                     " --help` lists what is allowed.");
  }
  return values;
}
} // namespace tenogen
