#ifndef tenogen_parameters_check_observation_h
#define tenogen_parameters_check_observation_h

#include "tenogen/parameters/wording.h"

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Whether this is a file that can be opened; a pipe, which would wait, is none.
bool is_readable_file(const std::string &name);

/// What contradicts in what is observed, virtual MRI and scores, as far as the entries are known.
std::vector<std::string> mistakes_of_observation(const Wording &wording);
} // namespace tenogen::parameters

#endif
