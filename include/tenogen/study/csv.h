#ifndef tenogen_study_csv_h
#define tenogen_study_csv_h

#include <string>
#include <vector>

/// Tables as text, with a separator between fields. A field that contains the separator or a quotation mark
/// is enclosed in quotation marks, and quotation marks inside it are doubled (RFC 4180). A field must not
/// contain line breaks.
namespace tenogen::study
{
/// One line with commas, without the line ending.
std::string csv_line(const std::vector<std::string> &fields);

/// The fields of one line; unquoted fields are trimmed.
/// @throws InputError if the quotation marks are not closed or are misplaced
std::vector<std::string> fields_of_csv(const std::string &line, char separator = ',');

/// The separator of a table, from its header line: a semicolon if there is one outside quotation marks, as
/// Excel writes in countries with decimal commas; otherwise a tab if there is one; otherwise a comma.
char separator_of(const std::string &names);

/// The separator in a line `sep=;`, which Excel writes before the header; 0 for any other line.
char declared_separator(const std::string &line);
} // namespace tenogen::study

#endif
