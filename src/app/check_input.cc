#include "tenogen/app/check_input.h"

#include "tenogen/core/collective.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"
#include "tenogen/fields/tendon_layers.h"
#include "tenogen/healing/injection.h"
#include "tenogen/observe/voxel_grid.h"
#include "tenogen/parameters/boundary_condition.h"
#include "tenogen/parameters/mistakes.h"
#include "tenogen/parameters/nearest_name.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/solvers/boundary_conditions.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace tenogen
{
namespace
{
using parameters::GeometryType;
using parameters::Wording;

/// The minimum memory per cell: the cell, its vertex and the matrix of the biology.
constexpr double bytes_per_cell = 2000.;

/// PETSc and deal.II number unknowns in 32 bits.
constexpr double largest_number_of_unknowns = 2147483647.;

/// Bytes.
double memory_of_this_machine()
{
  return double(sysconf(_SC_PHYS_PAGES)) * double(sysconf(_SC_PAGESIZE));
}

/// Total memory of the machines that the ranks run on, bytes. Collective.
double total_memory(const MPI_Comm communicator)
{
  MPI_Comm machine = MPI_COMM_NULL;
  MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  const bool is_first = dealii::Utilities::MPI::this_mpi_process(machine) == 0;
  MPI_Comm_free(&machine);
  return dealii::Utilities::MPI::sum(is_first ? memory_of_this_machine() : 0., communicator);
}

/// The message begins with the entry that affects the number of cells most.
std::string sentence_on_size(const Wording &wording, const std::string &text)
{
  const auto &g = wording.parameters().geometry;
  if (g.global_refinements > 0)
    return wording.sentence(g.global_refinements, text);
  if (g.type == GeometryType::file)
    return wording.sentence(g.mesh_file, text);
  if (g.type == GeometryType::achilles && g.resolution != parameters::Resolution::custom)
    return wording.sentence(g.resolution, text);
  const auto counts =
      g.type == GeometryType::block
          ? std::vector<const unsigned int *>{&g.block_cells_x, &g.block_cells_y, &g.block_cells_z}
          : std::vector<const unsigned int *>{&g.cells_across_width, &g.cells_across_thickness,
                                              &g.cells_ring,         &g.cells_gap,
                                              &g.cells_distal,       &g.cells_proximal};
  const auto largest =
      std::max_element(counts.begin(), counts.end(), [](const auto *a, const auto *b) { return *a < *b; });
  return wording.sentence(**largest, text);
}

/// A message if the mesh is too large for 32-bit indices or for the memory; otherwise empty.
std::vector<std::string> mistakes_of_size(const Wording &wording, const double n_cells, const double memory)
{
  const double n_unknowns = n_cells * 3. * std::pow(wording.parameters().mechanics.degree, 3);
  const double needed     = n_cells * bytes_per_cell;
  const auto   cells      = "the mesh would have about " + parameters::rounded_text(n_cells) + " cells";
  if (n_unknowns > largest_number_of_unknowns)
    return {sentence_on_size(wording, cells + " and " + parameters::rounded_text(n_unknowns) +
                                          " displacements, more than the " +
                                          parameters::rounded_text(largest_number_of_unknowns) +
                                          " that can be numbered; use fewer cells")};
  if (needed > memory)
    return {sentence_on_size(
        wording, cells + ", which need more than " + parameters::rounded_text(std::round(needed / 1e9)) +
                     " GB of memory, but only " + parameters::rounded_text(std::round(memory / 1e9)) +
                     " are available; use fewer cells, or more machines")};
  return {};
}

/// Messages about boundaries that the conditions name but the mesh file does not have.
std::vector<std::string> unknown_boundaries(const Wording &wording, const std::vector<std::string> &names)
{
  const auto &m = wording.parameters().mechanics;
  const auto &g = wording.parameters().geometry;
  if (!wording.are_known(m.type, m.boundary_conditions) || m.type != parameters::MechanicsType::finite_strain)
    return {};
  std::string listed;
  for (const auto &name : names)
    listed += (listed.empty() ? "" : ", ") + name;
  std::vector<std::string> mistakes;
  for (const auto &condition : parameters::parse_boundary_conditions(m.boundary_conditions))
    if (std::find(names.begin(), names.end(), condition.boundary) == names.end())
      mistakes.push_back(
          wording.sentence(m.boundary_conditions, "the boundary '" + condition.boundary +
                                                      "' does not exist in " + wording.cited(g.mesh_file) +
                                                      ", which has " + listed + "; the nearest is " +
                                                      parameters::nearest_name(condition.boundary, names)));
  return mistakes;
}

/// Warnings about implausible properties of a body from a mesh file.
std::vector<std::string> warnings_of_mesh_file(const Wording &wording, const fields::GmshSummary &summary)
{
  const auto              &g = wording.parameters().geometry;
  std::vector<std::string> warnings;
  for (const auto &warning : summary.warnings)
    warnings.push_back(wording.sentence(g.mesh_file, warning));
  if (!wording.are_known(g.block_fibre_direction))
    return warnings;
  const auto warning = fields::fibre_warning(summary.shape, fields::body_axis(g));
  if (!warning.empty())
    warnings.push_back(wording.sentence(g.block_fibre_direction, warning));
  return warnings;
}

/// Messages about mistakes in the mesh file, its size and its names; a file that cannot be read was reported
/// before. Also adds warnings.
std::vector<std::string> mistakes_of_mesh_file(const Wording &wording, const double memory,
                                               std::vector<std::string> &warnings)
{
  const auto &g = wording.parameters().geometry;
  if (std::error_code ignored;
      access(g.mesh_file.c_str(), R_OK) != 0 || !std::filesystem::is_regular_file(g.mesh_file, ignored))
    return {};
  try
  {
    const auto summary = fields::inspect_gmsh(g.mesh_file);
    for (const auto &warning : warnings_of_mesh_file(wording, summary))
      warnings.push_back(warning);
    auto       mistakes = unknown_boundaries(wording, summary.boundaries);
    const auto of_size =
        mistakes_of_size(wording, double(summary.n_cells) * std::pow(8., g.global_refinements), memory);
    mistakes.insert(mistakes.end(), of_size.begin(), of_size.end());
    return mistakes;
  }
  catch (const InputError &error)
  {
    return {wording.sentence(g.mesh_file, error.what())};
  }
}

/// The tissue of the gap is evaluated at the nodes between its ends.
std::vector<std::string> mistakes_of_layers(const Wording &wording)
{
  const auto &g      = wording.parameters().geometry;
  const auto  counts = fields::tendon_counts(g);
  if (g.type != GeometryType::achilles || !g.has_gap || counts.gap > 1 || counts.refinements > 0)
    return {};
  const std::string text = "the gap has only one layer of cells, so no node inside it at which its tissue "
                           "can be evaluated; use at least two layers";
  if (g.resolution == parameters::Resolution::custom)
    return {wording.sentence(g.cells_gap, text)};
  return {wording.sentence(g.gap_length, text + ", with a finer mesh than " + wording.cited(g.resolution))};
}

/// Messages about mistakes in the requested mesh, as far as the entries it depends on are known. Also adds
/// warnings.
std::vector<std::string> mistakes_of_mesh(const Wording &wording, const double memory,
                                          std::vector<std::string> &warnings)
{
  const auto &g = wording.parameters().geometry;
  if (!wording.are_known(g.type))
    return {};
  if (g.type == GeometryType::file)
    return wording.are_known(g.mesh_file) ? mistakes_of_mesh_file(wording, memory, warnings)
                                          : std::vector<std::string>();
  if (!wording.are_known_below("Geometry"))
    return {};
  auto       mistakes  = mistakes_of_size(wording, fields::expected_cells(g), memory);
  const auto of_layers = mistakes_of_layers(wording);
  mistakes.insert(mistakes.end(), of_layers.begin(), of_layers.end());
  return mistakes;
}

/// Memory on rank 0 for the volumes of an MRI examination, including the file in memory and its copy, bytes.
double bytes_of_images(const observe::VoxelGrid &grid, const parameters::Mri &mri)
{
  constexpr double volumes = 9., copies = 3.;
  return double(grid.n_voxels()) * (volumes + double(mri.ute_echoes.size())) * sizeof(double) * copies;
}

/// A message if the images would not show the tendon or not fit into memory; empty otherwise, or if there are
/// no images.
std::string mistake_of_mri_grid(const fields::Spaces &spaces, const parameters::Mri &mri)
{
  if (!mri.write)
    return {};
  try
  {
    const observe::VoxelGrid grid   = observe::make_voxel_grid(mri.grid);
    const double             needed = bytes_of_images(grid, mri);
    const double memory = dealii::Utilities::MPI::broadcast(spaces.communicator, memory_of_this_machine(), 0);
    if (needed > memory)
      return "MRI/Grid: " + std::to_string(grid.n_voxels()) + " voxels need about " +
             std::to_string(std::llround(needed / 1e9)) + " GB of memory, but this machine has " +
             std::to_string(std::llround(memory / 1e9)) +
             " GB. Use larger voxels or a smaller field of view.";
    bool some = false;
    for (const auto &place : spaces.positions)
      some = some || grid.holds(place);
    if (dealii::Utilities::MPI::max(some ? 1 : 0, spaces.communicator) == 1)
      return {};
    return "MRI/Grid: the field of view contains no node of the mesh. Move the box, or move the tendon with "
           "MRI/Grid/Insertion x, y, z [mm].";
  }
  catch (const InputError &error)
  {
    return error.what();
  }
}
} // namespace

Input read_input(const std::string &file, const std::vector<std::string> &overrides,
                 const MPI_Comm communicator)
{
  const double memory = total_memory(communicator);
  Input        input;
  const auto   take = [&](const parameters::Reading &reading)
  {
    input.parameters = reading.parameters;
    input.origins    = reading.origins;
  };
  on_root(communicator,
          [&]()
          {
            const auto    reading  = parameters::read(file, overrides);
            auto          mistakes = reading.mistakes;
            const Wording wording(reading.parameters, reading.origins, reading.unusable);
            auto          warnings = reading.warnings;
            const auto    of_mesh  = mistakes_of_mesh(wording, memory, warnings);
            mistakes.insert(mistakes.end(), of_mesh.begin(), of_mesh.end());
            parameters::refuse(mistakes);
            take(reading);
            input.warnings = warnings;
          });
  if (dealii::Utilities::MPI::this_mpi_process(communicator) != 0)
  {
    const auto reading = parameters::read(file, overrides);
    parameters::refuse(reading.mistakes); // only if this rank sees a different file than rank 0
    take(reading);
  }
  return input;
}

void check_on_mesh(const fields::Spaces &spaces, const Input &input)
{
  const Wording            wording(input.parameters, input.origins);
  const auto              &p = wording.parameters();
  std::vector<std::string> mistakes;
  try
  {
    fields::require_usable(fields::measure_quality(spaces.mesh, p.geometry));
    for (const auto &lost :
         healing::depots_outside_tissue(spaces, p)) // uses volumes, which a bad mesh does not have
      mistakes.push_back(wording.sentence(p.treatment.depots, lost));
  }
  catch (const InputError &error)
  {
    mistakes.emplace_back(error.what());
  }
  if (p.mechanics.type == parameters::MechanicsType::finite_strain)
    for (const auto &mistake : solvers::BoundaryConditions::mistakes(spaces, p.mechanics.boundary_conditions))
      mistakes.push_back(wording.sentence(p.mechanics.boundary_conditions, mistake));
  if (const auto mistake = mistake_of_mri_grid(spaces, p.mri); !mistake.empty())
    mistakes.push_back(mistake);
  parameters::refuse(mistakes);
}
} // namespace tenogen
