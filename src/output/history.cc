#include "tenogen/output/history.h"

#include "tenogen/core/errors.h"

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

void History::add(const std::vector<HistoryEntry> &row)
{
  if (n_columns == 0)
    for (const HistoryEntry &entry : row)
      file << (n_columns++ == 0 ? "" : ",") << entry.name << " [" << entry.unit << "]";
  if (row.size() != n_columns)
    throw Error(ExitCode::defect, "A row of the history has " + std::to_string(row.size()) +
                                      " entries, its header " + std::to_string(n_columns) + ".");
  std::string line = "\n";
  for (std::size_t i = 0; i < row.size(); ++i)
  {
    char text[40];
    std::snprintf(text, sizeof(text), "%s%.12g", i == 0 ? "" : ",", row[i].value);
    line += text;
  }
  file << line << std::flush;
  if (!file)
    throw FileSystemError("'" + path.string() + "' cannot be written. Is the disk full?");
}
} // namespace tenogen::output
