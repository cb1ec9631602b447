#ifndef tenogen_fields_statistics_h
#define tenogen_fields_statistics_h

#include "tenogen/fields/spaces.h"
#include "tenogen/fields/state.h"

namespace tenogen::fields
{
/// Volume of the gap (of the whole body if there is no gap) with half of its end planes, mm^3.
double gap_volume(const Spaces &spaces);

/// Length of the gap of the parametric tendon; of other bodies, and without a gap, the extent along
/// body_axis(), mm.
double gap_length(const parameters::Geometry &geometry, const Spaces &spaces);

/// Largest magnitude of the displacement along an axis, a unit vector, mm.
double largest_displacement(const Spaces &spaces, const Vector &displacement,
                            const dealii::Tensor<1, 3> &axis);

/// Nematic order of the fibres at the owned vertices, -.
Vector alignment(const Spaces &spaces, const State &state);

/// Volume average of a field, in its unit, over the vertices inside the gap (Spaces::in_gap).
double mean_in_gap(const Spaces &spaces, const Vector &field);

/// Volume average of a field, in its unit, over the intact tissue (one minus the tissue indicator as weight);
/// 0 if there is none.
double mean_of_stumps(const Spaces &spaces, const Vector &field);

/**
 * Volume percentile of a field in the gap: the smallest vertex value that the given share of the gap's volume
 * does not exceed, interpolated linearly between neighbouring values so that it depends continuously on the
 * field.
 */
double percentile_in_gap(const Spaces &spaces, const Vector &field, double share);

/**
 * The weakest section: divides the gap (the whole body if there is no gap) across its mean fibre axis into
 * sections of about the given thickness [mm] and returns the largest section mean of the field. A vertex
 * contributes to the two nearest sections, weighted by its distance from their middles, so that the result
 * depends continuously on the field and the mesh.
 */
double largest_section_mean(const Spaces &spaces, const Vector &field, double thickness);

/// Integral of a field over the body.
double integral(const Spaces &spaces, const Vector &field);

/// Smallest value of a field on all ranks.
double smallest(const Spaces &spaces, const Vector &field);
} // namespace tenogen::fields

#endif
