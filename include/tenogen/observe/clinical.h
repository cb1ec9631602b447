#ifndef tenogen_observe_clinical_h
#define tenogen_observe_clinical_h

#include "tenogen/parameters/observation.h"

/**
 * Scores that a patient with this tissue might give (docs/model.md, section 5): a model, most of it tuned by
 * hand, not a prediction for anyone. Pure functions.
 */
namespace tenogen::observe
{
/// What pain and function depend on.
struct ClinicalTissue
{
  double inflammation    = 0.; ///< h_C, Hill function of the gap's 95th percentile of cytokine, 0 to 1
  double swelling        = 0.; ///< 95th percentile of excess water in the gap, -
  double daily_strain    = 0.; ///< of the weakest section under the day's guarded peak load, -
  double sport_strain    = 0.; ///< the same under the demand of sport, unguarded, -
  double tolerable_force = 0.; ///< F_8, N
};

struct ClinicalScores
{
  double vas       = 0.; ///< pain in daily life, 0 to 10
  double vas_sport = 0.; ///< pain in sport, 0 to 10
  double visa_a    = 0.; ///< 0 to 100
};

ClinicalScores clinical_scores(const ClinicalTissue &tissue, const parameters::Clinical &clinical);

/// A score with what one answer of a patient with exactly this tissue may be, with a probability of 95 %.
struct PredictedScore
{
  double value = 0., low = 0., high = 0.;
};

/// @param noise  standard deviation of an answer. @param largest  end of the scale, which begins at 0
PredictedScore predicted(double value, double noise, double largest);

/// What has happened to a patient so far. Plain values, for a checkpoint.
struct ClinicalCourse
{
  double daily_activity     = -1.; ///< month from which daily activity was first tolerable; below 0: not yet
  double recreational_sport = -1.; ///< the same of sport
  bool   overload           = false; ///< strain in the overload arm of the cells' window
  bool   relapse            = false; ///< inflammation that came back
  bool   caution            = false; ///< strain above the caution limit
  bool   failure            = false; ///< strain above the failure limit
  double least_inflamed     = -1.;   ///< smallest inflamed share of the gap so far; below 0: none yet
  double largest_strain     = 0.;    ///< 95th percentile in the gap, -
};

/// What a course looks at at a time.
struct ClinicalMoment
{
  double         month = 0.;
  ClinicalScores scores;
  double         tolerable_force = 0.; ///< N
  double         gap_strain      = 0.; ///< 95th percentile, -
  double         overload_strain = 0.; ///< from which the cells are overloaded, -
  double         inflamed_share  = 0.; ///< of the gap's volume
};

/// Notes what is new. The moment of the start counts for the least inflamed share, not for the milestones:
/// the treatment lies behind it.
void note(ClinicalCourse &course, const ClinicalMoment &moment, const parameters::Clinical &clinical);
} // namespace tenogen::observe

#endif
