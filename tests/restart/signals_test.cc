#include "restart/tendon_run.h"

#include <chrono>
#include <csignal>
#include <thread>

// Requests to stop a run, or to write a checkpoint.

namespace
{
using namespace tenogen;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Signals : public restart::TendonRun
{
protected:
  static void expect_resumable(const program::Ending &ending, const std::string &reason)
  {
    EXPECT_EQ(ending.exit_code, 75) << ending.output;
    EXPECT_NE(ending.output.find("Stopped by " + reason), std::string::npos) << ending.output;
    EXPECT_NE(ending.output.find("--resume"), std::string::npos) << ending.output;
  }
};

TEST_F(Signals, StopWithACheckpointAndExitCode75)
{
  unsigned int n = 0;
  for (const auto &[signal, name] : std::vector<std::pair<int, std::string>>{
           {SIGUSR2, "SIGUSR2"}, {SIGTERM, "SIGTERM"}, {SIGINT, "SIGINT"}})
  {
    const std::string output = "run" + std::to_string(n++);
    program::Process  process(program::run_command_line(arguments(output)));
    ASSERT_TRUE(has_begun(process, output));
    process.send(signal);
    expect_resumable(process.end(), name);
    EXPECT_FALSE(std::filesystem::exists(folder / output / "COMPLETE"));
    EXPECT_FALSE(std::filesystem::exists(folder / output / "FAILED"));
    ASSERT_EQ(run(output, {"--resume", "--quiet"}).exit_code, 0);
    EXPECT_EQ(restart::read_text(folder / output / "history.csv"),
              restart::read_text(whole() / "history.csv"));
  }
}

class SignalsOnRanks : public Signals
{
};

TEST_F(SignalsOnRanks, StopUnderMpirun)
{
  program::Process process(program::run_command_line(arguments("run"), 2));
  ASSERT_TRUE(has_begun(process, "run")) << process.end(seconds(1)).output;
  process.send(SIGUSR2); // mpirun forwards it
  expect_resumable(process.end(), "SIGUSR2");
  EXPECT_EQ(run("run", {"--resume", "--quiet"}, 2).exit_code, 0);
  EXPECT_EQ(restart::read_text(folder / "run/history.csv"), restart::read_text(whole(2) / "history.csv"));
}

TEST_F(Signals, Usr1WritesACheckpointAndContinues)
{
  // In many short steps: at a visit there would be a checkpoint anyway.
  program::Process process(program::run_command_line(
      arguments("run", {"--set", "Mechanics/Coupling/Longest interval [day]=0.5"})));
  ASSERT_TRUE(has_begun(process, "run"));
  process.send(SIGUSR1);
  EXPECT_EQ(process.end().exit_code, 0);
  // Beside the three visits and the end.
  const std::string log = restart::read_text(folder / "run/log.txt");
  unsigned int      n   = 0;
  for (auto at = log.find("checkpoint at"); at != std::string::npos; at = log.find("checkpoint at", at + 1))
    ++n;
  EXPECT_EQ(n, 5U) << log;
}

TEST_F(Signals, ASecondSignalEndsTheProgramAtOnce)
{
  // In the search for the tissues of a large tendon, where a request to stop takes its time.
  const auto       log = folder / "run/log.txt";
  program::Process process(program::run_command_line(
      arguments("run", {"--set", "Initial state/Relax=true", "--set", "Geometry/Mesh/Resolution=fine"})));
  while (process.running() && restart::read_text(log).empty())
    process.wait_for(milliseconds(1));
  process.wait_for(seconds(2));
  process.send(SIGTERM);
  process.wait_for(milliseconds(10));
  process.send(SIGTERM); // launchers send a request twice: that is one
  process.wait_for(milliseconds(1100));
  ASSERT_TRUE(process.running()) << "the first request has ended it";
  process.send(SIGTERM);
  const auto ending = process.end(seconds(20));
  EXPECT_EQ(ending.signal, SIGTERM) << ending.exit_code << ending.output;
}

TEST_F(Signals, TheTimeLimitIsRespected)
{
  const auto begin  = std::chrono::steady_clock::now();
  const auto ending = run("run", {"--time-limit", "0.05", "--set", "Time/End [day]=700"});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(20)); // of 3; the machine may be busy
  expect_resumable(ending, "the time limit");
  const bool is_kept = std::filesystem::exists(folder / "run/checkpoint/slot_0.json");
  EXPECT_NE(ending.output.find(is_kept ? "The state is kept" : "nothing was kept"), std::string::npos)
      << ending.output;
  EXPECT_EQ(run("run", {"--time-limit", "0"}).exit_code, 2);
}
} // namespace
