#ifndef tenogen_observe_clinical_h
#define tenogen_observe_clinical_h

#include "tenogen/parameters/clinical.h"

/**
 * Scores that a patient with this tissue might report (docs/model.md, section 5). This is a model, tuned
 * mostly by hand, and not a prediction for an individual. Pure functions.
 */
namespace tenogen::observe
{
/// The quantities that pain and function depend on.
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

/// A score, and the interval that contains one answer of a patient with exactly this tissue with a
/// probability of 95 %.
struct PredictedScore
{
  double value = 0., low = 0., high = 0.;
};

/// @param noise  standard deviation of an answer. @param largest  end of the scale, which begins at 0
PredictedScore predicted(double value, double noise, double largest);

/// The month at which an activity was first tolerable; below 0: not yet.
struct Milestone
{
  double month = -1.;
  double low   = -1.; ///< for a patient whose answers are at the good end of the 95 % interval
  double high  = -1.; ///< at the bad end of the interval
};

/// The clinical course of a patient so far, as plain values for a checkpoint.
struct ClinicalCourse
{
  Milestone daily_activity, recreational_sport;
  double    least_inflamed  = -1.; ///< smallest inflamed share of the gap so far; below 0: none yet
  double    largest_relapse = 0.;  ///< largest increase of the inflamed share above its smallest value before
  double    largest_strain  = 0.;  ///< 95th percentile in the gap, -
};

/// The quantities at one time that the course records.
struct ClinicalMoment
{
  double         month = 0.;
  ClinicalScores scores;
  double         tolerable_force = 0.; ///< N
  double         gap_strain      = 0.; ///< 95th percentile, -
  double         inflamed_share  = 0.; ///< of the gap's volume
};

/// Updates the course. The start of the run counts for the smallest inflamed share, but not for the
/// milestones, because it is before the treatment.
void record(ClinicalCourse &course, const ClinicalMoment &moment, const parameters::Clinical &clinical);

/// An adverse sign, which shows when a quantity exceeds a limit.
struct AdverseSign
{
  double largest = 0.; ///< largest value of the quantity
  double limit   = 0.;
  double low = 0., high = 0.; ///< interval of the limit with a probability of 95 %
  double chance = 0.;         ///< probability that the quantity has exceeded the limit

  bool shows() const
  {
    return largest > limit;
  }
};

/// @param scatter  relative standard deviation of the limit between people
AdverseSign adverse_sign(double largest, double limit, double scatter);
} // namespace tenogen::observe

#endif
