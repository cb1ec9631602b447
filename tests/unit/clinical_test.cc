#include "tenogen/observe/clinical.h"

#include <gtest/gtest.h>

namespace
{
using namespace tenogen;
using observe::ClinicalScores;
using observe::ClinicalTissue;

struct Case
{
  const char    *name;
  ClinicalTissue tissue;
  ClinicalScores scores; ///< from the point model
};

TEST(Clinical, ScoresAgreeWithThePointModel)
{
  for (const Case &patient :
       {Case{
            "scar", {0.85394475, 0.4781, 0.03825172, 0.37685297, 459.493838}, {8.042063, 9.774672, 9.055854}},
        Case{"healing",
             {0.00990099, 0.14, 0.06526438, 0.07531057, 2694.385018},
             {1.383248, 1.842407, 72.955794}}})
  {
    const auto found = observe::clinical_scores(patient.tissue, {});
    EXPECT_NEAR(found.vas, patient.scores.vas, 1e-5) << patient.name;
    EXPECT_NEAR(found.vas_sport, patient.scores.vas_sport, 1e-5) << patient.name;
    EXPECT_NEAR(found.visa_a, patient.scores.visa_a, 1e-4) << patient.name;
  }
}

TEST(Clinical, ScoresStayWithinTheirScales)
{
  const ClinicalScores worst = observe::clinical_scores({1., 100., 10., 10., 0.}, {}),
                       best  = observe::clinical_scores({0., 0., 0., 0., 1e6}, {});
  EXPECT_LE(worst.vas, 10.);
  EXPECT_GT(worst.vas, 9.8);
  EXPECT_GE(worst.visa_a, 0.);
  EXPECT_LT(worst.visa_a, 1.);
  EXPECT_EQ(best.vas, 0.);
  EXPECT_NEAR(best.visa_a, 100., 1e-3);
}

TEST(Clinical, AnAnswerIsPredictedWithinTheScale)
{
  const auto score = observe::predicted(9., 1., 10.);
  EXPECT_EQ(score.value, 9.);
  EXPECT_NEAR(score.low, 7.04, 1e-3);
  EXPECT_EQ(score.high, 10.);
}

TEST(Clinical, TheCourseRecordsNewEvents)
{
  const parameters::Clinical clinical;
  observe::ClinicalCourse    course;
  const auto at = [](const double month, const double vas, const double sport, const double force,
                     const double strain, const double inflamed) {
    return observe::ClinicalMoment{month, {vas, sport, 50.}, force, strain, inflamed};
  };
  observe::record(course, at(0., 1., 1., 5000., 0.03, 1.), clinical); // the start is not a milestone
  EXPECT_LT(course.daily_activity.low, 0.);
  EXPECT_EQ(course.largest_relapse, 0.);
  observe::record(course, at(0.1, 4.9, 9., 500., 0.05, 0.01), clinical);
  EXPECT_EQ(course.daily_activity.month, 0.1);
  EXPECT_LT(course.daily_activity.high, 0.);
  observe::record(course, at(2., 3.1, 3.9, 1799., 0.07, 0.04), clinical);
  EXPECT_LT(course.recreational_sport.low, 0.);
  EXPECT_LT(course.daily_activity.high, 0.); // 3.1 + 1.96 is above 5
  observe::record(course, at(3., 3., 5.9, 1800., 0.09, 0.02), clinical);
  EXPECT_EQ(course.recreational_sport.low, 3.); // 5.9 - 1.96 is below 4
  EXPECT_LT(course.recreational_sport.month, 0.);
  observe::record(course, at(4., 3., 4., 1800., 0.08, 0.06), clinical);
  EXPECT_EQ(course.recreational_sport.month, 4.);
  EXPECT_LT(course.recreational_sport.high, 0.);
  EXPECT_NEAR(course.largest_relapse, 0.05, 1e-15);
  observe::record(course, at(5., 3., 4., 1900., 0.07, 0.), clinical);
  EXPECT_EQ(course.daily_activity.low, 0.1); // the first time counts
  EXPECT_EQ(course.daily_activity.month, 0.1);
  EXPECT_EQ(course.daily_activity.high, 3.);
  EXPECT_EQ(course.largest_strain, 0.09);
  EXPECT_EQ(course.least_inflamed, 0.);
  EXPECT_NEAR(course.largest_relapse, 0.05, 1e-15);
}

TEST(Clinical, ASignShowsAboveItsLimitAndItsLimitScatters)
{
  const auto sign = observe::adverse_sign(0.12, 0.12, 1. / 6.);
  EXPECT_FALSE(sign.shows());
  EXPECT_NEAR(sign.low, 0.0808, 1e-4);
  EXPECT_NEAR(sign.high, 0.1592, 1e-4);
  EXPECT_NEAR(sign.chance, 0.5, 1e-15);
  EXPECT_NEAR(observe::adverse_sign(0.14, 0.12, 1. / 6.).chance, 0.841345, 1e-6); // one standard deviation
  EXPECT_TRUE(observe::adverse_sign(0.14, 0.12, 0.).shows());
  EXPECT_EQ(observe::adverse_sign(0.14, 0.12, 0.).chance, 1.);
  EXPECT_EQ(observe::adverse_sign(0.12, 0.12, 0.).chance, 0.);
}
} // namespace
