#include "restart/tendon_run.h"

#include <functional>

// Changes that others may make to the files of a stopped run, and file systems with limitations.

namespace
{
using namespace tenogen;
namespace fs = std::filesystem;

class ChangedFiles : public restart::TendonRun
{
protected:
  void SetUp() override
  {
    stop_early("run");
  }

  /// A file of the stopped run is changed in this way, the run refuses to resume, and does so once it is
  /// restored.
  void expect_refusal(const std::string &name, const std::function<std::string(std::string)> &change,
                      const int exit_code, const std::vector<std::string> &parts) const
  {
    const fs::path    file = folder / "run" / name;
    const std::string text = restart::read_text(file);
    ASSERT_FALSE(text.empty()) << name;
    std::ofstream(file, std::ios::binary) << change(text);
    const auto ending = run("run", {"--resume"});
    EXPECT_EQ(ending.exit_code, exit_code) << ending.output;
    for (const std::string &part : parts)
      EXPECT_NE(ending.output.find(part), std::string::npos) << part << "\n is not in\n" << ending.output;
    std::ofstream(file, std::ios::binary) << text;
  }

  static std::string replaced(std::string text, const std::string &part, const std::string &by)
  {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + by.size()))
      text.replace(at, part.size(), by);
    return text;
  }
};

TEST_F(ChangedFiles, AHistoryThatWasEditedIsNotContinued)
{
  const std::vector<std::string> message = {"history.csv' has changed since the checkpoint was written",
                                            "--overwrite"};
  const auto                     expect  = [&](const std::function<std::string(std::string)> &change)
  { expect_refusal("history.csv", change, 4, message); };
  expect([](const std::string &text) { return replaced(text, "\n", "\r\n"); }); // Windows
  expect(
      [](std::string text) // a digit, the length kept
      {
        char &digit = text[text.find(',', text.size() / 2) + 1];
        digit       = digit == '7' ? '8' : '7';
        return text;
      });
  expect(
      [](std::string text) // a row less, and others in its place
      {
        const auto        first = text.find('\n') + 1, second = text.find('\n', first) + 1;
        const std::string row = text.substr(first, second - first);
        text.erase(first, second - first);
        return text + row + row;
      });
  expect([](std::string text)
         { return text.replace(text.size() / 2, 64, std::string(64, '\0')); }); // a crash
  expect_refusal("history.csv", [](const std::string &text) { return text.substr(0, text.size() / 2); }, 4,
                 {"When the checkpoint was written it had"});
  EXPECT_EQ(run("run", {"--resume", "--quiet"}).exit_code, 0) << "restored, it is continued";
}

TEST_F(ChangedFiles, AHistoryThatAnEditorSavesDuringTheRun)
{
  program::Process process(program::run_command_line(arguments("other")));
  ASSERT_TRUE(has_begun(process, "other"));
  std::ofstream(folder / "other/history.csv", std::ios::app) << "a note\n";
  const auto ending = process.end();
  EXPECT_EQ(ending.exit_code, 4) << ending.output;
  EXPECT_NE(ending.output.find("was changed by another program during the run"), std::string::npos)
      << ending.output;
}

TEST_F(ChangedFiles, ASnapshotOrAnImageThatWasReplaced)
{
  const auto other = [](std::string bytes)
  {
    bytes[bytes.size() / 2] ^= 0x10;
    return bytes;
  };
  for (const char *const name : {"fields/solution_0000.h5", "mri/visit_0.h5"})
    expect_refusal(name, other, 4, {name, "has changed since this run wrote it"});
  // Without them the run can continue.
  fs::remove(folder / "run/mri/visit_0.h5");
  const auto ending = run("run", {"--resume"});
  EXPECT_EQ(ending.exit_code, 0) << ending.output;
  EXPECT_NE(ending.output.find("visit_0.h5', which this run wrote, is missing"), std::string::npos)
      << ending.output;
}

