#ifndef tenogen_parameters_parameter_set_h
#define tenogen_parameters_parameter_set_h

#include "tenogen/parameters/biology.h"
#include "tenogen/parameters/clinical.h"
#include "tenogen/parameters/geometry.h"
#include "tenogen/parameters/initial_state.h"
#include "tenogen/parameters/load.h"
#include "tenogen/parameters/material.h"
#include "tenogen/parameters/mechanics.h"
#include "tenogen/parameters/mri.h"
#include "tenogen/parameters/output.h"
#include "tenogen/parameters/table.h"
#include "tenogen/parameters/time_stepping.h"
#include "tenogen/parameters/treatment.h"

#include <string>

/**
 * One plain struct per topic, each in its own header. Units: mm, N, MPa, day, mg, cells/mm^3, pg/mm^3 (=
 * ng/mL).
 *
 * The defaults are in src/parameters/defaults.cc; the name with unit, range, meaning and source of each entry
 * are in the `bind` function of its topic. No struct has behaviour, and none is global.
 */
namespace tenogen::parameters
{
/// Everything a run depends on.
struct ParameterSet
{
  std::string  title;
  Geometry     geometry;
  Material     material;
  Mechanics    mechanics;
  Load         load;
  Biology      biology;
  Treatment    treatment;
  InitialState initial_state;
  TimeStepping time;
  Mri          mri;
  Clinical     clinical;
  Output       output;
};
} // namespace tenogen::parameters

#endif
