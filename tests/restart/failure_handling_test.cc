#include "restart/tendon_run.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>

// Failures that can happen to a run on a cluster: each ends with a message, the right exit code and, if the
// run had begun, a state from which it can continue.

namespace
{
using namespace tenogen;
namespace fs = std::filesystem;
using std::chrono::milliseconds;

class FailureHandling : public restart::TendonRun
{
protected:
  /// A run whose files cannot become larger, from the moment on that it has started.
  program::Ending run_with_files_up_to(const rlim_t bytes, const std::string &output,
                                       const std::vector<std::string> &more = {}) const
  {
    const auto       log    = folder / output / "log.txt";
    const auto       before = restart::read_text(log).size();
    program::Process process(program::run_command_line(arguments(output, more)));
    while (process.running() && restart::read_text(log).size() == before)
      process.wait_for(milliseconds(1));
    process.limit_files(bytes);
    return process.end();
  }

  /// A mesh whose fields are larger than the file of the parameters.
  const std::vector<std::string> finer = {"--set", "Geometry/Mesh/Cells across width [-]=4", "--set",
                                          "Geometry/Mesh/Cells across thickness [-]=4"};

  /// Bytes that hold every file of the run on that mesh but those of the fields, the images and the
  /// checkpoints.
  rlim_t too_small_for_fields() const
  {
    return fs::file_size(whole() / "parameters.prm") + 1000;
  }

  fs::path slot(const std::string &output, const bool newest) const
  {
    const fs::path zero = folder / output / "checkpoint/slot_0.json",
                   one  = folder / output / "checkpoint/slot_1.json";
    const auto step     = [](const fs::path &marker)
    { return nlohmann::json::parse(restart::read_text(marker))["step"].get<unsigned int>(); };
    const bool zero_is_newer = step(zero) > step(one);
    return folder / output / "checkpoint" / (zero_is_newer == newest ? "slot_0.h5" : "slot_1.h5");
  }

  static void flip_a_bit(const fs::path &file)
  {
    std::string bytes = restart::read_text(file);
    bytes[bytes.size() / 2] ^= 0x10;
    std::ofstream(file, std::ios::binary) << bytes;
  }

  static void expect_message(const program::Ending &ending, const int exit_code,
                             const std::vector<std::string> &parts)
  {
    EXPECT_EQ(ending.exit_code, exit_code) << ending.output;
    for (const std::string &part : parts)
      EXPECT_NE(ending.output.find(part), std::string::npos) << part << "\n is not in\n" << ending.output;
  }

