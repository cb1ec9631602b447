#include "tenogen/output/snapshots.h"

#include "tenogen/core/collective.h"
#include "tenogen/core/units.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/hdf5_image.h"

#include <deal.II/base/mpi.h>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iomanip>
#include <memory>
#include <sstream>

namespace tenogen::output
{
using namespace dealii;

namespace
{
constexpr const char *mesh_file = "mesh.h5";

nlohmann::ordered_json to_json(const Snapshot &snapshot)
{
  nlohmann::ordered_json datasets = nlohmann::ordered_json::object();
  for (const auto &[name, dataset] : snapshot.datasets)
    datasets[name] = {{"components", dataset.n_components}, {"unit", dataset.unit}};
  return {{"file", snapshot.file},     {"mesh", mesh_file},
          {"time_day", snapshot.time}, {"time_month", snapshot.time / days_per_month},
          {"nodes", snapshot.n_nodes}, {"cells", snapshot.n_cells},
          {"datasets", datasets}};
}

std::map<std::string, Dataset> datasets_from(const nlohmann::ordered_json &json)
{
  std::map<std::string, Dataset> datasets;
  for (const auto &[name, item] : json.items())
    datasets[name] = {item.at("components").get<unsigned int>(), item.at("unit").get<std::string>()};
  return datasets;
}

nlohmann::ordered_json to_json(const std::vector<Snapshot> &snapshots)
{
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Snapshot &snapshot : snapshots)
    list.push_back(to_json(snapshot));
  return list;
}

/// The components of a vector field, interleaved, on rank 0.
std::vector<double> gather(const fields::CanonicalOrder                &order,
                           const std::array<const fields::Vector *, 3> &field)
{
  std::vector<double> rows(3 * order.size());
  for (unsigned int d = 0; d < 3; ++d)
  {
    const std::vector<double> component = order.gather(*field[d]);
    for (std::size_t i = 0; i < component.size(); ++i)
      rows[3 * i + d] = component[i];
  }
  return rows;
}

/// An array in an HDF5 file, as XDMF refers to it.
std::string data_item(const std::string &type, const std::uint64_t n_rows, const unsigned int n_columns,
                      const std::string &file, const std::string &dataset)
{
  return "<DataItem Dimensions=\"" + std::to_string(n_rows) + " " + std::to_string(n_columns) + "\" " + type +
         " Format=\"HDF\">" + file + ":/" + dataset + "</DataItem>";
}

/// The XDMF description of a snapshot.
std::string xdmf_grid(const Snapshot &snapshot)
{
  const std::string  numbers = "NumberType=\"Float\" Precision=\"8\"";
  std::ostringstream text;
  text << std::setprecision(15) << "      <Grid Name=\"mesh\" GridType=\"Uniform\">\n"
       << "        <Time Value=\"" << snapshot.time / days_per_month << "\"/>\n"
       << "        <Geometry GeometryType=\"XYZ\">\n          "
       << data_item(numbers, snapshot.n_nodes, 3, mesh_file, "nodes") << "\n        </Geometry>\n"
       << "        <Topology TopologyType=\"Hexahedron\" NumberOfElements=\"" << snapshot.n_cells
       << "\">\n          "
       << data_item("NumberType=\"UInt\" Precision=\"4\"", snapshot.n_cells, 8, mesh_file, "cells")
       << "\n        </Topology>\n";
  for (const auto &[name, dataset] : snapshot.datasets)
    text << "        <Attribute Name=\"" << name << " [" << dataset.unit << "]\" AttributeType=\""
         << (dataset.n_components == 1 ? "Scalar" : "Vector") << "\" Center=\"Node\">\n          "
         << data_item(numbers, snapshot.n_nodes, dataset.n_components, snapshot.file, name)
         << "\n        </Attribute>\n";
  text << "      </Grid>\n";
  return text.str();
}
} // namespace

Snapshots::Snapshots(const fields::Spaces &spaces, const std::filesystem::path &folder)
  : spaces(spaces)
  , vertices(spaces.biology_dofs, spaces.communicator)
  , folder(folder)
{
}

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

