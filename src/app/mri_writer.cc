#include "tenogen/app/mri_writer.h"

#include "tenogen/core/collective.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/timing.h"
#include "tenogen/observe/virtual_mri.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/hdf5_image.h"
#include "tenogen/parameters/value_text.h"

#include <chrono>
#include <cstdio>

namespace tenogen
{
namespace
{
constexpr double schema = 1.;

std::vector<double> affine_rows(const observe::Affine &map)
{
  std::vector<double> rows;
  for (unsigned int d = 0; d < 3; ++d)
  {
    for (unsigned int e = 0; e < 3; ++e)
      rows.push_back(map.matrix[d][e]);
    rows.push_back(map.shift[d]);
  }
  rows.insert(rows.end(), {0., 0., 0., 1.});
  return rows;
}

std::string mri_bytes(const observe::VirtualMri &images, const parameters::Mri &mri, const double month)
{
  output::Hdf5Image file;
  file.write_rows("affine", affine_rows(images.grid.to_scanner), 4, "mm");
  file.write_rows("body_affine", affine_rows(images.grid.to_body), 4, "mm");
  for (const observe::Volume &volume : images.volumes)
  {
    file.write_volume(volume.name, volume.values, images.grid.size, volume.unit);
    file.set_attribute(volume.name, "description", volume.description);
    if (volume.sequence)
    {
      file.set_attribute(volume.name, "te_ms", volume.sequence->TE);
      file.set_attribute(volume.name, "tr_ms", volume.sequence->TR);
      file.set_attribute(volume.name, "flip_angle_degree", volume.sequence->flip_angle);
      file.set_attribute(volume.name, "fat_saturation", volume.sequence->fat_saturation ? 1. : 0.);
    }
  }
  file.write_volume("label", images.labels, images.grid.size, "-");
  file.set_attribute("label", "description",
                     "0 background, 1 tendon, 2 gap, 3 fluid, 4 muscle, 5 fat around the tendon");
  file.set_attribute("/", "schema", schema);
  file.set_attribute("/", "month", month);
  file.set_attribute("/", "snr", mri.snr);
  file.set_attribute("/", "seed", double(mri.seed));
  file.set_attribute("/", "resting_force_N", mri.resting_force);
  std::vector<double> field; // in the scanner
  for (const double component : parameters::direction_from_text(mri.grid.B0))
    field.push_back(component);
  file.set_attribute("/", "b0_direction", field);
  file.set_attribute("/", "note", "Simulated images of a model with assumed parameters.");
  return file.bytes();
}
} // namespace

std::optional<std::string> write_mri(const fields::Spaces &spaces, const fields::State &state,
                                     healing::PeakLoad &peak_load, const parameters::Mri &mri,
                                     const std::filesystem::path &folder, const double month, Log &log)
{
  const auto     start = std::chrono::steady_clock::now();
  fields::Vector displacement;
  const auto     outcome = peak_load.displace(state, mri.resting_force, displacement);
  char           name[32];
  std::snprintf(name, sizeof(name), "visit_%g.h5", month);
  if (!outcome.converged)
  {
    log.line("warning: there is no " + (folder / "mri" / name).string() +
             ": there is no equilibrium of the resting tendon: " + outcome.reason +
             ". Change MRI/Resting force [N].");
    return {};
  }
  const double              resting = seconds_since(start);
  const observe::VirtualMri images  = observe::virtual_mri(spaces, state, displacement, mri, month);
  on_root(spaces.communicator,
          [&]()
          {
            std::error_code error;
            std::filesystem::create_directories(folder / "mri", error);
            if (error)
              throw FileSystemError("'" + (folder / "mri").string() +
                                    "' cannot be created: " + error.message() + ".");
            output::write_file(folder / "mri" / name, mri_bytes(images, mri, month));
          });
  char text[160];
  std::snprintf(text, sizeof(text),
                "image at month %g: at rest %u solves, %u Newton, %u CG, %.1f s; sampled and written %.1f s",
                month, outcome.solutions, outcome.newton_iterations, outcome.linear_iterations, resting,
                seconds_since(start) - resting);
  log.line(text);
  return "mri/" + std::string(name);
}
} // namespace tenogen
