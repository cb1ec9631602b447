#ifndef tenogen_healing_initial_state_h
#define tenogen_healing_initial_state_h

#include "tenogen/fields/state.h"
#include "tenogen/model/point_model.h"
#include "tenogen/parameters/parameter_set.h"

namespace tenogen::healing
{
/// The two tissues a run starts from.
struct InitialTissues
{
  model::PointState scar;
  model::PointState intact;
};

/// Scar and intact tissue at t = 0: the stationary untreated tissues, or the values of the parameters if
/// "Relax" is off. The fat of the scar and the alignment of intact tendon are patient data and do not relax.
InitialTissues initial_tissues(const parameters::ParameterSet &parameters);

/// The state at t = 0 without its mechanics: the two tissues blended by the tissue indicator, fat that
/// varies in space, the fluid pocket, fibres along the reference axis.
fields::State initial_state(const fields::Spaces &spaces, const InitialTissues &tissues,
                            const parameters::ParameterSet &parameters);
} // namespace tenogen::healing

#endif
