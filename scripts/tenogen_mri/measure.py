"""All measures of one examination."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .grid import require_same_grid
from .overlap import overlap_measures
from .regions import regions_of
from .signals import signal_measures, t2star_measures
from .tissues import axis_of, shares_by_fraction, shares_by_label, tissue_measures
from .volume import LABEL, PROTON_DENSITY, T2STAR, Volumes, signal_names

THINNEST_SLAB = 1.0  # [mm] unless asked for


@dataclass(frozen=True)
class Settings:
    """How to measure."""

    labels: dict[str, int]  # values of the label map
    axis: str  # `principal`, `x`, `y` or `z`
    slab: float | None  # [mm] thickness of the slabs of the profile; None: THINNEST_SLAB, or a voxel's extent if longer
    shrink: int  # layers of voxels left out at the surfaces of regions where signals are taken
    with_ratios: bool  # of signals to muscle


def measure(volumes: Volumes, settings: Settings, against: Volumes | None = None) -> dict[str, object]:
    """Every measure that the volumes allow, by name and unit, in the order of printing; docs/mri.md defines them."""
    label = volumes.read(LABEL)
    grid, regions = label.grid, regions_of(label, settings.labels)
    axis = axis_of(regions.tendon, grid, settings.axis, label.where)
    slab = settings.slab or max(THINNEST_SLAB, grid.voxel_extent(axis))
    shares = {"by fraction": shares_by_fraction(volumes), "by label": shares_by_label(regions)}
    result: dict[str, object] = {
        "file": volumes.where, "month": volumes.month, "spacing [mm]": grid.spacing.tolist(), "axis": axis.tolist(),
        "slab [mm]": slab, "shrink": settings.shrink,
        "unnamed labels": {str(value): count for value, count in regions.unnamed.items()},
        "fluid outside volume [mm^3]": float(np.count_nonzero(regions.fluid_outside)) * grid.voxel_volume}
    for way, share in shares.items():
        if share is not None:
            result[way] = tissue_measures(share, grid, axis, slab, volumes.where)
    result |= image_measures(volumes, regions.for_signals(settings.shrink), settings.with_ratios)
    if against is not None:
        other = against.read(LABEL)
        require_same_grid(other.grid, other.where, grid, label.where)
        result["against"] = {"file": against.where,
                             **overlap_measures(regions, regions_of(other, settings.labels), grid)}
    return result


def image_measures(volumes: Volumes, regions: dict[str, np.ndarray], with_ratios: bool) -> dict[str, object]:
    """Signals per image and region, texture, T2*."""
    result: dict[str, object] = {}
    signals = {name: signal_measures(volumes.read(name), regions, with_ratios)
               for name in signal_names(volumes.names)}
    if signals:
        result["signals"] = signals
    if PROTON_DENSITY in signals:
        result["texture [-]"] = signals[PROTON_DENSITY]["gap"]["coefficient of variation [-]"]
    if T2STAR in volumes.names:
        result["T2*"] = t2star_measures(volumes.read(T2STAR), regions)
    return result
