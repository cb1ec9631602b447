#ifndef tenogen_parameters_mri_h
#define tenogen_parameters_mri_h

#include <string>
#include <vector>

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// Relaxation times of the protons of one pool at 3 T, ms.
struct Relaxation
{
  double T2_star = 0.;
  double T2      = 0.;
  double T1      = 0.;
};

/// Largest number of voxels in a grid, regardless of the memory of the machine.
constexpr double max_voxels = 2e8;

/// Limits for the edges of voxels, mm.
constexpr double shortest_voxel_edge = 0.01, longest_voxel_edge = 1000.;

/// Positions of the voxels and of the tendon, mm.
struct MriGrid
{
  MriGrid(); ///< with the defaults

  std::string file; ///< NIfTI file whose header gives the grid; empty: the box below

  // A box along the axes of the scanner; x to the right, y to the front, z up (RAS+).
  double corner_x;
  double corner_y;
  double corner_z;
  double size_x;
  double size_y;
  double size_z;
  double spacing_x;
  double spacing_y;
  double spacing_z;

  // The tendon in the scanner
  double      insertion_x; ///< the origin of the body
  double      insertion_y;
  double      insertion_z;
  std::string axis;  ///< direction of the body's z axis
  std::string front; ///< direction of the body's y axis; only its part perpendicular to the axis counts
  std::string B0;    ///< direction of the static field

  unsigned int samples; ///< points of a voxel along each of its edges
};

/// Muscle and fat around the tendon: planes in the coordinates of the body.
struct MriSurroundings
{
  MriSurroundings(); ///< with the defaults

  double muscle_height; ///< height above the insertion where the muscle begins, mm
  double muscle_depth;  ///< distance in front of the axis where the muscle begins, mm
  double skin_depth;    ///< distance behind the axis where the leg ends, mm
  double muscle_water;  ///< proton density of muscle, mg/mm^3
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
  Mri(); ///< with the defaults

  bool            write;         ///< at every visit
  double          resting_force; ///< tendon force in the scanner, N
  MriGrid         grid;
  MriSurroundings surroundings;

  SpinEcho            pd;
  SpinEcho            t2;
  std::vector<double> ute_echoes;     ///< ms
  double              ute_TR;         ///< ms
  double              ute_flip_angle; ///< degree
  bool                write_echoes;   ///< the images from which the T2* map is computed
  double              snr;            ///< of muscle; 0: no noise
  unsigned int        seed;
  double fluid_label_share; ///< fluid share of the tissue of a voxel, above which it is labelled fluid

  Relaxation bound;
  Relaxation free;
  Relaxation fluid;
  Relaxation fat;
  Relaxation muscle;

  double bound_water_per_collagen; ///< mg/mg
  double largest_bound_share;      ///< of the interstitial water
  double collagen_density;         ///< mg/mm^3
  double other_solids;             ///< volume share
  double fat_protons;              ///< density relative to water
  double fat_saturation_residual;
  double isotropic_share; ///< of 1/T2* and 1/T2 of bound water along the field
};
} // namespace tenogen::parameters

#endif
