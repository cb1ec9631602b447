#ifndef tenogen_parameters_write_parameters_h
#define tenogen_parameters_write_parameters_h

#include "tenogen/parameters/parameter_set.h"

#include <iosfwd>
#include <string>

namespace tenogen::parameters
{
/// How parameters are written.
enum class Format
{
  prm,     ///< a complete, annotated parameter file that reads back to exactly the same values
  json,    ///< one object per entry under its path, for programs
  markdown ///< the reference; written for the defaults, it is docs/parameters.md
};

/// The format with the name prm, json or markdown.
/// @throws InputError for another word
Format format_from_text(const std::string &word);

/// Writes every entry of `parameters` with value, default, unit, range, meaning, source and confidence.
void write_parameters(std::ostream &stream, const ParameterSet &parameters, Format format);
} // namespace tenogen::parameters

#endif
