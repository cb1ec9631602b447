#ifndef tenogen_study_csv_h
#define tenogen_study_csv_h

#include <string>
#include <vector>

/// Tables as text, a separator between fields; one with the separator or a quotation mark stands in quotation
/// marks, which are doubled within (RFC 4180). A field holds no line break.
namespace tenogen::study
{
/// One line without its end, with commas.
std::string csv_line(const std::vector<std::string> &fields);

/// The fields of one line, without blanks around those that are not quoted.
/// @throws InputError saying what is wrong with the quotation marks
std::vector<std::string> fields_of_csv(const std::string &line, char separator = ',');

/// The separator of a table by its line of names: a semicolon where it has one outside quotation marks, as
/// Excel writes where numbers have decimal commas; otherwise a tab where it has one; otherwise a comma.
char separator_of(const std::string &names);

/// The separator in a line `sep=;`, which Excel reads and writes before the names; 0 in any other line.
char declared_separator(const std::string &line);
} // namespace tenogen::study

#endif
