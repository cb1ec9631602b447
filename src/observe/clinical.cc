#include "tenogen/observe/clinical.h"

#include <algorithm>
#include <cmath>

namespace tenogen::observe
{
namespace
{
double hill(const double x, const double half, const double exponent)
{
  const double power = std::pow(std::max(x, 0.) / half, exponent);
  return power / (1. + power);
}

/// 0 to 1.
double pain(const double strain, const ClinicalTissue &tissue, const parameters::Clinical &c)
{
  const double half = c.strain_half_effect - c.sensitisation * tissue.inflammation;
  return 1. - (1. - c.inflammation_pain * tissue.inflammation) *
                  (1. - c.strain_pain * hill(strain, half, c.strain_exponent)) *
                  (1. - c.swelling_pain * hill(tissue.swelling, c.swelling_half, 2.));
}
} // namespace

ClinicalScores clinical_scores(const ClinicalTissue &tissue, const parameters::Clinical &c)
{
  ClinicalScores scores;
  const double   daily = pain(tissue.daily_strain, tissue, c), sport = pain(tissue.sport_strain, tissue, c);
  scores.vas            = 10. * daily;
  scores.vas_sport      = 10. * sport;
  const double function = hill(tissue.tolerable_force, c.function_half, 2.) * (1. - 0.5 * daily);
  const double activity = hill(tissue.tolerable_force, c.activity_half, 2.) * (1. - sport);
  scores.visa_a =
      100. * (c.pain_weight * (1. - daily) + c.function_weight * function + c.activity_weight * activity);
  return scores;
}

PredictedScore predicted(const double value, const double noise, const double largest)
{
  constexpr double normal_95 = 1.959963984540054;
  return {value, std::clamp(value - normal_95 * noise, 0., largest),
          std::clamp(value + normal_95 * noise, 0., largest)};
}

void note(ClinicalCourse &course, const ClinicalMoment &moment, const parameters::Clinical &c)
{
  if (moment.month > 0.)
  {
    if (course.daily_activity < 0. && moment.scores.vas < c.daily_activity_vas)
      course.daily_activity = moment.month;
    if (course.recreational_sport < 0. && moment.tolerable_force >= c.sport_force &&
        moment.scores.vas_sport <= c.sport_vas)
      course.recreational_sport = moment.month;
  }
  course.overload       = course.overload || moment.gap_strain > moment.overload_strain;
  course.caution        = course.caution || moment.gap_strain > c.caution_strain;
  course.failure        = course.failure || moment.gap_strain > c.failure_strain;
  course.largest_strain = std::max(course.largest_strain, moment.gap_strain);
  course.relapse        = course.relapse || (course.least_inflamed >= 0. &&
                                      moment.inflamed_share > course.least_inflamed + c.relapse_share);
  course.least_inflamed = course.least_inflamed < 0. ? moment.inflamed_share
                                                     : std::min(course.least_inflamed, moment.inflamed_share);
}
} // namespace tenogen::observe
