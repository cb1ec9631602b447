#include "tenogen/app/branch_point.h"

#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/core/units.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
/// The day of a checkpoint, from its marker; below 0 if no marker can be read.
double day_of(fs::path checkpoint)
{
  const auto marker = checkpoint.replace_extension(".json");
  if (std::error_code error; !fs::exists(marker, error))
    return -1.;
  const auto json = nlohmann::json::parse(read_file(marker), nullptr, false);
  return json.is_object() && json.contains("time_day") && json["time_day"].is_number()
             ? json["time_day"].get<double>()
             : -1.;
}

/// The checkpoints of a folder that have a marker, by day.
std::vector<std::pair<double, std::string>> checkpoints_in(const fs::path &folder)
{
  std::vector<std::pair<double, std::string>> found;
  std::error_code                             error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error))
    if (const double day = entry->path().extension() == ".h5" ? day_of(entry->path()) : -1.; day >= 0.)
      found.emplace_back(day, entry->path().filename().string());
  std::sort(found.begin(), found.end());
  return found;
}
} // namespace

void require_branch_point(const fs::path &checkpoint)
{
  std::error_code error;
  if (fs::exists(checkpoint, error))
    return;
  const fs::path folder   = checkpoint.parent_path();
  std::string    message  = "The checkpoint '" + checkpoint.string() + "' does not exist.";
  const auto     existing = checkpoints_in(folder);
  if (existing.empty())
    throw FileSystemError(message + " There is no checkpoint in '" + folder.string() +
                          "'. Give --from a run directory, or a file in its folder checkpoint/.");
  message += " '" + folder.string() + "' has";
  for (const auto &[day, name] : existing)
  {
    char text[64];
    std::snprintf(text, sizeof(text), " (month %.4g, day %.6g)", day / days_per_month, day);
    message += "\n  " + name + text;
  }
  throw FileSystemError(message +
                        "\nBranch from one of these. A run keeps a checkpoint of every visit, "
                        "visit_MONTH.h5, only with --set \"Output/Checkpoint/Keep at visits=true\"; "
                        "otherwise it keeps only the newest ones. The visits are Time/Visits [month].");
}
} // namespace tenogen
