#include "tenogen/parameters/bind.h"

#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
void bind(Binder &binder, ParameterSet &parameters)
{
  binder.add(parameters.title, "Title", "any text without #",
             {"", "Title of the run, shown in logs, tables and reports.", sources::choice});
  bind(binder, parameters.geometry);
  bind(binder, parameters.material);
  bind(binder, parameters.mechanics);
  bind(binder, parameters.load);
  bind(binder, parameters.biology);
  bind(binder, parameters.treatment);
  bind(binder, parameters.initial_state);
  bind(binder, parameters.time);
  bind(binder, parameters.mri);
  bind(binder, parameters.clinical);
  bind(binder, parameters.output);
}
} // namespace tenogen::parameters
