#ifndef tenogen_core_log_h
#define tenogen_core_log_h

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

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

  /// Writes to this file too, from now on and all that was said before. @throws FileSystemError
  void open(const std::string &file);

  /// A message that stays.
  void line(const std::string &text);

  /// Goes to the file only.
  void record(const std::string &text);

  /// A state of progress: stays in the file, is overwritten on a terminal.
  void progress(const std::string &text);

private:
  void end_progress_line();
  void write(const std::string &text);

  const bool                            speaks, quiet, terminal;
  bool                                  progress_is_open = false;
  bool                                  file_has_failed  = false;
  std::ofstream                         file;
  std::vector<std::string>              before_file; ///< lines said before there was a file
  std::chrono::steady_clock::time_point last_shown = {};
};
} // namespace tenogen

#endif
