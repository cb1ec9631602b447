#include "program.h"

#include "tenogen/core/read_file.h"
#include "tenogen/core/units.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

// Fields on days other than the visits, and how ParaView gets the units of fields.

namespace
{
namespace fs = std::filesystem;
using namespace tenogen;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FieldsAt : public ::testing::Test
{
protected:
  FieldsAt()
    : folder(fs::temp_directory_path() / ("tenogen_fields_at_" + std::to_string(getpid())))
  {
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::ofstream(folder / "block.prm") << "include " TENOGEN_SOURCE_DIR "/tests/data/small_block.prm"
                                           R"(
      subsection Time
        set End [day] = 40
        set Visits [month] = 0, 1
      end
    )";
  }
  ~FieldsAt() override
  {
    fs::remove_all(folder);
  }

  program::Ending run(const std::vector<std::string> &settings,
                      const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> words = {(folder / "block.prm").string(), "--output", (folder / "run").string()};
    for (const auto &setting : settings)
      words.insert(words.end(), {"--set", setting});
    words.insert(words.end(), more.begin(), more.end());
    return program::run(words);
  }

  std::vector<double> days() const
  {
    std::vector<double> result;
    for (const auto &snapshot : nlohmann::json::parse(read_file(folder / "run/fields/snapshots.json")))
    {
      EXPECT_TRUE(fs::exists(folder / "run/fields" / snapshot["file"].get<std::string>()));
      result.push_back(snapshot["time_day"].get<double>());
    }
    return result;
  }

  fs::path folder;
};

TEST_F(FieldsAt, AreWrittenExactlyOnTheirDays)
{
  // One of them is a visit: its fields are written once.
  const auto ending = run({"Output/Fields at [day]=0.3, 17.25, 30.4375, 39"});
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(days(), ElementsAre(0., 0.3, 17.25, days_per_month, 39.));

  // Each has a row in the history; the summary contains only the visits.
  const std::string history = read_file(folder / "run/history.csv");
  for (const char *const day : {"\n0.3,", "\n17.25,", "\n39,"})
    EXPECT_THAT(history, HasSubstr(day));
  EXPECT_EQ(nlohmann::json::parse(read_file(folder / "run/summary.json"))["visits"].size(), 2U);
}

TEST_F(FieldsAt, NeedNoFieldsAtTheVisits)
{
  const auto ending = run({"Output/Fields=false", "Output/Fields at [day]=5"});
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(days(), ElementsAre(5.));
}

TEST_F(FieldsAt, SurviveAResume)
{
  const std::vector<std::string> words = {(folder / "block.prm").string(), "--output",
                                          (folder / "run").string(),       "--set",
                                          "Output/Fields at [day]=5, 35",  "--resume"};
  program::Process               first(program::run_command_line(words));
  while (first.running() && !fs::exists(folder / "run/checkpoint/slot_0.json"))
    first.wait_for(std::chrono::milliseconds(1));
  first.send(SIGUSR2);
  const auto stopped = first.end();
  EXPECT_EQ(stopped.exit_code, 75) << "It was to be stopped before its end.\n" << stopped.output;
  const auto ending = program::run(words);
  ASSERT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_THAT(days(), ElementsAre(0., 5., days_per_month, 35.));
  EXPECT_THAT(read_file(folder / "run/fields/fields.xdmf"), HasSubstr("\"collagen_I [mg/mm^3]\""));
}

TEST_F(FieldsAt, RefusesDaysOutsideTheRunOrOutOfOrder)
{
  const auto ending = run({"Output/Fields at [day]=-1, 3, 3, 50"}, {"--validate"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.output, HasSubstr("day -1 is before the start; allowed: 0 and above"));
  EXPECT_THAT(ending.output, HasSubstr("day 3 does not come after day 3; list the days in increasing order"));
  EXPECT_THAT(ending.output, HasSubstr("day 50 is after Time/End [day] = 40"));
}

TEST_F(FieldsAt, ParaViewSeesTheirUnits)
{
  ASSERT_EQ(run({}).exit_code, 0);
  const std::string xdmf = read_file(folder / "run/fields/fields.xdmf");
  for (const char *const attribute :
       {"<Attribute Name=\"collagen_I [mg/mm^3]\" AttributeType=\"Scalar\" Center=\"Node\">",
        "<Attribute Name=\"displacement [mm]\" AttributeType=\"Vector\" Center=\"Node\">",
        "<Attribute Name=\"strain [-]\" AttributeType=\"Scalar\" Center=\"Node\">",
        "<Attribute Name=\"local_stiffness [MPa]\" AttributeType=\"Scalar\" Center=\"Node\">"})
    EXPECT_THAT(xdmf, HasSubstr(attribute));
  // The datasets keep their plain names, which programs use.
  EXPECT_THAT(xdmf, HasSubstr("solution_0000.h5:/collagen_I</DataItem>"));
  const auto snapshots = nlohmann::json::parse(read_file(folder / "run/fields/snapshots.json"));
  EXPECT_EQ(snapshots[0]["datasets"]["collagen_I"], nlohmann::json({{"components", 1}, {"unit", "mg/mm^3"}}));
}
} // namespace
