#include "parameters_fixture.h"

/// Files that nobody writes by hand: damaged files, wrong files, and files that are designed to cost time or
/// memory.
namespace
{
using namespace tenogen;
using namespace tenogen::parameters;
using namespace tenogen::tests;

class WrongFiles : public ParameterFiles
{
protected:
  /// Expects that a file is refused with a message that contains `part`. The time limit of the test stops
  /// readers that never end.
  void expect_refused(const std::string &text, const std::string &part) const
  {
    const auto message = mistakes(text);
    EXPECT_TRUE(contains(message, part));
    EXPECT_TRUE(contains(message, "a.prm"));
  }

  static std::string repeated(const std::string &text, const unsigned int n)
  {
    std::string result;
    for (unsigned int i = 0; i < n; ++i)
      result += text;
    return result;
  }
};

TEST_F(WrongFiles, TextThatIsNotPlainIsRefusedWithItsLine)
{
  EXPECT_TRUE(contains(mistakes("# a note\n# another\rset Title = hidden in the comment\n"),
                       "a.prm:2: the line contains a carriage return"));
  EXPECT_TRUE(contains(mistakes("set Title = Sehne gen\xE4ht\n"), "a.prm:1: the line is not valid UTF-8"));
  EXPECT_TRUE(contains(mistakes("set Title = \xED\xA0\x80\n"), "a.prm:1: the line is not valid UTF-8"));
  EXPECT_TRUE(contains(mistakes("set Title = \xC0\x80\n"), "a.prm:1: the line is not valid UTF-8"));
  EXPECT_TRUE(contains(mistakes("set Title = \xF0\x9F\xA6\n"), "a.prm:1: the line is not valid UTF-8"));
  EXPECT_TRUE(
      contains(mistakes("\nset Title = \x1B[2J\n"), "a.prm:2: the line contains a control character"));
  EXPECT_TRUE(contains(mistakes_of({"Title=Sehne gen\xE4ht"}), "--set: the line is not valid UTF-8"));
  EXPECT_EQ(mistakes("set Title = Sehne gen\xC3\xA4ht \xE2\x80\x93 \xF0\x9F\xA6\xB5\r\n"), "");
}

TEST_F(WrongFiles, LargeFilesAndLongLinesAreRefused)
{
  expect_refused(repeated("# a comment of forty letters, or nearly so\n", 30000), "larger than 1 MB");
  expect_refused("set " + std::string(900000, 'x') + " = 1\n", "there is no such entry");
  expect_refused("subsection " + std::string(900000, 'x') + "\nend\n", "is unknown");
  expect_refused("subsection Mechanics\nset Boundary conditions = " + repeated("a: force x = 1; ", 50000) +
                     "\nend\n",
                 "at most 100 are allowed");
}

TEST_F(WrongFiles, ManyMistakesAreRefused)
{
  std::string entries;
  for (unsigned int i = 0; i < 50000; ++i)
    entries += "set x" + std::to_string(i) + " = 1\n";
  expect_refused(entries, "there is no such entry");
  expect_refused(repeated("subsection y\nend\n", 50000), "is unknown");
  expect_refused(repeated("subsection Time\n", 60000), "is nested inside 20 others");
}

TEST_F(WrongFiles, IncludesThatDoubleAreRefused)
{
  // Each file includes the next one twice, so the last one would be read a billion times.
  for (unsigned int i = 0; i < 30; ++i)
    write("f" + std::to_string(i) + ".prm", repeated("include f" + std::to_string(i + 1) + ".prm\n", 2));
  write("f30.prm", "");
  EXPECT_TRUE(contains(mistakes("include f0.prm\n"), "is include number 1001"));
}

TEST_F(WrongFiles, IncludesThatNestDeeplyAreRefused)
{
  for (unsigned int i = 0; i < 19; ++i)
    write("deep" + std::to_string(i) + ".prm", "include deep" + std::to_string(i + 1) + ".prm\n");
  write("deep19.prm", "");
  EXPECT_FALSE(contains(mistakes("include deep1.prm\n"), "files deep; use fewer levels"));
  EXPECT_TRUE(contains(mistakes("include deep0.prm\n"), "files deep; use fewer levels"));
}

TEST_F(WrongFiles, DevicesAreRefused)
{
  EXPECT_TRUE(contains(mistakes("include /dev/zero\n"), "cannot be read"));
}
} // namespace
