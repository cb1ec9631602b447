#include "tenogen/output/snapshots.h"

#include "tenogen/core/collective.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/output/run_directory.h"

#include <deal.II/base/hdf5.h>
#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/numerics/data_out.h>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>

namespace tenogen::output
{
using namespace dealii;

Snapshots::Snapshots(const fields::Spaces &spaces, const std::filesystem::path &folder)
  : spaces(spaces)
  , folder(folder)
{
}

void Snapshots::write(const fields::State &state, const std::vector<NamedField> &scalars,
                      const std::vector<NamedVectorField> &vectors)
{
  const auto make_ghosted = [](const fields::Vector &field)
  {
    fields::Vector copy = field;
    copy.update_ghost_values();
    return copy;
  };

  std::vector<fields::Vector> ghosted;
  ghosted.reserve(scalars.size());
  DataOut<3> data;
  for (const NamedField &field : scalars)
  {
    ghosted.push_back(make_ghosted(*field.values));
    data.add_data_vector(spaces.biology_dofs, ghosted.back(), field.name);
  }

  const std::vector<DataComponentInterpretation::DataComponentInterpretation> as_vector(
      3, DataComponentInterpretation::component_is_part_of_vector);
  const fields::Vector displacement = make_ghosted(state.displacement);
  data.add_data_vector(spaces.displacement_dofs, displacement, std::vector<std::string>(3, "displacement"),
                       as_vector);

  // Vectors at the vertices: a space of three components on the same mesh.
  const FESystem<3> element(spaces.biology_element, 3);
  DoFHandler<3>     dofs(*spaces.mesh.triangulation);
  dofs.distribute_dofs(element);
  IndexSet relevant;
  DoFTools::extract_locally_relevant_dofs(dofs, relevant);
  std::vector<fields::Vector> combined(vectors.size());
  for (std::size_t v = 0; v < vectors.size(); ++v)
  {
    combined[v].reinit(dofs.locally_owned_dofs(), relevant, spaces.communicator);
    std::array<fields::Vector, 3> components;
    for (unsigned int d = 0; d < 3; ++d)
      components[d] = make_ghosted(*vectors[v].components[d]);
    for (const auto &cell : dofs.active_cell_iterators())
      if (cell->is_locally_owned())
      {
        const DoFHandler<3>::active_cell_iterator scalar(&cell->get_triangulation(), cell->level(),
                                                         cell->index(), &spaces.biology_dofs);
        for (const unsigned int vertex : cell->vertex_indices())
          for (unsigned int d = 0; d < 3; ++d)
            if (combined[v].in_local_range(cell->vertex_dof_index(vertex, d)))
              combined[v](cell->vertex_dof_index(vertex, d)) =
                  components[d](scalar->vertex_dof_index(vertex, 0));
      }
    combined[v].update_ghost_values();
    data.add_data_vector(dofs, combined[v], std::vector<std::string>(3, vectors[v].name), as_vector);
  }
  data.build_patches();

  char name[32];
  std::snprintf(name, sizeof(name), "solution_%04zu.h5", files.size());
  const bool                 first = files.empty();
  DataOutBase::DataOutFilter filter(DataOutBase::DataOutFilterFlags(true, true));
  data.write_filtered_data(filter);
  const std::filesystem::path aside = folder / (std::string(name) + ".part"), mesh = folder / "mesh.h5";
  bool                        written = true;
  try
  {
    data.write_hdf5_parallel(filter, first, (folder / "mesh.h5.part").string(), aside.string(),
                             spaces.communicator);
  }
  catch (const ExceptionBase &)
  {
    written = false; // HDF5 has said why
  }
  if (Utilities::MPI::min(written ? 1 : 0, spaces.communicator) == 0)
    throw FileSystemError("The fields '" + aside.string() + "' cannot be written. Is the disk full?");
  files.push_back(name);
  times.push_back(state.time);
  entries.push_back(
      data.create_xdmf_entry(filter, "mesh.h5", name, state.time / days_per_month, spaces.communicator));
  on_root(spaces.communicator,
          [&]()
          {
            if (first)
              publish(folder / "mesh.h5.part", mesh);
            write_units(aside, scalars, vectors);
            publish(aside, folder / name);
          });
  data.write_xdmf_file(entries, (folder / "fields.xdmf.part").string(), spaces.communicator);
  on_root(spaces.communicator, [&]() { publish_list(); });
}

void Snapshots::write_units(const std::filesystem::path &file, const std::vector<NamedField> &scalars,
                            const std::vector<NamedVectorField> &vectors)
{
  try
  {
    HDF5::File data(file.string(), HDF5::File::FileAccessMode::open);
    data.open_dataset("displacement").set_attribute("unit", std::string("mm"));
    for (const NamedField &field : scalars)
      data.open_dataset(field.name).set_attribute("unit", field.unit);
    for (const NamedVectorField &field : vectors)
      data.open_dataset(field.name).set_attribute("unit", field.unit);
  }
  catch (const ExceptionBase &)
  {
    throw FileSystemError("The fields '" + file.string() + "' cannot be written. Is the disk full?");
  }
}

/// The XDMF file and the list of snapshots.
void Snapshots::publish_list() const
{
  publish(folder / "fields.xdmf.part", folder / "fields.xdmf");
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < files.size(); ++i)
    list.push_back({{"file", files[i]},
                    {"mesh", "mesh.h5"},
                    {"time_day", times[i]},
                    {"time_month", times[i] / days_per_month}});
  const std::filesystem::path aside = folder / "snapshots.json.part";
  std::ofstream               stream(aside);
  stream << list.dump(2) << "\n";
  stream.close();
  if (!stream)
    throw FileSystemError("The list of snapshots " + aside.string() + " cannot be written.");
  publish(aside, folder / "snapshots.json");
}
} // namespace tenogen::output
