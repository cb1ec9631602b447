#ifndef tenogen_app_study_folder_h
#define tenogen_app_study_folder_h

#include "tenogen/study/arm_at_point.h"
#include "tenogen/study/study.h"
#include "tenogen/study/task_status.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tenogen
{
/// One arm at one point: a run, and the files about it.
struct StudyTask
{
  std::size_t              point = 0;
  std::size_t              arm   = 0; ///< its number in the study
  std::filesystem::path    run;       ///< run directory
  std::filesystem::path    status, claim, log;
  std::filesystem::path    outcomes; ///< table of the outcomes over time
  std::vector<std::string> settings; ///< `Section/Entry [unit]=value`
  std::string              key;      ///< checksum of everything that determines the run

  /// `000012/treated`
  std::string name;
};

/**
 * The folder created by `tenogen sweep design`: the frozen study, and under points/ a run directory for every
 * arm at every point, next to the status of the task.
 */
class StudyFolder
{
public:
  /// @throws InputError if the study is not the one that the folder was created for
  /// @throws FileSystemError if it is not the folder of a study
  explicit StudyFolder(const std::filesystem::path &folder);

  /// Results of two versions in one table are not comparable.
  /// @throws InputError if another version of tenogen designed the study
  void require_this_program() const;

  const study::Study &study() const
  {
    return *studied;
  }

  std::size_t n_points() const;

  /// Number of arms times number of points; the arms of a point are numbered consecutively.
  std::size_t n_tasks() const;

  StudyTask task(std::size_t number) const;

  /// Parameter file of an arm.
  std::filesystem::path arm_file(std::size_t arm) const;

  /// The status of a task: `waiting`, without a key, if there is none or it belongs to other parameters;
  /// `crashed`, without a key, if it is damaged.
  study::TaskStatus status(const StudyTask &task) const;

  /// Why a task cannot be computed, because its values contradict one another; empty if it can.
  std::string mistakes(const StudyTask &task) const;

  /// @throws InputError if the file of an arm has changed since this object was created
  void require_same_arm(std::size_t arm) const;

  /// Values of the varied parameters at a point.
  std::vector<std::string> values(std::size_t point) const;

  const std::filesystem::path &path() const
  {
    return folder;
  }

private:
  std::filesystem::path                           folder;
  std::unique_ptr<study::Study>                   studied;
  std::unique_ptr<study::Points>                  points;
  std::vector<std::unique_ptr<study::ArmAtPoint>> arms;
  std::vector<std::string>                        arm_keys;      ///< of everything that determines its runs
  std::vector<std::string>                        arm_checksums; ///< of the files
};
} // namespace tenogen

#endif
