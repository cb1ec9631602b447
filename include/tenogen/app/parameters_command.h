#ifndef tenogen_app_parameters_command_h
#define tenogen_app_parameters_command_h

#include <string>
#include <vector>

namespace tenogen
{
/// `tenogen parameters [--format prm|json|markdown] [--set ...] [FILE.prm]`: writes every parameter with
/// default, range, unit, meaning and source to the standard output; with a file, its resolved form.
/// Warnings go to the standard error.
/// @param arguments the words after `parameters`
/// @return the exit code
/// @throws InputError, FileSystemError for the person who started it
int parameters_command(const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
