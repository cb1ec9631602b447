"""How well two label maps agree."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from .grid import Grid
from .regions import Regions

COMPARED = ("tendon", "stumps", "gap", "fluid")


def overlap_measures(first: Regions, second: Regions, grid: Grid) -> dict[str, dict[str, float | None]]:
    """Per region: Dice coefficient and mean surface distance."""
    measures = {}
    for name in COMPARED:
        one, other = getattr(first, name), getattr(second, name)
        measures[name] = {"Dice [-]": dice(one, other),
                          "mean surface distance [mm]": mean_surface_distance(one, other, grid)}
    return measures


def dice(first: np.ndarray, second: np.ndarray) -> float | None:
    """2 |A and B| / (|A| + |B|) of two regions (ni, nj, nk); None where both are empty."""
    total = np.count_nonzero(first) + np.count_nonzero(second)
    return 2 * np.count_nonzero(first & second) / total if total else None


def mean_surface_distance(first: np.ndarray, second: np.ndarray, grid: Grid) -> float | None:
    """Mean distance [mm] of either surface to the other; None where a region is empty.

    Over the faces of both surfaces, weighted with their areas: from the centre of a face to the nearest centre of a
    face of the other surface.
    """
    if not first.any() or not second.any():
        return None
    (centres, areas), (other_centres, other_areas) = surface(first, grid), surface(second, grid)
    there, _ = cKDTree(other_centres).query(centres)
    back, _ = cKDTree(centres).query(other_centres)
    return float((areas @ there + other_areas @ back) / (areas.sum() + other_areas.sum()))


def surface(region: np.ndarray, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Centres (n, 3) [mm] and areas (n,) [mm^2] of the voxel faces between a region and the rest."""
    padded = np.pad(region, 1)
    centres, areas = [], []
    for direction in range(3):
        faces = np.argwhere(np.diff(padded, axis=direction)) - 1.0
        faces[:, direction] += 0.5
        centres.append(grid.world(faces))
        one, other = np.delete(grid.edges, direction, axis=1).T
        areas.append(np.full(len(faces), np.linalg.norm(np.cross(one, other))))
    return np.concatenate(centres), np.concatenate(areas)
