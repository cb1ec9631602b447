#include "tenogen/output/history.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/output/atomic_file.h"

#include <cstdio>

namespace tenogen::output
{
History::History(const std::filesystem::path &file)
  : path(file)
  , file(file, std::ios::binary)
{
  if (!this->file)
    throw FileSystemError("'" + path.string() + "' cannot be written.");
}

History::History(const std::filesystem::path &file, const HistoryMark &mark)
  : path(file)
  , n_columns(mark.columns)
  , n_bytes(mark.bytes)
{
  const std::string advice = " Restore the file, for example from a backup, or start again with --overwrite.";
  std::error_code   error;
  if (!std::filesystem::exists(path, error))
    throw FileSystemError("'" + path.string() + "' is missing; the checkpoint continues it." + advice);
  std::string bytes = read_file(path);
  if (bytes.size() < n_bytes)
    throw FileSystemError("'" + path.string() + "' has " + std::to_string(bytes.size()) +
                          " bytes. When the checkpoint was written it had " + std::to_string(n_bytes) + "." +
                          advice);
  bytes.resize(n_bytes);
  sum.add(bytes);
  if (sum.text() != mark.crc64)
    throw FileSystemError(
        "'" + path.string() + "' has changed since the checkpoint was written: the checksum of its first " +
        std::to_string(n_bytes) + " bytes was " + mark.crc64 + " and is now " + sum.text() +
        ". Programs that edit or convert text can do this, as can a crash of the machine." + advice);
  std::filesystem::resize_file(path, n_bytes, error);
  if (!error)
    this->file.open(path, std::ios::app | std::ios::binary);
  if (error || !this->file)
    throw FileSystemError("'" + path.string() + "' cannot be written.");
}

HistoryMark History::synchronise() const
{
  require_own_length();
  output::synchronise(path);
  return {n_bytes, sum.text(), n_columns};
}

/// Rows appended after another program has saved the file would be lost, or follow the wrong rows.
void History::require_own_length() const
{
  std::error_code error;
  const auto      found = std::filesystem::file_size(path, error);
  if (error)
    throw FileSystemError("'" + path.string() + "' was removed during the run.");
  if (found != n_bytes)
    throw FileSystemError("'" + path.string() + "' was changed by another program during the run: it has " +
                          std::to_string(found) + " bytes, and this run has written " +
                          std::to_string(n_bytes) + ".");
}

void History::add(const std::vector<HistoryEntry> &row)
{
  require_own_length();
  std::string lines;
  if (n_columns == 0)
  {
    for (const HistoryEntry &entry : row)
      lines += (n_columns++ == 0 ? "" : ",") + entry.name + " [" + entry.unit + "]";
    lines += "\n";
  }
  if (row.size() != n_columns)
    throw Error(ExitCode::defect, "A row of the history has " + std::to_string(row.size()) +
                                      " entries, its header " + std::to_string(n_columns) + ".");
  for (std::size_t i = 0; i < row.size(); ++i)
  {
    char text[40];
    std::snprintf(text, sizeof(text), "%s%.12g", i == 0 ? "" : ",", row[i].value);
    lines += text;
  }
  lines += "\n"; // written last: a row without one was interrupted
  file << lines << std::flush;
  if (!file)
    throw FileSystemError("'" + path.string() + "' cannot be written. Is the disk full?");
  n_bytes += lines.size();
  sum.add(lines);
}
} // namespace tenogen::output
