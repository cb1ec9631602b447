#ifndef tenogen_parameters_boundary_condition_h
#define tenogen_parameters_boundary_condition_h

#include <array>
#include <string>
#include <vector>

namespace tenogen::parameters
{
/// The mechanical boundary condition on one named part of the surface.
struct BoundaryCondition
{
  enum class Kind
  {
    displacement, ///< the components are prescribed, mm
    plate,        ///< the face moves uniformly in one component and carries a total force, N
    force,        ///< a total force in one component, spread uniformly over the reference face, N
    spring        ///< elastic bedding against displacement, N/mm^3
  };

  std::string         boundary;
  Kind                kind       = Kind::displacement;
  std::array<bool, 3> components = {{false, false, false}}; ///< x, y, z
  double              value      = 0.;
  bool                is_load    = false; ///< the value is the force of the load programme
};

/// A description of the grammar of parse_boundary_conditions().
extern const char *const boundary_condition_grammar;

/// Reads `boundary: kind [components] = value; ...` (see boundary_condition_grammar). An empty text
/// gives an empty list.
/// @throws InputError with the invalid item, what is allowed and what to do.
std::vector<BoundaryCondition> parse_boundary_conditions(const std::string &text);
} // namespace tenogen::parameters

#endif
