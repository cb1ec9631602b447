#ifndef tenogen_app_study_directory_h
#define tenogen_app_study_directory_h

#include "tenogen/study/study.h"
#include "tenogen/study/write_study.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace tenogen
{
/**
 * The folder of a study (docs/studies.md): arms/, design.csv, study.json, and points.csv of a list. Each file
 * appears complete or not at all; design.json is written last and contains the checksums of the others.
 */
class StudyDirectory
{
public:
  explicit StudyDirectory(const std::filesystem::path &path);

  /// The study in the folder, if there is one.
  /// @throws InputError or FileSystemError if there is one that cannot be read
  std::optional<study::Study> held() const;

  /// Whether design.csv matches design.json, that is, writing was not interrupted.
  bool is_whole() const;

  /// @throws InputError listing the differences, if the study is not the one that the design was generated
  /// from
  void require_unchanged(const study::Study &study) const;

  /// The version of tenogen that generated the design; empty if design.json is damaged.
  std::string program() const;

  /// For a folder without design.json. @throws FileSystemError if write() would replace files that do not
  /// belong to a study
  void require_free(const study::Study &study) const;

  /// @throws InputError if the rows in the folder differ from those of the table, as far as both go
  void require_same_rows(const study::DesignTable &table) const;

  /// Removes the study and the collected results, but not the runs. @throws FileSystemError
  void clear() const;

  /// Writes the study and its design, replacing what is there. @throws FileSystemError
  void write(const study::Study &study, const study::DesignTable &table) const;

private:
  std::filesystem::path path;
};
} // namespace tenogen

#endif
