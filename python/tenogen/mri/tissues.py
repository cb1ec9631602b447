"""Volumes, lengths and cross-sections of tendon and gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .axial_profile import AxialProfile, outermost_crossings
from .errors import MriError
from .grid import Grid
from .regions import Regions
from .volume import FLUID, GAP_FRACTION, TENDON_FRACTION, TISSUES, Volumes

WORLD_AXES = {"x": 0, "y": 1, "z": 2}
LONG_ENOUGH = 1.5  # [-] variance along the principal axis, to that across it
TENDON_ENDS = 0.5  # [-] of the median cross-section
GAP_ENDS = 0.5  # [-] of the gap's largest share of a section
ROUNDING = 1e-3  # [-] by which fractions may leave 0 to 1, where files stored them as scaled whole numbers


@dataclass(frozen=True)
class TissueShares:
    """The part of each voxel that belongs to a tissue: (ni, nj, nk), 0 to 1 or bool."""

    tendon: np.ndarray  # the whole organ, gap included
    stumps: np.ndarray
    gap: np.ndarray
    fluid: np.ndarray


def shares_by_label(regions: Regions) -> TissueShares:
    """All or nothing."""
    return TissueShares(regions.tendon, regions.stumps, regions.gap, regions.fluid)


def shares_by_fraction(volumes: Volumes) -> TissueShares | None:
    """From the volumes of fractions; None where one of them is missing."""
    if not set(TISSUES) <= set(volumes.names):
        return None
    stumps, gap, fluid = (_fraction(volumes, name) for name in (TENDON_FRACTION, GAP_FRACTION, FLUID))
    tendon = stumps + gap
    if tendon.max() > 1 + ROUNDING:
        raise MriError(f"{volumes.where}: '{TENDON_FRACTION}' and '{GAP_FRACTION}' add up to {tendon.max():g} in a "
                       "voxel. Their sum must be at most 1.")
    if not tendon.any():
        raise MriError(f"{volumes.where}: '{TENDON_FRACTION}' and '{GAP_FRACTION}' are 0 everywhere. "
                       "Place the grid where the tendon is.")
    return TissueShares(tendon, stumps, gap, fluid)


def missing_fractions(names: list[str]) -> list[str]:
    """What is missing for measures by fraction where some of it is there; nothing where none is."""
    missing = [name for name in TISSUES if name not in names]
    return missing if len(missing) < len(TISSUES) else []


def axis_of(tendon: np.ndarray, grid: Grid, choice: str, where: str) -> np.ndarray:
    """Unit vector (3,): `x`, `y`, `z` of the world, or `principal`, the tendon's longest.

    The principal axis points to where its largest component grows: a tendon's upwards.
    """
    if choice in WORLD_AXES:
        return np.eye(3)[WORLD_AXES[choice]]
    centres = grid.world(np.argwhere(tendon))
    offsets = centres - centres.mean(axis=0)
    variances, directions = np.linalg.eigh(offsets.T @ offsets / len(offsets))
    if not variances[2] > LONG_ENOUGH * variances[1]:
        raise MriError(f"{where}: the tendon is hardly longer than wide, so its axis is uncertain. "
                       "Give --axis x, y or z.")
    axis = directions[:, 2]
    return axis * np.sign(axis[np.argmax(np.abs(axis))])


def tissue_measures(shares: TissueShares, grid: Grid, axis: np.ndarray, slab: float,
                    where: str) -> dict[str, object]:
    """Measures by name and unit, and the profile along the axis in slabs [mm]; docs/mri.md defines them."""
    tendon, gap = (AxialProfile(share, grid, axis) for share in (shares.tendon, shares.gap))
    start, end = tendon_extent(tendon)
    margin = tendon.voxel_extent  # as far as voxels cut by an end blur the area
    profile = slab_profile(tendon, gap, start + margin, end - margin, slab)
    if not profile:
        raise MriError(f"{where}: the tendon is {end - start:.3g} mm long, of which no slab of {slab:g} mm remains "
                       "between voxels cut by its ends. Give a smaller --slab, or another --axis.")
    areas = [row["tendon CSA [mm^2]"] for row in profile]
    measures = {
        "tendon start [mm]": _on_axis(start, shares.tendon, grid, axis),
        "tendon volume [mm^3]": _volume(shares.tendon, grid),
        "stump volume [mm^3]": _volume(shares.stumps, grid),
        "gap volume [mm^3]": _volume(shares.gap, grid),
        "fluid volume [mm^3]": _volume(shares.fluid, grid),
        "tendon length [mm]": end - start,
        "tendon mean CSA [mm^2]": tendon.mean_area(start + margin, end - margin),
        "tendon smallest CSA [mm^2]": min(areas),
        "tendon largest CSA [mm^2]": max(areas),
        **gap_measures(tendon, gap, _volume(shares.gap, grid), (start, end))}
    for row in profile:
        row["position [mm]"] -= start
    return {**measures, "profile": profile}


def tendon_extent(tendon: AxialProfile) -> tuple[float, float]:
    """Positions [mm] between which the cross-section exceeds TENDON_ENDS of its median."""
    positions = tendon.positions()
    areas = tendon.area(positions, tendon.voxel_extent)
    return outermost_crossings(positions, areas, TENDON_ENDS * float(np.median(areas[areas > 0])))


def gap_measures(tendon: AxialProfile, gap: AxialProfile, gap_volume: float,
                 ends: tuple[float, float]) -> dict[str, float | None]:
    """Extent of the gap, its place from the tendon's start, cross-section there, length by volume."""
    extent = gap_extent(tendon, gap, ends)
    if extent is None:
        return {"gap length by extent [mm]": 0.0, "gap length by volume [mm]": 0.0, "gap start [mm]": None,
                "gap mean CSA [mm^2]": None}
    mean_area = tendon.mean_area(*extent)
    return {"gap length by extent [mm]": extent[1] - extent[0], "gap length by volume [mm]": gap_volume / mean_area,
            "gap start [mm]": extent[0] - ends[0], "gap mean CSA [mm^2]": mean_area}


