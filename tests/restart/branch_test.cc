#include "restart/tendon_run.h"

#include <gmock/gmock.h>

#include <filesystem>

// A branch: its origin, and the history and visits that it continues.

namespace
{
using namespace tenogen;
namespace fs = std::filesystem;
using restart::read_history;
using restart::read_text;
using restart::TendonRun;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Branch : public TendonRun
{
protected:
  Branch()
  {
    // No equilibrium, because only the written files matter here.
    quick = {"--set", "Mechanics/Type=surrogate",
             "--set", "MRI/Write=false",
             "--set", "Output/Checkpoint/Keep at visits=true"};
  }

  program::Ending start(const std::string &output, std::vector<std::string> more = {}) const
  {
    more.insert(more.begin(), quick.begin(), quick.end());
    return run(output, more);
  }

  /// The branch `b` of the run `a`, from its visit at month 0.1, day 3.04.
  program::Ending branch(std::vector<std::string> more = {}) const
  {
    more.insert(more.begin(), {"--from", (folder / "a/checkpoint/visit_0.1.h5").string(), "--set",
                               "Load/Programme [day: N]=0: 300"});
    return start("b", more);
  }

  static std::vector<double> visits(const fs::path &run)
  {
    std::vector<double> months;
    for (const auto &visit : nlohmann::json::parse(read_text(run / "summary.json"))["visits"])
      months.push_back(visit["month"].get<double>());
    return months;
  }

  std::vector<std::string> quick;
};

TEST_F(Branch, ListsTheCheckpointsAndTheSettingThatKeepsMore)
{
  ASSERT_EQ(run("a", {"--set", "Mechanics/Type=surrogate", "--set", "MRI/Write=false"}).exit_code, 0);
  const auto ending = branch();
  EXPECT_EQ(ending.exit_code, 4);
  EXPECT_THAT(ending.output, HasSubstr("The checkpoint '" + (folder / "a/checkpoint/visit_0.1.h5").string() +
                                       "' does not exist."));
  EXPECT_THAT(ending.output, HasSubstr("\n  slot_0.h5 (month "));
  EXPECT_THAT(ending.output, HasSubstr("\n  slot_1.h5 (month 0.6571, day 20)"));
  EXPECT_THAT(ending.output, HasSubstr("--set \"Output/Checkpoint/Keep at visits=true\""));
  EXPECT_FALSE(fs::exists(folder / "b"));

  const auto nowhere = start("b", {"--from", (folder / "nobody/checkpoint/visit_6.h5").string()});
  EXPECT_EQ(nowhere.exit_code, 4);
  EXPECT_THAT(nowhere.output,
              HasSubstr("There is no checkpoint in '" + (folder / "nobody/checkpoint").string() + "'."));
}

TEST_F(Branch, FromARelativePath)
{
  ASSERT_EQ(start("a").exit_code, 0);
  const fs::path before = fs::current_path();
  fs::current_path(folder / "a/checkpoint");
  const auto ending  = start("b", {"--from", "visit_0.1.h5", "--set", "Load/Programme [day: N]=0: 300"});
  const auto missing = start("c", {"--from", "visit_9.h5"});
  fs::current_path(before);
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(ending.output, HasSubstr("The history begins with the rows of '" +
                                       (folder / "a/history.csv").string() + "' up to the branch point."));
  EXPECT_THAT(missing.output,
              HasSubstr("'" + (folder / "a/checkpoint").string() + "' has\n  visit_0.h5 (month 0, day 0)"));
}

TEST_F(Branch, ContinuesHistoryAndVisitsOfItsParent)
{
  ASSERT_EQ(start("a").exit_code, 0);
  const auto ending = branch();
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(ending.output, HasSubstr("The history begins with the rows of '" +
                                       (folder / "a/history.csv").string() + "' up to the branch point."));

  const auto a = read_history(folder / "a/history.csv"), b = read_history(folder / "b/history.csv");
  ASSERT_EQ(a.names, b.names);
  const double day = 0.1 * 30.4375;
  std::size_t  n   = 0; // rows of the parent
  for (; n < a.rows.size() && a.rows[n][0] <= day * (1. + 1e-10); ++n)
    EXPECT_EQ(a.rows[n], b.rows.at(n));
  ASSERT_GE(n, 2U);
  // The branch point has two rows, the second one under the branch's own load.
  EXPECT_NEAR(b.rows.at(n)[0], day, 1e-9);
  EXPECT_NE(b.rows[n], b.rows[n - 1]);
  for (std::size_t row = 1; row < b.rows.size(); ++row)
    EXPECT_GE(b.rows[row][0], b.rows[row - 1][0]);
  EXPECT_EQ(b.rows.back()[0], 20.);
  EXPECT_EQ(visits(folder / "b"), visits(folder / "a"));

  // A branch of the branch contains all of it.
  const auto third = start("c", {"--from", (folder / "b/checkpoint/visit_0.4.h5").string()});
  ASSERT_EQ(third.exit_code, 0) << third.output;
  EXPECT_EQ(read_history(folder / "c/history.csv").rows.front(), a.rows.front());
  EXPECT_EQ(visits(folder / "c"), visits(folder / "a"));
}

TEST_F(Branch, ExplainsWhyAHistoryCannotBeContinued)
{
  ASSERT_EQ(start("a").exit_code, 0);
  std::string text          = read_text(folder / "a/history.csv");
  text[text.find('\n') + 1] = '1'; // what an editor might do
  std::ofstream(folder / "a/history.csv") << text;
  const auto ending = branch();
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(ending.output, HasSubstr("warning: the history begins at the branch point, because '" +
                                       (folder / "a/history.csv").string() +
                                       "' is not the history that the checkpoint belongs to."));
  EXPECT_NEAR(read_history(folder / "b/history.csv").rows.front()[0], 0.1 * 30.4375, 1e-9);
}

TEST_F(Branch, ReportsThatTheParentHasOtherColumns)
{
  ASSERT_EQ(start("a").exit_code, 0);
  // Scores need the governor, or the surrogate.
  const auto ending = branch({"--set", "Mechanics/Type=prescribed strain"});
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(ending.output, HasSubstr("has other columns than this run."));
  EXPECT_NEAR(read_history(folder / "b/history.csv").rows.front()[0], 0.1 * 30.4375, 1e-9);
}

TEST_F(Branch, StartsAgainWhereItWasStoppedBeforeItsFirstCheckpoint)
{
  ASSERT_EQ(start("a").exit_code, 0);
  ASSERT_EQ(branch().exit_code, 0);
  const std::string whole = read_text(folder / "b/history.csv");

  // As if it had been killed after its first row, because a test cannot interrupt it between that and the
  // checkpoint.
  const auto  b = read_history(folder / "b/history.csv");
  std::size_t n = 0;
  while (b.rows[n][0] <= 0.1 * 30.4375 * (1. + 1e-10))
    ++n;
  std::size_t end = 0;
  for (std::size_t line = 0; line <= n; ++line)
    end = whole.find('\n', end) + 1;
  for (const char *const name : {"checkpoint", "COMPLETE", "summary.json"})
    fs::remove_all(folder / "b" / name);
  std::ofstream(folder / "b/history.csv") << whole.substr(0, end);
  const auto again = branch({"--resume"});
  ASSERT_EQ(again.exit_code, 0) << again.output;
  EXPECT_EQ(read_text(folder / "b/history.csv"), whole);

  // A branch with more rows is not deleted.
  for (const char *const name : {"checkpoint", "COMPLETE", "summary.json"})
    fs::remove_all(folder / "b" / name);
  EXPECT_EQ(branch({"--resume"}).exit_code, 4);
  EXPECT_EQ(read_text(folder / "b/history.csv"), whole);
}
} // namespace
