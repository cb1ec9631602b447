#ifndef tenogen_model_biology_h
#define tenogen_model_biology_h

#include "tenogen/model/species.h"
#include "tenogen/parameters/biology.h"

#include <algorithm>
#include <cmath>

/**
 * The reaction terms of the biology at a point (docs/model.md, section Biology), split into
 * production p_i >= 0 and destruction d_i >= 0, du_i/dt = p_i - d_i u_i, as the positivity-preserving
 * time integration needs them. Pure functions; the scalar type is a template parameter so that
 * derivatives can be taken automatically.
 */
namespace tenogen::model
{
/// Hill function x^n / (K^n + x^n), x >= 0.
template <typename Number>
Number hill(const Number &x, const double half_level, const double exponent)
{
  using std::pow;
  if (x <= 0.)
    return Number(0.);
  const Number power = pow(x / half_level, exponent);
  return power / (1. + power);
}

/// max(x, 0).
template <typename Number>
Number positive_part(const Number &x)
{
  return x > 0. ? x : Number(0.);
}

/// Response of the cells to the daily peak strain, both in [0, 1].
template <typename Number>
struct StrainResponse
{
  Number activity; ///< phi = phi_0 + (1 - phi_0) Phi(eps)
  Number overload; ///< D(eps)
};

/**
 * Anabolic window and overload arm of the peak strain eps (a tensile strain; none below zero):
 * D = eps^6/(eps_hi^6 + eps^6), Phi = eps^3/(eps_lo^3 + eps^3) (1 - D) n_c/(n_c + n_half).
 */
template <typename Number>
StrainResponse<Number> strain_response(const Number &strain, const parameters::Biology &p)
{
  StrainResponse<Number> response;
  response.overload = hill(strain, p.window_high_strain, p.window_high_exponent);
  const double cycles =
      p.cycles_half_effect > 0. ? p.cycles_per_day / (p.cycles_per_day + p.cycles_half_effect) : 1.;
  const Number window =
      hill(strain, p.window_low_strain, p.window_low_exponent) * (1. - response.overload) * cycles;
  response.activity = p.unloaded_activity + (1. - p.unloaded_activity) * window;
  return response;
}

/// Rates at a point. Productions in unit of the field per day, all others in 1/day.
template <typename Number>
struct Rates
{
  std::array<Number, n_species> production;
  std::array<Number, n_species> destruction;

  Number alignment;    ///< towards the strain direction: dA/dt = alignment (A* - A)
  Number disalignment; ///< towards isotropy: dA/dt = -disalignment (A - I/3)

