#ifndef tenogen_core_log_h
#define tenogen_core_log_h

#include <chrono>
#include <fstream>
#include <string>

namespace tenogen
{
/**
 * What a run tells a person. Rank 0 speaks, the others are silent. Everything goes to the log file as
 * plain lines; on a terminal progress is one line that updates, elsewhere a line now and then.
 */
class Log
{
public:
  /// @param speaks  whether this rank is the one that speaks
  /// @param quiet   whether the screen stays empty (the log file does not)
  Log(bool speaks, bool quiet);
  ~Log();

  /// Also writes to this file from now on. @throws FileSystemError
  void open(const std::string &file);

  /// A message that stays.
  void line(const std::string &text);

  /// Goes to the file only.
  void record(const std::string &text);

  /// A state of progress: stays in the file, is overwritten on a terminal.
  void progress(const std::string &text);

private:
  void end_progress_line();

  const bool                            speaks, quiet, terminal;
  bool                                  progress_is_open = false;
  std::ofstream                         file;
  std::chrono::steady_clock::time_point last_shown = {};
};
} // namespace tenogen

#endif
