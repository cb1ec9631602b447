#ifndef tenogen_fields_statistics_h
#define tenogen_fields_statistics_h

#include "tenogen/fields/spaces.h"

namespace tenogen::fields
{
/// Volume of the gap (the whole body where there is none), mm^3.
double gap_volume(const Spaces &spaces);

/// Volume average of a field over the gap.
double mean_in_gap(const Spaces &spaces, const Vector &field);

/**
 * Volume percentile of a field over the gap: the smallest vertex value below or at which the given
 * share of the gap's volume lies, interpolated linearly between neighbouring vertex values so that it
 * depends continuously on the field.
 */
double percentile_in_gap(const Spaces &spaces, const Vector &field, double share);

/// Integral of a field over the body.
double integral(const Spaces &spaces, const Vector &field);

/// Smallest value of a field on all ranks.
double smallest(const Spaces &spaces, const Vector &field);
} // namespace tenogen::fields

#endif
