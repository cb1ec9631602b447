#ifndef tenogen_app_study_directory_h
#define tenogen_app_study_directory_h

#include "tenogen/study/study.h"
#include "tenogen/study/write_study.h"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace tenogen
{
/**
 * The folder of a study (docs/studies.md): study.json, arms/, design.csv, and points.csv of a list. Each file
 * appears whole; design.json comes last, and without it the folder holds no design.
 */
class StudyDirectory
{
public:
  explicit StudyDirectory(const std::filesystem::path &path);

  /// The study it holds; nothing where it holds no whole design.
  /// @throws InputError or FileSystemError where it holds one that cannot be read
  std::optional<study::Study> held() const;

  /// @throws InputError where the rows it holds are not those that the table begins with
  void require_same_rows(const study::DesignTable &table) const;

  /// Replaces what is there. @throws FileSystemError
  void write(const study::Study &study, const study::DesignTable &table) const;

private:
  std::filesystem::path path;
};
} // namespace tenogen

#endif
