#ifndef tenogen_parameters_writers_h
#define tenogen_parameters_writers_h

#include "tenogen/parameters/binder.h"

#include <iosfwd>
#include <string>

/// One writer per format (see write_parameters.h). The binder is bound to the defaults; its members then hold
/// the values to write.
namespace tenogen::parameters
{
void write_prm(std::ostream &stream, const Binder &binder);
void write_json(std::ostream &stream, const Binder &binder);
void write_markdown(std::ostream &stream, const Binder &binder);

/// `0.01 to 0.5`, or empty if no plausible range is stated.
std::string plausible_text(const Entry &entry);
} // namespace tenogen::parameters

#endif
