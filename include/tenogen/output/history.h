#ifndef tenogen_output_history_h
#define tenogen_output_history_h

#include "tenogen/core/checksum.h"

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

/// What a checkpoint keeps of the history, so that a resumed run continues the same file.
struct HistoryMark
{
  std::uintmax_t bytes = 0;
  std::string    crc64; ///< of these bytes
  std::size_t    columns = 0;
};

/// history.csv: one row per accepted step, flushed immediately. Every row, including the header, ends with a
/// newline; a last line without one is an interrupted row. Used on rank 0 only.
class History
{
public:
  /// Creates a new file. @throws FileSystemError if it cannot be written
  explicit History(const std::filesystem::path &file);

  /// Continues a file after its marked beginning; any later rows are removed.
  /// @throws FileSystemError if the file is missing, does not begin with the marked bytes, or cannot be
  /// written
  History(const std::filesystem::path &file, const HistoryMark &mark);

  /// Appends a row; the first one also writes the header.
  /// @throws FileSystemError if the file cannot be written, or another program has changed its length
  void add(const std::vector<HistoryEntry> &row);

  /// Flushes the file to disk. @returns the mark of everything written so far. @throws FileSystemError
  HistoryMark synchronise() const;

private:
  void require_own_length() const;

  std::filesystem::path path;
  std::ofstream         file;
  std::size_t           n_columns = 0;
  std::uintmax_t        n_bytes   = 0; ///< written so far
  Checksum              sum;           ///< of these bytes
};
} // namespace tenogen::output

#endif
