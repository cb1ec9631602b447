#include "study_fixture.h"

// Texts as editors, spreadsheets and word processors leave them.

namespace
{
using namespace tenogen;
using namespace tenogen::tests;

const std::string mark  = "\xEF\xBB\xBF"; // byte order mark
const std::string nbsp  = "\xC2\xA0";     // no-break space
const std::string minus = "\xE2\x88\x92"; // the typographic minus sign

class TextFiles : public StudyFile
{
protected:
  /// The output of `tenogen run --validate` for a parameter file.
  std::string validated(const std::string &text, const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> arguments = {write("v.prm", text), "--validate"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return program::run(arguments).output;
  }

  /// The points of a list study with the table `text`, and the message that refuses such a table.
  std::vector<std::vector<std::string>> points(const std::string &text) const
  {
    write("points.csv", text);
    return study::read_study(write("s.json", list_study)).list;
  }
  std::string list_refusal(const std::string &text) const
  {
    write("points.csv", text);
    return refusal(list_study);
  }

  const std::string                           list_study = R"({
    "schema": "tenogen study 1",
    "arms": [{"name": "treated", "file": "a.prm"}],
    "parameters": [{"entry": "Treatment/Retention [-]"}, {"entry": "Initial state/Relax"}],
    "design": {"kind": "list", "file": "points.csv"},
    "outcomes": [{"name": "gap modulus [MPa]", "months": [12]}]})";
  const std::vector<std::vector<std::string>> expected   = {{"0.2", "true"}, {"0.3", "false"}};
};

TEST_F(TextFiles, UnintendedContinuationsAreRefused)
{
  EXPECT_EQ(mistakes("set Title = one \\\n  and two\n"), "");
  EXPECT_EQ(mistakes("set Title = one \\  \n  and two\n"), "") << "blanks behind the backslash are not seen";
  for (const std::string &next : std::vector<std::string>{"set Title = x", "  SET Title = x",
                                                          "subsection Time\nend", "include b.prm", "end"})
  {
    const auto message = mistakes("subsection Output\n  set Directory = D:\\results\\\n" + next + "\nend\n");
    EXPECT_TRUE(contains(message, "a.prm:2: the line ends with a backslash, which continues it, but line 3"))
        << next;
    EXPECT_TRUE(contains(message, "looks like a new entry")) << next;
  }
  EXPECT_TRUE(contains(mistakes("set Title = one \\"), "a.prm:1: the line ends with a backslash"));
  EXPECT_TRUE(contains(mistakes("set Title = one \\"), "the file ends here"));
  EXPECT_TRUE(contains(mistakes("set Title = one \\\n\nset Output = x\n"), "but line 2 is empty"));
  EXPECT_TRUE(contains(mistakes("set Title = one \\\n# two\n"), "but line 2 contains only a comment"));
  // A comment may follow the backslash.
  EXPECT_TRUE(contains(mistakes("set Title = one \\ # two\nset Output = x\n"), "looks like a new entry"));
}

TEST_F(TextFiles, AnEntryAfterABackslashIsStillRead)
{
  const auto message =
      mistakes("subsection Output\n  set Directory = D:\\results\\\n  set Fields = maybe\nend\n");
  EXPECT_TRUE(contains(message, "a.prm:3: Output/Fields = maybe"));
}

TEST_F(TextFiles, InvisibleCharactersAreNamed)
{
  const std::string named = "[contains U+00A0 (no-break space)]";
  EXPECT_TRUE(contains(validated("subsection Treatment\n set Dose" + nbsp + "[cells] = 1\nend\n"), named));
  EXPECT_TRUE(contains(validated("subsection" + nbsp + "Treatment\nend\n"), named));
  EXPECT_TRUE(contains(validated("", {"--set", "Treatment/Dose" + nbsp + "[cells]=1"}), named));
  EXPECT_TRUE(contains(validated("", {"--set", "Treatment/Dose [cells]=1" + nbsp + "000"}), named));
  EXPECT_TRUE(
      contains(validated("", {"--set", "Time/End [day]=" + minus + "5"}), "[contains U+2212 (minus sign)]"));
  EXPECT_TRUE(contains(validated("set Title = a\n" + mark + "set Title = b\n"),
                       "[contains U+FEFF (byte order mark)]"));
  EXPECT_TRUE(contains(sweep({write("s.json", exchanged("\"Treatment/Retention [-]\"",
                                                        "\"Treatment/Retention" + nbsp + "[-]\"")),
                              "--output", (folder / "d").string()})
                           .output,
                       named));
  EXPECT_EQ(mistakes("set Title = 25" + nbsp + "mm\n"), "") << "a text may hold them";
}

TEST_F(TextFiles, NamesMayNotContainThem)
{
  const auto factor =
      refusal_with("{\"entry\": \"Treatment/Retention [-]\", \"arms\": [\"treated\"],",
                   "{\"name\": \"a" + nbsp + "factor [-]\", \"scales\": [\"Treatment/Retention [-]\"],");
  EXPECT_TRUE(contains(factor, "/parameters/1/name"));
  EXPECT_TRUE(contains(factor, "the name contains U+00A0 (no-break space)"));
  EXPECT_TRUE(contains(refusal_with("gap modulus", "gap" + nbsp + "modulus"), "the name contains U+00A0"));
}

