#ifndef tenogen_app_command_line_h
#define tenogen_app_command_line_h

#include <boost/program_options.hpp>

#include <string>
#include <vector>

namespace tenogen
{
/**
 * Reads the arguments of a command.
 * @param command    the name of the command, for messages
 * @param positions  names of the options that may stand without their name, one word each, in order
 * @throws InputError if the arguments are invalid
 */
boost::program_options::variables_map
parse_command_line(const std::string &command, const std::vector<std::string> &arguments,
                   const boost::program_options::options_description &description,
                   const std::vector<std::string>                    &positions);
} // namespace tenogen

#endif
