#include "tenogen/app/tools.h"

#include "tenogen/app/child_process.h"
#include "tenogen/core/errors.h"

#include <sys/wait.h>

#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

extern char **environ;

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
const std::string prefix = "tenogen-";
} // namespace

std::vector<fs::path> tool_folders()
{
  std::error_code error;
  const auto      here = fs::read_symlink("/proc/self/exe", error).parent_path();
  return {here, here / "../share/tenogen/python", here / "../../python"};
}

std::vector<std::string> tool_names()
{
  std::vector<std::string> names;
  for (const auto &folder : tool_folders())
  {
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(folder, error))
    {
      const std::string name = entry.path().filename().string();
      if (name.rfind(prefix, 0) == 0 && access(entry.path().c_str(), X_OK) == 0)
        names.push_back(name.substr(prefix.size()));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

fs::path find_tool(const std::string &name)
{
  if (name.empty() || name.find('/') != std::string::npos)
    return {};
  for (const auto &folder : tool_folders())
    if (const auto program = folder / (prefix + name); access(program.c_str(), X_OK) == 0)
      return program;
  return {};
}

std::string missing_tool_text(const std::string &name)
{
  std::string places;
  for (const auto &folder : tool_folders())
    places += "\n  " + folder.lexically_normal().string();
  return "the program " + prefix + name + " does not exist, or is not executable, in" + places +
         "\nStart tenogen in build/<preset>/ of its source tree, or install it (`cmake --install`).";
}

int run_tool(const std::string &name, const std::vector<std::string> &arguments)
{
  const std::string program = find_tool(name).string();
  if (program.empty())
    throw FileSystemError(missing_tool_text(name));
  std::vector<char *> words = {const_cast<char *>(program.c_str())};
  for (const auto &argument : arguments)
    words.push_back(const_cast<char *>(argument.c_str()));
  words.push_back(nullptr);
  isolate_children(); // with SIGCHLD ignored the result would be lost
  pid_t child = 0;
  if (const int error = posix_spawn(&child, program.c_str(), nullptr, nullptr, words.data(), environ);
      error != 0)
    throw FileSystemError("'" + program + "' cannot be started: " + std::strerror(error) + ".");
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      throw FileSystemError("the result of '" + program + "' is unknown: " + std::strerror(errno) + ".");
  if (!WIFEXITED(status))
    throw FileSystemError("'" + program + "' was ended by signal " + std::to_string(WTERMSIG(status)) + ".");
  return WEXITSTATUS(status);
}
} // namespace tenogen
