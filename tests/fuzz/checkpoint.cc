#include "tenogen/output/checkpoint.h"
#include "fuzz/harness.h"
#include "fuzz/scratch_folder.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/state_members.h"
#include "tenogen/output/checkpoint_folder.h"
#include "tenogen/output/hdf5_image.h"

#include <cmath>

namespace tenogen::fuzz
{
namespace
{
parameters::Geometry small_block()
{
  parameters::Geometry geometry;
  geometry.type          = parameters::GeometryType::block;
  geometry.block_cells_z = 2;
  return geometry;
}

/// Gives every field of a state its size and a value.
struct Filling
{
  const fields::Spaces &spaces;

  void number(const std::string &, double &value) const
  {
    value = 0.25;
  }
  void number(const std::string &, unsigned int &value) const
  {
    value = 7;
  }
  void field(const std::string &, fields::Vector &vector) const
  {
    vector = spaces.make_biology_vector();
    vector = 0.5;
  }
  void displacement(const std::string &, fields::Vector &vector) const
  {
    vector = spaces.make_displacement_vector();
    vector = 0.01;
  }
};

/// Copies the datasets of a state from one image to another.
struct Copying
{
  const output::Hdf5Image &from;
  output::Hdf5Image       &to;

  template <typename Number>
  void number(const std::string &, const Number &) const
  {
  }
  void field(const std::string &name, const fields::Vector &vector) const
  {
    to.write("state/" + name, from.read_numbers("state/" + name, vector.size()), "-");
  }
  void displacement(const std::string &name, const fields::Vector &vector) const
  {
    field(name, vector);
  }
};

struct FinitenessCheck
{
  void number(const std::string &name, const double value) const
  {
    require(std::isfinite(value), "accepted: " + name + " = " + std::to_string(value));
  }
  void number(const std::string &, const unsigned int) const
  {
  }
  void field(const std::string &name, const fields::Vector &vector) const
  {
    number(name, vector.linfty_norm());
  }
  void displacement(const std::string &name, const fields::Vector &vector) const
  {
    field(name, vector);
  }
};

/// A tiny body and its state, created for every input because p4est must not outlive MPI.
struct Body
{
  Body()
    : mesh(fields::make_mesh(small_block(), MPI_COMM_SELF))
    , spaces(mesh, 1, small_block())
  {
    fields::visit_members(state, Filling{spaces});
  }

  fields::Mesh   mesh;
  fields::Spaces spaces;
  fields::State  state;
};

/// The checkpoint of its run, on disk and in memory.
struct Original
{
  Original()
    : folder("checkpoint")
  {
    const Body               body;
    output::CheckpointHeader header;
    header.program        = "tenogen";
    header.parameters     = {{"Time/End [day]", "20"}, {"Title", "tiny"}};
    header.records        = R"({"visits": [{"month": 0, "modulus [MPa]": 50.5}], "warnings": []})";
    header.scar.alignment = header.intact.alignment = 0.5;
    bytes = output::checkpoint_bytes(header, body.state, body.spaces);
    output::CheckpointFolder(folder.path, 2).write(body.state.step, body.state.time, bytes);
    marker = file_bytes(folder.path / "slot_0.json");
  }

  ScratchFolder folder;
  std::string   bytes, marker;
};

const Original &original()
{
  static const Original made;
  return made;
}

void read_damaged_pair(const std::string &bytes, const std::string &marker)
{
  const ScratchFolder &folder = original().folder;
  const std::string    file   = folder.write("damaged.h5", bytes);
  folder.write("damaged.json", marker);
  try
  {
    const auto found = output::read_checkpoint(file);
    require(found.bytes == original().bytes, "accepted: a checkpoint of other bytes");
    const auto whole = output::read_checkpoint(folder.path / "slot_0.h5");
    require(found.time == whole.time && found.step == whole.step, "accepted: a marker of another state");
  }
  catch (const Error &refusal)
  {
    require_proper_refusal(refusal);
    require(refusal.exit_code == ExitCode::file_system,
            "a damaged checkpoint is not the file system's fault");
  }
}

/// The original file with another header.
std::string with_header(const std::string &text, const fields::State &state)
{
  const output::Hdf5Image from(original().bytes, "original");
  output::Hdf5Image       to;
  to.make_group("state");
  fields::visit_members(state, Copying{from, to});
  to.write("header", text);
  return to.bytes();
}

void require_finite(const output::CheckpointHeader &header)
{
  const FinitenessCheck check;
  check.number("time", header.time);
  for (const model::PointState *const tissue : {&header.scar, &header.intact})
  {
    check.number("alignment", tissue->alignment);
    for (const double concentration : tissue->concentrations)
      check.number("concentration", concentration);
  }
}

void read_damaged_header(const std::string &text)
{
  Body              body;
  const std::string bytes = with_header(text, body.state);
  try
  {
    const auto header = output::parse_header(output::header_text(bytes, "damaged"), "damaged");
    require_finite(header);
    output::require_same_mesh(header, "damaged", body.spaces);
    output::read_state(bytes, "damaged", body.spaces, body.state);
    fields::visit_members(body.state, FinitenessCheck());
  }
  catch (const Error &refusal)
  {
    require_proper_refusal(refusal);
  }
}
} // namespace

void fuzz_checkpoint(const std::uint8_t *data, const std::size_t size)
{
  if (size == 0)
    return;
  const std::string content = text_of(data + 1, size - 1);
  switch (static_cast<CheckpointPart>(data[0] % static_cast<std::uint8_t>(CheckpointPart::n_parts)))
  {
  case CheckpointPart::file:
    return read_damaged_pair(content, original().marker);
  case CheckpointPart::marker:
    return read_damaged_pair(original().bytes, content);
  default:
    return read_damaged_header(content);
  }
}

std::string checkpoint_seed(const CheckpointPart part)
{
  switch (part)
  {
  case CheckpointPart::file:
    return original().bytes;
  case CheckpointPart::marker:
    return original().marker;
  default:
    return output::header_text(original().bytes, "original");
  }
}
} // namespace tenogen::fuzz
