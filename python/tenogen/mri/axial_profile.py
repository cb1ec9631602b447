"""Volume along an axis, free of the steps that counting voxel centres makes."""

from __future__ import annotations

import itertools
import math

import numpy as np

from .grid import Grid

CELLS_PER_VOXEL = 128  # cells of the axis in the projection of a voxel
NEGLIGIBLE_WIDTH = 1e-3  # [-] projected edges shorter than this share of the longest are dropped


class AxialProfile:
    """Volume of a region below a position s [mm] = x . axis on the axis.

    A voxel adds its volume spread over its own projection: that of a parallelepiped, the convolution of
    three boxes as wide as its projected edges.
    """

    def __init__(self, share: np.ndarray, grid: Grid, axis: np.ndarray) -> None:
        """`share` (ni, nj, nk): the part of each voxel that belongs to the region, 0 to 1."""
        indices = np.nonzero(share)
        projected_edges = axis @ grid.edges
        self.voxel_extent = grid.voxel_extent(axis)
        positions = np.full(indices[0].size, axis @ grid.affine[:3, 3])
        for index, edge in zip(indices, projected_edges):
            positions += edge * index
        volumes = grid.voxel_volume * share[indices]

        step = self.voxel_extent / CELLS_PER_VOXEL
        margin = CELLS_PER_VOXEL + 1  # in cells; the projection reaches half of it
        first = (positions.min() if positions.size else 0.0) - margin * step
        in_cells = _shared_between_cells((positions - first) / step, volumes, margin)
        offsets = (np.arange(-CELLS_PER_VOXEL // 2, CELLS_PER_VOXEL // 2 + 2) - 0.5) * step
        spread = np.convolve(in_cells, np.diff(projection_share(np.abs(projected_edges), offsets)), mode="same")
        self._faces = first + step * (np.arange(spread.size + 1) - 0.5)
        self._below = np.concatenate([[0.0], np.cumsum(spread)])

    def positions(self) -> np.ndarray:
        """Positions [mm] close enough to find every change of the area between them."""
        return self._faces

    def volume_below(self, position: np.ndarray | float) -> np.ndarray:
        """[mm^3]."""
        return np.interp(position, self._faces, self._below)

    def area(self, position: np.ndarray | float, thickness: float) -> np.ndarray:
        """Mean cross-section [mm^2] of the slab of the given thickness [mm] around a position [mm]."""
        half = thickness / 2
        return (self.volume_below(position + half) - self.volume_below(position - half)) / thickness

    def mean_area(self, start: float, end: float) -> float:
        """Mean cross-section [mm^2] between two positions [mm]."""
        return float(self.area((start + end) / 2, end - start))


def projection_share(widths: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Share of a parallelepiped below an offset from its centre along an axis: both in mm.

    The distribution function of a sum of k independent variables, uniform on +-w_i/2:
    F(x) = sum over subsets e of (-1)^|e| max(0, x + sum w_i/2 - sum_e w_i)^k / (k! prod w_i).
    """
    kept = [width for width in widths if width > NEGLIGIBLE_WIDTH * max(widths)]
    half = sum(kept) / 2
    inside = np.clip(offset, -half, half)
    share = np.zeros_like(inside)
    for taken in itertools.product((0, 1), repeat=len(kept)):
        share += (-1) ** sum(taken) * np.maximum(0, inside + half - np.dot(taken, kept)) ** len(kept)
    return share / (math.factorial(len(kept)) * math.prod(kept))


def outermost_crossings(positions: np.ndarray, values: np.ndarray, threshold: float) -> tuple[float, float] | None:
    """Where values first rise above and last fall below a threshold; None where they never exceed it."""
    above = np.flatnonzero(values > threshold)
    if above.size == 0:
        return None
    return (_crossing(positions, values, threshold, above[0] - 1, above[0]),
            _crossing(positions, values, threshold, above[-1] + 1, above[-1]))


def _crossing(positions: np.ndarray, values: np.ndarray, threshold: float, outside: int, inside: int) -> float:
    """Linear between two neighbours; the end itself where the values end above the threshold."""
    if not 0 <= outside < positions.size:
        return float(positions[inside])
    share = (threshold - values[outside]) / (values[inside] - values[outside])
    return float(positions[outside] + share * (positions[inside] - positions[outside]))


def _shared_between_cells(places: np.ndarray, volumes: np.ndarray, margin: int) -> np.ndarray:
    """Volumes at places (in cells) onto the centres of the cells, linearly between the two nearest."""
    lower = np.floor(places).astype(int)
    upper_share = places - lower
    size = (lower.max() if lower.size else 0) + margin + 2
    return (np.bincount(lower, volumes * (1 - upper_share), size)
            + np.bincount(lower + 1, volumes * upper_share, size))
