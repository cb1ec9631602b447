#include "tenogen/app/run_command.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"

#include <deal.II/base/hdf5.h>

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <hdf5.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

// A short run from the command line, and the files in its folder afterwards.

namespace
{
namespace fs = std::filesystem;
using namespace tenogen;

/// Extents of a dataset; empty if there is none.
std::vector<hsize_t> extents(const fs::path &file, const std::string &dataset)
{
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const hid_t handle = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (handle < 0)
    return {};
  std::vector<hsize_t> result;
  const hid_t          data = H5Dopen2(handle, dataset.c_str(), H5P_DEFAULT);
  if (data >= 0)
  {
    const hid_t space = H5Dget_space(data);
    result.resize(H5Sget_simple_extent_ndims(space));
    H5Sget_simple_extent_dims(space, result.data(), nullptr);
    H5Sclose(space);
    H5Dclose(data);
  }
  H5Fclose(handle);
  return result;
}

class RunDirectory : public ::testing::Test
{
protected:
  RunDirectory()
    : folder(fs::temp_directory_path() / ("tenogen_run_directory_" + std::to_string(getpid())))
  {
    fs::remove_all(folder);
  }
  ~RunDirectory() override
  {
    fs::remove_all(folder);
  }

  int run(std::vector<std::string> more = {}) const
  {
    std::vector<std::string> arguments = {TENOGEN_SOURCE_DIR "/params/achilles_treated.prm",
                                          "--quiet",
                                          "--set",
                                          "Mechanics/Type=surrogate",
                                          "--set",
                                          "Time/End [day]=1",
                                          "--set",
                                          "Time/Visits [month]=0, 0.03",
                                          "--output",
                                          folder.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_command(arguments, MPI_COMM_WORLD);
  }

  fs::path folder;
};

TEST_F(RunDirectory, IsCompleteAndConserves)
{
  ASSERT_EQ(run(), 0);
  for (const char *name : {"parameters.prm", "provenance.json", "log.txt", "history.csv", "summary.json",
                           "COMPLETE", "fields/mesh.h5", "fields/fields.xdmf", "fields/snapshots.json"})
    EXPECT_TRUE(fs::exists(folder / name)) << name;
  EXPECT_FALSE(fs::exists(folder / "FAILED"));

  // Two visits were requested, and their times are exact.
  const auto snapshots = nlohmann::json::parse(read_file(folder / "fields/snapshots.json"));
  ASSERT_EQ(snapshots.size(), 2U);
  EXPECT_EQ(snapshots[0]["time_day"].get<double>(), 0.);
  EXPECT_DOUBLE_EQ(snapshots[1]["time_day"].get<double>(), 0.03 * 30.4375);

  const auto summary = nlohmann::json::parse(read_file(folder / "summary.json"));
  EXPECT_EQ(summary["outcome"], "complete");
  EXPECT_NEAR(summary["conservation"]["deposited msc [cells]"].get<double>(), 4e6, 4e6 * 1e-8);
  EXPECT_LT(summary["conservation"]["largest cell balance error [-]"].get<double>(), 1e-8);
  EXPECT_GE(summary["conservation"]["smallest concentration ever [-]"].get<double>(), 0.);

  // Every row of the history has as many entries as the header, and none is NaN.
  std::ifstream history(folder / "history.csv");
  std::string   line;
  std::getline(history, line);
  const auto n_columns = std::count(line.begin(), line.end(), ',');
  EXPECT_EQ(line.rfind("time [day],time [month],", 0), 0U);
  unsigned int n_rows = 0;
  for (; std::getline(history, line); ++n_rows)
  {
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), n_columns);
    EXPECT_EQ(line.find("nan"), std::string::npos) << line;
  }
  EXPECT_GE(n_rows, 3U);
}

TEST_F(RunDirectory, XdmfRefersToExistingData)
{
  ASSERT_EQ(run(), 0);
  const std::string xdmf = read_file(folder / "fields/fields.xdmf");
  const std::regex item("<DataItem Dimensions=\"([0-9 ]+)\"[^>]*>\\s*([^\\s:]+):/?([^\\s<]+)\\s*</DataItem>");
  unsigned int     n_items = 0;
  std::string      datasets;
  for (std::sregex_iterator match(xdmf.begin(), xdmf.end(), item), end; match != end; ++match, ++n_items)
  {
    std::vector<hsize_t> wanted;
    std::istringstream   numbers((*match)[1]);
    for (hsize_t n; numbers >> n;)
      wanted.push_back(n);
    const auto found = extents(folder / "fields" / (*match)[2].str(), (*match)[3]);
    ASSERT_FALSE(found.empty()) << (*match)[2] << ":" << (*match)[3] << " is not there";
    hsize_t n_wanted = 1, n_found = 1;
    for (const hsize_t n : wanted)
      n_wanted *= n;
    for (const hsize_t n : found)
      n_found *= n;
    EXPECT_EQ(n_wanted, n_found) << (*match)[3];
    datasets += (*match)[3].str() + " ";
  }
  EXPECT_GE(n_items, 2U * 20U);
  for (const char *name : {"displacement", "fibre_stretch", "strain", "strain_direction", "principal_strain",
                           "principal_strain_direction", "axial_stress", "msc", "collagen_I", "collagen_III",
                           "cytokine", "water", "fibre_direction", "alignment", "local_stiffness", "region"})
    EXPECT_NE(datasets.find(name), std::string::npos) << name;

  dealii::HDF5::File file((folder / "fields/solution_0001.h5").string(),
                          dealii::HDF5::File::FileAccessMode::open);
  for (const auto &[name, unit] : std::vector<std::pair<std::string, std::string>>{{"displacement", "mm"},
                                                                                   {"collagen_I", "mg/mm^3"},
                                                                                   {"local_stiffness", "MPa"},
                                                                                   {"strain_direction", "-"}})
    EXPECT_EQ(file.open_dataset(name).get_attribute<std::string>("unit"), unit) << name;
}

