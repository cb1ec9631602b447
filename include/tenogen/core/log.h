#ifndef tenogen_core_log_h
#define tenogen_core_log_h

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

namespace tenogen
{
/**
 * The messages of a run to the user. Only rank 0 prints. Everything is written to the log file as plain
 * lines. On a terminal, progress is a single line that is updated; otherwise it is printed as a line from
 * time to time.
 */
class Log
{
public:
  /// @param prints  whether this rank prints
  /// @param quiet   whether to print nothing on the screen; the log file is written anyway
  Log(bool prints, bool quiet);
  ~Log();

  /// Also writes to this file: all earlier lines and all later ones. @throws FileSystemError
  void open(const std::string &file);

  /// Prints a message.
  void line(const std::string &text);

  /// Writes a message to the file only.
  void record(const std::string &text);

  /// Prints the progress. On a terminal it overwrites the previous progress; the file keeps every line.
  void progress(const std::string &text);

private:
  void end_progress_line();
  void write(const std::string &text);

  const bool                            prints, quiet, terminal;
  bool                                  progress_is_open = false;
  bool                                  file_has_failed  = false;
  std::ofstream                         file;
  std::vector<std::string>              before_file; ///< lines printed before the file was opened
  std::chrono::steady_clock::time_point last_shown = {};
};
} // namespace tenogen

#endif
