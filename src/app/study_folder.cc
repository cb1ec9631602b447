#include "tenogen/app/study_folder.h"

#include "tenogen/app/study_directory.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/study/write_study.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
/// The design was made of the study that stands there.
void require_unchanged(const fs::path &folder, const study::Study &study)
{
  const auto marker = nlohmann::json::parse(output::read_file(folder / "design.json"), nullptr, false);
  if (!marker.is_object() || marker.value("study crc64", "") != checksum(study::identity_text(study)))
    throw InputError(
        (folder / "study.json").string() +
        ": the study or an arm was changed since its design was made. Put it back, or make a new "
        "folder with `tenogen sweep design`.");
}

/// Six digits, or as many as it needs.
std::string point_text(const std::size_t point)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%06zu", point);
  return text;
}
} // namespace

StudyFolder::StudyFolder(const fs::path &folder)
  : folder(folder)
{
  auto held = StudyDirectory(folder).held();
  if (!held)
    throw FileSystemError("'" + folder.string() +
                          "' holds no study. Make one with `tenogen sweep design STUDY.json "
                          "--output " +
                          folder.string() + "`.");
  require_unchanged(folder, *held);
  studied = std::make_unique<study::Study>(std::move(*held));
  points  = std::make_unique<study::Points>(*studied);
  for (std::size_t a = 0; a < studied->arms.size(); ++a)
  {
    arms.push_back(std::make_unique<study::ArmAtPoint>(*studied, studied->arms[a]));
    arm_checksums.push_back(checksum(output::read_file(arm_file(a))));
  }
}

std::size_t StudyFolder::n_points() const
{
  return points->size();
}

std::size_t StudyFolder::n_tasks() const
{
  return n_points() * arms.size();
}

StudyTask StudyFolder::task(const std::size_t number) const
{
  StudyTask task;
  task.point = number / arms.size();
  task.arm   = number % arms.size();

  const std::string &arm   = studied->arms[task.arm].name;
  const fs::path     point = folder / "points" / point_text(task.point);
  task.name                = point_text(task.point) + "/" + arm;
  task.run                 = point / arm;
  task.status              = point / (arm + ".json");
  task.claim               = point / (arm + ".claim");
  task.log                 = point / (arm + ".log");
  task.settings            = arms[task.arm]->settings(values(task.point));
  std::string all          = arm_checksums[task.arm];
  for (const std::string &setting : task.settings)
    all += "\n" + setting;
  task.key = checksum(all);
  return task;
}

fs::path StudyFolder::arm_file(const std::size_t arm) const
{
  return folder / "arms" / (studied->arms[arm].name + ".prm");
}

study::TaskStatus StudyFolder::status(const StudyTask &task) const
{
  std::error_code error;
  if (!fs::exists(task.status, error))
    return {};
  return study::parse_task_status(output::read_file(task.status), task.status.string());
}

std::vector<std::string> StudyFolder::values(const std::size_t point) const
{
  return points->values(point);
}
} // namespace tenogen
