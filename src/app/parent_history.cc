#include "tenogen/app/parent_history.h"

#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace tenogen
{
ParentHistory read_parent_history(const std::filesystem::path &checkpoint, const output::HistoryMark &mark)
{
  ParentHistory parent;
  parent.file              = checkpoint.parent_path().parent_path() / "history.csv";
  const std::string quoted = "'" + parent.file.string() + "'";
  if (std::error_code error; !std::filesystem::exists(parent.file, error))
  {
    parent.problem = quoted + ", the history of the run it branches off from, does not exist";
    return parent;
  }
  try
  {
    std::string text = read_file(parent.file);
    if (text.size() >= mark.bytes)
      text.resize(mark.bytes);
    if (text.size() == mark.bytes && checksum(text) == mark.crc64)
    {
      parent.text = text;
      parent.mark = mark;
    }
    else
      parent.problem = quoted + " is not the history that the checkpoint belongs to";
  }
  catch (const Error &failure)
  {
    parent.problem = failure.what();
  }
  return parent;
}

bool has_same_columns(const ParentHistory &parent, const std::vector<output::HistoryEntry> &row)
{
  std::string header;
  for (const auto &entry : row)
    header += (header.empty() ? "" : ",") + entry.name + " [" + entry.unit + "]";
  return parent.text.compare(0, parent.text.find('\n'), header) == 0;
}

bool is_unstarted_branch(const std::filesystem::path &folder, const RunOrigin &origin)
{
  std::error_code error;
  const auto      provenance = folder / "provenance.json", history = folder / "history.csv";
  if (origin.kind != RunOrigin::Kind::branched || !std::filesystem::exists(provenance, error))
    return false;
  const auto json = nlohmann::json::parse(read_file(provenance), nullptr, false);
  if (!json.is_object() || !json.contains("branched from") ||
      json["branched from"].value("checkpoint crc64", "") != checksum(origin.bytes))
    return false;
  if (!std::filesystem::exists(history, error))
    return true;
  std::istringstream text(read_file(history));
  std::string        line;
  std::getline(text, line);        // the header
  constexpr double digits = 1e-10; // history.csv has twelve
  const double     latest = origin.header.time + digits * std::max(1., origin.header.time);
  while (std::getline(text, line))
    if (std::strtod(line.c_str(), nullptr) > latest)
      return false;
  return true;
}
} // namespace tenogen
