#include "tenogen/core/errors.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/sources.h"
#include "tenogen/parameters/value_text.h"

namespace tenogen::parameters
{
namespace
{
// Outside these ranges no tendon is possible, meshes would not fit into memory, and rounding would remove
// layers.
const Range body_length = between(0.01, 1000.);
const Range body_area   = between(0.01, 1e5);
const Range body_ratio  = between(0.05, 20.);

void bind_tendon(Binder &binder, Geometry &g)
{
  binder.enter("Tendon", "The parametric Achilles tendon: elliptic cross-sections along the z axis from the "
                         "insertion (z = 0) to the proximal end (z = length), with scar in the gap.");
  binder.add(g.length, "Length [mm]", body_length,
             {"",
              "Length of the modelled free tendon, from the insertion to the proximal end.",
              "assumed; 99 mm from calcaneus to muscle in " + sources::ruptured,
              assumed,
              {60., 120.}});
  binder.add(g.intact_area, "Intact area [mm^2]", body_area,
             {"",
              "Cross-sectional area of the intact tendon at mid-length.",
              sources::memory,
              assumed,
              {50., 100.}});
  binder.add(g.distal_proximal_ratio, "Distal over proximal area [-]", body_ratio,
             {"",
              "Ratio of the area 10 mm above the insertion to the area 70 mm above it.",
              sources::magnusson,
              measured,
              {1.51, 1.85}});
  binder.add(g.aspect_ratio_proximal, "Proximal aspect ratio [-]", body_ratio,
             {"",
              "Ratio of the medio-lateral to the antero-posterior semi-axis at the proximal end.",
              sources::memory,
              modelled,
              {1.5, 2.5}});
  binder.add(g.aspect_ratio_distal, "Distal aspect ratio [-]", body_ratio,
             {"",
              "Ratio of the medio-lateral to the antero-posterior semi-axis at the insertion.",
              sources::memory,
              modelled,
              {1.5, 2.5}});
  binder.add(g.sagittal_bow, "Sagittal bow [mm]", between(-1000., 1000.),
             {"", "Antero-posterior offset of the axis at mid-length.", sources::assumed, assumed});
  binder.add(g.twist, "Twist [degree]", between(-360., 360.),
             {"",
              "Rotation of the fibres about the axis between the two ends.",
              sources::knaus + " (values " + sources::memory + ")",
              modelled,
              {0., 60.}});
  binder.leave();
}

void bind_gap(Binder &binder, Geometry &g)
{
  binder.enter("Gap", "The rupture gap, filled with scar, between the two stumps.");
  binder.add(g.has_gap, "Gap",
             {"", "Whether the tendon is ruptured, with scar in the gap (true), or intact (false).",
              sources::choice});
  binder.add(
      g.gap_centre, "Gap centre [mm]", body_length,
      {"", "Height of the middle of the gap above the insertion.", sources::ruptured, measured, {20., 60.}});
  binder.add(g.gap_length, "Gap length [mm]", body_length,
             {"",
              "Length of the scar between the stumps.",
              "chronic-gap classifications, " + sources::memory,
              assumed,
              {10., 60.}});
  binder.add(g.gap_area, "Gap area [mm^2]", body_area,
             {"",
              "Cross-sectional area of the scar in the gap.",
              "callus of acute ruptures, " + sources::early_tension,
              modelled,
              {100., 390.}});
  binder.add(g.gap_aspect_ratio, "Gap aspect ratio [-]", body_ratio,
             {"",
              "Ratio of the medio-lateral to the antero-posterior semi-axis of the scar.",
              sources::assumed,
              assumed,
              {1., 2.5}});
  binder.add(g.gap_transition_length, "Gap transition length [mm]", body_length,
             {"", "Axial length over which the cross-section changes from stump to scar.", sources::assumed,
              assumed});
  binder.add(g.indicator_width, "Indicator width [mm]", body_length,
             {"",
              "Width of the hyperbolic tangent that separates scar from stump tissue.",
              sources::assumed,
              assumed,
              {0.2, 2.}});
  binder.leave();
}

void bind_mesh(Binder &binder, Geometry &g)
{
  const auto count = [&](unsigned int &member, const std::string &name, const std::string &meaning) {
    binder.add(member, name, between(1., 10000.), {"", meaning, sources::numerical});
  };
  binder.enter("Mesh", "Hexahedra of the parametric tendon.");
  binder.add(g.resolution, "Resolution",
             {{"coarse", Resolution::coarse},
              {"standard", Resolution::standard},
              {"fine", Resolution::fine},
              {"custom", Resolution::custom}},
             {"", "Fineness of the mesh; custom uses the numbers of cells below.", sources::numerical});
  count(g.cells_across_width, "Cells across width [-]",
        "Resolution custom: number of cells across the core, medio-lateral.");
  count(g.cells_across_thickness, "Cells across thickness [-]",
        "Resolution custom: number of cells across the core, antero-posterior.");
  count(g.cells_ring, "Cells in the ring [-]",
        "Resolution custom: number of layers of cells around the core.");
  count(g.cells_gap, "Cells along the gap [-]",
        "Resolution custom: number of layers of cells along the gap.");
  count(g.cells_distal, "Cells along the distal stump [-]",
        "Resolution custom: number of layers of cells along the distal stump.");
  count(g.cells_proximal, "Cells along the proximal stump [-]",
        "Resolution custom: number of layers of cells along the proximal stump.");
  binder.add(
      g.global_refinements, "Global refinements [-]", between(0., 6.),
      {"", "Number of times every cell edge is halved, for every resolution and type.", sources::numerical});
  binder.leave();
}

void bind_block(Binder &binder, Geometry &g)
{
  binder.enter("Block", "A block with one corner at the origin; its boundaries are left, right (x), front, "
                        "back (y), bottom, top (z).");
  const auto size = [&](double &member, const std::string &name, const std::string &direction)
  {
    binder.add(member, name, body_length,
               {"", "Edge length of the block along " + direction + ".", sources::choice});
  };
  const auto cells = [&](unsigned int &member, const std::string &name, const std::string &direction)
  {
    binder.add(member, name, between(1., 10000.),
               {"", "Number of cells of the block along " + direction + ".", sources::numerical});
  };
  size(g.block_size_x, "Size x [mm]", "x");
  size(g.block_size_y, "Size y [mm]", "y");
  size(g.block_size_z, "Size z [mm]", "z");
  cells(g.block_cells_x, "Cells x [-]", "x");
  cells(g.block_cells_y, "Cells y [-]", "y");
  cells(g.block_cells_z, "Cells z [-]", "z");
  binder.add(g.block_fibre_direction, "Fibre direction [-]", "three numbers `0, 0, 1`, not all zero",
             {"a_0", "Uniform direction of the fibres; its length does not matter.", sources::choice},
             [](const std::string &text) { direction_from_text(text); });
  binder.leave();
}
} // namespace

void bind(Binder &binder, Geometry &geometry)
{
  binder.enter("Geometry", "The body: a parametric Achilles tendon, a block, or a mesh file.");
  binder.add(
      geometry.type, "Type",
      {{"achilles", GeometryType::achilles}, {"block", GeometryType::block}, {"file", GeometryType::file}},
      {"", "Body to simulate: the parametric Achilles tendon, a block, or the mesh file.", sources::choice});
  binder.add(geometry.mesh_file, "Mesh file", "the path of a Gmsh .msh file, or empty",
             {"",
              "Type file: Gmsh mesh of hexahedra in mm with named boundary surfaces; a relative path is "
              "resolved against the working directory.",
              sources::choice});
  bind_tendon(binder, geometry);
  bind_gap(binder, geometry);
  bind_mesh(binder, geometry);
  bind_block(binder, geometry);
  binder.leave();
}
} // namespace tenogen::parameters
