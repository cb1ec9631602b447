#ifndef tenogen_tests_robustness_parameters_fixture_h
#define tenogen_tests_robustness_parameters_fixture_h

#include "tenogen/core/errors.h"
#include "tenogen/parameters/read_parameters.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tenogen::tests
{
/// A folder for the files of one test, removed afterwards.
class ParameterFiles : public testing::Test
{
protected:
  void SetUp() override
  {
    folder = std::filesystem::temp_directory_path() / ("tenogen_parameters_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
  }

  void TearDown() override
  {
    std::filesystem::remove_all(folder);
  }

  std::string write(const std::string &name, const std::string &text) const
  {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }

  /// The message that refuses a parameter file with this text; empty if the file is accepted.
  std::string mistakes(const std::string &text, const std::vector<std::string> &overrides = {}) const
  {
    try
    {
      parameters::read_parameters(write("a.prm", text), overrides);
    }
    catch (const InputError &error)
    {
      return error.what();
    }
    return "";
  }

  /// The same for overrides of the defaults.
  static std::string mistakes_of(const std::vector<std::string> &overrides)
  {
    try
    {
      parameters::read_parameters("", overrides);
    }
    catch (const InputError &error)
    {
      return error.what();
    }
    return "";
  }

  std::filesystem::path folder;
};

/// Whether `text` contains `part`; prints both if not.
inline testing::AssertionResult contains(const std::string &text, const std::string &part)
{
  if (text.find(part) != std::string::npos)
    return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << part << "' is not in '" << text << "'";
}

/// How often `text` contains `part`.
inline std::size_t count(const std::string &text, const std::string &part)
{
  std::size_t number = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++number;
  return number;
}
} // namespace tenogen::tests

#endif
