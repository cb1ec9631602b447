#include "tenogen/app/command_end.h"
#include "tenogen/app/outcome_table.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/claim.h"
#include "tenogen/study/task_status.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>

#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

using namespace tenogen;
using study::TaskState;

namespace
{
namespace fs = std::filesystem;

/// A folder that is removed with the test.
class Execution : public testing::Test
{
protected:
  Execution()
    : folder(fs::temp_directory_path() / ("tenogen_execution_" + std::to_string(getpid())))
  {
    fs::create_directories(folder);
  }
  ~Execution() override
  {
    fs::remove_all(folder);
  }

  void write(const std::string &name, const std::string &text) const
  {
    std::ofstream(folder / name) << text;
  }

  fs::path folder;
};

std::string message_of(const std::function<void()> &action)
{
  try
  {
    action();
  }
  catch (const Error &error)
  {
    return error.what();
  }
  return "";
}

study::TaskStatus status_of(const TaskState state, const unsigned int attempts)
{
  study::TaskStatus status;
  status.state    = state;
  status.key      = "key";
  status.attempts = attempts;
  return status;
}

const std::vector<study::Outcome> two_outcomes = {{"gap modulus [MPa]", {0., 2.5}}, {"vas [-]", {2.5}}};
} // namespace

TEST_F(Execution, EndingsAreDistinguished)
{
  const auto state = [](const int code, const int signal, const bool asked) {
    return study::state_after({code, signal, asked, ""});
  };
  EXPECT_EQ(state(0, 0, false), TaskState::done);
  EXPECT_EQ(state(2, 0, false), TaskState::refused);
  EXPECT_EQ(state(3, 0, false), TaskState::gave_up);
  EXPECT_EQ(state(4, 0, false), TaskState::disk);
  EXPECT_EQ(state(75, 0, true), TaskState::stopped);
  EXPECT_EQ(state(75, 0, false), TaskState::timed_out);
  EXPECT_EQ(state(1, 0, false), TaskState::crashed);
  EXPECT_EQ(state(127, 0, false), TaskState::crashed);
  EXPECT_EQ(state(0, SIGKILL, false), TaskState::crashed);
  EXPECT_EQ(state(139, 0, false), TaskState::crashed);
  EXPECT_EQ(state(0, SIGUSR2, true), TaskState::stopped); // a run that could not handle the signal yet
  EXPECT_EQ(state(140, 0, true), TaskState::stopped);
}

TEST_F(Execution, RetriedTasks)
{
  study::RetryPolicy policy;
  EXPECT_TRUE(policy.takes({}));
  EXPECT_TRUE(policy.takes(status_of(TaskState::stopped, 9)));
  for (const TaskState state :
       {TaskState::done, TaskState::refused, TaskState::gave_up, TaskState::timed_out})
    EXPECT_FALSE(policy.takes(status_of(state, 1))) << to_text(state);
  for (const TaskState state : {TaskState::crashed, TaskState::disk})
  {
    EXPECT_TRUE(policy.takes(status_of(state, 2))) << to_text(state);
    EXPECT_FALSE(policy.takes(status_of(state, 3))) << to_text(state);
  }
  policy.states = {TaskState::gave_up};
  EXPECT_TRUE(policy.takes(status_of(TaskState::gave_up, 1)));
  EXPECT_FALSE(policy.takes(status_of(TaskState::crashed, 1)));
}

TEST_F(Execution, StatusReadsBack)
{
  study::TaskStatus status = status_of(TaskState::gave_up, 2);
  status.reason            = "Gave up at day 3, \"here\"";
  status.orphaned_attempts = 3;
  status.exit_code         = 3;
  status.seconds           = 0.1;
  status.ranks             = 4;
  status.host              = "node";
  status.program           = "tenogen";
  status.ended             = 1764000000.5;
  const std::string text   = study::to_text(status);
  const auto        read   = study::parse_task_status(text, "file");
  EXPECT_EQ(study::to_text(read), text);
  EXPECT_EQ(read.reason, status.reason);
  study::TaskStatus strange = status;
  strange.reason            = "no UTF-8: \xff";
  EXPECT_EQ(study::parse_task_status(study::to_text(strange), "file").reason, "no UTF-8: \xef\xbf\xbd");
  for (std::size_t length = 0; length + 2 < text.size(); length += 7)
    EXPECT_THROW(study::parse_task_status(text.substr(0, length), "file"), InputError);
  EXPECT_NE(message_of([]() { study::task_state("crashd"); }).find("the nearest is 'crashed'"),
            std::string::npos);
}