TEST_F(RunDirectory, LogHoldsTheWarnings)
{
  ASSERT_EQ(run({"--set", "Biology/Cytokine/Decay [1/day]=20"}), 0);
  EXPECT_NE(read_file(folder / "log.txt").find("warning: "), std::string::npos);
}

TEST_F(RunDirectory, LogReportsAScarThatHealedWithoutTreatment)
{
  const std::string healed = "warning: the scar has healed before day 0";
  ASSERT_EQ(run(), 0);
  EXPECT_EQ(read_file(folder / "log.txt").find(healed), std::string::npos);
  ASSERT_EQ(run({"--overwrite", "--set", "Biology/Cytokine/Loop production [pg/mm^3/day]=0.8"}), 0);
  EXPECT_NE(read_file(folder / "log.txt").find(healed), std::string::npos);
}

TEST_F(RunDirectory, IsOverwrittenOnlyOnRequest)
{
  ASSERT_EQ(run(), 0);
  try
  {
    run();
    FAIL() << "a second run into the same folder was accepted";
  }
  catch (const Error &error)
  {
    EXPECT_EQ(error.exit_code, ExitCode::file_system);
    EXPECT_NE(std::string(error.what()).find("--overwrite"), std::string::npos);
  }
  EXPECT_EQ(run({"--overwrite"}), 0);
}

TEST_F(RunDirectory, ReportsAFolderThatCannotBeMade)
{
  folder = "/proc/no_such_folder";
  try
  {
    run();
    FAIL() << "an impossible folder was accepted";
  }
  catch (const Error &error)
  {
    EXPECT_EQ(error.exit_code, ExitCode::file_system);
    EXPECT_NE(std::string(error.what()).find("/proc/no_such_folder"), std::string::npos);
  }
}

TEST_F(RunDirectory, ReportsThatThereIsNoEquilibrium)
{
  // A demand that no tendon can carry, without the governor: the solver fails with a message.
  try
  {
    run({"--set", "Mechanics/Type=finite strain", "--set", "Mechanics/Governor/Governor=false", "--set",
         "Load/Programme [day: N]=0: 1e9", "--set", "Mechanics/Load increments [-]=1", "--set",
         "Initial state/Relax=false"});
    FAIL() << "a load of 1e9 N was borne";
  }
  catch (const Error &error)
  {
    EXPECT_EQ(error.exit_code, ExitCode::solver_failed);
    EXPECT_NE(std::string(error.what()).find("No equilibrium at day 0"), std::string::npos) << error.what();
  }
  EXPECT_TRUE(fs::exists(folder / "FAILED"));
  EXPECT_FALSE(fs::exists(folder / "COMPLETE"));
}

TEST_F(RunDirectory, KeepsTheStateOfARunThatFails)
{
  // Steps that are short enough for a stationary scar are too long for the injection at day 0.5.
  try
  {
    run({"--set", "Treatment/Injection start [day]=0.5", "--set", "Time/Smallest step [day]=0.2", "--set",
         "Time/First step [day]=0.2", "--set", "Time/Visits [month]=0, 0.01"});
    FAIL() << "an injection was followed with steps of 0.2 day";
  }
  catch (const Error &error)
  {
    EXPECT_EQ(error.exit_code, ExitCode::solver_failed);
    EXPECT_NE(std::string(error.what()).find("The last good state is kept"), std::string::npos)
        << error.what();
  }
  EXPECT_TRUE(fs::exists(folder / "FAILED"));
  EXPECT_FALSE(fs::exists(folder / "COMPLETE"));

  // The last state before the failure, and the reason.
  std::istringstream history(read_file(folder / "history.csv"));
  std::string        line, last;
  while (std::getline(history, line))
    last = line;
  const double last_good = std::stod(last);
  EXPECT_GE(last_good, 0.01 * 30.4375);
  EXPECT_LT(last_good, 0.5);
  const auto summary = nlohmann::json::parse(read_file(folder / "summary.json"));
  EXPECT_EQ(summary["outcome"], "failed");
  EXPECT_EQ(summary["visits"].size(), 2U);
  ASSERT_FALSE(summary["failures"].empty());
  EXPECT_NE(summary["failures"].back().get<std::string>().find("smallest step"), std::string::npos);
  const auto snapshots = nlohmann::json::parse(read_file(folder / "fields/snapshots.json"));
  EXPECT_NEAR(snapshots.back()["time_day"].get<double>(), last_good, 1e-9);
}
} // namespace
