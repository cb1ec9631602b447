#include "tenogen/healing/biology_rates.h"

#include "tenogen/healing/injection.h"
#include "tenogen/model/constitutive.h"

namespace tenogen::healing
{
using namespace dealii;
using model::n_species;
using model::n_transported;

BiologyRates::BiologyRates(const fields::Spaces &spaces, const parameters::ParameterSet &parameters)
  : spaces(spaces)
  , biology(parameters.biology)
  , graph(spaces)
  , injection(injected_density(spaces, parameters))
  , diffusivity{}
{
  for (double &rate : injection)
    rate /= parameters.treatment.duration;
  diffusivity[model::msc]           = biology.msc_motility;
  diffusivity[model::fibroblasts]   = biology.fibroblast_motility;
  diffusivity[model::tenocytes]     = biology.tenocyte_motility;
  diffusivity[model::cytokine]      = biology.cytokine_diffusivity;
  diffusivity[model::growth_factor] = biology.growth_factor_diffusivity;
  diffusivity[model::water]         = biology.water_diffusivity;
}

void BiologyRates::set_orientation(const fields::State &state)
{
  graph.set_orientation(state.orientation, biology.diffusion_anisotropy);
}

double BiologyRates::deposited_per_day() const
{
  double cells = 0.;
  for (unsigned int i = 0; i < injection.size(); ++i)
    cells += injection[i] * spaces.volume.local_element(i);
  return cells;
}

namespace
{
/// Potential Psi of the taxis: its gradient is chi K/(K+c)^2 grad c + eta/(1+rho/rho_eta)^2 grad rho/rho_0.
fields::Vector taxis_potential(const fields::Vector &attractant, const fields::Vector &collagen_I,
                               const fields::Vector &collagen_III, const double chemotaxis,
                               const double haptotaxis, const parameters::Biology &b)
{
  fields::Vector potential = attractant;
  const auto     n = attractant.locally_owned_size() + attractant.get_partitioner()->n_ghost_indices();
  for (unsigned int i = 0; i < n; ++i)
  {
    const double c   = attractant.local_element(i);
    const double rho = collagen_I.local_element(i) + collagen_III.local_element(i);
    potential.local_element(i) =
        chemotaxis * c / (b.chemotaxis_half_level + c) +
        haptotaxis * b.haptotaxis_inhibition / b.reference_collagen * rho / (b.haptotaxis_inhibition + rho);
  }
  return potential;
}
} // namespace

model::Rates<double> BiologyRates::at_vertex(const fields::State &state, const unsigned int vertex,
                                             const double strain, const bool injects) const
{
  const parameters::Biology    &b = biology;
  model::Concentrations<double> u;
  for (unsigned int s = 0; s < n_species; ++s)
    u[s] = state.concentrations[s].local_element(vertex);
  model::Rates<double> rates =
      model::biology_rates(u, model::nematic_order(fields::tensor_at(state.orientation, vertex)),
                           model::strain_response(strain, b), b);

  // Tenocytes from MSC are added once the MSC of the stage are known, so that the two numbers agree.
  rates.production[model::tenocytes] -= rates.msc_differentiation * u[model::msc];
  if (injects)
    rates.production[model::msc] += injection[vertex];

  // Exchange with the paratenon.
  const double exchange = graph.surface_area[vertex] / spaces.volume.local_element(vertex);
  rates.destruction[model::msc] += b.paratenon_msc_transfer * exchange;
  rates.destruction[model::cytokine] += b.paratenon_cytokine_transfer * exchange;
  rates.destruction[model::growth_factor] += b.paratenon_growth_factor_transfer * exchange;
  rates.production[model::cytokine] += b.paratenon_cytokine_transfer * exchange * b.paratenon_cytokine_level;
  rates.production[model::growth_factor] +=
      b.paratenon_growth_factor_transfer * exchange * b.paratenon_growth_factor_level;
  rates.production[model::fibroblasts] += b.fibroblast_surface_influx * exchange;
  return rates;
}

void BiologyRates::evaluate(const fields::State &state, const std::vector<double> &strain, const bool injects,
                            RateFields &rates) const
{
  const unsigned int         n = spaces.n_owned_vertices();
  const parameters::Biology &b = biology;
  for (unsigned int s = 0; s < n_species; ++s)
  {
    rates.production[s].resize(n);
    rates.destruction[s].resize(n);
  }
  for (auto *values : {&rates.alignment, &rates.disalignment, &rates.msc_proliferation, &rates.msc_death,
                       &rates.msc_differentiation})
    values->resize(n);

  for (unsigned int i = 0; i < n; ++i)
  {
    const model::Rates<double> local = at_vertex(state, i, strain[i], injects);
    for (unsigned int s = 0; s < n_species; ++s)
    {
      rates.production[s][i]  = local.production[s];
      rates.destruction[s][i] = local.destruction[s];
    }
    rates.alignment[i]         = local.alignment;
    rates.disalignment[i]      = local.disalignment;
    rates.msc_proliferation[i] = local.msc_proliferation * state.concentrations[model::msc].local_element(i);
    rates.msc_death[i]         = local.msc_death;
    rates.msc_differentiation[i] = local.msc_differentiation;
  }

  const auto &c = state.concentrations;
  for (unsigned int s = 0; s < n_transported; ++s)
  {
    if (s == model::msc || s == model::fibroblasts)
    {
      const bool           is_msc = s == model::msc;
      const fields::Vector potential =
          taxis_potential(c[is_msc ? model::cytokine : model::growth_factor], c[model::collagen_I],
                          c[model::collagen_III], is_msc ? b.msc_chemotaxis : b.fibroblast_chemotaxis,
                          is_msc ? b.msc_haptotaxis : b.fibroblast_haptotaxis, b);
      solvers::edge_outflow(graph, diffusivity[s], c[s], &potential, rates.outflow[s]);
    }
    else
      solvers::edge_outflow(graph, diffusivity[s], c[s], nullptr, rates.outflow[s]);
  }
}
} // namespace tenogen::healing
