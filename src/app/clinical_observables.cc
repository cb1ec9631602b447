#include "tenogen/app/clinical_observables.h"

#include "tenogen/core/units.h"
#include "tenogen/fields/statistics.h"
#include "tenogen/model/biology.h"

namespace tenogen
{
void add_clinical_observables(const fields::Spaces &spaces, const fields::State &state,
                              const healing::PeakLoad &peak_load, const parameters::ParameterSet &parameters,
                              std::vector<healing::Observable> &observables, observe::ClinicalCourse &course)
{
  if (!peak_load.knows_strain_of_forces())
    return;
  const parameters::Clinical &clinical = parameters.clinical;
  const auto                  high     = [&](const fields::Vector &field)
  { return fields::percentile_in_gap(spaces, field, 0.95); };

  observe::ClinicalTissue tissue;
  tissue.inflammation =
      model::hill(high(state.concentrations[model::cytokine]), parameters.biology.cytokine_half_effect, 2.);
  tissue.swelling        = high(state.concentrations[model::water]);
  tissue.daily_strain    = peak_load.guarded_strain(state.stimulus.strain);
  tissue.sport_strain    = peak_load.strain_under(clinical.sport_demand, state);
  tissue.tolerable_force = peak_load.force_at(clinical.tolerable_strain, state);
  const auto scores      = observe::clinical_scores(tissue, clinical);
  for (const healing::Observable &observable :
       {healing::Observable{"tolerable force", "N", tissue.tolerable_force},
        healing::Observable{"strain in sport", "-", tissue.sport_strain},
        healing::Observable{"vas", "-", scores.vas}, healing::Observable{"vas sport", "-", scores.vas_sport},
        healing::Observable{"visa-a", "-", scores.visa_a}})
    observables.push_back(observable);

  const double inflamed = healing::value_of(observables, "gap inflamed volume") / fields::gap_volume(spaces);
  observe::record(
      course,
      {state.time / days_per_month, scores, tissue.tolerable_force, high(state.stimulus.strain), inflamed},
      clinical);
}
} // namespace tenogen
