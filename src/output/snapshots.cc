#include "tenogen/output/snapshots.h"

#include "tenogen/core/collective.h"
#include "tenogen/core/errors.h"
#include "tenogen/core/units.h"
#include "tenogen/output/atomic_file.h"

#include <deal.II/base/hdf5.h>
#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/grid/reference_cell.h>
#include <deal.II/numerics/data_out.h>

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tenogen::output
{
using namespace dealii;

Snapshots::Snapshots(const fields::Spaces &spaces, const std::filesystem::path &folder)
  : spaces(spaces)
  , folder(folder)
{
}

namespace
{
/// Every dataset gets its unit.
void write_units(const std::filesystem::path &file, const std::vector<NamedField> &scalars,
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

nlohmann::ordered_json to_json(const Snapshot &snapshot)
{
  return {{"file", snapshot.file},        {"mesh", snapshot.mesh},
          {"time_day", snapshot.time},    {"time_month", snapshot.time / days_per_month},
          {"nodes", snapshot.n_nodes},    {"cells", snapshot.n_cells},
          {"datasets", snapshot.datasets}};
}

nlohmann::ordered_json to_json(const std::vector<Snapshot> &snapshots)
{
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Snapshot &snapshot : snapshots)
    list.push_back(to_json(snapshot));
  return list;
}
} // namespace

void Snapshots::write(const fields::State &state, const std::vector<NamedField> &scalars,
                      const std::vector<NamedVectorField> &vectors)
{
  char name[32];
  std::snprintf(name, sizeof(name), "solution_%04zu.h5", snapshots.size());
  snapshots.push_back(write_file(name, state, scalars, vectors));
  on_root(spaces.communicator,
          [&]()
          {
            write_index("fields.xdmf", snapshots);
            output::write_file(folder / "snapshots.json", to_json(snapshots).dump(2) + "\n");
          });
}

void Snapshots::write_failed(const fields::State &state, const std::vector<NamedField> &scalars)
{
  const Snapshot failed = write_file("failed.h5", state, scalars, {});
  on_root(spaces.communicator, [&]() { write_index("failed.xdmf", {failed}); });
}

Snapshot Snapshots::write_file(const std::string &name, const fields::State &state,
                               const std::vector<NamedField>       &scalars,
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

  DataOutBase::DataOutFilter filter(DataOutBase::DataOutFilterFlags(true, true));
  data.write_filtered_data(filter);
  const std::filesystem::path aside   = folder / (name + ".part");
  bool                        written = true;
  try
  {
    data.write_hdf5_parallel(filter, !mesh_is_written, (folder / (mesh + ".part")).string(), aside.string(),
                             spaces.communicator);
  }
  catch (const ExceptionBase &)
  {
    written = false; // HDF5 has said why
  }
  if (Utilities::MPI::min(written ? 1 : 0, spaces.communicator) == 0)
    throw FileSystemError("The fields '" + aside.string() + "' cannot be written. Is the disk full?");
  on_root(spaces.communicator,
          [&]()
          {
            if (!mesh_is_written)
              publish(folder / (mesh + ".part"), folder / mesh);
            write_units(aside, scalars, vectors);
            publish(aside, folder / name);
          });
  mesh_is_written = true;

  Snapshot result = {name,
                     mesh,
                     state.time,
                     Utilities::MPI::sum(filter.n_nodes(), spaces.communicator),
                     Utilities::MPI::sum(filter.n_cells(), spaces.communicator),
                     {}};
  for (unsigned int i = 0; i < filter.n_data_sets(); ++i)
    result.datasets[filter.get_data_set_name(i)] = filter.get_data_set_dim(i);
  return result;
}

/// The XDMF file of these snapshots, on rank 0.
void Snapshots::write_index(const std::string &xdmf, const std::vector<Snapshot> &listed) const
{
  std::string text = "<?xml version=\"1.0\" ?>\n"
                     "<!DOCTYPE Xdmf SYSTEM \"Xdmf.dtd\" []>\n"
                     "<Xdmf Version=\"2.0\">\n"
                     "  <Domain>\n"
                     "    <Grid Name=\"CellTime\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
  for (const Snapshot &snapshot : listed)
  {
    XDMFEntry entry(snapshot.mesh, snapshot.file, snapshot.time / days_per_month, snapshot.n_nodes,
                    snapshot.n_cells, 3);
    for (const auto &[name, n_components] : snapshot.datasets)
      entry.add_attribute(name, n_components);
    text += entry.get_xdmf_content(3, ReferenceCells::Hexahedron);
  }
  output::write_file(folder / xdmf, text + "    </Grid>\n  </Domain>\n</Xdmf>\n");
}

std::string Snapshots::records() const
{
  return nlohmann::ordered_json(
             {{"snapshots", to_json(snapshots)}, {"mesh", mesh}, {"mesh is written", mesh_is_written}})
      .dump();
}

void Snapshots::restore(const std::string &records, const bool same_ranks)
{
  const auto json = nlohmann::ordered_json::parse(records);
  for (const auto &item : json.at("snapshots"))
    snapshots.push_back({item.at("file").get<std::string>(), item.at("mesh").get<std::string>(),
                         item.at("time_day").get<double>(), item.at("nodes").get<std::uint64_t>(),
                         item.at("cells").get<std::uint64_t>(),
                         item.at("datasets").get<std::map<std::string, unsigned int>>()});
  mesh            = json.at("mesh").get<std::string>();
  mesh_is_written = json.at("mesh is written").get<bool>();
  if (same_ranks || !mesh_is_written)
    return;
  char name[32];
  std::snprintf(name, sizeof(name), "mesh_%04zu.h5", snapshots.size());
  mesh            = name;
  mesh_is_written = false;
}
} // namespace tenogen::output
