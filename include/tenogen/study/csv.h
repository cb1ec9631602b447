#ifndef tenogen_study_csv_h
#define tenogen_study_csv_h

#include <string>
#include <vector>

/// Tables as text, commas between fields; one with a comma or a quotation mark stands in quotation marks,
/// which are doubled within (RFC 4180). A field holds no line break.
namespace tenogen::study
{
/// One line without its end.
std::string csv_line(const std::vector<std::string> &fields);

/// The fields of one line, without blanks around those that are not quoted.
/// @throws InputError saying what is wrong with the quotation marks
std::vector<std::string> fields_of_csv(const std::string &line);
} // namespace tenogen::study

#endif
