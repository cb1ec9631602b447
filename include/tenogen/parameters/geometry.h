#ifndef tenogen_parameters_geometry_h
#define tenogen_parameters_geometry_h

#include <string>

/// Defaults: src/parameters/defaults.cc. Names, units, ranges, meanings and sources: the `bind` function.
namespace tenogen::parameters
{
enum class GeometryType
{
  achilles,
  block,
  file
};

enum class Resolution
{
  coarse,
  standard,
  fine,
  custom
};

/// The body: a parametric Achilles tendon, a block, or a mesh file. Lengths in mm; z runs from the
/// insertion (z = 0, calcaneus) to the proximal end (z = length).
struct Geometry
{
  Geometry(); ///< with the defaults

  GeometryType type;

  // Parametric tendon
  double length;                ///< free tendon, insertion to proximal end
  double intact_area;           ///< cross-section at mid-length of the intact tendon
  double distal_proximal_ratio; ///< area at 10 mm over area at 70 mm above the insertion
  double aspect_ratio_proximal; ///< medio-lateral over antero-posterior semi-axis, z = length
  double aspect_ratio_distal;   ///< the same at the insertion
  double sagittal_bow;          ///< antero-posterior offset of the axis at mid-length
  double twist;                 ///< rotation of the fibres between the two ends, degree
  bool   has_gap;               ///< a ruptured tendon with scar, or an intact one
  double gap_centre;            ///< height of the middle of the gap above the insertion
  double gap_length;
  double gap_area; ///< cross-section of the scar
  double gap_aspect_ratio;
  double gap_transition_length; ///< axial length over which stump and scar section blend
  double indicator_width;       ///< tanh width of the tissue indicator between scar and stump

  // Mesh of the parametric tendon
  Resolution   resolution;
  unsigned int cells_across_width;     ///< custom: core cells medio-lateral
  unsigned int cells_across_thickness; ///< custom: core cells antero-posterior
  unsigned int cells_ring;             ///< custom: layers around the core
  unsigned int cells_gap;              ///< custom: layers along the gap
  unsigned int cells_distal;           ///< custom: layers along the distal stump
  unsigned int cells_proximal;         ///< custom: layers along the proximal stump
  unsigned int global_refinements;     ///< further halvings of every cell edge

  // Block: boundaries are named left/right (x), front/back (y), bottom/top (z)
  double       block_size_x;
  double       block_size_y;
  double       block_size_z;
  unsigned int block_cells_x;
  unsigned int block_cells_y;
  unsigned int block_cells_z;
  std::string  block_fibre_direction; ///< constant fibre axis of the block

  // Mesh file
  std::string mesh_file; ///< Gmsh .msh of hexahedra with named boundaries
};
} // namespace tenogen::parameters

#endif
