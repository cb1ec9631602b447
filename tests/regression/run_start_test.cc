#include "program.h"

#include "tenogen/app/run_estimate.h"
#include "tenogen/core/read_file.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

// What a run prints before it starts: its folder and its estimated cost.

namespace
{
namespace fs = std::filesystem;
using namespace tenogen;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Intervals, AreAsManyAsOneByOne)
{
  for (const double longest : {0.3, 2., 30.})
    for (const double end : {0.1, 20., 730.})
    {
      double n = 0.;
      for (double time = 0.; time < end; ++n)
        time += std::min(std::max(0.5, time / 8.), longest);
      EXPECT_NEAR(n_intervals(0., end, 0.5, longest), n,
                  1e-9 * n + (std::fmod(end, longest) < 1e-9 ? 1. : 0.));
    }
  // One by one these would take minutes.
  EXPECT_NEAR(n_intervals(0., 36525., 0.5, 1e-6), 36525e6, 1.);
}

class RunStart : public ::testing::Test
{
protected:
  RunStart()
    : folder(fs::temp_directory_path() / ("tenogen_run_start_" + std::to_string(getpid())))
    , before(fs::current_path())
  {
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::current_path(folder);
    write("my_tendon.prm", "");
  }
  ~RunStart() override
  {
    fs::current_path(before);
    fs::remove_all(folder);
  }

  /// A block of eight cells without equilibrium, simulated for one day.
  static void write(const std::string &name, const std::string &more)
  {
    std::ofstream(name) << "include " TENOGEN_SOURCE_DIR "/tests/data/small_block.prm"
                           R"(
      subsection Time
        set End [day] = 1
        set Visits [month] = 0
      end
    )" << more;
  }

  static std::string first_line(const std::string &text)
  {
    return text.substr(0, text.find('\n'));
  }

  /// Seconds and MiB in the line about the cost.
  static std::pair<double, double> estimate(const std::vector<std::string> &arguments)
  {
    const auto       ending = program::run(arguments);
    const std::regex line(
        "(\\d+) cells, 1 rank, ([0-9.e+]+) days: about (?:(\\d+) h )?(?:(\\d+) min ?)?(?:(\\d+) s )?"
        "and (\\d+) MiB of memory");
    std::smatch found;
    EXPECT_TRUE(std::regex_search(ending.output, found, line)) << ending.output;
    const auto number = [&](const unsigned int i) { return found[i].matched ? std::stod(found[i]) : 0.; };
    return {3600. * number(3) + 60. * number(4) + number(5), number(6)};
  }

  fs::path folder, before;
};

TEST_F(RunStart, NamesItsFolderAfterTheParameterFile)
{
  const auto ending = program::run({"my_tendon.prm"});
  EXPECT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_EQ(first_line(ending.output), "Run directory: results/my_tendon");
  EXPECT_THAT(ending.output, HasSubstr("Done: results/my_tendon\n"));
  EXPECT_TRUE(fs::exists("results/my_tendon/COMPLETE"));
  EXPECT_FALSE(fs::exists("results/history.csv"));
  EXPECT_THAT(read_file("results/my_tendon/log.txt"), StartsWith("Run directory: results/my_tendon\n"));

  // The parameter file of the run names its folder, and another run does not use this folder.
  const auto again = program::run({"results/my_tendon/parameters.prm"});
  EXPECT_EQ(again.exit_code, 4);
  EXPECT_THAT(again.output, HasSubstr("'results/my_tendon' already contains a run"));
}

TEST_F(RunStart, PrefersTheCommandLineToTheParameterFile)
{
  // An unusual load, which gives a warning after the first line.
  write("placed.prm", "subsection Output\n set Directory = there\nend\nsubsection Load\n set Habitual force "
                      "[N] = 500\nend\n");
  EXPECT_EQ(first_line(program::run({"placed.prm"}).output), "Run directory: there");
  EXPECT_TRUE(fs::exists("there/COMPLETE"));
  EXPECT_EQ(first_line(program::run({"placed.prm", "-o", "elsewhere"}).output), "Run directory: elsewhere");
  EXPECT_TRUE(fs::exists("elsewhere/COMPLETE"));
  EXPECT_FALSE(fs::exists("results"));
}

TEST_F(RunStart, PrintsTheEstimatedCost)
{
  const auto validated = program::run({"my_tendon.prm", "--validate"});
  EXPECT_EQ(validated.exit_code, 0) << validated.output;
  EXPECT_THAT(validated.output,
              StartsWith("8 cells, 1 rank, 1 day: about 1 s and 258 MiB of memory, if each rank "
                         "has a core to itself\nThe input is valid.\n"));
  EXPECT_THAT(program::run({"my_tendon.prm"}).output,
              HasSubstr("8 cells, 1 rank, 1 day: about 1 s and 258 MiB"));

  // Two years of the coarse tendon took 27.4 s and 578 MiB on two ranks (benchmarks/README.md): up to twice
  // as long on one.
  const std::string file  = TENOGEN_SOURCE_DIR "/params/achilles_treated.prm";
  const auto        whole = estimate({file, "--validate"});
  EXPECT_GT(whole.first, 27.4);
  EXPECT_LT(whole.first, 2. * 2. * 27.4);
  EXPECT_GT(whole.second, 578. / 2.);
  EXPECT_LT(whole.second, 578.);
  const auto month =
      estimate({file, "--validate", "--set", "Time/End [day]=31", "--set", "Time/Visits [month]=0, 1"});
  EXPECT_LT(month.first, 0.7 * whole.first);
  const auto surrogate = estimate({file, "--validate", "--set", "Mechanics/Type=surrogate"});
  EXPECT_LT(surrogate.first, 0.5 * whole.first);
}
} // namespace
