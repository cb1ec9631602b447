#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/sources.h"

namespace tenogen::parameters
{
namespace
{
const Range share  = between(0., 1.);
const Range strain = above_up_to(0., 1.);
const Range force  = above_up_to(0., 1e5);

void bind_pain(Binder &binder, Clinical &c)
{
  binder.enter("Pain", "Pain from inflammation, strain and swelling.");
  binder.add(c.inflammation_pain, "Inflammation [-]", share,
             {"a_C", "Pain caused by full inflammation alone, from 0 to 1.", sources::fitted});
  binder.add(c.strain_pain, "Strain [-]", share,
             {"a_eps", "Pain caused by large strain alone, from 0 to 1.", sources::fitted});
  binder.add(c.strain_exponent, "Strain exponent [-]", between(1., 20.),
             {"n", "Hill exponent of the pain caused by strain.", sources::fitted});
  binder.add(c.strain_half_effect, "Strain of half effect [-]", strain,
             {"eps_50", "Strain at which the pain caused by strain is half-maximal, without inflammation.",
              sources::fitted});
  binder.add(c.sensitisation, "Sensitisation [-]", strain,
             {"", "Reduction of the strain of half effect at full inflammation.", sources::fitted});
  binder.add(c.swelling_pain, "Swelling [-]", share,
             {"a_W", "Pain caused by large swelling alone, from 0 to 1.", sources::fitted});
  binder.add(c.swelling_half, "Swelling of half effect [-]", above_up_to(0., 10.),
             {"W_50", "Excess water at which the pain caused by swelling is half-maximal.", sources::fitted});
  binder.add(c.vas_noise, "VAS noise [-]", between(0., 5.),
             {"", "Standard deviation of a single answer on the VAS from 0 to 10.", sources::assumed});
  binder.leave();
}

void bind_visa_a(Binder &binder, Clinical &c)
{
  const auto weight = [&](double &member, const std::string &name, const std::string &meaning) {
    binder.add(member, name, share, {"", meaning, sources::visa_parts, measured});
  };
  binder.enter("VISA-A", "Score of pain, function and activity, 0 to 100.");
  weight(c.pain_weight, "Weight of pain [-]", "Share of pain in the score.");
  weight(c.function_weight, "Weight of function [-]", "Share of function in the score.");
  weight(c.activity_weight, "Weight of activity [-]", "Share of activity in the score.");
  binder.add(
      c.tolerable_strain, "Tolerable strain [-]", strain,
      {"", "Strain of the weakest section that defines the tolerable force F_8.", sources::strain_limits});
  binder.add(c.function_half, "Force of half function [N]", force,
             {"", "Tolerable force at which function is half-maximal.", sources::fitted});
  binder.add(c.activity_half, "Force of half activity [N]", force,
             {"", "Tolerable force at which activity is half-maximal.", sources::fitted});
  binder.add(c.sport_demand, "Sport demand [N]", force,
             {"", "Tendon force of recreational sport, without guarding.", sources::kharazi + ", running"});
  binder.add(c.visa_a_noise, "VISA-A noise [-]", between(0., 50.),
             {"", "Standard deviation of a single VISA-A score.", sources::visa_noise});
  binder.leave();
}

void bind_events(Binder &binder, Clinical &c)
{
  binder.enter("Events", "When a milestone counts as reached, and what counts as an adverse sign.");
  binder.add(c.daily_activity_vas, "Daily activity VAS [-]", between(0., 10.),
             {"", "VAS pain below which daily activity counts as tolerable.", sources::fitted});
  binder.add(
      c.sport_vas, "Sport VAS [-]", between(0., 10.),
      {"", "Largest VAS pain in sport at which recreational sport counts as tolerable.", sources::fitted});
  binder.add(
      c.sport_force, "Sport force [N]", force,
      {"", "Smallest tolerable force at which recreational sport counts as tolerable.", sources::fitted});
  binder.add(c.caution_strain, "Caution strain [-]", strain,
             {"",
              "Strain in the gap (95th percentile) above which the tendon is at risk.",
              sources::strain_limits,
              assumed,
              {0.06, 0.1}});
  binder.add(c.failure_strain, "Failure strain [-]", strain,
             {"",
              "Strain in the gap (95th percentile) above which the tendon may fail.",
              sources::strain_limits,
              assumed,
              {0.08, 0.16}});
  binder.add(
      c.relapse_share, "Relapse share [-]", share,
      {"",
       "Increase of the inflamed share of the gap above its smallest value so far that counts as a relapse.",
       sources::assumed});
  binder.add(c.limit_scatter, "Limit scatter [-]", share,
             {"",
              "Relative standard deviation, between people, of these limits and of the overload strain; with "
              "1/6, 95 % of the failures lie between 8 and 16 % strain.",
              sources::strain_limits});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Clinical &clinical)
{
  binder.enter("Clinical", "A model of pain and function scores, not a measurement of them (docs/model.md, "
                           "section 5).");
  bind_pain(binder, clinical);
  bind_visa_a(binder, clinical);
  bind_events(binder, clinical);
  binder.leave();
}
} // namespace tenogen::parameters
