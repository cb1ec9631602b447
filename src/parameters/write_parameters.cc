#include "tenogen/parameters/write_parameters.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/writers.h"

#include <ostream>

namespace tenogen::parameters
{
Format format_from_text(const std::string &word)
{
  if (word == "prm")
    return Format::prm;
  if (word == "json")
    return Format::json;
  if (word == "markdown")
    return Format::markdown;
  throw InputError("--format " + word + ": the format is unknown; allowed: prm, json, markdown");
}

std::string plausible_text(const Entry &entry)
{
  const auto &plausible = entry.description.plausible;
  return plausible.is_stated() ? to_text(plausible.minimum) + " to " + to_text(plausible.maximum) : "";
}

void write_parameters(std::ostream &stream, const ParameterSet &parameters, const Format format)
{
  ParameterSet values;
  Binder       binder;
  bind(binder, values);
  values = parameters;

  if (format == Format::prm)
    write_prm(stream, binder);
  else if (format == Format::json)
    write_json(stream, binder);
  else
    write_markdown(stream, binder);
}
} // namespace tenogen::parameters
