#include "restart/tendon_run.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>

// A run that is interrupted at any point and resumed ends like one that was not interrupted.

namespace
{
using namespace tenogen;
using restart::TendonRun;
namespace fs = std::filesystem;
using std::chrono::milliseconds;

class Resume : public TendonRun
{
protected:
  /**
   * Kills a run at random moments, without warning, and resumes it each time on the next number of ranks. A
   * moment is up to `most_rows` accepted steps and some milliseconds after a start, so that it does not
   * depend on how fast the machine is.
   * @returns how often it was killed: fewer times than asked for where a busy machine, which looks too late,
   * lets it end
   */
  unsigned int run_with_kills(const std::string &output, const unsigned int n_kills,
                              const std::vector<unsigned int> &ranks, const unsigned int most_rows,
                              const milliseconds most_time) const
  {
    std::mt19937                       random(20261125);
    std::uniform_int_distribution<int> rows(0, static_cast<int>(most_rows)),
        time(0, static_cast<int>(most_time.count()));
    const std::vector<std::string> options = {"--resume", "--quiet", "--set",
                                              "Output/Checkpoint/Simulated interval [day]=1e-9"};
    unsigned int                   killed  = 0;
    for (unsigned int session = 0; session <= n_kills; ++session)
    {
      const std::size_t wanted = n_rows(output) + rows(random);
      program::Process  process(
           program::run_command_line(arguments(output, options), ranks[session % ranks.size()]));
      while (killed < n_kills && process.running() && n_rows(output) < wanted)
        process.wait_for(milliseconds(2));
      if (killed < n_kills && !process.wait_for(milliseconds(time(random))))
      {
        kill_all(process, output);
        ++killed;
        continue;
      }
      const program::Ending ending = process.end();
      EXPECT_EQ(ending.exit_code, 0) << ending.output;
      return killed;
    }
    return killed;
  }

  std::size_t n_rows(const std::string &output) const
  {
    return restart::read_history(folder / output / "history.csv").rows.size();
  }

  /// Also mpirun's ranks, which outlive it for a while and hold the folder.
  void kill_all(program::Process &process, const std::string &output) const
  {
    process.kill_group();
    process.end();
    const auto ranks = [&]()
    { return program::processes_with((folder / output).string(), TENOGEN_EXECUTABLE); };
    for (auto left = ranks(); !left.empty(); left = ranks())
      for (const pid_t rank : left)
        kill(rank, SIGKILL);
  }

  void expect_same_run(const fs::path &found, const fs::path &expected) const
  {
    EXPECT_EQ(restart::read_text(found / "history.csv"), restart::read_text(expected / "history.csv"));
    EXPECT_EQ(restart::outcome_of(found), restart::outcome_of(expected));
    const auto snapshots = nlohmann::json::parse(restart::read_text(expected / "fields/snapshots.json"));
    ASSERT_FALSE(snapshots.empty());
    EXPECT_EQ(nlohmann::json::parse(restart::read_text(found / "fields/snapshots.json")), snapshots);
    for (const auto &snapshot : snapshots)
    {
      const std::string name = "fields/" + snapshot["file"].get<std::string>();
      for (const auto &dataset : snapshot["datasets"].items())
        EXPECT_EQ(restart::values_of(found / name, dataset.key()),
                  restart::values_of(expected / name, dataset.key()))
            << name << ", " << dataset.key();
    }
    ASSERT_TRUE(fs::exists(expected / "mri/visit_0.h5"));
    for (const auto &image : fs::directory_iterator(expected / "mri"))
      for (const char *const volume : {"pd_fs", "fluid", "gap_fraction"})
        EXPECT_EQ(restart::values_of(found / "mri" / image.path().filename(), volume),
                  restart::values_of(image.path(), volume))
            << image.path() << ", " << volume;
    // The last checkpoint holds every bit of the final state.
    EXPECT_EQ(last_state(found), last_state(expected));
  }

  /// The last snapshot, to a tolerance relative to the largest value of each field.
  void expect_fields_near(const fs::path &found, const fs::path &expected, const double tolerance) const
  {
    const auto snapshots   = nlohmann::json::parse(restart::read_text(expected / "fields/snapshots.json"));
    const std::string name = "fields/" + snapshots.back()["file"].get<std::string>();
    for (const auto &dataset : snapshots.back()["datasets"].items())
    {
      // The sign of a line that crosses the fibres is a matter of rounding.
      if (dataset.key() == "principal_strain_direction" || dataset.key() == "strain_direction")
        continue;
      const auto a = restart::values_of(found / name, dataset.key()),
                 b = restart::values_of(expected / name, dataset.key());
      ASSERT_EQ(a.size(), b.size()) << dataset.key();
      double largest = 0., difference = 0.;
      for (std::size_t i = 0; i < a.size(); ++i)
      {
        largest    = std::max(largest, std::abs(b[i]));
        difference = std::max(difference, std::abs(a[i] - b[i]));
      }
      EXPECT_LE(difference, tolerance * largest) << dataset.key();
    }
  }

