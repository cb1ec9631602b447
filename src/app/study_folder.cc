#include "tenogen/app/study_folder.h"

#include "tenogen/app/provenance.h"
#include "tenogen/app/study_directory.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/read_file.h"
#include "tenogen/parameters/differences.h"

#include <cstdio>

namespace tenogen
{
namespace fs = std::filesystem;

namespace
{
/// A text with everything in an arm that determines its runs, including the content of the mesh file.
std::string key_of(const parameters::ParameterSet &arm)
{
  std::string text;
  for (const auto &[path, value] : parameters::deciding_values(arm))
    text += path + "=" + value + "\n";
  if (arm.geometry.type == parameters::GeometryType::file)
    text += "mesh " + checksum(read_file(arm.geometry.mesh_file)) + "\n";
  return checksum(text);
}

/// The number with at least six digits.
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
                          "' contains no study. Create one with `tenogen sweep design STUDY.json "
                          "--output " +
                          folder.string() + "`.");
  StudyDirectory(folder).require_unchanged(*held);
  if (!StudyDirectory(folder).is_whole())
    throw InputError("'" + (folder / "design.csv").string() +
                     "' has changed since it was written. Write it again with `tenogen sweep design`.");
  studied = std::make_unique<study::Study>(std::move(*held));
  points  = std::make_unique<study::Points>(*studied);
  for (std::size_t a = 0; a < studied->arms.size(); ++a)
  {
    arms.push_back(std::make_unique<study::ArmAtPoint>(*studied, studied->arms[a]));
    arm_keys.push_back(key_of(studied->arms[a].base));
    arm_checksums.push_back(checksum(read_file(arm_file(a))));
  }
}

void StudyFolder::require_this_program() const
{
  const std::string other = StudyDirectory(folder).program();
  if (other != program_name())
    throw InputError("'" + folder.string() + "' was designed with " + other + "; this is " + program_name() +
                     ". Results of two versions are not comparable: use the other version, or continue with "
                     "--any-version. "
                     "The collected table names the version of each run.");
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
  task.outcomes            = point / (arm + ".csv");
  task.settings            = arms[task.arm]->settings(values(task.point));
  std::string all          = arm_keys[task.arm];
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
  const std::string text = read_file(task.status);
  try
  {
    auto status = study::parse_task_status(text, task.status.string());
    return status.key == task.key ? status : study::TaskStatus();
  }
  catch (const InputError &error)
  {
    // The parameters of the run are unknown, so the next attempt starts from the beginning.
    study::TaskStatus damaged;
    damaged.state  = study::TaskState::crashed;
    damaged.reason = error.what();
    return damaged;
  }
}

std::string StudyFolder::mistakes(const StudyTask &task) const
{
  std::string text;
  for (const std::string &mistake : arms[task.arm]->mistakes(values(task.point)))
    text += (text.empty() ? "" : "; ") + mistake;
  return text;
}

void StudyFolder::require_same_arm(const std::size_t arm) const
{
  if (checksum(read_file(arm_file(arm))) != arm_checksums[arm])
    throw InputError("'" + arm_file(arm).string() +
                     "' was changed while the study was running. Start again.");
}

std::vector<std::string> StudyFolder::values(const std::size_t point) const
{
  return points->values(point);
}
} // namespace tenogen
