#ifndef tests_verification_specimen_h
#define tests_verification_specimen_h

#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/spaces.h"
#include "tenogen/fields/state.h"
#include "tenogen/solvers/equilibrium.h"

#include "block.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/mapping_q1.h>
#include <deal.II/grid/grid_tools.h>

#include <array>
#include <functional>
#include <map>
#include <string>

namespace tenogen::verification
{
/// A block of one uniform material, with a whole number of cells along each edge.
inline parameters::ParameterSet specimen_parameters(const std::array<double, 3>       &size,
                                                    const std::array<unsigned int, 3> &cells,
                                                    const unsigned int                 degree,
                                                    const std::string                 &boundary_conditions)
{
  parameters::ParameterSet p;
  p.geometry                      = block(size, cells);
  p.material.source               = parameters::MaterialSource::constants;
  p.mechanics.degree              = degree;
  p.mechanics.boundary_conditions = boundary_conditions;
  return p;
}

/// A block in a testing machine.
struct Specimen
{
  using Map      = std::function<dealii::Point<3>(const dealii::Point<3> &)>;
  using Function = std::function<dealii::Tensor<1, 3>(const dealii::Point<3> &)>;

  /// @param map  moves the vertices, if given
  explicit Specimen(const parameters::ParameterSet &parameters, const double excess_water = 0.,
                    const Map &map = {})
    : mesh(moved(fields::make_mesh(parameters.geometry, MPI_COMM_WORLD), map))
    , spaces(mesh, parameters.mechanics.degree, parameters.geometry)
    , equilibrium(spaces, parameters)
    , displacement(spaces.make_displacement_vector())
  {
    fields::State state;
    for (fields::Vector &field : state.concentrations)
      field = spaces.make_biology_vector();
    for (fields::Vector &field : state.orientation)
      field = spaces.make_biology_vector();
    state.concentrations[model::water] = excess_water;
    state.concentrations[model::water].update_ghost_values();
    equilibrium.set_tissue(state);
  }

  /// Displacement with the values of a function at the nodes.
  fields::Vector interpolated(const Function &function) const
  {
    std::map<dealii::types::global_dof_index, dealii::Point<3>> points;
    dealii::DoFTools::map_dofs_to_support_points(dealii::MappingQ1<3>(), spaces.displacement_dofs, points);
    fields::Vector result = spaces.make_displacement_vector();
    for (const auto &[dof, point] : points)
      if (spaces.displacement_layout->in_local_range(dof))
        result(dof) = function(point)[dof % 3]; // the three components of a node are consecutive
    result.update_ghost_values();
    return result;
  }

  /// Displacement of the node at a position, mm.
  dealii::Tensor<1, 3> displacement_at(const dealii::Point<3> &place) const
  {
    std::map<dealii::types::global_dof_index, dealii::Point<3>> points;
    dealii::DoFTools::map_dofs_to_support_points(dealii::MappingQ1<3>(), spaces.displacement_dofs, points);
    dealii::Tensor<1, 3> result;
    for (const auto &[dof, point] : points)
      if (point.distance(place) < 1e-9 && spaces.displacement_layout->in_local_range(dof))
        result[dof % 3] = displacement(dof);
    return dealii::Utilities::MPI::sum(result, spaces.communicator);
  }

  const fields::Mesh         mesh;
  const fields::Spaces       spaces;
  solvers::EquilibriumSolver equilibrium;
  fields::Vector             displacement; ///< mm

private:
  static fields::Mesh moved(fields::Mesh mesh, const Map &map)
  {
    if (map)
      dealii::GridTools::transform(map, *mesh.triangulation);
    return mesh;
  }
};

/// A PETSc option for the specimens that are created during its lifetime.
struct PetscOption
{
  PetscOption(const char *name, const char *value)
    : name(name)
  {
    PetscOptionsSetValue(nullptr, name, value);
  }
  ~PetscOption()
  {
    PetscOptionsClearValue(nullptr, name);
  }
  PetscOption(const PetscOption &)            = delete;
  PetscOption &operator=(const PetscOption &) = delete;

  const char *const name;
};

/// Exact Newton steps, on one rank: K/c_1 = 1e5 is beyond the range of the multigrid.
struct DirectLinearSolver
{
  const PetscOption method         = {"-mechanics_ksp_type", "preonly"};
  const PetscOption preconditioner = {"-mechanics_pc_type", "lu"};
  const PetscOption forcing        = {"-mechanics_snes_ksp_ew", "false"};
};

/// A pseudo-random number in [-1, 1] that depends on the position.
inline double scattered(const dealii::Point<3> &place, const unsigned int which)
{
  const double wave = std::sin(12.9898 * place[0] + 78.233 * place[1] + 37.719 * place[2] + 1.7 * which);
  return 2. * std::fmod(std::abs(wave) * 43758.5453, 1.) - 1.;
}
} // namespace tenogen::verification

#endif
