#ifndef tenogen_parameters_nearest_name_h
#define tenogen_parameters_nearest_name_h

#include <string>
#include <vector>

namespace tenogen::parameters
{
/// Number of letters to insert, delete, replace or swap with a neighbour to turn one word into the other
/// (optimal string alignment distance). Upper and lower case are the same letter.
unsigned int edit_distance(const std::string &first, const std::string &second);

/// The candidate with the smallest edit distance to `name`, the earlier one on a tie; empty when there
/// are no candidates.
std::string nearest_name(const std::string &name, const std::vector<std::string> &candidates);

/// `Gap length [mm]`, or `Gap length (mm)`, without its unit: `Gap length`.
std::string without_unit(const std::string &name);
} // namespace tenogen::parameters

#endif