def gap_extent(tendon: AxialProfile, gap: AxialProfile, ends: tuple[float, float]) -> tuple[float, float] | None:
    """Positions [mm] between which the gap's share of the section exceeds GAP_ENDS of its largest."""
    between = tendon.positions()
    between = between[(between > ends[0]) & (between < ends[1])]
    sections = tendon.area(between, tendon.voxel_extent)
    shares = np.divide(gap.area(between, gap.voxel_extent), sections, out=np.zeros_like(sections), where=sections > 0)
    return outermost_crossings(between, shares, GAP_ENDS * float(shares.max()))


def slab_profile(tendon: AxialProfile, gap: AxialProfile, start: float, end: float,
                 slab: float) -> list[dict[str, float]]:
    """Cross-sections of as many whole slabs [mm] as fit between two positions [mm], centred between them."""
    number = int((end - start) / slab)
    lowest = (start + end - (number - 1) * slab) / 2
    positions = lowest + slab * np.arange(number)
    return [{"position [mm]": float(position), "tendon CSA [mm^2]": float(tendon.area(position, slab)),
             "gap CSA [mm^2]": float(gap.area(position, slab))} for position in positions]


def _volume(share: np.ndarray, grid: Grid) -> float:
    return float(share.sum(dtype=float)) * grid.voxel_volume


def _on_axis(position: float, tendon: np.ndarray, grid: Grid, axis: np.ndarray) -> list[float]:
    """World coordinates [mm] of a position on the line along the axis through the tendon's centroid."""
    indices = np.argwhere(tendon)
    centroid = np.average(grid.world(indices), axis=0, weights=tendon[tuple(indices.T)])
    return (centroid + (position - axis @ centroid) * axis).tolist()


def _fraction(volumes: Volumes, name: str) -> np.ndarray:
    volume = volumes.read(name)
    values = volume.values
    if not np.all((values >= -ROUNDING) & (values <= 1 + ROUNDING)):
        raise MriError(f"{volume.where}: fractions must lie between 0 and 1; some do not, or are NaN. Correct the "
                       "volume.")
    return values
