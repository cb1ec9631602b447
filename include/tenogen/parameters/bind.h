#ifndef tenogen_parameters_bind_h
#define tenogen_parameters_bind_h

#include "tenogen/parameters/binder.h"
#include "tenogen/parameters/parameter_set.h"

/**
 * One function per topic, which binds each member of its struct to an entry of the parameter file: section,
 * name with unit, allowed range, symbol, meaning, source of the default, confidence and plausible range. The
 * constructor of the struct sets the defaults (src/parameters/defaults.cc). The struct must outlive the
 * binder.
 */
namespace tenogen::parameters
{
void bind(Binder &binder, Geometry &geometry);
void bind(Binder &binder, Material &material);
void bind(Binder &binder, Mechanics &mechanics);
void bind(Binder &binder, Load &load);
void bind(Binder &binder, Biology &biology);
void bind(Binder &binder, Treatment &treatment);
void bind(Binder &binder, InitialState &initial_state);
void bind(Binder &binder, TimeStepping &time);
void bind(Binder &binder, Mri &mri);
void bind(Binder &binder, Clinical &clinical);
void bind(Binder &binder, Output &output);

/// All topics, in the order of the parameter file.
void bind(Binder &binder, ParameterSet &parameters);
} // namespace tenogen::parameters

#endif
