#include "tenogen/fields/tendon_mesh.h"

#include "tenogen/fields/tendon_manifold.h"

#include <array>
#include <vector>

namespace tenogen::fields
{
namespace
{
using dealii::CellData;
using dealii::Point;

constexpr dealii::types::boundary_id insertion_id = 1;
constexpr dealii::types::boundary_id proximal_id  = 2;
constexpr dealii::types::boundary_id surface_id   = 3;
constexpr dealii::types::manifold_id tendon_id    = 1;

/**
 * Vertices and quadrilaterals of one section, in the square of DiscGrid. Along each class of parallel edges,
 * all quadrilaterals have the same direction (core: +x, +y; ring: outwards), as deal.II requires.
 */
class SectionGrid
{
public:
  explicit SectionGrid(const TendonCounts &counts)
    : counts(counts)
  {
    add_core();
    add_ring();
  }

  std::vector<Point<2>>                    points;
  std::vector<std::array<unsigned int, 4>> quadrilaterals;

private:
  /// Number of the vertex (i, j) of the core, or above it, for i, j on its boundary, at a ring layer.
  unsigned int vertex(const unsigned int i, const unsigned int j, const unsigned int ring_layer)
  {
    const auto [entry, is_new] = numbers.try_emplace({{i, j, ring_layer}}, points.size());
    if (is_new)
    {
      const double scale = 0.5 + 0.5 * ring_layer / counts.ring;
      points.emplace_back(scale * (2. * i / counts.across_width - 1.),
                          scale * (2. * j / counts.across_thickness - 1.));
    }
    return entry->second;
  }

  void add_core()
  {
    for (unsigned int j = 0; j < counts.across_thickness; ++j)
      for (unsigned int i = 0; i < counts.across_width; ++i)
        quadrilaterals.push_back(
            {{vertex(i, j, 0), vertex(i + 1, j, 0), vertex(i, j + 1, 0), vertex(i + 1, j + 1, 0)}});
  }

  void add_ring()
  {
    const unsigned int nx = counts.across_width;
    const unsigned int ny = counts.across_thickness;
    for (unsigned int in = 0; in < counts.ring; ++in)
    {
      const unsigned int out = in + 1;
      for (unsigned int i = 0; i < nx; ++i)
      {
        quadrilaterals.push_back(
            {{vertex(i, ny, in), vertex(i + 1, ny, in), vertex(i, ny, out), vertex(i + 1, ny, out)}});
        quadrilaterals.push_back(
            {{vertex(i, 0, in), vertex(i, 0, out), vertex(i + 1, 0, in), vertex(i + 1, 0, out)}});
      }
      for (unsigned int j = 0; j < ny; ++j)
      {
        quadrilaterals.push_back(
            {{vertex(nx, j, in), vertex(nx, j, out), vertex(nx, j + 1, in), vertex(nx, j + 1, out)}});
        quadrilaterals.push_back(
            {{vertex(0, j, in), vertex(0, j + 1, in), vertex(0, j, out), vertex(0, j + 1, out)}});
      }
    }
  }

  TendonCounts                                        counts;
  std::map<std::array<unsigned int, 3>, unsigned int> numbers;
};

std::vector<Point<3>> extruded_points(const SectionGrid &section, const TendonManifold &manifold,
                                      const unsigned int n_layers)
{
  std::vector<Point<3>> points;
  points.reserve(section.points.size() * (n_layers + 1));
  for (unsigned int layer = 0; layer <= n_layers; ++layer)
    for (const auto &point : section.points)
      points.push_back(manifold.push_forward({point[0], point[1], double(layer)}));
  return points;
}

std::vector<CellData<3>> extruded_cells(const SectionGrid &section, const unsigned int n_layers)
{
  std::vector<CellData<3>> cells;
  cells.reserve(section.quadrilaterals.size() * n_layers);
  for (unsigned int layer = 0; layer < n_layers; ++layer)
    for (const auto &quadrilateral : section.quadrilaterals)
    {
      CellData<3> cell;
      for (unsigned int corner = 0; corner < 4; ++corner)
      {
        cell.vertices[corner]     = quadrilateral[corner] + layer * section.points.size();
        cell.vertices[corner + 4] = cell.vertices[corner] + section.points.size();
      }
      cells.push_back(cell);
    }
  return cells;
}

void name_tendon_boundaries(Mesh &mesh, const double length)
{
  const double tolerance = 1e-9 * length;
  for (const auto &cell : mesh.triangulation->cell_iterators_on_level(0))
    for (const auto &face : cell->face_iterators())
      if (face->at_boundary())
      {
        const double height = face->center()[2];
        face->set_all_boundary_ids(height < tolerance            ? insertion_id
                                   : height > length - tolerance ? proximal_id
                                                                 : surface_id);
      }
  mesh.boundary_ids = {{"insertion", insertion_id}, {"proximal", proximal_id}, {"surface", surface_id}};
}
} // namespace

Mesh make_tendon_mesh(const parameters::Geometry &geometry, const MPI_Comm communicator)
{
  const TendonGeometry shape(geometry);
  const auto           counts = tendon_counts(geometry);
  const TendonLayers   layers(geometry, counts);
  const TendonManifold manifold(shape, DiscGrid(counts.across_width, counts.across_thickness, counts.ring),
                                layers);
  const SectionGrid    section(counts);

  Mesh mesh;
  mesh.triangulation = std::make_unique<dealii::parallel::distributed::Triangulation<3>>(communicator);
  mesh.triangulation->create_triangulation(extruded_points(section, manifold, layers.n_layers()),
                                           extruded_cells(section, layers.n_layers()), {});
  mesh.triangulation->set_all_manifold_ids(tendon_id);
  mesh.triangulation->set_manifold(tendon_id, manifold);
  name_tendon_boundaries(mesh, geometry.length);
  mesh.triangulation->refine_global(counts.refinements);
  return mesh;
}
} // namespace tenogen::fields
