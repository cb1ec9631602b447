#include "parameters_fixture.h"

#include "program.h"

// Command lines as people type them, and the messages when they or their shell make a mistake.

namespace
{
namespace fs = std::filesystem;
using namespace tenogen;

class CommandLine : public tests::ParameterFiles
{
protected:
  /// A body that needs no time.
  std::string block() const
  {
    return write("block.prm",
                 "subsection Geometry\n set Type = block\nend\nsubsection Mechanics\n set Type = surrogate\n"
                 "end\nsubsection Time\n set End [day] = 1\n set Visits [month] = 0\nend\n");
  }

  static program::Ending start(std::vector<std::string> words)
  {
    words.insert(words.begin(), TENOGEN_EXECUTABLE);
    return program::Process(words).end();
  }
};

TEST_F(CommandLine, ShowsTheQuotedFormOfASettingThatTheShellHasSplit)
{
  const std::string                                                   file  = block();
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"run", file, "--set", "Treatment/Dose", "[cells]=1e7"}, "--set \"Treatment/Dose [cells]=1e7\""},
      {{"run", "--set", "Treatment/Dose", "[cells]=1e7", file}, "--set \"Treatment/Dose [cells]=1e7\""},
      {{"run", file, "--set=Treatment/Dose", "[cells]=1e7"}, "--set \"Treatment/Dose [cells]=1e7\""},
      {{"run", file, "--set", "Treatment/Injection", "start", "[day]=3", "--quiet"},
       "--set \"Treatment/Injection start [day]=3\""},
      {{"run", file, "--set", "Time/Visits", "[month]=0,", "1,", "4"},
       "--set \"Time/Visits [month]=0, 1, 4\""},
      {{"run", file, "--set", "Load/Programme [day: N]=0:", "200,", "14:", "250"},
       "--set \"Load/Programme [day: N]=0: 200, 14: 250\""},
      {{"mesh", file, "--set", "Geometry/Block/Cells", "x", "[-]=3"},
       "--set \"Geometry/Block/Cells x [-]=3\""},
      {{"parameters", "--set", "Treatment/Dose", "[cells]=1e7"}, "--set \"Treatment/Dose [cells]=1e7\""}};
  for (const auto &[words, quoted] : cases)
  {
    const auto ending = start(words);
    EXPECT_EQ(ending.exit_code, 2) << ending.output;
    EXPECT_NE(ending.output.find(
                  words[0] + ": the shell has split a setting at its spaces. Put it in quotation marks: " +
                  quoted + "\n"),
              std::string::npos)
        << ending.output;
  }
}

TEST_F(CommandLine, RefusesOptionsOfPetscForCommandsThatDoNotUseIt)
{
  for (const char *const command : {"parameters", "plot", "report", "sweep", "--version"})
  {
    const auto ending = start({command, "--petsc", "-log_view"});
    EXPECT_EQ(ending.exit_code, 2) << command << ": " << ending.output;
    EXPECT_NE(ending.output.find("petsc"), std::string::npos) << ending.output;
  }
}

TEST_F(CommandLine, ReportsAFailedPictureToACallerThatIgnoresItsChildren)
{
  // Such a caller hands an ignored SIGCHLD on, with which the result of the drawing program is lost.
  const auto ending = program::Process({"sh", "-c", "trap '' CHLD; exec \"$@\"", "sh", TENOGEN_EXECUTABLE,
                                        "mesh", block(), "--picture", "/nowhere/mesh.png"})
                          .end();
  EXPECT_EQ(ending.exit_code, 4) << ending.output;
  EXPECT_NE(ending.output.find("the picture was not drawn"), std::string::npos) << ending.output;
}

TEST_F(CommandLine, NamesTheSuperfluousWord)
{
  const auto ending = start({"run", block(), "--set", "Title=My", "tendon", "--validate"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_NE(
      ending.output.find("run: the word 'tendon' is unexpected. Put a value with spaces in quotation marks."),
      std::string::npos)
      << ending.output;
}

TEST_F(CommandLine, AcceptsSettingsThatAreQuoted)
{
  const auto ending = start({"parameters", "--set", "Time/Visits [month]=0, 0.01", block()});
  EXPECT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_NE(ending.output.find("set Visits [month] = 0, 0.01"), std::string::npos);
}

TEST_F(CommandLine, RefusesAnEmptyOutputFolder)
{
  // As from --output "$UNSET".
  const auto ending = start({"run", block(), "--output", ""});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_NE(ending.output.find("run: --output needs a folder, as in `--output results/treated`."),
            std::string::npos)
      << ending.output;
}

TEST_F(CommandLine, MeshReplacesAFileOnlyOnRequest)
{
  const std::string file = block(), mesh = (folder / "block.msh").string();
  EXPECT_EQ(start({"mesh", file, "-o", mesh}).exit_code, 0);
  write("block.msh", "mine");
  const auto refused = start({"mesh", file, "--output", mesh});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_NE(refused.output.find("mesh: '" + mesh +
                                "' already exists. Choose another name, or replace it with --overwrite."),
            std::string::npos)
      << refused.output;
  EXPECT_EQ(fs::file_size(folder / "block.msh"), 4U);
  EXPECT_EQ(start({"mesh", file, "--output", mesh, "--overwrite"}).exit_code, 0);
  EXPECT_GT(fs::file_size(folder / "block.msh"), 100U);
}
} // namespace
