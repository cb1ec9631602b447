#include "tenogen/output/checkpoint.h"

#include "tenogen/core/checksum.h"
#include "tenogen/core/collective.h"
#include "tenogen/core/errors.h"
#include "tenogen/fields/canonical_order.h"
#include "tenogen/fields/state_members.h"
#include "tenogen/output/hdf5_image.h"
#include "tenogen/output/strict_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

namespace tenogen::output
{
namespace
{
using json = nlohmann::ordered_json;

/// Increased when the meaning of the content changes.
constexpr unsigned int schema = 3;

/// The function spaces of a state with their numbering in files.
struct Orders
{
  explicit Orders(const fields::Spaces &spaces)
    : spaces(spaces)
    , vertices(spaces.biology_dofs, spaces.communicator)
    , displacements(spaces.displacement_dofs, spaces.communicator)
  {
  }

  const fields::Spaces  &spaces;
  fields::CanonicalOrder vertices, displacements;
};

/// The data that identify a cell: its id, its corners and the boundaries at its faces.
std::uint64_t checksum_of(const dealii::DoFHandler<3>::active_cell_iterator &cell)
{
  std::string bytes;
  const auto  add = [&bytes](const auto &value)
  { bytes.append(reinterpret_cast<const char *>(&value), sizeof(value)); };
  for (const unsigned int part : cell->id().to_binary<3>())
    add(part);
  for (const unsigned int vertex : cell->vertex_indices())
    for (unsigned int d = 0; d < 3; ++d)
      add(cell->vertex(vertex)[d]);
  for (const unsigned int face : cell->face_indices())
    add(cell->face(face)->at_boundary() ? cell->face(face)->boundary_id()
                                        : dealii::numbers::internal_face_boundary_id);
  return std::stoull(checksum(bytes), nullptr, 16);
}

/// Identifies a mesh independently of the number of ranks: its sizes, and the sum of the checksums of its
/// cells. Collective.
json mesh_identity(const fields::Spaces &spaces)
{
  std::uint64_t sum = 0;
  for (const auto &cell : spaces.biology_dofs.active_cell_iterators())
    if (cell->is_locally_owned())
      sum += checksum_of(cell);
  return {{"cells", spaces.mesh.triangulation->n_global_active_cells()},
          {"vertices", spaces.biology_dofs.n_dofs()},
          {"displacement unknowns", spaces.displacement_dofs.n_dofs()},
          {"checksum", dealii::Utilities::MPI::sum(sum, spaces.communicator)}};
}

const model::SpeciesName *find_species(const std::string &name)
{
  const auto &all   = model::species_names();
  const auto  found = std::find_if(all.begin(), all.end(), [&](const auto &s) { return s.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// Checks that all values are finite. No run can continue from anything else, so it is neither written nor
/// read.
bool is_admissible(const std::string &name, const std::vector<double> &values)
{
  return std::all_of(values.begin(), values.end(), [](const double value) { return std::isfinite(value); }) &&
         (find_species(name) == nullptr || *std::min_element(values.begin(), values.end()) >= 0.);
}

/// Writes numbers to the header and fields to datasets.
struct Writer
{
  const Orders    &orders;
  Hdf5Image *const image; ///< on rank 0
  json            &numbers;

  void number(const std::string &name, const double value) const
  {
    if (!std::isfinite(value))
      throw Error(ExitCode::defect, "The number '" + name + "' of the state is not finite.");
    numbers[name] = value;
  }
  void number(const std::string &name, const unsigned int value) const
  {
    numbers[name] = value;
  }
  void field(const std::string &name, const fields::Vector &vector) const
  {
    write(name, orders.vertices.gather(vector),
          find_species(name) == nullptr ? "-" : find_species(name)->unit);
  }
  void displacement(const std::string &name, const fields::Vector &vector) const
  {
    write(name, orders.displacements.gather(vector), "mm");
  }
  void write(const std::string &name, const std::vector<double> &values, const std::string &unit) const
  {
    on_root(orders.spaces.communicator,
            [&]()
            {
              if (!is_admissible(name, values))
                throw Error(ExitCode::defect,
                            "The state has values in " + name +
                                " that no run can continue from: below zero, or not finite.");
              image->write("state/" + name, values, unit);
            });
  }
};

struct Reader
{
  const Orders    &orders;
  Hdf5Image *const image; ///< on rank 0
  const json      &numbers;

  void number(const std::string &name, double &value) const
  {
    value = numbers.at(name).get_ref<const double &>();
  }
  void number(const std::string &name, unsigned int &value) const
  {
    value = whole_number(numbers.at(name));
  }
  void field(const std::string &name, fields::Vector &vector) const
  {
    orders.vertices.scatter(read(name, vector.size()), vector);
  }
  void displacement(const std::string &name, fields::Vector &vector) const
  {
    orders.displacements.scatter(read(name, vector.size()), vector);
  }
  std::vector<double> read(const std::string &name, const std::size_t size) const
  {
    std::vector<double> values;
    on_root(orders.spaces.communicator,
            [&]()
            {
              values = image->read_numbers("state/" + name, size);
              if (!is_admissible(name, values))
                image->fail("has values in state/" + name + " that are below zero or not finite");
            });
    return values;
  }
};

json to_json(const model::PointState &tissue)
{
  return {{"concentrations", tissue.concentrations}, {"alignment", tissue.alignment}};
}

model::PointState to_tissue(const json &tissue)
{
  return {tissue.at("concentrations").get<model::Concentrations<double>>(),
          tissue.at("alignment").get<double>()};
}

/// Checks that this program knows the format.
json known_header(const std::string &text, const std::string &name)
{
  try
  {
    json       header = parse_json(text);
    const auto found  = whole_number(header.at("schema"));
    if (found != schema)
      throw FileSystemError("'" + name + "' is a checkpoint of format " + std::to_string(found) +
                            "; this program reads format " + std::to_string(schema) +
                            ". Use the program that wrote it: " + header.at("program").get<std::string>() +
                            ".");
    return header;
  }
  catch (const nlohmann::json::exception &error)
  {
    throw FileSystemError("'" + name + "' is not a checkpoint: " + error.what() + ".");
  }
}
} // namespace

std::string checkpoint_bytes(const CheckpointHeader &header, const fields::State &state,
                             const fields::Spaces &spaces)
{
  const Orders               orders(spaces);
  std::unique_ptr<Hdf5Image> image;
  on_root(spaces.communicator, [&]() { image = std::make_unique<Hdf5Image>(); });
  const json  mesh    = mesh_identity(spaces);
  json        numbers = json::object();
  std::string bytes;
  on_root(spaces.communicator, [&]() { image->make_group("state"); });
  fields::visit_members(state, Writer{orders, image.get(), numbers});
  on_root(spaces.communicator,
          [&]()
          {
            const json text = {
                {"schema", schema},
                {"program", header.program},
                {"mesh", mesh},
                {"numbers", numbers},
                {"tissues", {{"scar", to_json(header.scar)}, {"intact", to_json(header.intact)}}},
                {"parameters", header.parameters},
                {"PETSc options", header.petsc_options},
                {"records", json::parse(header.records)}};
            image->write("header", text.dump());
            bytes = image->bytes();
          });
  return bytes;
}

std::string header_text(const std::string &bytes, const std::string &name)
{
  return Hdf5Image(bytes, name).read_text("header");
}

CheckpointHeader parse_header(const std::string &text, const std::string &name)
{
  const json header = known_header(text, name);
  try
  {
    const json      &numbers = header.at("numbers"), &tissues = header.at("tissues");
    CheckpointHeader result;
    result.program       = header.at("program").get<std::string>();
    result.mesh          = header.at("mesh").dump();
    result.time          = numbers.at("time [day]").get_ref<const double &>();
    result.step          = whole_number(numbers.at("step"));
    result.parameters    = header.at("parameters").get<std::map<std::string, std::string>>();
    result.scar          = to_tissue(tissues.at("scar"));
    result.intact        = to_tissue(tissues.at("intact"));
    result.petsc_options = header.at("PETSc options").get<std::string>();
    result.records       = header.at("records").dump();
    return result;
  }
  catch (const nlohmann::json::exception &error)
  {
    throw FileSystemError("'" + name + "' is not a complete checkpoint: " + error.what() + ".");
  }
}

void require_same_mesh(const CheckpointHeader &header, const std::string &name, const fields::Spaces &spaces)
{
  const json expected = mesh_identity(spaces), found = json::parse(header.mesh);
  if (found != expected)
    throw InputError("'" + name + "' belongs to another mesh: it has " + found.dump() + ", this one " +
                     expected.dump() + ".");
}

void read_state(const std::string &bytes, const std::string &name, const fields::Spaces &spaces,
                fields::State &state)
{
  const Orders               orders(spaces);
  std::unique_ptr<Hdf5Image> image;
  std::string                numbers;
  on_root(spaces.communicator,
          [&]()
          {
            image   = std::make_unique<Hdf5Image>(bytes, name);
            numbers = known_header(image->read_text("header"), name).value("numbers", json::object()).dump();
          });
  const json all_numbers = json::parse(dealii::Utilities::MPI::broadcast(spaces.communicator, numbers, 0));
  try
  {
    fields::visit_members(state, Reader{orders, image.get(), all_numbers});
  }
  catch (const nlohmann::json::exception &error) // on all ranks
  {
    throw FileSystemError("'" + name + "' is not a complete checkpoint: " + error.what() + ".");
  }
}
} // namespace tenogen::output
