#include "tenogen/app/study_directory.h"

#include "tenogen/app/provenance.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/strict_json.h"
#include "tenogen/study/read_study.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
std::vector<std::string> lines_of(const std::string &text)
{
  std::istringstream       stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

/// Lines of a text that are missing in another one.
std::vector<std::string> missing_from(std::vector<std::string> other, const std::vector<std::string> &lines)
{
  std::vector<std::string> missing;
  for (const std::string &line : lines)
  {
    const auto found = std::find(other.begin(), other.end(), line);
    if (found == other.end())
      missing.push_back(line);
    else
      other.erase(found);
  }
  return missing;
}

std::string marker_text(const study::Study &study, const study::DesignTable &table)
{
  const nlohmann::ordered_json json = {{"schema", "tenogen design 1"},
                                       {"program", program_name()},
                                       {"design", study::to_text(study.design.kind)},
                                       {"points", table.n_points},
                                       {"refused points", table.n_refused},
                                       {"study crc64", checksum(study::identity_text(study))},
                                       {"design crc64", checksum(table.text)},
                                       {"study", lines_of(study::identity_text(study))}};
  return json.dump(2) + "\n";
}
} // namespace

StudyDirectory::StudyDirectory(const fs::path &path)
  : path(path)
{
}

std::optional<study::Study> StudyDirectory::held() const
{
  if (!fs::exists(path / "design.json"))
    return {};
  return study::read_study((path / "study.json").string());
}

bool StudyDirectory::is_whole() const
{
  try
  {
    const auto json = output::parse_json(read_file(path / "design.json"));
    return json.at("design crc64") == checksum(read_file(path / "design.csv"));
  }
  catch (const nlohmann::json::exception &)
  {
    return false;
  }
}

void StudyDirectory::require_unchanged(const study::Study &study) const
{
  const std::string identity = study::identity_text(study);
  const fs::path    file     = path / "design.json";
  const auto        marker   = nlohmann::json::parse(read_file(file), nullptr, false);
  if (!marker.is_object() || !marker.contains("study") || !marker["study"].is_array())
    throw FileSystemError("'" + file.string() +
                          "' is damaged. Create the design again with `tenogen sweep design`.");
  if (marker.value("study crc64", "") == checksum(identity))
    return;
  const auto  was = marker["study"].get<std::vector<std::string>>(), is = lines_of(identity);
  std::string message = "'" + path.string() +
                        "': the study or an arm has changed since the design was created. Undo the change, "
                        "or create a new folder with `tenogen sweep design`.";
  constexpr std::size_t max_shown = 10;
  for (const auto &[word, lines] :
       {std::pair("was", missing_from(is, was)), std::pair("is ", missing_from(was, is))})
    for (std::size_t i = 0; i < std::min(lines.size(), max_shown); ++i)
      message += std::string("\n  ") + word + ": " + lines[i];
  throw InputError(message);
}

std::string StudyDirectory::program() const
{
  const auto marker = nlohmann::json::parse(read_file(path / "design.json"), nullptr, false);
  return marker.is_object() ? marker.value("program", "") : std::string(); // damaged: unknown
}

void StudyDirectory::require_free(const study::Study &study) const
{
  const auto require = [&](const std::string &name, const std::string &text)
  {
    if (fs::exists(path / name) && read_file(path / name) != text)
      throw FileSystemError("'" + (path / name).string() +
                            "' exists, but design.json does not: it may be your own file, and would be "
                            "replaced. Choose another folder with --output, or replace it with --overwrite.");
  };
  require("study.json", study::study_text(study));
  if (study.design.kind == study::DesignKind::list)
    require("points.csv", study::list_text(study));
}

void StudyDirectory::require_same_rows(const study::DesignTable &table) const
{
  if (!fs::exists(path / "design.csv"))
    return;
  // If writing was interrupted, design.csv may already be that of the larger design.
  const auto held   = read_file(path / "design.csv");
  const auto common = std::min(held.size(), table.text.size());
  if (held.compare(0, common, table.text, 0, common) != 0)
    throw InputError(
        (path / "design.csv").string() +
        ": its rows do not belong to this study: it has been changed, or comes from another version of "
        "tenogen. Choose another folder with --output, or replace it with --overwrite.");
}

void StudyDirectory::clear() const
{
  for (const char *const name :
       {"design.json", "study.json", "design.csv", "points.csv", "results.csv", "results.h5"})
    output::remove_file(path / name);
  for (const char *const name : {"arms", "sensitivity", "matching"})
  {
    std::error_code error;
    fs::remove_all(path / name, error);
    if (error)
      throw FileSystemError("'" + (path / name).string() + "' cannot be removed: " + error.message() + ".");
  }
}

void StudyDirectory::write(const study::Study &study, const study::DesignTable &table) const
{
  std::error_code error;
  fs::create_directories(path / "arms", error);
  if (error)
    throw FileSystemError("'" + (path / "arms").string() + "' cannot be created: " + error.message() + ".");
  for (const auto &arm : study.arms)
    output::write_file(path / "arms" / (arm.name + ".prm"), study::arm_text(arm));
  if (study.design.kind == study::DesignKind::list)
    output::write_file(path / "points.csv", study::list_text(study));
  output::write_file(path / "design.csv", table.text);
  output::write_file(path / "study.json", study::study_text(study));
  output::write_file(path / "design.json", marker_text(study, table));
}
} // namespace tenogen
