#ifndef tenogen_parameters_check_observation_h
#define tenogen_parameters_check_observation_h

#include "tenogen/parameters/wording.h"

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Whether this is a regular file that can be opened; a pipe, which would block, is not.
bool is_readable_file(const std::string &name);

/// Contradictions in the parameters of the virtual MRI and the scores, as far as the entries are known.
std::vector<std::string> mistakes_of_observation(const Wording &wording);
} // namespace tenogen::parameters

#endif
