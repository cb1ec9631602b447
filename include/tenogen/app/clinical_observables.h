#ifndef tenogen_app_clinical_observables_h
#define tenogen_app_clinical_observables_h

#include "tenogen/healing/observables.h"
#include "tenogen/observe/clinical.h"
#include "tenogen/parameters/parameter_set.h"

#include <vector>

namespace tenogen
{
/**
 * Adds the clinical scores of the state to its observables and notes the moment in the course. Collective;
 * does nothing where the strain under other forces is not known (PeakLoad::knows_strain_of_forces).
 */
void add_clinical_observables(const fields::Spaces &spaces, const fields::State &state,
                              const healing::PeakLoad &peak_load, const parameters::ParameterSet &parameters,
                              std::vector<healing::Observable> &observables, observe::ClinicalCourse &course);
} // namespace tenogen

#endif
