#ifndef tenogen_parameters_observation_h
#define tenogen_parameters_observation_h

#include <string>
#include <vector>

/**
 * What an observer sees of the tissue: the virtual MRI and the clinical scores (docs/model.md, sections 4
 * and 5). Relaxation times in ms, echo and repetition times in ms, angles in degree.
 */
namespace tenogen::parameters
{
/// Relaxation times of the protons of one pool at 3 T, ms.
struct Relaxation
{
  double T2_star = 0.;
  double T2      = 0.;
  double T1      = 0.;
};

/// A grid has no more voxels, whatever the memory of the machine.
constexpr double most_voxels = 2e8;

/// Edges of voxels, mm.
constexpr double shortest_voxel_edge = 0.01, longest_voxel_edge = 1000.;

/// Where the voxels are, and where the tendon is among them. mm.
struct MriGrid
{
  std::string file; ///< NIfTI file whose header gives the grid; empty: the box below

  // A box along the axes of the scanner; x to the right, y to the front, z up (RAS+).
  double corner_x  = -25.;
  double corner_y  = -20.;
  double corner_z  = -5.;
  double size_x    = 50.;
  double size_y    = 50.;
  double size_z    = 110.;
  double spacing_x = 0.5;
  double spacing_y = 0.5;
  double spacing_z = 2.;

  // The tendon in the scanner
  double      insertion_x = 0.; ///< the origin of the body
  double      insertion_y = 0.;
  double      insertion_z = 0.;
  std::string axis        = "0, 0, 1"; ///< where the body's z points
  std::string front       = "0, 1, 0"; ///< where the body's y points, as far as it is across the axis
  std::string B0          = "0, 0, 1"; ///< direction of the static field

  unsigned int samples = 3; ///< points of a voxel along each of its edges
};

/// Muscle and fat around the tendon: planes in the coordinates of the body.
struct MriSurroundings
{
  double muscle_height = 30.;  ///< the muscle begins above the insertion, mm
  double muscle_depth  = 11.;  ///< and as far in front of the axis, mm
  double skin_depth    = 14.;  ///< behind the axis, where the leg ends, mm
  double muscle_water  = 0.76; ///< proton density of muscle, mg/mm^3
};

/// A spin-echo sequence.
struct SpinEcho
{
  double TE             = 0.; ///< ms
  double TR             = 0.; ///< ms
  bool   fat_saturation = true;
};

/// Virtual MRI.
struct Mri
{
  bool            write         = false; ///< at every visit
  double          resting_force = 20.;   ///< tendon force in the scanner, N
  MriGrid         grid;
  MriSurroundings surroundings;

  SpinEcho            pd             = {30., 4000., true};
  SpinEcho            t2             = {60., 4000., true};
  std::vector<double> ute_echoes     = {0.07, 0.5, 1., 2., 4., 6., 9.}; ///< ms
  double              ute_TR         = 50.;                             ///< ms
  double              ute_flip_angle = 10.;                             ///< degree
  bool                write_echoes   = false; ///< the images the T2* map is made from
  double              snr            = 0.;    ///< of muscle; 0: no noise
  unsigned int        seed           = 1;
  double fluid_label_share = 0.2; ///< share of fluid in the tissue of a voxel, above which it is fluid

  Relaxation bound  = {1.8, 3., 700.};
  Relaxation free   = {12., 20., 1000.};
  Relaxation fluid  = {60., 200., 4000.};
  Relaxation fat    = {20., 60., 370.};
  Relaxation muscle = {25., 35., 1410.};

  double bound_water_per_collagen = 1.95; ///< mg/mg
  double largest_bound_share      = 0.9;  ///< of the interstitial water
  double collagen_density         = 1.34; ///< mg/mm^3
  double other_solids             = 0.04; ///< volume share
  double fat_protons              = 0.9;  ///< density relative to water
  double fat_saturation_residual  = 0.1;
  double isotropic_share          = 0.1; ///< of 1/T2* and 1/T2 of bound water along the field
};

/// Clinical scores as functions of tissue and load. Scores: VAS 0 to 10, VISA-A 0 to 100.
struct Clinical
{
  // pain(eps) = 1 - (1 - a_C h_C)(1 - a_eps eps^n/(eps_50^n + eps^n))(1 - a_W W^2/(W_50^2 + W^2))
  double inflammation_pain  = 0.80; ///< a_C
  double strain_pain        = 0.90; ///< a_eps
  double strain_exponent    = 4.;   ///< n
  double strain_half_effect = 0.12; ///< eps_50 without inflammation
  double sensitisation      = 0.07; ///< by which inflammation lowers eps_50
  double swelling_pain      = 0.45; ///< a_W
  double swelling_half      = 0.35; ///< W_50

  double sport_demand     = 2500.; ///< force of recreational sport without guarding, N
  double tolerable_strain = 0.08;  ///< of the weakest section, at which the tolerable force is read
  double function_half    = 1000.; ///< tolerable force of half the function, N
  double activity_half    = 1800.; ///< tolerable force of half the activity, N
  double pain_weight      = 0.30;  ///< parts of VISA-A
  double function_weight  = 0.30;
  double activity_weight  = 0.40;

  double vas_noise    = 1.; ///< standard deviation of one answer
  double visa_a_noise = 7.;

  double daily_activity_vas = 5.;    ///< VAS below which daily activity is tolerable
  double sport_vas          = 4.;    ///< VAS in sport up to which sport is
  double sport_force        = 1800.; ///< tolerable force from which sport is, N

  double caution_strain = 0.08; ///< 95th percentile of the strain in the gap
  double failure_strain = 0.12;
  double relapse_share  = 0.05;    ///< of the gap's volume, inflamed again
  double limit_scatter  = 1. / 6.; ///< of the limits of strain and relapse between people, relative
};
} // namespace tenogen::parameters

#endif
