#ifndef tenogen_app_mri_writer_h
#define tenogen_app_mri_writer_h

#include "tenogen/core/log.h"
#include "tenogen/fields/state.h"
#include "tenogen/healing/peak_load.h"

#include <filesystem>
#include <optional>
#include <string>

namespace tenogen
{
/**
 * Simulates the MRI of the tendon and writes mri/visit_<month>.h5 (docs/mri.md). Collective. If there is no
 * equilibrium under the resting force, no image is written, and the log says so.
 * @param folder  the run directory
 * @returns the name of the file, relative to the run directory
 * @throws FileSystemError
 */
std::optional<std::string> write_mri(const fields::Spaces &spaces, const fields::State &state,
                                     healing::PeakLoad &peak_load, const parameters::Mri &mri,
                                     const std::filesystem::path &folder, double month, Log &log);
} // namespace tenogen

#endif
