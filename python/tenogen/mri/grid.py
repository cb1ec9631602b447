"""Where the voxels of a volume lie in space."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from .errors import MriError

SAME_PLACE = 0.01  # [-] of a voxel's shortest edge: largest distance of the corners of grids that count as the same
SPACINGS = (1e-3, 1e3)  # [mm] that voxels of a body can have
FARTHEST = 1e5  # [mm] from the origin of the world that a body can lie
ROUNDING = 1e-6  # [-] by which the last row of an affine may miss 0 0 0 1
SMALLEST_RELATIVE_VOLUME = 1e-6  # [-] of a voxel, to that of a box with its edges


@dataclass(frozen=True)
class Grid:
    """A box of voxels: shape and affine (4, 4) from voxel indices to world coordinates [mm], RAS+.

    Whole numbers are voxel centres; a voxel reaches half an index to either side.
    """

    shape: tuple[int, int, int]
    affine: np.ndarray

    @property
    def edges(self) -> np.ndarray:
        """Edges of a voxel as columns, shape (3, 3) [mm]."""
        return self.affine[:3, :3]

    @property
    def spacing(self) -> np.ndarray:
        """Lengths of the edges of a voxel, shape (3,) [mm]."""
        return np.linalg.norm(self.edges, axis=0)

    @property
    def voxel_volume(self) -> float:
        """[mm^3]."""
        return abs(float(np.linalg.det(self.edges)))

    def voxel_extent(self, axis: np.ndarray) -> float:
        """Length [mm] of a voxel's projection on an axis, a unit vector (3,)."""
        return float(np.abs(axis @ self.edges).sum())

    def world(self, indices: np.ndarray) -> np.ndarray:
        """World coordinates (n, 3) [mm] of voxel indices (n, 3), whole or not."""
        return indices @ self.edges.T + self.affine[:3, 3]

    def corners(self) -> np.ndarray:
        """Corners of the box of voxels, shape (8, 3) [mm]."""
        ends = [(-0.5, n - 0.5) for n in self.shape]
        return self.world(np.array(list(itertools.product(*ends))))


def checked_affine(affine: np.ndarray, where: str) -> np.ndarray:
    """An affine that places voxels, or an MriError that begins with `where`."""
    affine = np.asarray(affine, dtype=float)
    if affine.shape != (4, 4):
        raise MriError(f"{where}: the affine has the shape {_times(affine.shape)}. It must be 4 x 4.")
    if not np.all(np.isfinite(affine)) or np.abs(affine[3] - [0, 0, 0, 1]).max() > ROUNDING:
        raise MriError(f"{where}: the affine is not finite, or does not end in the row 0 0 0 1. Correct it.")
    grid = Grid((1, 1, 1), affine)
    with np.errstate(over="ignore", invalid="ignore"):
        has_volume = grid.voxel_volume > SMALLEST_RELATIVE_VOLUME * np.prod(grid.spacing)
    if not has_volume:
        raise MriError(f"{where}: the affine is singular: its voxels have no volume. Correct it.")
    if not all(SPACINGS[0] <= length <= SPACINGS[1] for length in grid.spacing):
        lengths = " x ".join(f"{length:.3g}" for length in grid.spacing)
        raise MriError(f"{where}: the affine makes voxels of {lengths} mm. Is it in mm?")
    return affine


def checked_grid(shape: tuple[int, ...], affine: np.ndarray, where: str) -> Grid:
    """The grid of three-dimensional values, or an MriError that begins with `where`."""
    if len(shape) != 3 or min(shape) < 1:
        raise MriError(f"{where}: it has the shape {_times(shape)}. Give a three-dimensional volume.")
    grid = Grid(tuple(int(n) for n in shape), checked_affine(affine, where))
    if np.abs(grid.corners()).max() > FARTHEST:
        raise MriError(f"{where}: the affine puts voxels {np.abs(grid.corners()).max():.3g} mm from the origin. "
                       "Is it in mm?")
    return grid


def require_same_grid(grid: Grid, where: str, reference: Grid, reference_where: str) -> None:
    """An MriError where two grids differ in shape, or at a corner by more than headers round: SAME_PLACE of a voxel."""
    distances = np.linalg.norm(grid.corners()[:, None] - reference.corners()[None], axis=2)
    tolerance = SAME_PLACE * float(reference.spacing.min())
    farthest = float(distances.diagonal().max())
    if grid.shape == reference.shape and farthest <= tolerance:
        return
    if sorted(grid.shape) == sorted(reference.shape) and distances.min(axis=1).max() <= tolerance:
        raise MriError(f"{where}: it has the voxels of {reference_where}, but their axes in another order or "
                       "direction. Save both in one orientation, which takes no resampling (nibabel.as_closest_canonical).")
    if grid.shape != reference.shape:
        raise MriError(f"{where}: {_times(grid.shape)} voxels, but {reference_where} has {_times(reference.shape)}. "
                       "Resample one onto the other's grid.")
    raise MriError(f"{where}: its corners lie up to {farthest:.3g} mm from those of {reference_where}. Allowed: up to "
                   f"{tolerance:.3g} mm, {SAME_PLACE:.0%} of a voxel. Resample one onto the other's grid.")


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "of a single number"
