#include "tenogen/output/history.h"

#include "tenogen/core/errors.h"
#include "tenogen/output/atomic_file.h"

#include <cstdio>

namespace tenogen::output
{
History::History(const std::filesystem::path &file)
  : path(file)
  , file(file)
{
  if (!this->file)
    throw FileSystemError("'" + path.string() + "' cannot be written.");
}

History::History(const std::filesystem::path &file, const std::uintmax_t n_bytes, const std::size_t n_columns)
  : path(file)
  , n_columns(n_columns)
{
  std::error_code error;
  const auto      found = std::filesystem::file_size(path, error);
  if (error || found < n_bytes)
    throw FileSystemError(
        "'" + path.string() + "' is shorter than when the checkpoint was written, by which " + "it had " +
        std::to_string(n_bytes) + " bytes. Put it back, or start anew with " + "--overwrite.");
  std::filesystem::resize_file(path, n_bytes, error);
  if (!error)
    this->file.open(path, std::ios::app);
  if (error || !this->file)
    throw FileSystemError("'" + path.string() + "' cannot be written.");
}

std::uintmax_t History::synchronise() const
{
  output::synchronise(path);
  return std::filesystem::file_size(path);
}

void History::add(const std::vector<HistoryEntry> &row)
{
  if (std::error_code error; !std::filesystem::exists(path, error))
    throw FileSystemError("'" + path.string() + "' was removed while the run goes on.");
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
  // The newline comes last: a row without one was interrupted.
  file << lines << '\n' << std::flush;
  if (!file)
    throw FileSystemError("'" + path.string() + "' cannot be written. Is the disk full?");
}
} // namespace tenogen::output
