#ifndef tenogen_parameters_value_text_h
#define tenogen_parameters_value_text_h

#include "tenogen/parameters/entry.h"
#include "tenogen/parameters/table.h"
#include "tenogen/parameters/treatment.h"

#include <array>
#include <string>
#include <vector>

/**
 * Conversion of values with more than one number to and from texts in parameter files. Every `..._from_text`
 * throws an InputError if the text is invalid.
 */
namespace tenogen::parameters
{
/// `0: 200, 14: 250`
std::string to_text(const Table &table);

/// Times strictly increasing, values within the range; an empty text is an empty table.
Table table_from_text(const std::string &text, const Range &values);

/// `0, 1, 4`
std::string to_text(const std::vector<double> &numbers);

std::vector<double> numbers_from_text(const std::string &text);

/// The unit vector along `x, y, z`, which are not all zero.
std::array<double, 3> direction_from_text(const std::string &text);

/// `x, y, z, width, share; x, y, z, width, share`
std::string to_text(const std::vector<Depot> &depots);

/// Widths above zero, shares not negative; an empty text means no depots.
std::vector<Depot> depots_from_text(const std::string &text);
} // namespace tenogen::parameters

#endif