TEST_F(ChangedFiles, ParametersThatNoLongerDescribeTheRun)
{
  expect_refusal(
      "parameters.prm", [](const std::string &text) { return replaced(text, "= 2e7", "= 1e7"); }, 2,
      {"parameters.prm' has changed since the run wrote it", "Treatment/Dose [cells]: was 2e7, is 1e7"});
  expect_refusal("parameters.prm", [](const std::string &) { return "no parameters\n"; }, 2,
                 {"has changed since the run wrote it", "is not understood"});
  fs::remove(folder / "run/parameters.prm");
  EXPECT_EQ(run("run", {"--resume", "--quiet"}).exit_code, 0);
  EXPECT_NE(restart::read_text(folder / "run/parameters.prm").find("= 2e7"), std::string::npos);
}

/// A file system below a run, by a library that stands in for fsync() and open().
class FileSystems : public restart::TendonRun
{
protected:
  void SetUp() override
  {
    std::ofstream(folder / "shim.c") << R"(
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int wanted(const char *variable)
{
  const char *value = getenv(variable);
  return value ? atoi(value) : 0;
}

int fsync(int file)
{
  static int calls = 0;
  struct stat status;
  int is_folder = fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
  int error = wanted(is_folder ? "FSYNC_OF_FOLDERS" : "FSYNC_OF_FILES");
  if (error == 0 || (error == EINTR && ++calls % 2 == 0))
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
  errno = error;
  return -1;
}

int open(const char *name, int flags, ...)
{
  struct stat status;
  va_list more;
  va_start(more, flags);
  int mode = va_arg(more, int), error = wanted("OPEN_OF_FOLDERS");
  va_end(more);
  if (error != 0 && (flags & O_DIRECTORY) == 0 && stat(name, &status) == 0 && S_ISDIR(status.st_mode))
  {
    errno = error;
    return -1;
  }
  return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open"))(name, flags, mode);
}
)";
    ASSERT_EQ(
        std::system(("cc -shared -fPIC -o " + shim().string() + " " + (folder / "shim.c").string() + " -ldl")
                        .c_str()),
        0);
  }

  fs::path shim() const
  {
    return folder / "shim.so";
  }

  /// A run of one step on a file system with this defect, `VARIABLE=ERRNO`.
  program::Ending run_on(const std::string &defect) const
  {
    std::vector<std::string> command = {"env", "LD_PRELOAD=" + shim().string(), defect};
    const auto               run     = program::run_command_line(arguments(
                          "run", {"--quiet", "--overwrite", "--set", "Time/End [day]=1", "--set", "Time/Visits [month]=0"}));
    command.insert(command.end(), run.begin(), run.end());
    return program::Process(command).end();
  }
};

TEST_F(FileSystems, ThatCannotSynchroniseFolders)
{
  for (const int error : {EINVAL, EBADF, ENOTSUP})
  {
    const auto ending = run_on("FSYNC_OF_FOLDERS=" + std::to_string(error));
    EXPECT_EQ(ending.exit_code, 0) << error << ": " << ending.output;
  }
  EXPECT_EQ(run_on("OPEN_OF_FOLDERS=" + std::to_string(EACCES)).exit_code, 0);
}

TEST_F(FileSystems, WithRealErrors)
{
  for (const std::string &defect : std::vector<std::string>{
           "FSYNC_OF_FOLDERS=" + std::to_string(EIO), "FSYNC_OF_FOLDERS=" + std::to_string(ENOSPC),
           "FSYNC_OF_FILES=" + std::to_string(EINVAL), "FSYNC_OF_FILES=" + std::to_string(EIO)})
  {
    const auto ending = run_on(defect);
    EXPECT_EQ(ending.exit_code, 4) << defect << ": " << ending.output;
    EXPECT_NE(ending.output.find("cannot be written to the disk"), std::string::npos) << ending.output;
  }
}

TEST_F(FileSystems, ThatAreInterrupted)
{
  const auto ending = run_on("FSYNC_OF_FILES=" + std::to_string(EINTR));
  EXPECT_EQ(ending.exit_code, 0) << ending.output;
}
} // namespace