TEST_F(Execution, OutcomesOverTime)
{
  write("history.csv", "time [month],vas [-],gap modulus [MPa]\n0,8,10\n0.5,7,20\n1.5,5,40\n2.5,3,60\n");
  write("summary.json", R"({"visits": [{"month": 0, "gap modulus [MPa]": 10, "vas [-]": 8},
                                       {"month": 2.5, "gap modulus [MPa]": 60.25, "vas [-]": null}]})");
  const OutcomeTable table = outcome_table(two_outcomes, folder);
  EXPECT_EQ(table.months, (std::vector<double>{0., 1., 2., 2.5}));
  EXPECT_EQ(table.values[0], (std::vector<double>{10., 30., 50., 60.25}));
  EXPECT_EQ(table.at(1, 1.), 6.);
  EXPECT_TRUE(std::isnan(table.at(1, 2.5)));
  EXPECT_TRUE(std::isnan(table.at(1, 3.)));

  const std::string text = to_text(table, two_outcomes);
  EXPECT_EQ(to_text(parse_outcome_table(text, two_outcomes), two_outcomes), text);
  EXPECT_TRUE(parse_outcome_table(text, {two_outcomes[0]}).months.empty());
  EXPECT_TRUE(parse_outcome_table(text + "3,1", two_outcomes).months.empty());
}

TEST_F(Execution, OutcomesThatCannotBeRead)
{
  write("history.csv", "time [month],vas [-]\n0,8\n");
  write("summary.json", R"({"visits": []})");
  EXPECT_NE(message_of(
                [&]() {
                  outcome_table({{"vass [-]", {0.}}}, folder);
                })
                .find("the nearest is 'vas [-]'"),
            std::string::npos);
  for (const auto &[rows, message] : std::map<std::string, std::string>{
           {"0,8\n1,7", "last row is incomplete"}, {"0,8\n1\n", "1 values under 2"}})
  {
    write("history.csv", "time [month],vas [-]\n" + rows);
    EXPECT_NE(message_of(
                  [&]() {
                    outcome_table({{"vas [-]", {0.}}}, folder);
                  })
                  .find(message),
              std::string::npos);
  }
  write("history.csv", "time [month],vas [-]\n0,8\n");
  write("summary.json", R"({"visits": )");
  EXPECT_THROW(outcome_table({{"vas [-]", {0.}}}, folder), FileSystemError);
}

TEST_F(Execution, AClaimHasOneOwner)
{
  const fs::path file    = folder / "claim";
  const auto     is_free = [&]() { return output::Claim(file).is_held(); };
  auto           claim   = std::make_unique<output::Claim>(file);
  EXPECT_TRUE(claim->is_held());
  EXPECT_FALSE(is_free());
  EXPECT_TRUE(output::Claim::is_taken(file));
  claim.reset();
  EXPECT_FALSE(output::Claim::is_taken(file));
  EXPECT_FALSE(output::Claim::is_taken(folder / "nowhere"));
  EXPECT_TRUE(is_free());

  // The claim ends with the last process that holds it: here the run of a worker that is killed. The run says
  // that it has begun, and ends when the other end of its input is closed.
  int begun[2], end[2];
  ASSERT_EQ(pipe2(begun, O_CLOEXEC), 0);
  ASSERT_EQ(pipe2(end, O_CLOEXEC), 0);
  const pid_t worker = fork();
  if (worker == 0)
  {
    const output::Claim held(file, output::Claim::Holders::children);
    if (fork() == 0)
    {
      dup2(end[0], STDIN_FILENO);
      dup2(begun[1], STDOUT_FILENO);
      execlp("sh", "sh", "-c", "echo; exec cat", nullptr);
      _exit(1);
    }
    close(end[1]);
    pause();
    _exit(0);
  }
  char line = 0;
  ASSERT_EQ(read(begun[0], &line, 1), 1);
  kill(worker, SIGKILL);
  waitpid(worker, nullptr, 0);
  EXPECT_FALSE(is_free());
  close(end[1]);
  while (!is_free())
    usleep(10000);
  for (const int file_descriptor : {begun[0], begun[1], end[0]})
    close(file_descriptor);
}

TEST_F(Execution, EndsOfCommands)
{
  EXPECT_EQ(end_of([]() { return 75; }).code, 75);
  const CommandEnd refused = end_of([]() -> int { throw InputError("why"); });
  EXPECT_EQ(refused.code, 2);
  EXPECT_EQ(refused.message, "why");
  EXPECT_EQ(end_of([]() -> int { throw fs::filesystem_error("why", std::error_code()); }).code, 4);
  const CommandEnd defect = end_of([]() -> int { throw std::runtime_error("why"); });
  EXPECT_EQ(defect.code, 1);
  EXPECT_NE(defect.message.find("a bug in tenogen"), std::string::npos);
}
