#include "tenogen/core/errors.h"
#include "tenogen/fields/make_mesh.h"
#include "tenogen/fields/mesh_quality.h"
#include "tenogen/fields/tendon_geometry.h"
#include "tenogen/fields/tendon_layers.h"
#include "tenogen/fields/tendon_manifold.h"

#include "block.h"

#include <deal.II/base/mpi.h>
#include <deal.II/grid/grid_tools.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <sstream>

namespace
{
using namespace tenogen;
using dealii::Point;
using fields::measure_quality;
using parameters::Geometry;
using parameters::Resolution;

Geometry tendon(const Resolution resolution)
{
  Geometry geometry;
  geometry.resolution = resolution;
  return geometry;
}

/// A tendon with all features: bow, twist, other aspect ratios.
Geometry shaped_tendon()
{
  Geometry geometry            = tendon(Resolution::coarse);
  geometry.sagittal_bow        = 4.;
  geometry.twist               = 45.;
  geometry.aspect_ratio_distal = 1.5;
  geometry.gap_aspect_ratio    = 1.8;
  return geometry;
}

fields::MeshQuality quality_of(const Geometry &geometry)
{
  return measure_quality(fields::make_mesh(geometry, MPI_COMM_WORLD), geometry);
}

/// Integral of the area over z by Simpson's rule.
double exact_volume(const Geometry &geometry)
{
  const fields::TendonGeometry shape(geometry);
  constexpr unsigned int       n_intervals = 20000;
  const double                 step        = geometry.length / n_intervals;
  double                       sum         = shape.area(0.) + shape.area(geometry.length);
  for (unsigned int i = 1; i < n_intervals; ++i)
    sum += (i % 2 == 0 ? 2. : 4.) * shape.area(i * step);
  return sum * step / 3.;
}

void expect_input_error(const Geometry &geometry, const std::string &part)
{
  try
  {
    fields::make_mesh(geometry, MPI_COMM_WORLD);
    FAIL() << "no error, but one that says: " << part;
  }
  catch (const InputError &error)
  {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(TendonGeometry, HasTheMeasuredAreas)
{
  Geometry geometry = tendon(Resolution::coarse);
  EXPECT_NEAR(fields::TendonGeometry(geometry).area(geometry.gap_centre), 200., 1e-10);
  EXPECT_NEAR(fields::TendonGeometry(geometry).area(geometry.gap_centre + 12.5), 200., 1e-10);

  geometry.has_gap = false;
  const fields::TendonGeometry intact(geometry);
  EXPECT_NEAR(intact.area(50.), 80., 1e-10);
  EXPECT_NEAR(intact.area(10.) / intact.area(70.), 1.51, 1e-12);
  const auto section = intact.section(50.);
  EXPECT_NEAR(3.14159265358979323846 * section.semi_axis_x * section.semi_axis_y, 80., 1e-10);
  EXPECT_NEAR(section.semi_axis_x / section.semi_axis_y, 2., 1e-12);
}

TEST(TendonGeometry, SlopesAreTheDerivatives)
{
  const fields::TendonGeometry shape(shaped_tendon());
  for (const double z : {5., 43., 45.9, 60., 72., 74.5, 95.})
  {
    const double step  = 1e-5;
    const auto   slope = shape.section_slope(z);
    const auto   above = shape.section(z + step), below = shape.section(z - step);
    EXPECT_NEAR(slope.axis_y, (above.axis_y - below.axis_y) / (2. * step), 1e-7);
    EXPECT_NEAR(slope.semi_axis_x, (above.semi_axis_x - below.semi_axis_x) / (2. * step), 1e-7);
    EXPECT_NEAR(slope.semi_axis_y, (above.semi_axis_y - below.semi_axis_y) / (2. * step), 1e-7);
  }
}

TEST(TendonGeometry, IndicatorIsOneInTheScarAndZeroInTheStumps)
{
  const auto indicator = fields::tissue_indicator(tendon(Resolution::coarse));
  EXPECT_NEAR(indicator(Point<3>(0., 0., 58.6)), 1., 1e-12);
  EXPECT_NEAR(indicator(Point<3>(0., 0., 46.1)), 0.5, 1e-12);
  EXPECT_NEAR(indicator(Point<3>(0., 0., 46.6)), 0.5 * (1. + std::tanh(1.)), 1e-12);
  EXPECT_NEAR(indicator(Point<3>(0., 0., 30.)), 0., 1e-12);
  EXPECT_NEAR(indicator(Point<3>(0., 0., 90.)), 0., 1e-12);
}

TEST(TendonGeometry, FibresFollowTheSurface)
{
  const fields::TendonGeometry shape(shaped_tendon());
  for (const double z : {2., 43.5, 45., 60., 73., 98.})
    for (double angle = 0.1; angle < 6.; angle += 0.7)
    {
      const Point<2> disc_point(std::cos(angle), std::sin(angle));
      const auto     point = shape.from_disc(disc_point, z);
      // Normal of the surface |disc coordinates| = 1 by central differences of a function of the point.
      dealii::Tensor<1, 3> normal;
      for (unsigned int axis = 0; axis < 3; ++axis)
      {
        Point<3> above = point, below = point;
        above[axis] += 1e-5;
        below[axis] -= 1e-5;
        normal[axis] = (shape.to_disc(above).norm() - shape.to_disc(below).norm()) / 2e-5;
      }
      const auto fibre = shape.fibre_direction(point);
      EXPECT_NEAR(fibre.norm(), 1., 1e-14);
      EXPECT_NEAR(fibre * normal / normal.norm(), 0., 1e-8) << point;
    }
}

TEST(TendonGeometry, TwistTurnsFibresAboutTheAxis)
{
  // On the surface, at distance a from the axis, dy/dz = a b/a d(angle)/dz for disc coordinates (1, 0).
  Geometry geometry = tendon(Resolution::coarse);
  geometry.twist    = 30.;
  const fields::TendonGeometry shape(geometry);
  const auto                   section = shape.section(58.6);
  const auto                   fibre   = shape.fibre_direction(Point<3>(section.semi_axis_x, 0., 58.6));
  EXPECT_NEAR(fibre[1] / fibre[2], section.semi_axis_y * 30. * 3.14159265358979323846 / 180. / 100., 1e-12);
}

TEST(TendonManifold, ChartIsInvertible)
{
  const Geometry               geometry = shaped_tendon();
  const auto                   counts   = fields::tendon_counts(geometry);
  const fields::TendonManifold manifold(
      fields::TendonGeometry(geometry),
      fields::DiscGrid(counts.across_width, counts.across_thickness, counts.ring),
      fields::TendonLayers(geometry, counts));
  for (int i = -20; i <= 20; ++i)
    for (int j = -20; j <= 20; ++j)
    {
      const Point<3> chart_point(i / 20., j / 20., 19. + 0.9 * (i + j / 23.));
      const auto     back = manifold.pull_back(manifold.push_forward(chart_point));
      EXPECT_LT(chart_point.distance(back), 1e-11) << chart_point << " -> " << back;
    }
}

TEST(TendonMesh, CoarseHasFewGoodCells)
{
  const auto quality = quality_of(tendon(Resolution::coarse));
  EXPECT_EQ(quality.n_cells, 2442u);
  EXPECT_GE(quality.smallest_scaled_jacobian, 0.5);
  EXPECT_GE(quality.smallest_scaled_jacobian_gap, 0.7);
  EXPECT_LE(quality.edges_gap.longest, 2.05);
}

TEST(TendonMesh, StandardHasItsEdges)
{
  const auto quality = quality_of(tendon(Resolution::standard));
  EXPECT_EQ(quality.n_cells, 29280u);
  EXPECT_LE(quality.edges_gap.longest, 0.75);
  EXPECT_GE(quality.smallest_scaled_jacobian_gap, 0.6);
  EXPECT_GE(quality.smallest_scaled_jacobian, 0.4);
}

TEST(TendonMeshLong, FineHasItsEdges)
{
  const auto quality = quality_of(tendon(Resolution::fine));
  EXPECT_EQ(quality.n_cells, 166400u);
  EXPECT_LE(quality.edges_gap.longest, 0.4);
  EXPECT_GE(quality.smallest_scaled_jacobian_gap, 0.6);
  EXPECT_GE(quality.smallest_scaled_jacobian, 0.4);
}

TEST(TendonMesh, LayersFollowOtherGaps)
{
  for (const double gap_length : {10., 40., 60.})
  {
    Geometry geometry   = tendon(Resolution::standard);
    geometry.gap_length = gap_length;
    geometry.gap_centre = 45.;
    const fields::TendonLayers layers(geometry, fields::tendon_counts(geometry));
    EXPECT_NEAR(layers.height(0.), 0., 1e-10);
    EXPECT_NEAR(layers.height(layers.n_layers()), 100., 1e-10);
    double previous = 0.;
    for (double layer = 0.5; layer <= layers.n_layers(); layer += 0.5)
    {
      const double thickness = layers.height(layer) - layers.height(layer - 0.5);
      EXPECT_GT(thickness, 0.);
      const bool in_gap = std::abs(layers.height(layer - 0.25) - 45.) < gap_length / 2.;
      EXPECT_LE(thickness, in_gap ? 0.75 + 1e-12 : 100.);
      const double ratio = layer > 0.5 ? thickness / previous : 1.;
      EXPECT_LE(std::max(ratio, 1. / ratio), 1.3 + 1e-9);
      EXPECT_NEAR(layers.layer(layers.height(layer)), layer, 1e-10);
      previous = thickness;
    }
  }
}

TEST(TendonMesh, VolumeConvergesWithSecondOrder)
{
  Geometry            geometry = shaped_tendon();
  const double        exact    = exact_volume(geometry);
  std::vector<double> errors;
  for (geometry.global_refinements = 0; geometry.global_refinements < 3; ++geometry.global_refinements)
    errors.push_back(exact - quality_of(geometry).volume);
  EXPECT_GT(std::log2(errors[0] / errors[1]), 1.9);
  EXPECT_GT(std::log2(errors[1] / errors[2]), 1.9);
  EXPECT_LT(std::abs(errors[2]), 1e-3 * exact);
}

TEST(TendonMesh, SectionsAndBoundariesConverge)
{
  Geometry                     geometry = shaped_tendon();
  const fields::TendonGeometry shape(geometry);
  std::vector<double>          section_errors, boundary_errors;
  for (geometry.global_refinements = 0; geometry.global_refinements < 2; ++geometry.global_refinements)
  {
    const auto quality = quality_of(geometry);
    double     worst   = 0.;
    for (const auto &section : quality.profile)
      if (std::abs(section.position - geometry.gap_centre) < 12.5)
        worst = std::max(worst, std::abs(section.area - 200.));
    section_errors.push_back(worst);
    boundary_errors.push_back(std::abs(quality.boundary_areas.at("insertion") - shape.area(0.)));
    EXPECT_NEAR(quality.boundary_areas.at("proximal"), shape.area(100.), 0.02 * shape.area(100.));
    EXPECT_NEAR(quality.volume_gap, 5000., 60.);
  }
  EXPECT_GT(std::log2(section_errors[0] / section_errors[1]), 1.9);
  EXPECT_GT(std::log2(boundary_errors[0] / boundary_errors[1]), 1.9);
}

TEST(TendonMesh, RefinedVerticesLieOnTheShape)
{
  Geometry                     geometry = shaped_tendon();
  const fields::TendonGeometry shape(geometry);
  const auto                   mesh          = fields::make_mesh(geometry, MPI_COMM_WORLD);
  auto                        &triangulation = *mesh.triangulation;

  // Globally, then on part of the mesh, then coarsened: p4est rebuilds cells each time.
  triangulation.refine_global(1);
  for (const auto &cell : triangulation.active_cell_iterators())
    if (cell->is_locally_owned() && cell->center()[2] > 40. && cell->center()[2] < 60.)
      cell->set_refine_flag();
  triangulation.execute_coarsening_and_refinement();
  for (const auto &cell : triangulation.active_cell_iterators())
    if (cell->is_locally_owned() && cell->level() == 1 && cell->center()[2] > 80.)
      cell->set_coarsen_flag();
  triangulation.execute_coarsening_and_refinement();

  for (const auto &cell : triangulation.active_cell_iterators())
    for (const auto &face : cell->face_iterators())
    {
      EXPECT_GT(fields::scaled_jacobian(cell), 0.3);
      if (!face->at_boundary())
        continue;
      for (const unsigned int corner : face->vertex_indices())
      {
        const auto   vertex       = face->vertex(corner);
        const auto   id           = face->boundary_id();
        const bool   on_surface   = id == mesh.boundary_ids.at("surface");
        const bool   at_insertion = id == mesh.boundary_ids.at("insertion");
        const double radius       = shape.to_disc(vertex).norm();
        EXPECT_NEAR(on_surface ? radius : 1., 1., 1e-12);
        EXPECT_NEAR(on_surface ? 0. : vertex[2], on_surface || at_insertion ? 0. : 100., 1e-10);
      }
    }
}

TEST(TendonMesh, IntactTendonHasTheSameTopology)
{
  Geometry geometry  = tendon(Resolution::coarse);
  geometry.has_gap   = false;
  const auto quality = quality_of(geometry);
  EXPECT_EQ(quality.n_cells, 2442u);
  EXPECT_EQ(quality.n_gap_cells, 0u);
  EXPECT_GE(quality.smallest_scaled_jacobian, 0.7);
  EXPECT_NEAR(quality.volume, exact_volume(geometry), 0.011 * quality.volume);
}

TEST(TendonMesh, CustomCountsAreUsed)
{
  Geometry geometry           = tendon(Resolution::custom);
  geometry.global_refinements = 1;
  // (8*5 core + 26 around * 1 ring) * (17 + 8 + 6) layers * 8
  EXPECT_EQ(quality_of(geometry).n_cells, 66u * 31u * 8u);
  geometry.cells_ring = 0;
  expect_input_error(geometry, "at least 1 cell");
}

TEST(TendonMesh, GapOutsideTheTendonIsRefused)
{
  Geometry geometry   = tendon(Resolution::coarse);
  geometry.gap_centre = 90.;
  expect_input_error(geometry, "extends from 67.5 to 112.5 mm");
}

TEST(BlockMesh, HasNamesSizesAndFibres)
{
  Geometry geometry           = block({2., 3., 5.}, {1, 1, 4});
  geometry.global_refinements = 1;

  const auto quality = quality_of(geometry);
  EXPECT_EQ(quality.n_cells, 32u);
  EXPECT_EQ(quality.n_vertices, 3u * 3u * 9u);
  EXPECT_NEAR(quality.volume, 30., 1e-12);
  EXPECT_NEAR(quality.volume_gap, 30., 1e-12);
  EXPECT_NEAR(quality.smallest_scaled_jacobian, 1., 1e-12);
  EXPECT_NEAR(quality.profile.front().area, 6., 1e-12);
  EXPECT_NEAR(quality.profile.back().area, 6., 1e-12);
  const std::map<std::string, double> areas = {{"left", 15.}, {"right", 15.}, {"front", 10.},
                                               {"back", 10.}, {"bottom", 6.}, {"top", 6.}};
  for (const auto &[name, area] : areas)
    EXPECT_NEAR(quality.boundary_areas.at(name), area, 1e-12) << name;

  geometry.block_fibre_direction = "3, 0, 4";
  const auto fibre               = fields::fibre_field(geometry)(Point<3>());
  EXPECT_NEAR(fibre[0], 0.6, 1e-15);
  EXPECT_NEAR(fibre[2], 0.8, 1e-15);
}

/// A rotation about y that maps z to this direction in the plane of x and z.
std::function<Point<3>(const Point<3> &)> turn(const double x, const double z)
{
  return [x, z](const Point<3> &p) { return Point<3>(z * p[0] + x * p[2], p[1], z * p[2] - x * p[0]); };
}

TEST(BlockMesh, SectionsAreAcrossTheFibres)
{
  Geometry along_x                = block({40., 10., 6.}, {4, 1, 1});
  along_x.block_fibre_direction   = "1, 0, 0";
  Geometry against_y              = block({10., 40., 6.}, {1, 4, 1});
  against_y.block_fibre_direction = "0, -2, 0";
  Geometry oblique                = block({10., 6., 40.}, {1, 1, 4});
  oblique.block_fibre_direction   = "3, 0, 4";

  const auto turned = fields::make_mesh(oblique, MPI_COMM_WORLD);
  dealii::GridTools::transform(turn(0.6, 0.8), *turned.triangulation);
  for (const auto &quality : {quality_of(along_x), quality_of(against_y), measure_quality(turned, oblique)})
  {
    EXPECT_NEAR(quality.profile.back().position - quality.profile.front().position, 40. * 24. / 25., 1e-9);
    for (const auto &section : quality.profile)
      EXPECT_NEAR(section.area, 60., 1e-9) << section.position;
  }
  EXPECT_NEAR(measure_quality(turned, oblique).extent[0], 8. + 24., 1e-9);
  EXPECT_NEAR(quality_of(along_x).extent[0], 40., 1e-12);
}

TEST(BlockMesh, WrongFibreDirectionsAreRefused)
{
  Geometry geometry;
  geometry.type = parameters::GeometryType::block;
  for (const auto *text : {"", "0, 0, 0", "1, 2", "1 2 3", "a, b, c", "1, 2, 3, 4"})
  {
    geometry.block_fibre_direction = text;
    EXPECT_THROW(fields::fibre_field(geometry), InputError) << text;
  }
}

TEST(MeshQuality, LocatesInvertedCells)
{
  fields::MeshQuality quality;
  quality.smallest_scaled_jacobian    = -0.2;
  quality.smallest_scaled_jacobian_at = Point<3>(1., 2., 3.);
  try
  {
    fields::require_usable(quality);
    FAIL();
  }
  catch (const InputError &error)
  {
    EXPECT_NE(std::string(error.what()).find("(1 2 3) mm"), std::string::npos) << error.what();
  }
}

TEST(MeshQuality, IsWrittenAsATableAndAsJson)
{
  const auto         quality = quality_of(tendon(Resolution::coarse));
  std::ostringstream table, json;
  fields::print_table(quality, table);
  fields::print_json(quality, json);
  EXPECT_NE(table.str().find("2442"), std::string::npos);
  EXPECT_NE(table.str().find("parts                                 1\n"), std::string::npos) << table.str();
  EXPECT_NE(table.str().find("Section across (0, 0, 1): position"), std::string::npos) << table.str();
  EXPECT_NE(json.str().find("\"cells\": 2442,"), std::string::npos);
  EXPECT_NE(json.str().find("\"parts\": 1,"), std::string::npos);
  EXPECT_NE(json.str().find("\"section axis\": [0, 0, 1]"), std::string::npos);
  EXPECT_NE(json.str().find("\"surface\": "), std::string::npos);
}
} // namespace
