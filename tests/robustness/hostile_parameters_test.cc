#include "robustness/parameters_fixture.h"

#include "tenogen/core/errors.h"

#include <chrono>

/// Parameter files that would cost time or memory without end.
namespace
{
using namespace tenogen;
using namespace tenogen::tests;

class HostileParameters : public ParameterFiles
{
protected:
  /// What is said of the text, which has to be said soon.
  std::string prompt_mistakes(const std::string &text) const
  {
    const auto        start = std::chrono::steady_clock::now();
    const std::string said  = mistakes(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    return said;
  }
};

std::string repeated(const std::string &text, const unsigned int times)
{
  std::string all;
  for (unsigned int i = 0; i < times; ++i)
    all += text;
  return all;
}

TEST_F(HostileParameters, DeepNestingIsRefused)
{
  EXPECT_TRUE(contains(prompt_mistakes(repeated("subsection Geometry\n", 20000)), "stands inside 20 others"));
}

TEST_F(HostileParameters, IncludesThatDoubleAreRefused)
{
  // Each file includes the next one twice: the last would be read a thousand million times.
  for (unsigned int i = 0; i < 30; ++i)
    write("f" + std::to_string(i) + ".prm", repeated("include f" + std::to_string(i + 1) + ".prm\n", 2));
  write("f30.prm", "");
  EXPECT_TRUE(contains(prompt_mistakes("include f0.prm\n"), "is the include number 1001"));
}

TEST_F(HostileParameters, DevicesAreNoParameterFiles)
{
  EXPECT_TRUE(contains(prompt_mistakes("include /dev/zero\n"), "cannot be read"));
}

TEST_F(HostileParameters, LongNamesAreReportedSoon)
{
  const std::string name(900000, 'x');
  EXPECT_TRUE(contains(prompt_mistakes("set " + name + " = 1\n"), "there is no such entry"));
  EXPECT_TRUE(contains(prompt_mistakes("subsection " + name + "\nend\n"), "is unknown"));
}
} // namespace
