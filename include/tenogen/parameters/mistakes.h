#ifndef tenogen_parameters_mistakes_h
#define tenogen_parameters_mistakes_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Does nothing where there are no mistakes.
/// @throws InputError with all of them, one per line, those that begin with `file:line:` in the order of
///         the lines of each file
void refuse(std::vector<std::string> mistakes);
} // namespace tenogen::parameters

#endif
