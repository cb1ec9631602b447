#include "tenogen/app/mesh_command.h"

#include "tenogen/app/check_input.h"
#include "tenogen/app/command_line.h"
#include "tenogen/app/mesh_picture.h"
#include "tenogen/core/errors.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_output.h"
#include "tenogen/fields/mesh_quality.h"

#include <deal.II/base/mpi.h>

#include <filesystem>
#include <iostream>

namespace tenogen
{
namespace
{
namespace options = boost::program_options;

constexpr const char *help_text =
    R"(Usage: tenogen mesh FILE.prm [--set "Section/Entry [unit]=value"]... [--output FILE.vtu|FILE.msh]
                    [--picture FILE.png] [--overwrite] [--json]

Creates the mesh of a parameter file, or imports its mesh file, checks it and prints its properties:
cells, edges, scaled Jacobian, volume, cross-sections, boundaries. --output writes the mesh for
ParaView (.vtu, with fibre direction and tissue indicator) or for Gmsh (.msh, on one rank). --picture
draws the mesh, tissues, fibres, named boundaries and injection depots (on one rank).
)";

constexpr const char *example_text =
    "\nExamples:\n"
    "  tenogen mesh params/achilles_treated.prm --output tendon.vtu\n"
    "  tenogen mesh params/achilles_treated.prm --picture tendon.png\n"
    "  tenogen mesh params/achilles_treated.prm --set \"Geometry/Mesh/Resolution=fine\" --json\n";

options::options_description described_options()
{
  options::options_description description("Options");
  auto                         add = description.add_options();
  add("help,h", "print this help");
  add("set", options::value<std::vector<std::string>>()->composing(),
      "\"Section/Entry [unit]=value\" overrides the file; may be repeated");
  add("output,o", options::value<std::string>(), "file to write: .vtu or .msh");
  add("picture", options::value<std::string>(), "picture to draw: .png");
  add("overwrite", "replace existing files");
  add("json", "print the properties as JSON");
  add("file", options::value<std::string>(), "the parameter file");
  return description;
}

/// The file to write, empty if there is none; checked before the mesh is created.
std::string output_file(const options::variables_map &values)
{
  if (values.count("output") == 0)
    return {};
  auto       file      = values["output"].as<std::string>();
  const auto extension = std::filesystem::path(file).extension();
  if (extension != ".vtu" && extension != ".msh")
    throw InputError("mesh: --output " + file + ": the name must end in .vtu (ParaView) or .msh (Gmsh).");
  return file;
}

/// The picture to draw, empty if there is none.
std::string picture_file(const options::variables_map &values)
{
  if (values.count("picture") == 0)
    return {};
  auto file = values["picture"].as<std::string>();
  if (std::filesystem::path(file).extension() != ".png")
    throw InputError("mesh: --picture " + file + ": the name must end in .png.");
  return file;
}

/// @throws FileSystemError if a file exists and may not be replaced
void require_new(const std::string &file, const options::variables_map &values)
{
  if (std::error_code error;
      !file.empty() && values.count("overwrite") == 0 && std::filesystem::exists(file, error))
    throw FileSystemError("mesh: '" + file +
                          "' already exists. Choose another name, or replace it with --overwrite.");
}

void write(const fields::Mesh &mesh, const parameters::Geometry &geometry, const std::string &file)
{
  if (std::filesystem::path(file).extension() == ".msh")
    fields::write_gmsh(mesh, file);
  else
    fields::write_vtu(mesh, geometry, file);
}
} // namespace

int mesh_command(const std::vector<std::string> &arguments, const MPI_Comm communicator)
{
  const bool prints      = dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
  const auto description = described_options();
  const auto values      = parse_command_line("mesh", arguments, description, {"file"});
  if (values.count("help") > 0)
  {
    if (prints)
      std::cout << help_text << '\n' << description << example_text;
    return static_cast<int>(ExitCode::done);
  }
  if (values.count("file") == 0)
    throw InputError("mesh: no parameter file is given. `tenogen mesh --help` shows an example.");

  const auto output = output_file(values), picture = picture_file(values);
  require_new(output, values);
  require_new(picture, values);
  const auto overrides =
      values.count("set") > 0 ? values["set"].as<std::vector<std::string>>() : std::vector<std::string>();
  const auto  input    = read_input(values["file"].as<std::string>(), overrides, communicator);
  const auto &geometry = input.parameters.geometry;
  for (const std::string &warning : input.warnings) // on rank 0
    std::cerr << "warning: " << warning << '\n';

  const auto mesh    = fields::make_mesh(geometry, communicator);
  const auto quality = fields::measure_quality(mesh, geometry);
  if (prints && values.count("json") > 0)
    fields::print_json(quality, std::cout);
  else if (prints)
    fields::print_table(quality, std::cout);
  fields::require_usable(quality);

  const auto print_written = [&](const std::string &file)
  {
    if (prints && values.count("json") == 0)
      std::cout << "Written: " << file << std::endl;
  };
  if (!output.empty())
  {
    write(mesh, geometry, output);
    print_written(output);
  }
  if (!picture.empty())
  {
    draw_mesh(mesh, input.parameters, picture);
    print_written(picture);
  }
  return static_cast<int>(ExitCode::done);
}
} // namespace tenogen
