#ifndef tenogen_model_load_h
#define tenogen_model_load_h

#include "tenogen/parameters/table.h"

namespace tenogen::model
{
/// Piecewise linear interpolation, constant outside the table. The table is not empty and sorted.
double interpolate(const parameters::Table &table, double time);

/**
 * Load governor: the patient unloads a soft, painful tendon. With the demand F_0 and the force F_g that
 * produces the guard strain in the weakest section, F = F_0 / (1 + (F_0/F_g)^4)^{1/4}, N.
 */
double governed_force(double demand, double guard_force);

/// d ln F / d ln F_g of governed_force(), in [0, 1]: how much an error of F_g matters.
double governed_force_sensitivity(double demand, double guard_force);
} // namespace tenogen::model

#endif
