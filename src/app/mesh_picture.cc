#include "tenogen/app/mesh_picture.h"

#include "tenogen/app/tools.h"
#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/healing/injection.h"
#include "tenogen/output/atomic_file.h"
#include "tenogen/output/hdf5_image.h"

#include <deal.II/base/mpi.h>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

namespace tenogen
{
namespace
{
/// Corners of a hexahedron and of a quadrilateral in VTK's order, by deal.II's numbers.
constexpr std::array<unsigned int, 8> vtk_corners = {{0, 1, 3, 2, 4, 5, 7, 6}};
constexpr std::array<unsigned int, 4> vtk_ring    = {{0, 1, 3, 2}};

/// Writes the cells and boundary faces with the numbers of their vertices.
void write_topology(output::Hdf5Image &image, const fields::Mesh &mesh)
{
  std::map<dealii::types::boundary_id, unsigned int> number_of;
  std::vector<std::string>                           names;
  for (const auto &[name, id] : mesh.boundary_ids)
  {
    number_of[id] = names.size();
    names.push_back(name);
  }
  std::vector<unsigned int> cells, faces, boundaries;
  for (const auto &cell : mesh.triangulation->active_cell_iterators())
  {
    for (const unsigned int corner : vtk_corners)
      cells.push_back(cell->vertex_index(corner));
    for (const auto &face : cell->face_iterators())
      if (face->at_boundary())
      {
        for (const unsigned int corner : vtk_ring)
          faces.push_back(face->vertex_index(corner));
        boundaries.push_back(number_of.at(face->boundary_id()));
      }
  }
  image.write_rows("cells", cells, 8);
  image.write_rows("faces", faces, 4);
  image.write_rows("face_boundaries", boundaries, 1);
  image.write("boundary_names", nlohmann::json(names).dump());
}

/// Writes the nodes with their tissue and fibres, and the depots.
void write_geometry(output::Hdf5Image &image, const fields::Mesh &mesh,
                    const parameters::ParameterSet &parameters)
{
  const auto          fibre = fields::fibre_field(parameters.geometry);
  const auto          scar  = fields::tissue_indicator(parameters.geometry);
  std::vector<double> nodes, fibres, tissue, depots;
  for (const auto &vertex : mesh.triangulation->get_vertices())
  {
    const auto direction = fibre(vertex);
    for (unsigned int d = 0; d < 3; ++d)
    {
      nodes.push_back(vertex[d]);
      fibres.push_back(direction[d]);
    }
    tissue.push_back(scar(vertex));
  }
  if (parameters.treatment.dose > 0.)
    for (const auto &depot : parameters.treatment.depots)
    {
      const auto centre = healing::centre_of(depot, parameters.geometry);
      depots.insert(depots.end(), {centre[0], centre[1], centre[2], depot.width, depot.share});
    }
  image.write_rows("nodes", nodes, 3, "mm");
  image.write_rows("fibre_direction", fibres, 3, "-");
  image.write_rows("scar", tissue, 1, "-");
  if (!depots.empty())
    image.write_rows("depots", depots, 5, "x, y, z, width: mm; share: -");
}

/// A temporary file that exists as long as this object.
class TemporaryFile
{
public:
  TemporaryFile()
    : path((std::filesystem::temp_directory_path() / "tenogen_mesh_XXXXXX").string())
  {
    const int descriptor = mkstemp(path.data());
    if (descriptor < 0)
      throw FileSystemError("'" + path + "' cannot be created: " + std::strerror(errno) + ".");
    close(descriptor);
  }
  ~TemporaryFile()
  {
    std::error_code error;
    std::filesystem::remove(path, error);
  }
  TemporaryFile(const TemporaryFile &)            = delete;
  TemporaryFile &operator=(const TemporaryFile &) = delete;

  std::string path;
};
} // namespace

void draw_mesh(const fields::Mesh &mesh, const parameters::ParameterSet &parameters, const std::string &file)
{
  if (dealii::Utilities::MPI::n_mpi_processes(mesh.triangulation->get_communicator()) > 1)
    throw InputError("mesh: --picture needs the whole mesh on one rank. Start it without mpirun.");
  const TemporaryFile data;
  {
    output::Hdf5Image image;
    image.write("title", parameters.title);
    write_topology(image, mesh);
    write_geometry(image, mesh, parameters);
    output::write_file(data.path, image.bytes());
  }
  if (run_tool(mesh_picture_tool, {data.path, file}) != 0) // it has printed the reason
    throw FileSystemError(file + ": the picture was not drawn.");
}
} // namespace tenogen