  void expect_whole_after(const program::Ending &ending, const std::string &output) const
  {
    EXPECT_EQ(ending.exit_code, 0) << ending.output;
    EXPECT_EQ(restart::read_text(folder / output / "history.csv"),
              restart::read_text(whole() / "history.csv"));
  }
};

class FailureHandlingOnRanks : public FailureHandling
{
};

TEST_F(FailureHandling, DamagedCheckpointIsSkipped)
{
  stop_early("run");
  flip_a_bit(slot("run", true));
  const auto ending = run("run", {"--resume"});
  expect_message(ending, 0, {"is damaged: its checksum is", "Using "});
  expect_whole_after(ending, "run");
}

TEST_F(FailureHandling, TruncatedCheckpointIsSkipped)
{
  stop_early("run");
  fs::resize_file(slot("run", true), fs::file_size(slot("run", true)) / 2);
  const auto ending = run("run", {"--resume"});
  expect_message(ending, 0, {"bytes; its marker says"});
  expect_whole_after(ending, "run");
}

TEST_F(FailureHandling, CheckpointWithoutMarkerIsSkipped)
{
  stop_early("run");
  fs::remove(slot("run", true).replace_extension(".json"));
  const auto ending = run("run", {"--resume"});
  expect_message(ending, 0, {"it was never finished"});
  expect_whole_after(ending, "run");
}

TEST_F(FailureHandling, WithoutIntactCheckpointTheRunDoesNotRestartByItself)
{
  stop_early("run");
  flip_a_bit(slot("run", true));
  std::ofstream(slot("run", false).replace_extension(".json")) << "{";
  const auto ending = run("run", {"--resume"});
  expect_message(ending, 4, {"No checkpoint", "slot_0.h5", "slot_1.h5", "--overwrite"});
  EXPECT_EQ(run("run", {"--overwrite", "--quiet"}).exit_code, 0);
}

TEST_F(FailureHandling, TruncatedHistoryIsNotContinued)
{
  stop_early("run");
  fs::resize_file(folder / "run/history.csv", 100);
  expect_message(run("run", {"--resume"}), 4, {"history.csv", "When the checkpoint was written it had"});
}

TEST_F(FailureHandling, MissingFilesOfTheRun)
{
  stop_early("run");
  for (const char *const name : {"fields/mesh.h5", "fields/solution_0000.h5", "parameters.prm"})
    ASSERT_TRUE(fs::remove(folder / "run" / name)) << name;
  const auto ending = run("run", {"--resume"});
  expect_message(ending, 0, {"warning: '", "solution_0000.h5', which this run wrote, is missing"});
  expect_whole_after(ending, "run");
  EXPECT_TRUE(fs::exists(folder / "run/parameters.prm"));
  EXPECT_EQ(restart::values_of(folder / "run/fields/mesh.h5", "nodes"),
            restart::values_of(whole() / "fields/mesh.h5", "nodes"));
}

TEST_F(FailureHandling, DiskFullAtCheckpoint)
{
  // Without images a checkpoint is the largest file; the fields still fit.
  const auto ending = run_with_files_up_to(80000, "run", {"--set", "MRI/Write=false"});
  expect_message(ending, 4, {"slot_0.h5", "cannot be written", "disk full"});
  EXPECT_TRUE(fs::exists(folder / "run/FAILED"));
  // With room again the run starts anew, nothing having been kept.
  expect_whole_after(run("run", {"--resume", "--quiet"}), "run");
  EXPECT_FALSE(fs::exists(folder / "run/FAILED"));
}

TEST_F(FailureHandling, DiskFullAtFields)
{
  expect_message(run_with_files_up_to(too_small_for_fields(), "run", finer), 4,
                 {"solution_0000.h5", "cannot be written"});
}

TEST_F(FailureHandling, DiskFullAtImage)
{
  expect_message(run_with_files_up_to(120000, "run"), 4, {"mri/visit_0.h5", "cannot be written"});
  expect_whole_after(run("run", {"--resume", "--quiet"}), "run");
}

TEST_F(FailureHandling, DiskFullLater)
{
  stop_early("run");
  expect_message(run_with_files_up_to(50000, "run", {"--resume"}), 4, {"cannot be written"});
  expect_whole_after(run("run", {"--resume", "--quiet"}), "run");
}

TEST_F(FailureHandlingOnRanks, OneRankIsKilled)
{
  program::Process process(program::run_command_line(
      arguments("run", {"--set", "Output/Checkpoint/Simulated interval [day]=1e-9"}), 2));
  ASSERT_TRUE(has_begun(process, "run"));
  const std::vector<pid_t> ranks = program::processes_with((folder / "run").string(), TENOGEN_EXECUTABLE);
  ASSERT_EQ(ranks.size(), 2U);
  kill(ranks.back(), SIGKILL); // mpirun ends the other
  const auto ending = process.end(std::chrono::seconds(120));
  EXPECT_EQ(ending.signal, 0) << "it hangs";
  EXPECT_NE(ending.exit_code, 0);
  EXPECT_FALSE(fs::exists(folder / "run/COMPLETE"));
  ASSERT_EQ(run("run", {"--resume", "--quiet"}, 2).exit_code, 0);
  EXPECT_EQ(restart::read_text(folder / "run/history.csv"), restart::read_text(whole(2) / "history.csv"));
}

TEST_F(FailureHandlingOnRanks, DiskFullOnOneOfTwoRanks)
{
  const rlim_t     bytes = too_small_for_fields();
  program::Process process(program::run_command_line(arguments("run", finer), 2));
  while (process.running() && restart::read_text(folder / "run/log.txt").empty())
    process.wait_for(milliseconds(1));
  for (const pid_t rank : program::processes_with((folder / "run").string(), TENOGEN_EXECUTABLE))
    program::limit_files(rank, bytes);
  expect_message(process.end(std::chrono::seconds(120)), 4, {"solution_0000.h5", "cannot be written"});
}

TEST_F(FailureHandling, ACompleteRunStaysComplete)
{
  const std::vector<std::string> short_run = {"--quiet", "--set", "Time/End [day]=1", "--set",
                                              "Time/Visits [month]=0"};
  ASSERT_EQ(run("run", short_run).exit_code, 0);
  auto again    = short_run;
  again.front() = "--resume";
  for (const auto &entry : fs::directory_iterator(folder / "run/checkpoint"))
    if (entry.path().extension() == ".h5")
      flip_a_bit(entry.path());
  expect_message(run("run", again), 0, {"is complete", "are damaged"});
  // A marker alone makes no complete run.
  fs::remove(folder / "run/history.csv");
  expect_message(run("run", again), 4, {"No checkpoint"});
}

TEST_F(FailureHandling, PastTreatmentIsNotSkippedSilently)
{
  stop_early("run");
  const std::string from = (folder / "run").string();
  expect_message(run("branch", {"--from", from, "--set", "Treatment/Dose [cells]=1e7"}), 2,
                 {"none of it would be injected", "Injection start"});
}

TEST_F(FailureHandling, SolverFails)
{
  // From day 5 on a load that no tendon bears.
  const std::string load   = "Load/Programme [day: N]=0: 200, 5: 200, 6: 1e9";
  const auto        ending = run("run", {"--set", "Mechanics/Governor/Governor=false", "--set", load, "--set",
                                         "Mechanics/Coupling/Shortest interval [day]=0.2"});
  expect_message(ending, 3, {"Gave up at day", "The last good state is kept", "failed.xdmf"});
  EXPECT_TRUE(fs::exists(folder / "run/FAILED"));
  // What the solver had tried, not the state before.
  const auto tried = restart::values_of(folder / "run/fields/failed.h5", "displacement"),
             good  = restart::values_of(folder / "run/fields/solution_0001.h5", "displacement");
  EXPECT_GT(*std::max_element(tried.begin(), tried.end()),
            1.01 * *std::max_element(good.begin(), good.end()));
  const auto summary = nlohmann::json::parse(restart::read_text(folder / "run/summary.json"));
  EXPECT_GE(summary["failure counts"]["equilibrium"].get<unsigned int>(), 2U);
  EXPECT_EQ(summary["failures"].size(), summary["failure counts"]["equilibrium"]);

  // The state before it is a good one to go on from.
  const auto branch =
      run("branch", {"--from", (folder / "run").string(), "--set", "Mechanics/Governor/Governor=false",
                     "--set", "Load/Programme [day: N]=0: 200"});
  EXPECT_EQ(branch.exit_code, 0) << branch.output;
}

TEST_F(FailureHandling, OptionAfterPetscIsRefused)
{
  expect_message(run("run", {"--petsc", "-mechanics_snes_monitor", "--resume"}), 2,
                 {"'--resume' is after --petsc", "Put it before --petsc"});
}

TEST_F(FailureHandling, AbsurdButValidParameters)
{
  for (const std::string &absurd :
       std::vector<std::string>{"Biology/Cytokine/Decay [1/day]=1e19", "Material/Bulk modulus [MPa]=1e-19",
                                "Biology/Stem cells/Motility [mm^2/day]=1e19", "Treatment/Dose [cells]=1e19"})
  {
    const auto ending = run("run", {"--overwrite", "--set", absurd, "--time-limit", "0.5", "--set",
                                    "Time/End [day]=3", "--set", "Time/Visits [month]=0"});
    EXPECT_EQ(ending.signal, 0) << absurd;
    EXPECT_TRUE(ending.exit_code == 0 || ending.exit_code == 2 || ending.exit_code == 3)
        << absurd << ": " << ending.exit_code << "\n"
        << ending.output;
    const std::string history = restart::read_text(folder / "run/history.csv");
    EXPECT_EQ(history.find("nan"), std::string::npos) << absurd;
    EXPECT_EQ(history.find("inf,"), std::string::npos) << absurd;
  }
}

TEST_F(FailureHandling, MissingMeshFile)
{
  const std::string mesh = (folder / "block.msh").string();
  const std::string held = "Mechanics/Boundary conditions=bottom: displacement xyz = 0; top: plate z = load";
  program::Process  maker({TENOGEN_EXECUTABLE, "mesh", (folder / "tendon.prm").string(), "--set",
                           "Geometry/Type=block", "--set", "Geometry/Block/Cells z [-]=4", "--set",
                           "Geometry/Block/Size z [mm]=4", "--set", held, "--set", "Treatment/Dose [cells]=0",
                           "--output", mesh});
  ASSERT_EQ(maker.end().exit_code, 0);
  const std::vector<std::string> of_file = {"--set", "Geometry/Type=file",
                                            "--set", "Geometry/Mesh file=" + mesh,
                                            "--set", "Mechanics/Type=surrogate",
                                            "--set", "MRI/Write=false", // the block is smaller than a voxel
                                            "--set", "Time/First step [day]=0.002",
                                            "--set", "Time/Largest step [day]=0.002",
                                            "--set", held,
                                            "--set", "Treatment/Depots [mm, mm, mm, mm, -]=0, 0, 2, 1, 1"};
  const auto                     with    = [&](std::vector<std::string> more)
  {
    more.insert(more.begin(), of_file.begin(), of_file.end());
    return more;
  };
  {
    program::Process process(program::run_command_line(arguments("run", of_file)));
    ASSERT_TRUE(has_begun(process, "run")) << process.end(std::chrono::seconds(1)).output;
    process.send(SIGUSR2);
    ASSERT_EQ(process.end().exit_code, 75);
  }
  fs::remove(mesh);
  const auto ending = run("run", with({"--resume"}));
  expect_message(ending, 2, {"block.msh"});
  // The run has kept a copy, under which the same mesh is taken.
  const auto again =
      run("run", with({"--resume", "--set", "Geometry/Mesh file=" + (folder / "run/mesh.msh").string()}));
  EXPECT_EQ(again.exit_code, 0) << again.output;
}

/// A minute; the criterion alone has unit tests (StationaryTissues).
class FailureHandlingLong : public FailureHandling
{
};
TEST_F(FailureHandlingLong, AnIntactTissueThatOscillatesIsRefused)
{
  const auto ending = run("run", {"--set", "Initial state/Relax=true",
                                  "--set", "Geometry/Mesh/Cells across width [-]=6",
                                  "--set", "Geometry/Mesh/Cells across thickness [-]=4",
                                  "--set", "Geometry/Mesh/Cells along the distal stump [-]=8",
                                  "--set", "Geometry/Mesh/Cells along the proximal stump [-]=8",
                                  "--set", "Geometry/Mesh/Cells along the gap [-]=6",
                                  "--set", "Biology/Cytokine/Decay [1/day]=1.7",
                                  "--set", "Biology/Cytokine/Fibroblast scale [cells/mm^3]=20000",
                                  "--set", "Biology/Strain window/High strain [-]=0.068",
                                  "--set", "Mechanics/Governor/Guard strain [-]=0.085"});
  expect_message(ending, 3,
                 {"No stationary intact tissue was found", "1800 N", "oscillates between two states",
                  "High strain [-] (0.068)", "Guard strain [-] (0.085)"});
  EXPECT_TRUE(fs::exists(folder / "run/FAILED"));
}

TEST_F(FailureHandling, ProgramWithoutItsToolsNamesTheSearchedFolders)
{
  const fs::path copy = folder / "build/release/tenogen";
  fs::create_directories(copy.parent_path());
  fs::copy_file(TENOGEN_EXECUTABLE, copy);
  expect_message(program::Process({copy.string(), "compare", "run"}).end(), 4,
                 {"tenogen-compare", fs::canonical(copy.parent_path()).string(), "cmake --install"});
  expect_message(program::Process({copy.string(), "comapre", "run"}).end(), 2, {"Did you mean", "compare"});
}
} // namespace
