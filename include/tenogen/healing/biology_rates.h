#ifndef tenogen_healing_biology_rates_h
#define tenogen_healing_biology_rates_h

#include "tenogen/fields/state.h"
#include "tenogen/model/biology.h"
#include "tenogen/parameters/parameter_set.h"
#include "tenogen/solvers/transport.h"

#include <array>
#include <vector>

namespace tenogen::healing
{
/// The rates at one state, per owned vertex.
struct RateFields
{
  std::array<std::vector<double>, model::n_species>      production;              ///< amount/(mm^3 day)
  std::array<std::vector<double>, model::n_species>      destruction;             ///< 1/day
  std::vector<double>                                    alignment, disalignment; ///< 1/day
  std::vector<double>                                    msc_proliferation;       ///< cells/(mm^3 day)
  std::vector<double>                                    msc_death, msc_differentiation; ///< 1/day
  std::array<solvers::EdgeOutflow, model::n_transported> outflow;
};

/**
 * The whole right-hand side of the biology on the mesh: reactions, injection, exchange with the paratenon,
 * diffusion and taxis (docs/model.md, section 3). The production of tenocytes does not include differentiated
 * MSC, since a step adds these once it knows how many MSC have differentiated.
 */
class BiologyRates
{
public:
  BiologyRates(const fields::Spaces &spaces, const parameters::ParameterSet &parameters);

  /// Updates the diffusion tensors with the fibre orientation. Call it after the orientation has changed.
  void set_orientation(const fields::State &state);

  /**
   * All rates except transport, at an owned vertex.
   *
   * @param strain    strain that the cells sense, -
   * @param injects   whether the injection is in progress
   */
  model::Rates<double> at_vertex(const fields::State &state, unsigned int vertex, double strain,
                                 bool injects) const;

  /// All rates at a state with the strain at every owned vertex.
  void evaluate(const fields::State &state, const std::vector<double> &strain, bool injects,
                RateFields &rates) const;

  /// Cells that the injection deposits per day in the part of the body that this rank owns.
  double deposited_per_day() const;

  const solvers::TransportGraph &transport_graph() const
  {
    return graph;
  }

private:
  const fields::Spaces                    &spaces;
  const parameters::Biology                biology;
  solvers::TransportGraph                  graph;
  std::vector<double>                      injection; ///< cells/(mm^3 day) during the injection
  std::array<double, model::n_transported> diffusivity;
};
} // namespace tenogen::healing

#endif
