#ifndef tenogen_fields_state_members_h
#define tenogen_fields_state_members_h

#include "tenogen/fields/state.h"

#include <string>

namespace tenogen::fields
{
/**
 * Passes every member of a state, with its name in files, to a visitor with
 *
 *   number(name, value)         double or unsigned int,
 *   field(name, vector)         one value per vertex,
 *   displacement(name, vector)  of the displacement's space, mm.
 *
 * `state` may be const. A new member of State must be added here, or checkpoints will not contain it.
 */
template <typename AnyState, typename Visitor>
void visit_members(AnyState &state, Visitor &&visitor)
{
  const auto axes     = {"_x", "_y", "_z"};
  const auto stimulus = [&](const std::string &name, auto &value)
  {
    visitor.number(name + "_time [day]", value.time);
    visitor.field(name + "_strain", value.strain);
    unsigned int d = 0;
    for (const char *const axis : axes)
      visitor.field(name + "_direction" + axis, value.direction[d++]);
  };

  visitor.number("step", state.step);
  visitor.number("time [day]", state.time);
  for (unsigned int s = 0; s < model::n_species; ++s)
    visitor.field(model::species_names()[s].name, state.concentrations[s]);
  unsigned int c = 0;
  for (const char *const component : {"xx", "yy", "zz", "xy", "xz", "yz"})
    visitor.field(std::string("orientation_") + component, state.orientation[c++]);

  visitor.displacement("displacement", state.displacement);
  visitor.displacement("previous_displacement", state.previous_displacement);
  visitor.number("applied_force [N]", state.applied_force);

  auto &guard = state.guard;
  visitor.number("guard_force [N]", guard.force);
  visitor.number("guard_time [day]", guard.time);
  visitor.number("guard_previous_force [N]", guard.previous_force);
  visitor.number("guard_previous_time [day]", guard.previous_time);
  visitor.displacement("guard_displacement", guard.displacement);
  visitor.displacement("guard_previous_displacement", guard.previous_displacement);
  visitor.number("guard_displacement_time [day]", guard.displacement_time);
  visitor.number("guard_previous_displacement_time [day]", guard.previous_displacement_time);
  visitor.number("guard_compliance [-]", guard.compliance);
  visitor.number("guard_exponent [-]", guard.exponent);
  visitor.number("guard_law_force [N]", guard.law_force);
  visitor.number("guard_law_peak_force [N]", guard.law_peak_force);

  stimulus("stimulus", state.stimulus);
  stimulus("previous_stimulus", state.previous_stimulus);
  visitor.field("strain_offset", state.strain_offset);
  visitor.number("offset_end [day]", state.offset_end);

  visitor.number("deposited_msc [cells]", state.budget.deposited);
  visitor.number("proliferated_msc [cells]", state.budget.proliferated);
  visitor.number("died_msc [cells]", state.budget.died);
  visitor.number("differentiated_msc [cells]", state.budget.differentiated);
  visitor.number("left_msc [cells]", state.budget.left);
  visitor.number("largest_msc [cells/mm^3]", state.largest_msc);

  visitor.number("next_biology_step [day]", state.next_biology_step);
  visitor.number("next_interval [day]", state.next_interval);
}
} // namespace tenogen::fields

#endif
