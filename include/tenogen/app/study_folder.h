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
/// One arm at one point: a run, and the files that tell of it.
struct StudyTask
{
  std::size_t              point = 0;
  std::size_t              arm   = 0; ///< its number in the study
  std::filesystem::path    run;       ///< run directory
  std::filesystem::path    status, claim, log;
  std::filesystem::path    outcomes; ///< table of the outcomes over time
  std::vector<std::string> settings; ///< `Section/Entry [unit]=value`
  std::string              key;      ///< checksum of all that decides the run

  /// `000012/treated`
  std::string name;
};

/**
 * The folder that `tenogen sweep design` has made: the frozen study, and below points/ a run directory for
 * every arm at every point, with the status of the task beside it.
 */
class StudyFolder
{
public:
  /// @throws InputError where the study is not the one that the folder was made for
  /// @throws FileSystemError where it is no folder of a study
  explicit StudyFolder(const std::filesystem::path &folder);

  /// Results of two versions in one table do not compare.
  /// @throws InputError where another version of tenogen has designed the study
  void require_this_program() const;

  const study::Study &study() const
  {
    return *studied;
  }

  std::size_t n_points() const;

  /// Arms at points; all arms of a point follow each other.
  std::size_t n_tasks() const;

  StudyTask task(std::size_t number) const;

  /// Parameter file of an arm.
  std::filesystem::path arm_file(std::size_t arm) const;

  /// `waiting`, without a key, where there is no status or that of other parameters.
  /// `crashed`, without a key, where it is damaged.
  study::TaskStatus status(const StudyTask &task) const;

  /// Why a task cannot be computed: its values contradict one another. Empty where it can.
  std::string mistakes(const StudyTask &task) const;

  /// @throws InputError where the file of an arm is not the one it was when this object was made
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
  std::vector<std::string>                        arm_keys;      ///< of all that decides its runs
  std::vector<std::string>                        arm_checksums; ///< of the files
};
} // namespace tenogen

#endif
