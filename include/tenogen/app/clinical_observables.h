#ifndef tenogen_app_clinical_observables_h
#define tenogen_app_clinical_observables_h

#include "tenogen/healing/observables.h"
#include "tenogen/observe/clinical.h"
#include "tenogen/parameters/parameter_set.h"

#include <vector>

namespace tenogen
{
/**
 * Adds the clinical scores of the state to the observables and records them in the clinical course.
 * Collective; does nothing if the strain under other forces is unknown (PeakLoad::knows_strain_of_forces).
 */
void add_clinical_observables(const fields::Spaces &spaces, const fields::State &state,
                              const healing::PeakLoad &peak_load, const parameters::ParameterSet &parameters,
                              std::vector<healing::Observable> &observables, observe::ClinicalCourse &course);
} // namespace tenogen

#endif
