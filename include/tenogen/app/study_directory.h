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
 * appears whole; design.json comes last and holds their checksums.
 */
class StudyDirectory
{
public:
  explicit StudyDirectory(const std::filesystem::path &path);

  /// The study it holds; nothing where there is none.
  /// @throws InputError or FileSystemError where it holds one that cannot be read
  std::optional<study::Study> held() const;

  /// Whether design.csv is the one that design.json was written for: writing was not cut short.
  bool is_whole() const;

  /// @throws InputError with what differs, where the study is not the one that its design was made of
  void require_unchanged(const study::Study &study) const;

  /// The version of tenogen that has made the design; empty where design.json is damaged.
  std::string program() const;

  /// Of a folder without design.json. @throws FileSystemError where it holds files of somebody else that
  /// write() would replace
  void require_free(const study::Study &study) const;

  /// @throws InputError where the rows it holds are not those of the table, as far as both go
  void require_same_rows(const study::DesignTable &table) const;

  /// Removes the study, and what was made of its results; runs stay. @throws FileSystemError
  void clear() const;

  /// Replaces what is there. @throws FileSystemError
  void write(const study::Study &study, const study::DesignTable &table) const;

private:
  std::filesystem::path path;
};
} // namespace tenogen

#endif
