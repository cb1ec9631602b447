"""Slices through volumes of MRI: two planes of the world through the tendon's middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tenogen.mri.regions import DEFAULT_LABELS
from tenogen.mri.volume import LABEL, Volume, Volumes

MARGIN = 25.0      # [mm] around the tendon that is shown
MOST_PIXELS = 400  # along the longer side of a slice
UP = 2             # the world's axis z


@dataclass(frozen=True)
class Plane:
    """A slice as it is looked at: upwards is up, and `across` grows to the left of the picture.

    `across` and `normal` are axes of the world (0 x, 1 y); `low` and `high` are the corners (x, y, z) of the
    picture [mm], equal along the normal.
    """

    name: str
    across: int
    normal: int
    letters: dict[str, str]
    low: np.ndarray
    high: np.ndarray
    pixel: float  # [mm]

    @property
    def position(self) -> float:
        """Along the normal [mm]."""
        return float(self.low[self.normal])

    @property
    def width(self) -> float:
        """Of the picture, whole pixels [mm]."""
        return self.shape[1] * self.pixel

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        lengths = (self.high - self.low)[[UP, self.across]] / self.pixel
        return max(1, int(round(lengths[0]))), max(1, int(round(lengths[1])))

    def take(self, volume: Volume) -> np.ndarray:
        """The values (rows, columns) of the voxels that hold the pixels' centres, NaN outside."""
        rows, columns = self.shape
        points = np.empty((rows, columns, 3))
        points[..., self.normal] = self.low[self.normal]
        points[..., UP] = (self.high[UP] - (np.arange(rows) + 0.5) * self.pixel)[:, None]
        points[..., self.across] = self.high[self.across] - (np.arange(columns) + 0.5) * self.pixel
        grid = volume.grid
        indices = np.rint((points - grid.affine[:3, 3]) @ np.linalg.inv(grid.edges).T).astype(int)
        inside = np.all((indices >= 0) & (indices < grid.shape), axis=-1)
        values = np.full((rows, columns), np.nan)
        values[inside] = volume.values[tuple(indices[inside].T)]
        return values


# x points to the right, y to the front; seen from the front, the right side is on the left, as radiologists have it.
VIEWS = (("coronal", 0, 1, {"left": "R", "right": "L", "top": "S", "bottom": "I"}),
         ("sagittal", 1, 0, {"left": "A", "right": "P", "top": "S", "bottom": "I"}))


def planes_through_tendon(volumes: Volumes) -> list[Plane]:
    """The coronal and the sagittal plane through the middle of the tendon's extent; none without a tendon."""
    label = volumes.read(LABEL)
    grid = label.grid
    voxels = np.argwhere(np.isin(label.values, [DEFAULT_LABELS[name] for name in ("tendon", "gap", "fluid")]))
    if not len(voxels):
        return []
    centres, corners = grid.world(voxels), grid.corners()
    lowest, highest = centres.min(axis=0), centres.max(axis=0)
    middle = (lowest + highest) / 2
    planes = []
    for name, across, normal, letters in VIEWS:
        low = np.maximum(corners.min(axis=0), lowest - MARGIN)
        high = np.minimum(corners.max(axis=0), highest + MARGIN)
        low[normal] = high[normal] = middle[normal]
        pixel = max(float(grid.spacing.min()), float((high - low).max()) / MOST_PIXELS)
        planes.append(Plane(name, across, normal, letters, low, high, pixel))
    return planes
