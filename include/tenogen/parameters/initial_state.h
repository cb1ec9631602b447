#ifndef tenogen_parameters_initial_state_h
#define tenogen_parameters_initial_state_h

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// Point values of every biological field.
struct PointValues
{
  double msc           = 0.; ///< M, cells/mm^3
  double fibroblasts   = 0.; ///< F, cells/mm^3
  double tenocytes     = 0.; ///< T, cells/mm^3
  double cytokine      = 0.; ///< C, pg/mm^3
  double growth_factor = 0.; ///< G, pg/mm^3
  double water         = 0.; ///< W, -
  double fat           = 0.; ///< L, -
  double collagen_I    = 0.; ///< rho_I, mg/mm^3
  double collagen_III  = 0.; ///< rho_III, mg/mm^3
  double crosslinks    = 0.; ///< X, -
  double alignment     = 0.; ///< S_n, -
};

/// The tissue at t = 0.
struct InitialState
{
  InitialState(); ///< with the defaults

  bool         relax;                  ///< start from the stationary untreated state of each tissue
  double       relaxation_time;        ///< relaxation time of the scar before the run, years
  double       intact_relaxation_time; ///< the same for intact tendon, whose collagen turns over slowly
  double       msc;                    ///< uniform MSC density at t = 0 (verification), cells/mm^3
  PointValues  scar;
  PointValues  intact;
  double       fat_variation;          ///< coefficient of variation of the fat in the scar
  double       fat_correlation_length; ///< mm
  unsigned int seed;
  // Fluid pocket: ellipsoid in the gap
  bool   fluid_pocket;
  double fluid_pocket_x; ///< full axes, mm
  double fluid_pocket_y;
  double fluid_pocket_z;
  double fluid_pocket_water;
  double fluid_pocket_collagen; ///< mg/mm^3
};
} // namespace tenogen::parameters

#endif
