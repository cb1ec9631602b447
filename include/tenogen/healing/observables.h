#ifndef tenogen_healing_observables_h
#define tenogen_healing_observables_h

#include "tenogen/fields/state.h"
#include "tenogen/healing/peak_load.h"
#include "tenogen/parameters/parameter_set.h"

#include <string>
#include <vector>

namespace tenogen::healing
{
/// Level of the cytokine, pg/mm^3, above which tissue counts as inflamed: a fifth of that of the scar, ten
/// times that of intact tendon (docs/model.md, 3.5 and 5). Assumed.
constexpr double inflamed_cytokine = 0.1;

/// A scalar result that is reported over time.
struct Observable
{
  std::string name;
  std::string unit;
  double      value = 0.;
};

/// The value of the observable of this name. @throws Error (a defect) if there is none
double value_of(const std::vector<Observable> &observables, const std::string &name);

/// Relative error of the balance of injected cells:
/// |deposited + proliferated - living - died - differentiated - left| / (deposited + proliferated).
double cell_balance_error(const fields::Spaces &spaces, const fields::State &state);

/// Smallest value of any concentration anywhere (never negative).
double smallest_concentration(const fields::Spaces &spaces, const fields::State &state);

/// The columns of the history, in order (docs/usage.md). The same on every rank.
std::vector<Observable> observe(const fields::Spaces &spaces, const fields::State &state,
                                const PeakLoad &peak_load, const parameters::ParameterSet &parameters);
} // namespace tenogen::healing

#endif
