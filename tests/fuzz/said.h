#ifndef tenogen_tests_fuzz_said_h
#define tenogen_tests_fuzz_said_h

#include <filesystem>
#include <map>
#include <string>

/// What a file says, read once more in the simplest way: only of files that the reader has accepted, whose
/// structure is in order. Nothing that is said may have been lost.
namespace tenogen::fuzz
{
/// Value by path, the last setting of each, of a parameter file and what it includes.
std::map<std::string, std::string> said_settings(const std::filesystem::path &file);

/// Whether two values have the same words and numbers, whatever separates them.
bool is_same_value(const std::string &a, const std::string &b);

/// What a Gmsh file of format 2 says of its elements; those that it says twice count once.
struct SaidElements
{
  unsigned long                          n_cells = 0;
  std::map<unsigned long, unsigned long> faces; ///< number of quadrilaterals by physical surface
};

SaidElements said_elements(const std::string &text);
} // namespace tenogen::fuzz

#endif
