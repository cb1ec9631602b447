#ifndef tenogen_app_provenance_h
#define tenogen_app_provenance_h

#include "tenogen/app/run_origin.h"
#include "tenogen/fields/spaces.h"
#include "tenogen/parameters/parameter_set.h"

#include <filesystem>
#include <string>

/// Where a run comes from: provenance.json (docs/usage.md).
namespace tenogen
{
/// Version, revision and build type of this program.
std::string program_name();

/// Of this machine.
std::string host_name();

/// The program that has written this provenance.json last; empty where that is not known.
std::string program_of(const std::filesystem::path &file);

/// MPI ranks of the run that has written this provenance.json last; 0 where that is not known.
unsigned int ranks_of(const std::filesystem::path &file);

/// Of a new run. @param resolved  its parameter file
std::string provenance(const parameters::ParameterSet &parameters, const fields::Spaces &spaces,
                       const std::string &resolved, const RunOrigin &origin);

/// That of the start, in this file, with a note when, where and on how many ranks the run was resumed.
/// Nothing depends on it: where it is not readable, the note stands alone.
std::string resumed_provenance(const std::filesystem::path &file, const RunOrigin &origin,
                               MPI_Comm communicator);
} // namespace tenogen

#endif
