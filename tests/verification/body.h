#ifndef tests_verification_body_h
#define tests_verification_body_h

#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/spaces.h"
#include "tenogen/healing/biology_stepper.h"
#include "tenogen/healing/initial_state.h"
#include "tenogen/model/constitutive.h"

#include "block.h"

#include <deal.II/base/mpi.h>
#include <deal.II/grid/grid_tools.h>

#include <array>
#include <cmath>
#include <functional>

namespace tenogen::verification
{
/// A mesh and its function spaces.
struct Body
{
  using Map = std::function<dealii::Point<3>(const dealii::Point<3> &)>;

  /// @param map  moves the vertices, if given
  explicit Body(const parameters::Geometry &geometry, const Map &map = {})
    : mesh(moved(fields::make_mesh(geometry, MPI_COMM_WORLD), map))
    , spaces(mesh, 1, geometry)
  {
  }

  /// A biological field from a function of space.
  fields::Vector field(const std::function<double(const dealii::Point<3> &)> &function) const
  {
    fields::Vector result = spaces.make_biology_vector();
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      result.local_element(i) = function(spaces.positions[i]);
    result.update_ghost_values();
    return result;
  }

  /// Root mean square, over the volume, of the difference between a field and a function of space.
  double error(const fields::Vector                                  &values,
               const std::function<double(const dealii::Point<3> &)> &exact) const
  {
    double squares = 0., volume = 0.;
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
    {
      const double difference = values.local_element(i) - exact(spaces.positions[i]);
      squares += spaces.volume.local_element(i) * difference * difference;
      volume += spaces.volume.local_element(i);
    }
    squares = dealii::Utilities::MPI::sum(squares, spaces.communicator);
    volume  = dealii::Utilities::MPI::sum(volume, spaces.communicator);
    return std::sqrt(squares / volume);
  }

  const fields::Mesh   mesh;
  const fields::Spaces spaces;

private:
  static fields::Mesh moved(fields::Mesh mesh, const Map &map)
  {
    if (map)
      dealii::GridTools::transform(map, *mesh.triangulation);
    return mesh;
  }
};

/// Sets every rate, diffusivity and taxis to zero; the scales keep their values.
inline parameters::Biology resting_biology()
{
  parameters::Biology b;
  for (double parameters::Biology::*rate : {&parameters::Biology::msc_motility,
                                            &parameters::Biology::msc_chemotaxis,
                                            &parameters::Biology::msc_haptotaxis,
                                            &parameters::Biology::msc_proliferation,
                                            &parameters::Biology::msc_loss,
                                            &parameters::Biology::msc_inflammatory_loss,
                                            &parameters::Biology::msc_differentiation,
                                            &parameters::Biology::fibroblast_motility,
                                            &parameters::Biology::fibroblast_chemotaxis,
                                            &parameters::Biology::fibroblast_haptotaxis,
                                            &parameters::Biology::fibroblast_growth,
                                            &parameters::Biology::fibroblast_loss,
                                            &parameters::Biology::fibroblast_to_tenocyte,
                                            &parameters::Biology::tenocyte_motility,
                                            &parameters::Biology::tenocyte_growth,
                                            &parameters::Biology::tenocyte_to_fibroblast,
                                            &parameters::Biology::tenocyte_loss,
                                            &parameters::Biology::tenocyte_overload_loss,
                                            &parameters::Biology::diffusion_anisotropy,
                                            &parameters::Biology::cytokine_diffusivity,
                                            &parameters::Biology::cytokine_basal_production,
                                            &parameters::Biology::cytokine_loop_production,
                                            &parameters::Biology::cytokine_overload_production,
                                            &parameters::Biology::cytokine_decay,
                                            &parameters::Biology::growth_factor_diffusivity,
                                            &parameters::Biology::growth_factor_from_msc,
                                            &parameters::Biology::growth_factor_from_fibroblasts,
                                            &parameters::Biology::growth_factor_from_tenocytes,
                                            &parameters::Biology::growth_factor_from_inflammation,
                                            &parameters::Biology::growth_factor_decay,
                                            &parameters::Biology::collagen_I_turnover,
                                            &parameters::Biology::collagen_III_turnover,
                                            &parameters::Biology::protected_turnover,
                                            &parameters::Biology::collagen_III_clearance,
                                            &parameters::Biology::collagen_I_from_tenocytes,
                                            &parameters::Biology::collagen_III_from_tenocytes,
                                            &parameters::Biology::collagen_I_from_fibroblasts,
                                            &parameters::Biology::collagen_III_from_fibroblasts,
                                            &parameters::Biology::crosslink_rate,
                                            &parameters::Biology::alignment_rate,
                                            &parameters::Biology::overload_disalignment,
                                            &parameters::Biology::water_diffusivity,
                                            &parameters::Biology::water_exchange,
                                            &parameters::Biology::fat_replacement,
                                            &parameters::Biology::paratenon_cytokine_transfer,
                                            &parameters::Biology::paratenon_growth_factor_transfer})
    b.*rate = 0.;
  return b;
}

/// A constant strain everywhere.
inline healing::BiologyStepper::StrainField constant_strain(const double value)
{
  return [value](double, const fields::State &, std::vector<double> &strain)
  { std::fill(strain.begin(), strain.end(), value); };
}
} // namespace tenogen::verification

#endif