  /// The numbers of the state in the newest checkpoint of a run, as the file has them.
  static std::string last_state(const fs::path &run)
  {
    std::string  name;
    unsigned int newest = 0;
    for (const auto &entry : fs::directory_iterator(run / "checkpoint"))
      if (entry.path().extension() == ".json")
      {
        const auto marker = nlohmann::json::parse(restart::read_text(entry.path()));
        if (marker["step"].get<unsigned int>() >= newest)
        {
          newest = marker["step"];
          name   = entry.path().stem().string() + ".h5";
        }
      }
    return restart::state_bytes(run / "checkpoint" / name);
  }
};

class ResumeOnRanks : public Resume
{
};

TEST_F(Resume, EndsAsIfItHadNeverBeenKilled)
{
  EXPECT_GE(run_with_kills("killed", 6, {1}, 1, milliseconds(100)), 3U);
  expect_same_run(folder / "killed", whole());
}

TEST_F(ResumeOnRanks, EndsAsIfItHadNeverBeenKilled)
{
  EXPECT_GE(run_with_kills("killed", 4, {2}, 2, milliseconds(50)), 2U);
  expect_same_run(folder / "killed", whole(2));
}

TEST_F(ResumeOnRanks, ContinuesOnAnotherNumberOfRanks)
{
  EXPECT_GE(run_with_kills("killed", 4, {1, 3, 2}, 2, milliseconds(50)), 2U);
  restart::expect_near(restart::read_history(folder / "killed/history.csv"),
                       restart::read_history(whole() / "history.csv"), 1e-8);
  expect_fields_near(folder / "killed", whole(), 1e-8);
}

TEST_F(ResumeOnRanks, TwoIdenticalRunsGiveTheSameFiles)
{
  // Three ranks: what two of them send to the third may come in any order.
  for (const char *const name : {"once", "twice"})
    ASSERT_EQ(run(name, {"--quiet", "--set", "Time/End [day]=6", "--set", "Time/Visits [month]=0, 0.1"}, 3)
                  .exit_code,
              0);
  expect_same_run(folder / "twice", folder / "once");
}

TEST_F(Resume, OfACompleteRunDoesNothing)
{
  const std::vector<std::string> short_run = {"--set", "Time/End [day]=1", "--set", "Time/Visits [month]=0"};
  ASSERT_EQ(run("run", short_run).exit_code, 0);
  const std::string before = restart::read_text(folder / "run/log.txt");
  auto              again  = short_run;
  again.emplace_back("--resume");
  const auto ending = run("run", again);
  EXPECT_EQ(ending.exit_code, 0);
  EXPECT_NE(ending.output.find("nothing left to do"), std::string::npos) << ending.output;
  EXPECT_EQ(restart::read_text(folder / "run/log.txt"), before);
}

TEST_F(Resume, RefusesOtherParametersWithAListOfThem)
{
  program::Process process(program::run_command_line(arguments("run")));
  ASSERT_TRUE(has_begun(process, "run"));
  process.send(SIGUSR2);
  ASSERT_EQ(process.end().exit_code, 75);
  const auto ending = run("run", {"--resume", "--set", "Treatment/Dose [cells]=1e7", "--set",
                                  "Mechanics/Governor/Guard strain [-]=0.08"});
  EXPECT_EQ(ending.exit_code, 2);
  for (const char *const part : {"Treatment/Dose [cells]: was 2e7, is 1e7",
                                 "Mechanics/Governor/Guard strain [-]: was 0.09, is 0.08", "--from"})
    EXPECT_NE(ending.output.find(part), std::string::npos) << ending.output;
  // What decides nothing may change.
  EXPECT_EQ(run("run", {"--resume", "--quiet", "--set", "Title=Another", "--set",
                        "Output/Checkpoint/Wall-clock interval [min]=1"})
                .exit_code,
            0);
}

TEST_F(Resume, BranchesOffWithAnotherLoadAndASecondInjection)
{
  ASSERT_EQ(run("trunk", {"--quiet", "--set", "Output/Checkpoint/Keep at visits=true"}).exit_code, 0);
  const std::string visit = (folder / "trunk/checkpoint/visit_0.4.h5").string();
  const auto        ending =
      run("branch", {"--from", visit, "--set", "Load/Programme [day: N]=0: 200, 12: 200, 13: 900", "--set",
                     "Treatment/Injection start [day]=14"});
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_NE(ending.output.find("Injection start [day]: was 0, is 14"), std::string::npos) << ending.output;

  const auto trunk  = restart::read_history(folder / "trunk/history.csv"),
             branch = restart::read_history(folder / "branch/history.csv");
  const auto column = [&](const std::string &name)
  { return std::find(trunk.names.begin(), trunk.names.end(), name) - trunk.names.begin(); };
  // It has the history of the trunk up to that day, and from there goes on with its tissue and its cells.
  const auto is_that_day = [](const auto &row) { return std::abs(row[0] - 0.4 * 30.4375) < 1e-6; };
  const auto same_day    = std::find_if(trunk.rows.begin(), trunk.rows.end(), is_that_day);
  const auto own         = std::find_if(branch.rows.rbegin(), branch.rows.rend(), is_that_day);
  ASSERT_NE(same_day, trunk.rows.end());
  ASSERT_NE(own, branch.rows.rend());
  EXPECT_TRUE(std::equal(trunk.rows.begin(), same_day, branch.rows.begin()));
  for (const char *const name : {"gap mean collagen_I [mg/mm^3]", "living msc [cells]", "died msc [cells]"})
    EXPECT_DOUBLE_EQ((*own)[column(name)], (*same_day)[column(name)]) << name;
  EXPECT_NEAR(branch.rows.back()[column("deposited msc [cells]")], 8e6, 1e-2);
  EXPECT_LT(branch.rows.back()[column("cell balance error [-]")], 1e-8);
  EXPECT_GT(branch.rows.back()[column("load applied [N]")],
            1.5 * trunk.rows.back()[column("load applied [N]")]);
  const auto provenance = nlohmann::json::parse(restart::read_text(folder / "branch/provenance.json"));
  EXPECT_EQ(provenance["branched from"]["checkpoint"], visit);

  // Another mesh has another state.
  const auto other = run("other", {"--from", visit, "--set", "Geometry/Mesh/Cells along the gap [-]=7"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.output.find("another mesh"), std::string::npos) << other.output;
  EXPECT_FALSE(fs::exists(folder / "other/log.txt")) << "the refused run has left something";
  const auto validated =
      run("other", {"--from", visit, "--validate", "--set", "Geometry/Mesh/Cells along the gap [-]=7"});
  EXPECT_EQ(validated.exit_code, 2);
  EXPECT_NE(validated.output.find("another mesh"), std::string::npos) << validated.output;
}

/// The treated coarse tendon through 24 months.
class TreatedTendonLong : public Resume
{
protected:
  TreatedTendonLong()
  {
    std::ofstream(folder / "tendon.prm") << "include " TENOGEN_SOURCE_DIR "/params/achilles_treated.prm\n";
  }
};
class ResumeLong : public TreatedTendonLong
{
};
class RanksLong : public TreatedTendonLong
{
};

TEST_F(ResumeLong, EndsAsIfItHadNeverBeenKilled)
{
  EXPECT_EQ(run_with_kills("killed", 30, {1}, 2, milliseconds(300)), 30U);
  expect_same_run(folder / "killed", whole());
  EXPECT_EQ(run_with_kills("ranks", 10, {1, 2, 3}, 4, milliseconds(300)), 10U);
  restart::expect_near(restart::read_history(folder / "ranks/history.csv"),
                       restart::read_history(whole() / "history.csv"), 1e-8);
  expect_fields_near(folder / "ranks", whole(), 1e-8);
}

TEST_F(RanksLong, AgreeInEveryColumnOfTheHistory)
{
  ASSERT_EQ(run("alone", {"--quiet"}).exit_code, 0);
  const auto alone = restart::read_history(folder / "alone/history.csv");
  for (const unsigned int ranks : {2, 3, 4})
  {
    const std::string output = "ranks" + std::to_string(ranks);
    // More ranks than cores take minutes.
    program::Process process(program::run_command_line(arguments(output, {"--quiet"}), ranks));
    const auto       ending = process.end(std::chrono::minutes(30));
    ASSERT_EQ(ending.exit_code, 0) << ranks << " ranks: " << ending.output;
    restart::expect_near(restart::read_history(folder / output / "history.csv"), alone, 1e-7);
  }
}
} // namespace
