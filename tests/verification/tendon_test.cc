#include "tenogen/app/run_command.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

// The tendon as a user runs it: the shipped parameter files, from the command line to summary.json.

namespace
{
namespace fs = std::filesystem;
using namespace tenogen;
using Settings = std::vector<std::string>;

/// Outcomes at the visits of a run of params/achilles_<arm>.prm; empty if it failed.
nlohmann::json visits_of(const std::string &arm, const Settings &settings)
{
  const fs::path folder =
      fs::temp_directory_path() / ("tenogen_tendon_" + arm + "_" + std::to_string(getpid()));
  fs::remove_all(folder);
  std::vector<std::string> arguments = {TENOGEN_SOURCE_DIR "/params/achilles_" + arm + ".prm", "--quiet",
                                        "--output", folder.string()};
  for (const std::string &setting : settings)
  {
    arguments.emplace_back("--set");
    arguments.push_back(setting);
  }
  nlohmann::json summary;
  EXPECT_EQ(run_command(arguments, MPI_COMM_WORLD), 0) << arm;
  std::ifstream(folder / "summary.json") >> summary;
  fs::remove_all(folder);
  return summary.value("outcome", "") == "complete" ? summary["visits"] : nlohmann::json::array();
}

/// A mesh of about 500 cells: enough for spatial patterns, too few for accurate numbers.
Settings small(Settings settings)
{
  for (const char *setting : {"Resolution=custom", "Cells across width [-]=4", "Cells across thickness [-]=3",
                              "Cells along the gap [-]=9", "Cells along the distal stump [-]=4",
                              "Cells along the proximal stump [-]=4"})
    settings.push_back(std::string("Geometry/Mesh/") + setting);
  settings.emplace_back("Mechanics/Residual tolerance [-]=1e-7"); // as in the studies
  return settings;
}

const char *const one_depot = "Treatment/Depots [mm, mm, mm, mm, -]=0, 0, 0, 2, 1";

double value(const nlohmann::json &visit, const char *name)
{
  return visit.at(name).get<double>();
}

/// Strain of the whole free tendon, as ultrasound measures it, at an unguarded force at day 0.
double tendon_strain(const std::string &force)
{
  const nlohmann::json visits =
      visits_of("intact", {"Load/Programme [day: N]=0: " + force, "Mechanics/Governor/Governor=false",
                           "Time/End [day]=0.1", "Time/Visits [month]=0"});
  return visits.empty() ? NAN : value(visits[0], "largest axial displacement [mm]") / 100.;
}

// Kharazi et al., Sci Rep 2021: 4.0 % at 1.99 kN (walking), 4.9 % at 2.56 kN (running), +- 0.6 %.
TEST(IntactTendon, StrainsAsMeasuredInWalkingAndRunning)
{
  const double walking = tendon_strain("1990"), running = tendon_strain("2560");
  std::cout << "strain at 1.99 kN " << walking << ", at 2.56 kN " << running << std::endl;
  EXPECT_NEAR(walking, 0.040, 0.006);
  EXPECT_NEAR(running, 0.049, 0.006);
}

TEST(ScarredTendon, HealsWhereItIsCoveredAndRelapsesFromTheRim)
{
  const Settings       two_months = small({"Time/End [day]=61", "Time/Visits [month]=0, 0.5, 2"});
  const nlohmann::json untreated  = visits_of("untreated", two_months);
  const nlohmann::json covered    = visits_of("treated", two_months);
  Settings             narrow     = two_months;
  narrow.emplace_back(one_depot);
  const nlohmann::json spotted = visits_of("treated", narrow);
  ASSERT_EQ(untreated.size(), 3U);
  ASSERT_EQ(covered.size(), 3U);
  ASSERT_EQ(spotted.size(), 3U);

  const char *const inflamed = "gap inflamed volume [mm^3]", *const modulus = "gap modulus [MPa]";
  const double whole = value(untreated[0], inflamed);
  EXPECT_EQ(value(untreated[2], inflamed), whole);
  EXPECT_NEAR(value(untreated[2], modulus), value(untreated[0], modulus), 2.);

  // Five depots clear the gap of inflammation except at its surface, next to the paratenon.
  EXPECT_LT(value(covered[2], inflamed), 0.1 * whole);
  EXPECT_GT(value(covered[2], modulus), 2. * value(covered[0], modulus));

  // One narrow depot clears its surroundings, but inflammation returns from the rim.
  EXPECT_LT(value(spotted[1], inflamed), 0.8 * whole);
  EXPECT_GT(value(spotted[2], inflamed), 1.1 * value(spotted[1], inflamed));
  EXPECT_LT(value(spotted[2], modulus), 0.7 * value(covered[2], modulus));
}

TEST(IntactTendonLong, StaysIntactFor24Months)
{
  const nlohmann::json visits = visits_of("intact", {});
  ASSERT_FALSE(visits.empty());
  for (const auto &[name, before] : visits.front().items())
    if (name.rfind("gap mean ", 0) == 0 || name == "gap modulus [MPa]")
    {
      const double after = visits.back().at(name).get<double>(), drift = after / before.get<double>() - 1.;
      std::cout << name << ": " << before << " to " << after << std::endl;
      if (before.get<double>() > 0.)
        EXPECT_LT(std::abs(drift), 0.01) << name;
      else
        EXPECT_EQ(after, 0.) << name;
    }
}

TEST(ScarredTendonLong, StaysAScarUntreatedAndBecomesTendonTreated)
{
  const nlohmann::json untreated = visits_of("untreated", {}), treated = visits_of("treated", {}),
                       spotted = visits_of("treated", {one_depot});
  ASSERT_FALSE(untreated.empty());
  ASSERT_FALSE(treated.empty());
  ASSERT_FALSE(spotted.empty());

  const nlohmann::json &scar = untreated.back();
  EXPECT_GT(value(scar, "gap mean cytokine [pg/mm^3]"), 0.4);
  EXPECT_LT(value(scar, "gap modulus [MPa]"), 70.);

  // The final state of the point model: 587 MPa, collagen I 0.2167 and III 0.0111 mg/mm^3, W 0.070, S 0.847.
  const nlohmann::json &healed = treated.back();
  EXPECT_NEAR(value(healed, "gap modulus [MPa]"), 587., 30.);
  EXPECT_NEAR(value(healed, "gap mean collagen_I [mg/mm^3]"), 0.2167, 0.01);
  EXPECT_NEAR(value(healed, "gap mean collagen_III [mg/mm^3]"), 0.0111, 0.001);
  EXPECT_NEAR(value(healed, "gap mean water [-]"), 0.070, 0.01);
  EXPECT_NEAR(value(healed, "gap mean alignment [-]"), 0.847, 0.01);
  EXPECT_EQ(value(healed, "gap inflamed volume [mm^3]"), 0.);

  // Incomplete coverage: the inflamed part grows from the first visit after the injection to the end.
  const char *const inflamed = "gap inflamed volume [mm^3]";
  for (std::size_t visit = 2; visit < spotted.size(); ++visit)
    EXPECT_GE(value(spotted[visit], inflamed), value(spotted[visit - 1], inflamed)) << visit;
  EXPECT_GT(value(spotted.back(), inflamed), 0.9 * value(spotted.front(), inflamed));
}
} // namespace
