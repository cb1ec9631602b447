#ifndef tenogen_output_history_h
#define tenogen_output_history_h

#include <cstdint>
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

/// history.csv: a row per accepted step, flushed at once. Every row, the header too, ends with a newline: a last
/// line without one is a row that was interrupted. Only rank 0 uses it.
class History
{
public:
  /// A new file. @throws FileSystemError where it cannot be written
  explicit History(const std::filesystem::path &file);

  /// Goes on after the first `n_bytes` of a file with `n_columns` columns; what is behind them is dropped.
  /// @throws FileSystemError where the file is shorter, or cannot be written
  History(const std::filesystem::path &file, std::uintmax_t n_bytes, std::size_t n_columns);

  /// Appends a row; the first one also writes the header. @throws FileSystemError
  void add(const std::vector<HistoryEntry> &row);

  /// Bytes so far, which are on the disk when this returns. @throws FileSystemError
  std::uintmax_t synchronise() const;

  std::size_t columns() const
  {
    return n_columns;
  }

private:
  std::filesystem::path path;
  std::ofstream         file;
  std::size_t           n_columns = 0;
};
} // namespace tenogen::output

#endif
