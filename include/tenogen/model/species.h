#ifndef tenogen_model_species_h
#define tenogen_model_species_h

#include <array>
#include <string>

namespace tenogen::model
{
/// The scalar biological fields, per reference volume (docs/model.md, section Biology).
enum Species : unsigned int
{
  msc,           ///< M, injected mesenchymal stem cells, cells/mm^3
  fibroblasts,   ///< F, activated ("scar") fibroblasts, cells/mm^3
  tenocytes,     ///< T, cells/mm^3
  cytokine,      ///< C, inflammatory cytokine, pg/mm^3
  growth_factor, ///< G, active growth factor, pg/mm^3
  water,         ///< W, excess water volume per reference volume, -
  fat,           ///< L, fat volume fraction, -
  collagen_I,    ///< rho_I, mg/mm^3
  collagen_III,  ///< rho_III, mg/mm^3
  crosslinks,    ///< X, cross-link maturity, -
  n_species
};

/// The first ones move (diffusion, taxis); the others do not.
constexpr unsigned int n_transported = 6;

/// Name of each field in files, with its unit.
struct SpeciesName
{
  std::string name;
  std::string unit;
};

/// Names and units in the order of Species.
inline const std::array<SpeciesName, n_species> &species_names()
{
  static const std::array<SpeciesName, n_species> names = {{{"msc", "cells/mm^3"},
                                                            {"fibroblasts", "cells/mm^3"},
                                                            {"tenocytes", "cells/mm^3"},
                                                            {"cytokine", "pg/mm^3"},
                                                            {"growth_factor", "pg/mm^3"},
                                                            {"water", "-"},
                                                            {"fat", "-"},
                                                            {"collagen_I", "mg/mm^3"},
                                                            {"collagen_III", "mg/mm^3"},
                                                            {"crosslinks", "-"}}};
  return names;
}

/// The scalar fields at a point.
template <typename Number>
using Concentrations = std::array<Number, n_species>;
} // namespace tenogen::model

#endif
