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

/// Name of this machine.
std::string host_name();

/// The program that last wrote this provenance.json; empty if unknown.
std::string program_of(const std::filesystem::path &file);

/// Number of MPI ranks of the run that last wrote this provenance.json; 0 if unknown.
unsigned int ranks_of(const std::filesystem::path &file);

/// The provenance of a new run. @param resolved the text of its parameter file
std::string provenance(const parameters::ParameterSet &parameters, const fields::Spaces &spaces,
                       const std::string &resolved, const RunOrigin &origin);

/// The provenance of a resumed run: that in this file, with a record of when, where and on how many ranks the
/// run was resumed. If the file is unreadable, only the record is written, since no result depends on it.
std::string resumed_provenance(const std::filesystem::path &file, const RunOrigin &origin,
                               MPI_Comm communicator);
} // namespace tenogen

#endif
