#include "study_fixture.h"

// `tenogen sweep design` as a user starts it.

namespace
{
using namespace tenogen::tests;
using SweepDesign = StudyFile;

TEST_F(SweepDesign, DesignIsWrittenGrowsAndIsKept)
{
  const std::string file = write("s.json", good_study), out = (folder / "d").string();
  ASSERT_EQ(sweep({file, "--output", out}).exit_code, 0);
  const auto first = content("d/design.csv");
  EXPECT_EQ(count(first, "\n"), 9U);
  EXPECT_TRUE(contains(sweep({file, "--output", out}).output, "nothing to do"));
  EXPECT_EQ(content("d/design.csv"), first);

  ASSERT_EQ(sweep({file, "--output", out, "--size", "20"}).exit_code, 0);
  EXPECT_EQ(content("d/design.csv").rfind(first, 0), 0U) << "the old rows are kept, byte by byte";
  EXPECT_EQ(count(content("d/design.csv"), "\n"), 21U);
  EXPECT_TRUE(contains(sweep({file, "--output", out}).output, "nothing to do"));

  // The copy is itself a study file, with the same points.
  ASSERT_EQ(sweep({out + "/study.json", "--output", (folder / "copy").string()}).exit_code, 0);
  EXPECT_EQ(content("copy/design.csv"), content("d/design.csv"));
  EXPECT_EQ(content("copy/study.json"), content("d/study.json"));

  const auto other = sweep({write("t.json", exchanged("\"seed\": 3", "\"seed\": 4")), "--output", out});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(contains(other.output, "/design/seed: was 3, is 4"));
  EXPECT_EQ(sweep({(folder / "t.json").string(), "--output", out, "--overwrite"}).exit_code, 0);
  EXPECT_NE(content("d/design.csv").rfind(first, 0), 0U);
}

TEST_F(SweepDesign, ChangedRowsAreNotExtended)
{
  const std::string file = write("s.json", good_study), out = (folder / "d").string();
  ASSERT_EQ(sweep({file, "--output", out}).exit_code, 0);
  write("d/design.csv", exchanged("0,", "9,", content("d/design.csv")));
  const auto ending = sweep({file, "--output", out, "--size", "20"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_TRUE(contains(ending.output, "its rows do not belong to this study"));
}

TEST_F(SweepDesign, ArmsAreComparedByDecidingParameters)
{
  const std::string file = write("s.json", good_study), out = (folder / "d").string();
  ASSERT_EQ(sweep({file, "--output", out}).exit_code, 0);
  write("a.prm", "set Title = Another\n");
  EXPECT_TRUE(contains(sweep({file, "--output", out}).output, "nothing to do"));
  write("a.prm", "subsection Load\n set Habitual force [N] = 1500\nend\n");
  const auto ending = sweep({file, "--output", out});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_TRUE(contains(ending.output, "arm \"untreated\": Load/Habitual force [N]: was 1800, is 1500"));
}

TEST_F(SweepDesign, InterruptedExtensionIsFinished)
{
  const std::string file = write("s.json", good_study), out = (folder / "d").string();
  ASSERT_EQ(sweep({file, "--output", out}).exit_code, 0);
  const auto study = content("d/study.json"), marker = content("d/design.json");
  ASSERT_EQ(sweep({file, "--output", out, "--size", "20"}).exit_code, 0);
  const auto table = content("d/design.csv");
  write("d/study.json", study);
  write("d/design.json", marker);
  ASSERT_EQ(sweep({file, "--output", out, "--size", "20"}).exit_code, 0);
  EXPECT_EQ(content("d/design.csv"), table);
  EXPECT_TRUE(contains(content("d/design.json"), "\"points\": 20"));
}

TEST_F(SweepDesign, FilesOfAUserAreNotReplaced)
{
  const auto file   = write("study.json", good_study);
  const auto ending = sweep({file, "--output", folder.string()});
  EXPECT_EQ(ending.exit_code, 4);
  EXPECT_TRUE(contains(ending.output, "it may be your own file, and would be replaced"));
  EXPECT_EQ(content("study.json"), good_study);
}

TEST_F(SweepDesign, LatinHypercubeCannotGrow)
{
  const std::string file = write("s.json", exchanged("\"sobol\"", "\"latin hypercube\"")),
                    out  = (folder / "d").string();
  ASSERT_EQ(sweep({file, "--output", out}).exit_code, 0);
  const auto ending = sweep({file, "--output", out, "--size", "20"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_TRUE(
      contains(ending.output, "A latin hypercube cannot grow; sobol, random, morris and saltelli can."));
}

TEST_F(SweepDesign, ContradictoryPointsAreMarked)
{
  // A window whose low strain is above its high strain is contradictory.
  const std::string levels = "\"entry\": \"Biology/Strain window/Low strain [-]\", \"levels\": [0.01, 0.2]";
  auto              text   = exchanged("\"sobol\", \"size\": 8, \"seed\": 3", "\"grid\"");
  text = exchanged("\"distribution\": \"triangular\", \"low\": 10, \"mode\": 25, \"high\": 60",
                   "\"levels\": [20]", text);
  const std::string retention = "\"entry\": \"Treatment/Retention [-]\", \"arms\": [\"treated\"], "
                                "\"distribution\": \"uniform\", \"low\": 0.1, \"high\": 0.3";
  const auto        ending =
      sweep({write("s.json", exchanged(retention, levels, text)), "-o", (folder / "d").string()});
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_TRUE(contains(ending.output, "2 points, 1 of them refused"));
  EXPECT_TRUE(contains(content("d/design.csv"), "\n0,20,0.01,yes,\n1,20,0.2,no,"));
  EXPECT_TRUE(contains(content("d/design.csv"),
                       "treated: point: Biology/Strain window/Low strain [-] = 0.2: it "
                       "must be below"));

  const auto all  = exchanged("[0.01, 0.2]", "[0.2, 0.3]", exchanged(retention, levels, text));
  const auto none = sweep({write("s.json", all), "-o", (folder / "e").string()});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_TRUE(contains(none.output, "every point is refused, the first one because of"));
}

TEST_F(SweepDesign, CommandLineMistakesAreReported)
{
  const std::string file = write("s.json", good_study);
  EXPECT_EQ(sweep({file}).exit_code, 2);
  EXPECT_EQ(sweep({}).exit_code, 2);
  for (const std::string size : {"0", "ten", "10000001"})
    EXPECT_EQ(sweep({file, "-o", (folder / "d").string(), "--size", size}).exit_code, 2) << size;
  EXPECT_FALSE(std::filesystem::exists(folder / "d"));
}
} // namespace
