#ifndef tenogen_tests_fuzz_mutator_h
#define tenogen_tests_fuzz_mutator_h

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tenogen::fuzz
{
/// Corrupts texts in the ways in which files get corrupted. The same seed gives the same texts on every
/// machine.
class Mutator
{
public:
  /// @param dictionary  words that are meaningful to the reader
  /// @param lines       complete lines that are meaningful to it
  Mutator(std::uint64_t seed, std::vector<std::string> dictionary, std::vector<std::string> lines = {});

  /// The text after one to six changes.
  std::string mutated(std::string text);

  /// A random number below n; 0 if n is 0.
  std::size_t below(std::size_t n);

private:
  void change(std::string &text);
  void change_bytes(std::string &text);
  void change_lines(std::string &text);
  void change_token(std::string &text);
  void change_number(std::string &text);
  void lengthen(std::string &text);

  const std::string &any_of(const std::vector<std::string> &words);

  std::mt19937_64          random;
  std::vector<std::string> dictionary, lines;
};
} // namespace tenogen::fuzz

#endif
