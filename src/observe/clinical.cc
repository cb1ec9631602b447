#include "tenogen/observe/clinical.h"

#include "tenogen/model/biology.h"

#include <algorithm>
#include <cmath>

namespace tenogen::observe
{
namespace
{
using model::hill;

constexpr double normal_95 =
    1.959963984540054; ///< a normal variable is within this many standard deviations with probability 95 %

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
  return {value, std::clamp(value - normal_95 * noise, 0., largest),
          std::clamp(value + normal_95 * noise, 0., largest)};
}

namespace
{
/// @param is_tolerable  whether the activity is tolerable if this error is added to the score
template <typename IsTolerable>
void record(Milestone &milestone, const double month, const double noise, const IsTolerable &is_tolerable)
{
  const double reach       = normal_95 * noise;
  const auto   record_with = [&](double &first, const double error)
  {
    if (first < 0. && is_tolerable(error))
      first = month;
  };
  record_with(milestone.low, -reach);
  record_with(milestone.month, 0.);
  record_with(milestone.high, reach);
}
} // namespace

void record(ClinicalCourse &course, const ClinicalMoment &moment, const parameters::Clinical &c)
{
  if (moment.month > 0.)
  {
    record(course.daily_activity, moment.month, c.vas_noise,
           [&](const double error) { return moment.scores.vas + error < c.daily_activity_vas; });
    record(course.recreational_sport, moment.month, c.vas_noise,
           [&](const double error) {
             return moment.tolerable_force >= c.sport_force && moment.scores.vas_sport + error <= c.sport_vas;
           });
  }
  course.largest_strain  = std::max(course.largest_strain, moment.gap_strain);
  course.least_inflamed  = course.least_inflamed < 0. ? moment.inflamed_share
                                                      : std::min(course.least_inflamed, moment.inflamed_share);
  course.largest_relapse = std::max(course.largest_relapse, moment.inflamed_share - course.least_inflamed);
}

AdverseSign adverse_sign(const double largest, const double limit, const double scatter)
{
  AdverseSign sign;
  sign.largest    = largest;
  sign.limit      = limit;
  const double sd = scatter * limit;
  sign.low        = std::max(0., limit - normal_95 * sd);
  sign.high       = limit + normal_95 * sd;
  sign.chance     = sd > 0. ? 0.5 * std::erfc((limit - largest) / (std::sqrt(2.) * sd)) : largest > limit;
  return sign;
}
} // namespace tenogen::observe
