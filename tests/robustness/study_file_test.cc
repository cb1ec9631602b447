#include "study_fixture.h"
#include "tenogen/study/arm_at_point.h"
#include "tenogen/study/write_study.h"

// Study files as people write them, with every mistake that is checked.

namespace
{
using namespace tenogen;
using namespace tenogen::tests;

TEST_F(StudyFile, ValidStudyIsRead)
{
  EXPECT_EQ(refusal(good_study), "");
  const auto study = study::read_study((folder / "s.json").string());
  EXPECT_EQ(study.arms.size(), 2U);
  EXPECT_EQ(study.arms[0].base.treatment.dose, 2e7);
  EXPECT_EQ(study.design.seed, 3U);
  EXPECT_EQ(study.parameters[0].distribution.mode, 25.);
}

TEST_F(StudyFile, ShippedStudiesAreValid)
{
  const std::vector<std::pair<std::string, std::size_t>> examples = {
      {"uncertain_parameters", 320}, {"virtual_cohort", 72}, {"trial", 16}};
  for (const auto &[name, n_points] : examples)
  {
    const auto study = study::read_study(TENOGEN_SOURCE_DIR "/params/studies/" + name + ".json");
    const auto table = study::make_design_table(study);
    EXPECT_EQ(table.n_points, n_points) << name;
    EXPECT_EQ(table.n_refused, 0U) << name << ": " << table.first_reason;
  }
}

TEST_F(StudyFile, IsRefusedWithAReason)
{
  struct Case
  {
    std::string part, by, message;
  };
  const std::string gap         = "\"low\": 10, \"mode\": 25, \"high\": 60";
  const std::string retention   = "\"Treatment/Retention [-]\", \"arms\": [\"treated\"], \"distribution\": "
                                  "\"uniform\", \"low\": 0.1, \"high\": 0.3";
  const std::vector<Case> cases = {
      {"{\"kind\": \"sobol\", \"size\": 8, \"seed\": 3}", "\"sobol\"",
       "/design = \"sobol\": expected: an object { ... }"},
      {"study 1", "study 2", "/schema = \"tenogen study 2\": this word is not allowed here"},
      {"\"outcomes\"", "\"outcome\"", "/outcome: unknown member; the nearest is \"outcomes\""},
      {"\"outcomes\"", "\"outcome\"", "/: the member \"outcomes\" is missing"},
      {"Gap length [mm]", "Gap lenght [mm]",
       "/parameters/0/entry = \"Geometry/Gap/Gap lenght [mm]\": there is "
       "no such entry; the nearest entry is Geometry/Gap/Gap length [mm]"},
      {"Gap length [mm]", "Gap length", "the name lacks its unit"},
      {"\"triangular\"", "\"triangle\"",
       "/parameters/0/distribution = \"triangle\": this word is not allowed here; "
       "the nearest is \"triangular\""},
      {"\"mode\"", "\"mod\"", "/parameters/0/mod = 25: unknown member; the nearest is \"mode\""},
      {"\"mode\"", "\"mod\"", "/parameters/0: the member \"mode\" is missing"},
      {"10, \"mode\"", "70, \"mode\"",
       "/parameters/0/low = 70: it must be below high = 60; choose low < high"},
      {"\"mode\": 25", "\"mode\": 5", "/parameters/0/mode = 5: it is outside low = 10, high = 60"},
      {"\"low\": 10", "\"low\": \"10\"", "/parameters/0/low = \"10\": expected: a number"},
      {"\"low\": 10", "\"low\": NaN", "the file is not valid JSON"},
      {"\"low\": 10", "\"low\": 1e999", "the file is not valid JSON"},
      {"\"low\": 10", "\"low\": 1e30", "/parameters/0/low = 1e+30: numbers other than 0 must lie between"},
      {"\"low\": 10", "\"low\": 10, \"low\": 11", "two members \"low\""},
      {"60}", "2000}", "/parameters/0: the values range from 10 to 2000; allowed: 0.01 to 1000"},
      {gap, "\"mean\": 25, \"sd\": 5", "/parameters/0: the member \"low\" is missing"},
      {"\"triangular\", " + gap, "\"normal\", \"mean\": 25, \"sd\": 5",
       "/parameters/0: a normal distribution has no bounds, but the entry has; allowed: 0.01 to 1000; use "
       "\"truncated"},
      {"\"triangular\", " + gap, "\"normal\", \"mean\": 25, \"sd\": 0",
       "/parameters/0/sd = 0: a standard deviation must be above 0"},
      {"\"triangular\", " + gap, "\"log-normal\", \"median\": 25, \"log sd\": 0.1",
       "/parameters/0: a log-normal distribution has no upper bound"},
      {"\"triangular\", " + gap, "\"log-uniform\", \"low\": 0, \"high\": 5",
       "/parameters/0/low = 0: the logarithm requires a number above 0"},
      {"\"triangular\", " + gap, "\"truncated normal\", \"mean\": 5, \"sd\": 1, \"low\": 6, \"high\": 9",
       "/parameters/0/mean = 5: it is outside low = 6, high = 9"},
      {"\"triangular\", " + gap, "\"choices\", \"values\": [20, 2000]",
       "/parameters/0: the value 2000: the value is outside the allowed range; allowed: 0.01 to 1000"},
      {"\"triangular\", " + gap, "\"choices\", \"values\": [20, 20]",
       "/parameters/0/values/1 = 20: this value is "
       "listed twice"},
      {"\"triangular\", " + gap, "\"choices\", \"values\": []",
       "expected: a list [ ... ] with at least one item"},
      {retention, "\"Geometry/Gap/Gap length [mm]\", \"distribution\": \"uniform\", \"low\": 1, \"high\": 2",
       "/parameters/1: Geometry/Gap/Gap length [mm] is varied twice; remove one"},
      {retention,
       "\"Mechanics/Load increments [-]\", \"distribution\": \"uniform\", \"low\": 2.5, \"high\": 6",
       "the entry requires whole numbers; choose whole numbers for low and high"},
      {retention,
       "\"Biology/Strain window/Sensed strain\", \"distribution\": \"uniform\", \"low\": 1, \"high\": 2",
       "/parameters/1: the entry is not a number (allowed: tension, largest-stretch or fibres)"},
      {retention, "\"Treatment/Dose [cells]\", \"distribution\": \"uniform\", \"low\": 1e6, \"high\": 2e7",
       "Treatment/Dose [cells] is varied, but the arm \"treated\" sets it; remove one of the two"},
      {"[\"treated\"]", "[\"treatd\"]", "the arm \"treatd\" is not in the study; nearest: treated"},
      {"\"untreated\"", "\"treated\"", "/arms/1/name = \"treated\": two arms have this name; rename one"},
      {"\"untreated\"", "\"no cells\"", "/arms/1/name = \"no cells\": the name is also used as a file name"},
      {"2e7", "-1", "Treatment/Dose [cells] = -1: the value is outside the allowed range"},
      {"Dose [cells]", "Dosis [cells]", "Treatment/Dosis [cells] = 2e7: there is no such entry"},
      {"\"sobol\"", "\"sobel\"",
       "/design/kind = \"sobel\": this word is not allowed here; the nearest is \"sobol\""},
      {"\"size\": 8", "\"size\": 0", "/design/size = 0: allowed: a whole number, 1 to 10000000"},
      {"\"size\": 8", "\"size\": 10000001",
       "/design/size = 10000001: allowed: a whole number, 1 to 10000000"},
      {"\"size\": 8", "\"size\": 8.5", "/design/size = 8.5: allowed: a whole number"},
      {"\"seed\": 3", "\"seed\": -3", "/design/seed = -3: allowed: a whole number"},
      {"\"seed\": 3", "\"levels\": 4", "/design/levels = 4: unknown member"},
      {"\"sobol\", \"size\": 8", "\"saltelli\", \"size\": 9000000",
       "/design: the design has more than 10000000"},
      {"\"sobol\", \"size\": 8", "\"morris\", \"trajectories\": 4, \"levels\": 5",
       "/design/levels = 5: the number of levels is odd"},
      {"\"sobol\", \"size\": 8, \"seed\": 3", "\"grid\"",
       "/parameters/0: a grid needs \"levels\": [ ... ] instead"},
      {"\"sobol\", \"size\": 8, \"seed\": 3", "\"list\"", "/design: the member \"file\" is missing"},
      {"[12, 24]", "[12, 13]", "/outcomes/0/months: month 13 is not a visit of the arm \"treated\""},
      {"[12, 24]", "[12, 12]", "/outcomes/0/months: month 12 is listed twice"},
      {"gap modulus [MPa]", "gap modulus", "/outcomes/0/name = \"gap modulus\": the unit is missing"},
      {"\"months\": [12, 24]}", "\"months\": [12]}, {\"name\": \"gap modulus [MPa]\", \"months\": [24]}",
       "/outcomes/1: the outcome \"gap modulus [MPa]\" is listed twice"},
  };
  for (const auto &wrong : cases)
    EXPECT_TRUE(contains(refusal_with(wrong.part, wrong.by), wrong.message));
}

TEST_F(StudyFile, ListsEveryMistakeWithItsPlace)
{
  auto text          = exchanged("\"size\": 8", "\"size\": 0");
  text               = exchanged("\"mode\": 25", "\"mode\": 5", text);
  text               = exchanged("[12, 24]", "[11]", text);
  const auto message = refusal(text);
  EXPECT_EQ(count(message, "s.json: /"), 4U) << message; // month 11 in both arms
}

TEST_F(StudyFile, FactorScalesSeveralEntries)
{
  const std::string factor =
      "\"name\": \"age factor [-]\", \"scales\": [\"Biology/Fibroblasts/Growth [1/day]\", "
      "\"Biology/Tenocytes/Growth [1/day]\"], \"distribution\": \"uniform\", \"low\": 0.5, "
      "\"high\": 1.5";
  const std::string entry = "\"entry\": \"Geometry/Gap/Gap length [mm]\", \"distribution\": \"triangular\", "
                            "\"low\": 10, \"mode\": 25, \"high\": 60";
  ASSERT_EQ(refusal_with(entry, factor), "");
  const auto                     study = study::read_study((folder / "s.json").string());
  const study::ArmAtPoint        treated(study, study.arms[0]), untreated(study, study.arms[1]);
  const std::vector<std::string> settings = {"Biology/Fibroblasts/Growth [1/day]=0.06",
                                             "Biology/Tenocytes/Growth [1/day]=0.03"};
  EXPECT_EQ(untreated.settings({"0.5", "0.2"}), settings);
  EXPECT_EQ(treated.settings({"0.5", "0.2"}).back(), "Treatment/Retention [-]=0.2");

  EXPECT_TRUE(contains(
      refusal_with(entry, exchanged("\"uniform\", \"low\": 0.5", "\"uniform\", \"low\": -0.5", factor)),
      "in the arm \"treated\" the factor -0.5 makes Biology/Fibroblasts/Growth [1/day] = 0.12"));
  EXPECT_TRUE(contains(refusal_with(entry, exchanged("\"name\": \"age factor [-]\", ", "", factor)),
                       "/parameters/0: the member \"name\" is missing"));
  EXPECT_TRUE(
      contains(refusal_with(entry, exchanged("age factor", "age\\nfactor", factor)), "/parameters/0/name"));
  EXPECT_TRUE(
      contains(refusal_with(entry, exchanged("\"uniform\", \"low\": 0.5, \"high\": 1.5",
                                             "\"log-normal\", \"median\": 1, \"log sd\": 0.2", factor)),
               "/parameters/0: a factor needs bounds, so that its entries stay within their ranges"));
  EXPECT_TRUE(contains(refusal_with(entry, exchanged("\"uniform\", \"low\": 0.5, \"high\": 1.5",
                                                     "\"choices\", \"values\": [1, \"old\"]", factor)),
                       "/parameters/0: a factor is a number: 'old' is not a number"));
}

TEST_F(StudyFile, EntryInWhichArmsDifferIsNotVariedInBoth)
{
  write("b.prm", "subsection Treatment\n set Retention [-] = 0.3\nend\n");
  auto text = exchanged("\"untreated\", \"file\": \"a.prm\"", "\"untreated\", \"file\": \"b.prm\"");
  EXPECT_EQ(refusal(text), "");
  EXPECT_TRUE(contains(refusal(exchanged(", \"arms\": [\"treated\"]", "", text)),
                       "/parameters/1: Treatment/Retention [-] is 0.2 in the arm \"treated\" and 0.3 in "
                       "\"untreated\"; varied in both, it would no longer differ"));
}

TEST_F(StudyFile, ListIsReadAndEveryValueChecked)
{
  auto text = exchanged("\"sobol\", \"size\": 8, \"seed\": 3", "\"list\", \"file\": \"points.csv\"");
  text = exchanged(", \"distribution\": \"triangular\", \"low\": 10, \"mode\": 25, \"high\": 60", "", text);
  text = exchanged(", \"distribution\": \"uniform\", \"low\": 0.1, \"high\": 0.3", "", text);
  const std::string names = "Treatment/Retention [-],Geometry/Gap/Gap length [mm]\n";
  write("points.csv", names + "0.1,20\n0.2, 30\n");
  ASSERT_EQ(refusal(text), "");
  const auto study = study::read_study((folder / "s.json").string());
  EXPECT_EQ(study::Points(study).values(1), (std::vector<std::string>{"30", "0.2"}));

  write("points.csv", names + "0.1,20\nx,3000\n1\n");
  const auto message = refusal(text);
  EXPECT_TRUE(contains(message, "points.csv:3: Treatment/Retention [-] = x: 'x' is not a number"));
  EXPECT_TRUE(contains(message, "points.csv:3: Geometry/Gap/Gap length [mm] = 3000: the value is outside"));
  EXPECT_TRUE(contains(message, "points.csv:4: the row has 1 fields, the row of names 2"));
  write("points.csv", "Treatment/Retention [-],Gap length [mm]\n0.1,20\n");
  EXPECT_TRUE(
      contains(refusal(text), "points.csv:1: the column 'Gap length [mm]' is not a parameter of the study"));
  write("points.csv", names);
  EXPECT_TRUE(contains(refusal(text), "points.csv: the table has no points"));
}

TEST_F(StudyFile, UnreadableFilesAreFileSystemErrors)
{
  EXPECT_THROW(study::read_study((folder / "absent.json").string()), FileSystemError);
  EXPECT_THROW(refusal(exchanged("\"a.prm\"", "\"absent.prm\"")), FileSystemError);
  EXPECT_EQ(sweep({(folder / "absent.json").string(), "--output", (folder / "d").string()}).exit_code, 4);
}
} // namespace
