#ifndef tenogen_tests_fuzz_reference_reader_h
#define tenogen_tests_fuzz_reference_reader_h

#include <filesystem>
#include <map>
#include <string>

/// A second, much simpler reader of input files. It reads only files that the real reader has accepted, so it
/// does not check their structure. The tests use it to show that the real reader loses nothing.
namespace tenogen::fuzz
{
/// The settings of a parameter file and the files it includes: value by path, the last setting of each.
std::map<std::string, std::string> settings_in(const std::filesystem::path &file);

/// Whether two values have the same words and numbers, whatever separates them.
bool is_same_value(const std::string &a, const std::string &b);

/// Numbers of elements in a Gmsh file of format 2. An element that is listed twice counts once.
struct ElementCounts
{
  unsigned long                          n_cells = 0;
  std::map<unsigned long, unsigned long> faces; ///< number of quadrilaterals by physical surface
};

ElementCounts count_elements(const std::string &text);
} // namespace tenogen::fuzz

#endif
