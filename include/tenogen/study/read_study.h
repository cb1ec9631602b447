#ifndef tenogen_study_read_study_h
#define tenogen_study_read_study_h

#include "tenogen/study/study.h"

#include <string>

namespace tenogen::study
{
constexpr const char *study_schema = "tenogen study 1";

/**
 * Reads a study file (docs/studies.md) and the parameter files of its arms; relative paths start at the
 * folder of the study file.
 * @throws FileSystemError if the study file or a table of points cannot be read
 * @throws InputError with all mistakes, one per line: `file: /path/in/the/file = value: what is wrong; what
 * to do`
 */
Study read_study(const std::string &file);
} // namespace tenogen::study

#endif
