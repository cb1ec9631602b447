#ifndef tenogen_parameters_mistakes_h
#define tenogen_parameters_mistakes_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Throws if there are any mistakes.
/// @throws InputError with all mistakes, one per line; those that begin with `file:line:` are sorted by line
///         within each file
void refuse(std::vector<std::string> mistakes);
} // namespace tenogen::parameters

#endif
