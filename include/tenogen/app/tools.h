#ifndef tenogen_app_tools_h
#define tenogen_app_tools_h

#include <filesystem>
#include <string>
#include <vector>

/// The Python tools `tenogen-NAME` that come with the program.
namespace tenogen
{
/// Folders that may contain `tenogen-NAME`: next to the program, in its installed data, and in the source
/// tree if the program is in its build/<preset>/.
std::vector<std::filesystem::path> tool_folders();

/// Names of all tools that can be started, without their prefix.
std::vector<std::string> tool_names();

/// The executable of a tool; empty if there is none.
std::filesystem::path find_tool(const std::string &name);

/// The message that a tool was not found, with the folders that were searched and what to do.
std::string missing_tool_text(const std::string &name);

/// Runs a tool and waits for its end. @returns its exit code
/// @throws FileSystemError if it cannot be started, or a signal ended it
int run_tool(const std::string &name, const std::vector<std::string> &arguments);
} // namespace tenogen

#endif
