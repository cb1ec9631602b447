#ifndef tenogen_fields_tendon_layers_h
#define tenogen_fields_tendon_layers_h

#include "tenogen/parameters/geometry.h"

namespace tenogen::fields
{
/// Counts of cells of the tendon's coarsest mesh, and how often every edge is halved afterwards.
struct TendonCounts
{
  unsigned int across_width;     ///< core cells medio-lateral
  unsigned int across_thickness; ///< core cells antero-posterior
  unsigned int ring;             ///< layers around the core
  unsigned int gap;              ///< layers along the gap
  unsigned int distal;           ///< layers along the distal stump
  unsigned int proximal;         ///< layers along the proximal stump
  unsigned int refinements;
};

/**
 * Counts of a resolution. For a named one, the number of layers follows from gap and stump lengths, so
 * that every gap has layers of at most 1.8 (coarse), 0.75 (standard) or 0.4 mm (fine).
 * Throws InputError if a custom count is zero.
 */
TendonCounts tendon_counts(const parameters::Geometry &geometry);

/**
 * Heights of the layers as a smooth function of a running layer number s in [0, number of layers]; halving a
 * layer means halving s. In the gap, and a fifth of the transition length beyond it, layers have the height h
 * of the gap's; from there they grow geometrically: at k layers beyond, the height above is h (exp(g k) - 1)
 * / g (C1), with g such that the stump's layers end at its end. Without a gap: uniform.
 */
class TendonLayers
{
public:
  TendonLayers(const parameters::Geometry &geometry, const TendonCounts &counts);

  unsigned int n_layers() const;

  /// Height above the insertion at layer number s, mm.
  double height(double layer) const;

  /// Inverse of height().
  double layer(double height) const;

private:
  /// Distance from the gap as a function of the number of layers from it.
  struct Stump
  {
    double layer_height;   ///< h, mm
    double uniform_layers; ///< number of layers of height h next to the gap
    double growth;         ///< g, natural logarithm of the ratio of successive layers

    double distance(double layers) const;
    double layers(double distance) const;
  };

  static Stump make_stump(double length, double layer_height, double uniform_length, unsigned int n_layers);

  TendonCounts counts;
  double       gap_begin;
  double       gap_end;
  Stump        distal;
  Stump        proximal;
};
} // namespace tenogen::fields

#endif
