#ifndef tenogen_app_tools_h
#define tenogen_app_tools_h

#include <filesystem>
#include <string>
#include <vector>

/// The Python tools `tenogen-NAME` that come with the program.
namespace tenogen
{
/// Folders that may hold `tenogen-NAME`: beside the program, in its installed data, and in the source
/// tree when the program stands in its build/<preset>/.
std::vector<std::filesystem::path> tool_folders();

/// Names of all tools that can be started, without their prefix.
std::vector<std::string> tool_names();

/// The executable of a tool; empty where there is none that can be started.
std::filesystem::path find_tool(const std::string &name);

/// Sentences for a person: that a tool is not where it is looked for, and what to do.
std::string missing_tool_text(const std::string &name);

/// Runs a tool to its end. @returns its exit code
/// @throws FileSystemError where it cannot be started, or a signal ended it
int run_tool(const std::string &name, const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