/// Writes nodes and cells, once per run.
void Snapshots::write_mesh()
{
  std::array<fields::Vector, 3>         coordinates;
  std::array<const fields::Vector *, 3> fields = {};
  for (unsigned int d = 0; d < 3; ++d)
  {
    coordinates[d] = spaces.make_biology_vector();
    for (unsigned int i = 0; i < spaces.n_owned_vertices(); ++i)
      coordinates[d].local_element(i) = spaces.positions[i][d];
    fields[d] = &coordinates[d];
  }
  const auto nodes = gather(vertices, fields);
  const auto cells = fields::gather_cells(spaces, vertices);
  on_root(spaces.communicator,
          [&]()
          {
            Hdf5Image image;
            image.write_rows("nodes", nodes, 3, "mm");
            image.write_rows("cells", cells, 8);
            output::write_file(folder / mesh_file, image.bytes());
          });
  mesh_is_written = true;
}

/// For second-order elements, the middle nodes of edges and faces are left out.
std::array<fields::Vector, 3> Snapshots::displacement_at_vertices(const fields::State &state) const
{
  fields::Vector displacement = state.displacement;
  displacement.update_ghost_values();
  std::array<fields::Vector, 3> components;
  components.fill(spaces.make_biology_vector());
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (cell->is_locally_owned())
    {
      const DoFHandler<3>::active_cell_iterator same(&cell->get_triangulation(), cell->level(), cell->index(),
                                                     &spaces.displacement_dofs);
      for (const unsigned int vertex : cell->vertex_indices())
        for (unsigned int d = 0; d < 3; ++d)
          if (const auto at = cell->vertex_dof_index(vertex, 0); components[d].in_local_range(at))
            components[d](at) = displacement(same->vertex_dof_index(vertex, d));
    }
  return components;
}

Snapshot Snapshots::write_file(const std::string &name, const fields::State &state,
                               const std::vector<NamedField>       &scalars,
                               const std::vector<NamedVectorField> &vectors)
{
  if (!mesh_is_written)
    write_mesh();
  Snapshot result = {
      name, state.time, spaces.biology_dofs.n_dofs(), spaces.mesh.triangulation->n_global_active_cells(), {}};
  std::unique_ptr<Hdf5Image> image;
  on_root(spaces.communicator, [&]() { image = std::make_unique<Hdf5Image>(); });
  const auto add = [&](const std::string &dataset, const std::vector<double> &rows,
                       const unsigned int n_components, const std::string &unit)
  {
    on_root(spaces.communicator, [&]() { image->write_rows(dataset, rows, n_components, unit); });
    result.datasets[dataset] = {n_components, unit};
  };
  for (const NamedField &field : scalars)
    add(field.name, vertices.gather(*field.values), 1, field.unit);
  for (const NamedVectorField &field : vectors)
    add(field.name, gather(vertices, field.components), 3, field.unit);
  const auto u = displacement_at_vertices(state);
  add("displacement", gather(vertices, {{&u[0], &u[1], &u[2]}}), 3, "mm");
  on_root(spaces.communicator, [&]() { output::write_file(folder / name, image->bytes()); });
  return result;
}

/// Writes the XDMF file of these snapshots, on rank 0.
void Snapshots::write_index(const std::string &xdmf, const std::vector<Snapshot> &listed) const
{
  std::string text = "<?xml version=\"1.0\" ?>\n"
                     "<!DOCTYPE Xdmf SYSTEM \"Xdmf.dtd\" []>\n"
                     "<Xdmf Version=\"2.0\">\n"
                     "  <Domain>\n"
                     "    <Grid Name=\"CellTime\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
  for (const Snapshot &snapshot : listed)
    text += xdmf_grid(snapshot);
  output::write_file(folder / xdmf, text + "    </Grid>\n  </Domain>\n</Xdmf>\n");
}

std::string Snapshots::records() const
{
  return nlohmann::ordered_json({{"snapshots", to_json(snapshots)}, {"mesh is written", mesh_is_written}})
      .dump();
}

void Snapshots::restore(const std::string &records)
{
  const auto json = nlohmann::ordered_json::parse(records);
  for (const auto &item : json.at("snapshots"))
    snapshots.push_back({item.at("file").get<std::string>(), item.at("time_day").get<double>(),
                         item.at("nodes").get<std::uint64_t>(), item.at("cells").get<std::uint64_t>(),
                         datasets_from(item.at("datasets"))});
  int has_mesh = 0;
  on_root(spaces.communicator, [&]() { has_mesh = std::filesystem::exists(folder / mesh_file) ? 1 : 0; });
  mesh_is_written = json.at("mesh is written").get<bool>() &&
                    Utilities::MPI::broadcast(spaces.communicator, has_mesh, 0) != 0;
  if (!mesh_is_written && !snapshots.empty())
    write_mesh();
}
} // namespace tenogen::output
