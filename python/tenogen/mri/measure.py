"""All measures of one examination."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import MriError
from .grid import require_same_grid
from .overlap import overlap_measures
from .regions import Regions, regions_of
from .signals import signal_measures, t2star_measures
from .tissues import axis_of, missing_fractions, shares_by_fraction, shares_by_label, tissue_measures
from .volume import LABEL, T2STAR, Volumes, proton_density_of, signal_names

# Measures of fluid that is no part of the tendon.
FLUID_BESIDE, FLUID_OUTSIDE = "fluid beside the tendon volume [mm^3]", "fluid outside volume [mm^3]"
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
        "missing fractions": missing_fractions(volumes.names),
        FLUID_BESIDE: float(np.count_nonzero(regions.fluid_beside)) * grid.voxel_volume,
        FLUID_OUTSIDE: float(np.count_nonzero(regions.fluid_outside)) * grid.voxel_volume}
    for way, share in shares.items():
        if share is not None:
            result[way] = tissue_measures(share, grid, axis, slab, volumes.where)
    result |= image_measures(volumes, regions, settings)
    if against is not None:
        other = against.read(LABEL)
        require_same_grid(other.grid, other.where, grid, label.where)
        result["against"] = {"file": against.where,
                             **overlap_measures(regions, regions_of(other, settings.labels), grid)}
    return result


def image_measures(volumes: Volumes, regions: Regions, settings: Settings) -> dict[str, object]:
    """Signals per image and region, texture, T2*."""
    result: dict[str, object] = {}
    shrunk, names = regions.for_signals(settings.shrink), signal_names(volumes.names)
    if names and settings.with_ratios and regions.muscle.any() and not shrunk["muscle"].any():
        raise MriError(f"{volumes.where}: --shrink {settings.shrink} leaves none of {np.count_nonzero(regions.muscle)} "
                       "voxels of muscle, the reference for signals. Give a smaller --shrink, or --without-ratios.")
    signals = {name: signal_measures(volumes.read(name), shrunk, settings.with_ratios) for name in names}
    if signals:
        result["signals"] = signals
    if proton_density := proton_density_of(signals):
        result["texture [-]"] = signals[proton_density]["gap"]["coefficient of variation [-]"]
    if T2STAR in volumes.names:
        result["T2*"] = t2star_measures(volumes.read(T2STAR), shrunk)
    return result
