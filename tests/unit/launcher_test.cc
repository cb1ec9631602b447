#include "tenogen/app/launched_ranks.h"
#include "tenogen/app/launcher.h"
#include "tenogen/core/errors.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace
{
using namespace tenogen;

/// Standard output and error of a command.
std::string output_of(const std::string &command)
{
  std::FILE *const shell = popen(("(" + command + ") 2>&1").c_str(), "r");
  std::string      text;
  for (int letter = std::fgetc(shell); letter != EOF; letter = std::fgetc(shell))
    text += static_cast<char>(letter);
  pclose(shell);
  return text;
}

/// Without MPI variables: this test is an MPI process, and MPI would treat the program as one of its own.
const std::string mpirun =
    "env -i PATH=\"$PATH\" HOME=/tmp OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun ";

/// The reason in a log, and that it is the launcher's.
std::string reason_of_launcher(const std::string &log)
{
  const auto reason = launcher::reason_in(log);
  EXPECT_TRUE(reason.is_of_launcher) << log;
  return reason.text;
}

TEST(Launcher, TheFirstParagraphOfItsMessageIsTheReason)
{
  const std::string slots = reason_of_launcher(output_of(mpirun + "-n 1000 true"));
  EXPECT_EQ(slots.rfind("There are not enough slots available in the system to satisfy the 1000 slots", 0),
            0U)
      << slots;
  EXPECT_EQ(slots.find("Either request"), std::string::npos) << slots;
  const std::string program = reason_of_launcher(output_of(mpirun + "-n 1 /nowhere/x"));
  EXPECT_NE(program.find("unable to launch the specified application"), std::string::npos) << program;
  const std::string option = reason_of_launcher(output_of(mpirun + "--bogus -n 1 true"));
  EXPECT_NE(option.find("bogus"), std::string::npos) << option;
}

TEST(Launcher, AParagraphThatEndsWithAColonGoesOn)
{
  // Open MPI 5 writes this, Open MPI 4 all in one paragraph.
  const std::string rule(74, '-');
  EXPECT_EQ(reason_of_launcher(rule +
                               "\nAn unrecognized option was included on the mpirun command line:\n\n"
                               "  Option: --bogus\n\nPlease use the \"mpirun --help\" command.\n" +
                               rule + "\n"),
            "An unrecognized option was included on the mpirun command line: Option: --bogus");
}

TEST(Launcher, ABlockWithoutItsFirstRule)
{
  // As Open MPI 5 refuses root.
  EXPECT_EQ(reason_of_launcher(
                "prterun has detected an attempt to run as root.\n\nRunning as root is discouraged.\n" +
                std::string(74, '-') + "\n"),
            "prterun has detected an attempt to run as root.");
}

TEST(Launcher, TheMessageOfTenogenComesFirst)
{
  const std::string log =
      output_of(mpirun + "-n 1 sh -c 'echo a line; echo \"tenogen: it broke\"; echo twice; exit 3'");
  const auto reason = launcher::reason_in(log);
  EXPECT_EQ(reason.text, "it broke twice") << log;
  EXPECT_FALSE(reason.is_of_launcher);
}

TEST(Launcher, OfOtherProgramsFirstAndLastLine)
{
  EXPECT_EQ(launcher::reason_in("one\n\ntwo\nthree\n").text, "one ... three");
  EXPECT_EQ(launcher::reason_in("one\n").text, "one");
  EXPECT_EQ(launcher::reason_in("").text, "");
}

TEST(Launcher, OfSlurmTheFirstErrorOrWhatIsFatal)
{
  EXPECT_EQ(
      reason_of_launcher("srun: job 7 queued\nsrun: error: Unable to create step for job 7: More processors "
                         "requested than permitted\nsrun: error: later\n"),
      "srun: error: Unable to create step for job 7: More processors requested than permitted");
  EXPECT_EQ(reason_of_launcher(
                "srun: error: fetch_config\nsrun: fatal: Could not establish a configuration source\n"),
            "srun: fatal: Could not establish a configuration source");
}

/// Sets the environment variables of launchers for one test and hides those of this process.
class LaunchedRanksTest : public testing::Test
{
protected:
  LaunchedRanksTest()
  {
    for (const char *const name :
         {"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "PMI_SIZE", "PMI_RANK", "PMIX_RANK",
          "SLURM_STEP_ID", "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS", "SLURM_PROCID", "SLURM_PTY_PORT"})
    {
      if (const char *const value = std::getenv(name))
        before[name] = value;
      unsetenv(name);
      names.emplace_back(name);
    }
  }
  ~LaunchedRanksTest() override
  {
    clear();
    for (const auto &[name, value] : before)
      setenv(name.c_str(), value.c_str(), 1);
  }

  void clear() const
  {
    for (const auto &name : names)
      unsetenv(name.c_str());
  }

  /// The launched ranks with these variables.
  LaunchedRanks launched(const std::map<std::string, std::string> &variables) const
  {
    clear();
    for (const auto &[name, value] : variables)
      setenv(name.c_str(), value.c_str(), 1);
    return launched_ranks();
  }

  std::vector<std::string>           names;
  std::map<std::string, std::string> before;
};

TEST_F(LaunchedRanksTest, AreThoseOfTheNearestLauncher)
{
  EXPECT_EQ(launched({}).number, 1U);
  EXPECT_EQ(launched({{"SLURM_NTASKS", "8"}}).number, 1U) << "a batch script is no step";
  EXPECT_EQ(launched({{"SLURM_STEP_ID", "0"}, {"SLURM_NTASKS", "8"}, {"SLURM_PROCID", "3"}}).my_rank, 3U);
  EXPECT_EQ(launched({{"SLURM_STEP_NUM_TASKS", "3"}, {"SLURM_NTASKS", "8"}}).number, 3U);
  EXPECT_EQ(launched({{"SLURM_STEP_NUM_TASKS", "3"}, {"SLURM_PTY_PORT", "1"}}).number, 1U)
      << "a shell in a step";
  EXPECT_EQ(launched({{"PMI_SIZE", "4"}, {"PMI_RANK", "2"}}).my_rank, 2U);
  EXPECT_EQ(launched({{"PMIX_RANK", "2"}}).number, 3U);
  EXPECT_EQ(launched({{"OMPI_COMM_WORLD_SIZE", "2"}, {"SLURM_STEP_NUM_TASKS", "8"}}).number, 2U);
  EXPECT_EQ(launched({{"PMI_SIZE", "many"}}).number, 1U);
}

TEST_F(LaunchedRanksTest, MustMatchThoseOfMpi)
{
  launched({{"SLURM_STEP_NUM_TASKS", "3"}});
  EXPECT_NO_THROW(require_all_ranks(3));
  try
  {
    require_all_ranks(1);
    FAIL() << "no exception was thrown";
  }
  catch (const InputError &error)
  {
    const std::string message = error.what();
    EXPECT_EQ(message.rfind(separate_ranks, 0), 0U) << message;
    for (const char *const part : {"srun started 3 processes", "MPI sees only 1", "--mpi=pmix"})
      EXPECT_NE(message.find(part), std::string::npos) << message;
  }
}
} // namespace