TEST_F(TextFiles, AByteOrderMarkIsSkipped)
{
  EXPECT_EQ(mistakes(mark + "set Title = A\n"), "");
  EXPECT_EQ(refusal(mark + good_study), "");
  EXPECT_EQ(points(mark + "Treatment/Retention [-],Initial state/Relax\r\n0.2,true\r\n0.3,false\r\n"),
            expected);
  EXPECT_TRUE(contains(mistakes(std::string("\xFF\xFEs\0e\0t\0", 8)), "saved as UTF-16"));
  EXPECT_TRUE(contains(refusal(std::string("\xFE\xFF\0{\0}", 6)), "saved as UTF-16"));
  EXPECT_TRUE(contains(list_refusal(std::string("\xFF\xFET\0", 4)), "saved as UTF-16"));
}

TEST_F(TextFiles, BooleansOfSpreadsheetsAndPython)
{
  for (const std::string &word : std::vector<std::string>{"true", "True", "TRUE"})
    EXPECT_TRUE(parameters::read_parameters("", {"MRI/Write=" + word}).mri.write) << word;
  EXPECT_FALSE(parameters::read_parameters("", {"MRI/Write=FALSE"}).mri.write);
  for (const std::string &word : std::vector<std::string>{"wahr", "yes", "1", "tru"})
    EXPECT_TRUE(contains(mistakes_of({"MRI/Write=" + word}), "neither true nor false")) << word;
  EXPECT_EQ(points("Treatment/Retention [-],Initial state/Relax\n0.2,TRUE\n0.3,False\n"), expected);
}

TEST_F(TextFiles, ListsAsSpreadsheetsSaveThem)
{
  EXPECT_EQ(points("Treatment/Retention [-];Initial state/Relax\n0,2;true\n0,3;false\n"), expected);
  EXPECT_EQ(points("Treatment/Retention [-];Initial state/Relax\n0.2;true\n0.3;false\n"), expected);
  EXPECT_EQ(points("Initial state/Relax\tTreatment/Retention [-]\ntrue\t0,2\nfalse\t0,3\n"), expected);
  EXPECT_EQ(points("sep=;\r\nTreatment/Retention [-];Initial state/Relax\r\n0,2;true\r\n0,3;false\r\n"),
            expected);
  EXPECT_EQ(points("sep=,,\nTreatment/Retention [-],Initial state/Relax\n0.2,true\n0.3,false\n"), expected);
  EXPECT_EQ(points("Treatment/Retention [-],Initial state/Relax,,\n0.2,true,,\n0.3,false,,\n,,,\n,,,\n"),
            expected);
  EXPECT_EQ(points("\n;;\nTreatment/Retention [-];Initial state/Relax\n0,2;true\n;\n0,3;false;;\n"),
            expected);
}

TEST_F(TextFiles, AmbiguousListsAreRefused)
{
  const std::string semicolons = "Treatment/Retention [-];Initial state/Relax\n";
  EXPECT_TRUE(contains(list_refusal(semicolons + "0,2;true\n0.3;false\n"),
                       "points.csv:2: a number has a decimal comma, and in line 3 one has a decimal point"));
  EXPECT_TRUE(contains(list_refusal(semicolons + "0,2,1;true\n"), "has unexpected text after the number"));
  EXPECT_TRUE(
      contains(list_refusal("Treatment/Retention [-],Initial state/Relax\n0,2,true\n"),
               "points.csv:2: the row has 3 fields, the row of names 2; numbers need a decimal point here"));
  EXPECT_TRUE(
      contains(list_refusal("Treatment/Retention [-],Initial state/Relax,\n0.2,true,5\n"), "3 fields"));
  EXPECT_TRUE(contains(list_refusal("Treatment/Retention [-],Initial state/Relax\n0.2,\n"),
                       "Initial state/Relax = "));
}

TEST_F(TextFiles, AMissingFileIsNamedWithItsFolder)
{
  const auto ending = [&](const std::string &text) {
    return sweep({write("s.json", text), "--output", (folder / "d").string()});
  };
  const auto arm = ending(exchanged("\"a.prm\"", "\"arms/b.prm\""));
  EXPECT_EQ(arm.exit_code, 4);
  EXPECT_TRUE(contains(arm.output, "/arms/0/file = \"arms/b.prm\": there is no file '" +
                                       (folder / "arms/b.prm").string()));
  EXPECT_TRUE(contains(arm.output, "are resolved against the folder of the study file, '" + folder.string()));
  const auto list = ending(list_study);
  EXPECT_EQ(list.exit_code, 4);
  EXPECT_TRUE(contains(list.output, "/design/file = \"points.csv\": there is no file '" +
                                        (folder / "points.csv").string()));
}
} // namespace
