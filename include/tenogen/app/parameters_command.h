#ifndef tenogen_app_parameters_command_h
#define tenogen_app_parameters_command_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen parameters [--format prm|json|markdown] [--set ...] [FILE.prm]`: prints every parameter with its
/// default, range, unit, meaning and source; if a file is given, with the values of that file. Warnings go to
/// standard error.
/// @param arguments the words after `parameters`
/// @return the exit code
/// @throws InputError, FileSystemError
int parameters_command(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
