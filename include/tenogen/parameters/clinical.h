#ifndef tenogen_parameters_clinical_h
#define tenogen_parameters_clinical_h

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
/// Clinical scores as functions of tissue and load. Scores: VAS 0 to 10, VISA-A 0 to 100.
struct Clinical
{
  Clinical(); ///< with the defaults

  // pain(eps) = 1 - (1 - a_C h_C)(1 - a_eps eps^n/(eps_50^n + eps^n))(1 - a_W W^2/(W_50^2 + W^2))
  double inflammation_pain;  ///< a_C
  double strain_pain;        ///< a_eps
  double strain_exponent;    ///< n
  double strain_half_effect; ///< eps_50 without inflammation
  double sensitisation;      ///< amount by which inflammation lowers eps_50
  double swelling_pain;      ///< a_W
  double swelling_half;      ///< W_50

  double sport_demand;     ///< force of recreational sport without guarding, N
  double tolerable_strain; ///< of the weakest section, at which the tolerable force is read
  double function_half;    ///< tolerable force of half the function, N
  double activity_half;    ///< tolerable force of half the activity, N
  double pain_weight;      ///< parts of VISA-A
  double function_weight;
  double activity_weight;

  double vas_noise; ///< standard deviation of one answer
  double visa_a_noise;

  double daily_activity_vas; ///< VAS below which daily activity is tolerable
  double sport_vas;          ///< VAS in sport up to which sport is tolerable
  double sport_force;        ///< tolerable force from which sport is tolerable, N

  double caution_strain; ///< 95th percentile of the strain in the gap
  double failure_strain;
  double relapse_share; ///< of the gap's volume, inflamed again
  double limit_scatter; ///< of the limits of strain and relapse between people, relative
};
} // namespace tenogen::parameters

#endif
