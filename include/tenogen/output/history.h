#ifndef tenogen_output_history_h
#define tenogen_output_history_h

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tenogen::output
{
/// One column of the history: header `name [unit]`.
struct HistoryEntry
{
  std::string name;
  std::string unit;
  double      value = 0.;
};

/// history.csv: a row per accepted step, flushed at once. Only rank 0 uses it.
class History
{
public:
  /// @throws FileSystemError where the file cannot be written
  explicit History(const std::filesystem::path &file);

  /// Appends a row; the first one also writes the header. @throws FileSystemError
  void add(const std::vector<HistoryEntry> &row);

private:
  std::filesystem::path path;
  std::ofstream         file;
  std::size_t           n_columns = 0;
};
} // namespace tenogen::output

#endif
