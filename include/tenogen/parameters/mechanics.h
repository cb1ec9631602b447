#ifndef tenogen_parameters_mechanics_h
#define tenogen_parameters_mechanics_h

#include "tenogen/parameters/table.h"

#include <string>

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
enum class MechanicsType
{
  finite_strain,     ///< equilibrium is solved
  prescribed_strain, ///< the strain history is given by a table
  surrogate          ///< the zero-dimensional law of the point model, with the load governor
};

/// Equilibrium: element, boundary conditions, governor.
struct Mechanics
{
  Mechanics(); ///< with the defaults

  MechanicsType type;
  unsigned int  degree; ///< 1: Q1-P0, 2: Q2-P1 discontinuous
  std::string   boundary_conditions;
  unsigned int  load_increments;    ///< for the first solution from rest
  double        residual_tolerance; ///< relative to the norm of all element forces

  bool   governor;
  double guard_strain;          ///< eps_g
  double guard_section;         ///< thickness of the sections whose mean strain is guarded, mm
  double guard_force_tolerance; ///< relative error of the governed force

  double mechanosensing_strain_tolerance; ///< allowed error of the extrapolated strain, relative
  double longest_interval;                ///< between two equilibrium solutions, day
  double shortest_interval;               ///< below it the run stops, day

  Table prescribed_strain;

  // Surrogate of the point model: eps = sigma/E + e_toe (1 - exp(-sigma/s_toe))
  double surrogate_area;           ///< mm^2
  double surrogate_matrix_modulus; ///< MPa
  double surrogate_toe_strain;
  double surrogate_toe_stress; ///< MPa
};
} // namespace tenogen::parameters

#endif