  Number msc_proliferation;   ///< per MSC
  Number msc_death;           ///< per MSC
  Number msc_differentiation; ///< per MSC, into tenocytes
};

/**
 * The rates of every field (equations (3.1) to (3.13) of docs/model.md).
 *
 * @param u         concentrations, units as in Species
 * @param alignment S_n, nematic order of the fibres, -
 * @param response  strain_response() of the day's peak strain
 */
template <typename Number>
Rates<Number> biology_rates(const Concentrations<Number> &u, const Number &alignment,
                            const StrainResponse<Number> &response, const parameters::Biology &p)
{
  const Number &M = u[msc], &F = u[fibroblasts], &T = u[tenocytes];
  const Number &C = u[cytokine], &G = u[growth_factor];
  const Number &phi = response.activity, &D = response.overload;

  const Number collagen   = u[collagen_I] + u[collagen_III];
  const Number room       = positive_part(Number(1. - (M + F + T) / p.maximal_cell_density));
  const Number h_C        = hill(C, p.cytokine_half_effect, 2.);
  const Number uninflamed = 1. - h_C;
  const Number h_G        = hill(G, p.growth_factor_half_effect, 1.);
  const Number T_share    = T / p.reference_tenocytes;
  const Number gate       = 1. - p.conversion_growth_factor_share +
                      p.conversion_growth_factor_share * hill(G, p.conversion_growth_factor_half_level, 4.);
  const Number conversion        = p.fibroblast_to_tenocyte * gate * phi * uninflamed;
  const Number dedifferentiation = p.tenocyte_to_fibroblast * h_C;

  Rates<Number> r;

  // Cells (3.1)-(3.3)
  r.msc_proliferation   = p.msc_proliferation * h_G * room;
  r.msc_death           = p.msc_loss + p.msc_inflammatory_loss * h_C;
  r.msc_differentiation = p.msc_differentiation * phi * uninflamed;
  r.production[msc]     = r.msc_proliferation * M;
  r.destruction[msc]    = r.msc_death + r.msc_differentiation;

  r.production[fibroblasts]  = p.fibroblast_growth * (0.5 + 0.5 * h_G) * F * room + dedifferentiation * T;
  r.destruction[fibroblasts] = conversion + p.fibroblast_loss;

  r.production[tenocytes] =
      p.tenocyte_growth * h_G * uninflamed * T * room + r.msc_differentiation * M + conversion * F;
  r.destruction[tenocytes] = dedifferentiation + (p.tenocyte_loss + p.tenocyte_overload_loss * D) * T_share;

  // Soluble factors (3.4), (3.5)
  const Number loop =
      p.cytokine_constitutive_share +
      (1. - p.cytokine_constitutive_share) * hill(C, p.cytokine_loop_half_level, p.cytokine_loop_exponent);
  r.production[cytokine] = p.cytokine_basal_production +
                           p.cytokine_loop_production * F / p.cytokine_fibroblast_scale * loop /
                               (1. + M / p.msc_suppression_density) +
                           p.cytokine_overload_production * D;
  r.destruction[cytokine] = p.cytokine_decay;

  r.production[growth_factor] =
      p.growth_factor_from_msc * M +
      phi * (p.growth_factor_from_fibroblasts * F + p.growth_factor_from_tenocytes * T) +
      p.growth_factor_from_inflammation * h_C;
  r.destruction[growth_factor] = p.growth_factor_decay;

  // Water, fat (3.6), (3.7)
  const Number equilibrium_water =
      p.water_inflammation * h_C +
      p.water_collagen_deficit * positive_part(Number(1. - collagen / p.reference_collagen));
  r.production[water]  = p.water_exchange * equilibrium_water;
  r.destruction[water] = p.water_exchange;
  r.production[fat]    = Number(0.);
  r.destruction[fat]   = p.fat_replacement * uninflamed * phi * T_share;

  // Collagen (3.8)-(3.10)
  const Number space = positive_part(Number(1. - collagen / p.maximal_collagen - 0.5 * u[fat]));
  const Number order =
      alignment < p.reference_alignment ? Number(alignment / p.reference_alignment) : Number(1.);
  const Number maturity = 1. - p.maturity_feedback * u[crosslinks] * order;
  const Number common   = (p.basal_synthesis + (1. - p.basal_synthesis) * h_G) * space * maturity;
  const Number synthesis_I =
      (p.collagen_I_from_fibroblasts * F + p.collagen_I_from_tenocytes * T) * phi * common;
  const Number synthesis_III =
      (p.collagen_III_from_fibroblasts * F + p.collagen_III_from_tenocytes * T) * common;
  using std::pow;
  const Number unprotected = positive_part(Number(1. - u[crosslinks]));
  const Number protection =
      unprotected > 0. ? Number(pow(unprotected, p.turnover_protection_exponent)) : Number(0.);
  const Number catabolism     = protection * (1. + p.inflammatory_turnover * h_C + p.overload_turnover * D);
  r.production[collagen_I]    = synthesis_I;
  r.destruction[collagen_I]   = p.collagen_I_turnover * catabolism + p.protected_turnover;
  r.production[collagen_III]  = synthesis_III;
  r.destruction[collagen_III] = p.collagen_III_turnover * catabolism +
                                p.collagen_III_clearance * T_share * uninflamed + p.protected_turnover;

  // Cross-links (3.11), alignment (3.12), (3.13): new collagen is not yet cross-linked nor aligned
  const Number renewal      = collagen > 0. ? Number((synthesis_I + synthesis_III) / collagen) : Number(0.);
  const Number linking      = p.crosslink_rate * (0.5 + 0.5 * phi);
  r.production[crosslinks]  = linking * (1. - p.crosslink_inhibition * h_C);
  r.destruction[crosslinks] = linking + 0.5 * renewal;

  r.alignment    = alignment < p.largest_alignment
                       ? Number(p.alignment_rate * phi * (T + p.fibroblast_alignment * F) /
                                p.reference_tenocytes * (1. - 0.5 * h_C))
                       : Number(0.);
  r.disalignment = p.overload_disalignment * D + 0.5 * (1. - p.deposition_alignment) * h_C * renewal;
  return r;
}
} // namespace tenogen::model

#endif
