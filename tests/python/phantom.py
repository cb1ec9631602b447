"""A tendon that is known exactly: a tilted elliptic cylinder with a gap and fluid in it, on any grid."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np

ECHO_TIMES = np.array([0.07, 0.5, 1, 2, 4, 6, 9])  # [ms]
STUMP_T2STAR, GAP_T2STAR, MUSCLE_T2STAR = 4.4, 14.2, 25.0  # [ms]
SIGNALS = np.array([0.0, 0.14, 1.08, 1.08, 0.5])  # of pd_fs by label [-]
TEXTURE = 0.2  # coefficient of variation of pd_fs in the gap [-]
SUBDIVISIONS = (5, 5, 9)  # of a voxel along i, j, k, for its fractions; odd, so that none is exactly half


def rotation(*angles: float) -> np.ndarray:
    """Rotation by angles [degree] about x, y and z."""
    result = np.eye(3)
    for axis, angle in enumerate(np.radians(angles)):
        turn = np.eye(3)
        one, other = [index for index in range(3) if index != axis]
        turn[one, one] = turn[other, other] = np.cos(angle)
        turn[one, other], turn[other, one] = -np.sin(angle), np.sin(angle)
        result = turn @ result
    return result


@dataclass(frozen=True)
class Tendon:
    """The shape, in coordinates (u, v, s) [mm] with s along its axis; `bulge` widens it smoothly at the gap."""

    bulge: float = 0.0
    semi_axes: tuple[float, float] = (7.1, 3.6)
    length: float = 60.0
    gap: tuple[float, float] = (-9.5, 15.5)
    fluid_length: float = 16.0
    fluid_width: float = 0.6  # [-] of the section's
    place: tuple[float, float, float] = (12.0, -31.0, 55.0)  # world = frame (u, v, s) + place
    frame: np.ndarray = field(default_factory=lambda: rotation(8, -11, 20))

    def width(self, s: np.ndarray) -> np.ndarray:
        """Scale of the section at s [-]."""
        reach = self.gap[1] - self.gap[0] + 20
        phase = np.clip((s - np.mean(self.gap)) / reach, -0.5, 0.5)
        return 1 + self.bulge * np.cos(np.pi * phase) ** 2

    def area(self, start: float, end: float) -> float:
        """Mean section [mm^2] between two positions s."""
        s = start + (end - start) * (np.arange(1000) + 0.5) / 1000
        return float(np.pi * np.prod(self.semi_axes) * np.mean(self.width(s) ** 2))

    def tissue(self, points: np.ndarray) -> np.ndarray:
        """Label of points (..., 3) of the world: 0, 1 stump, 2 gap, 3 fluid in it."""
        u, v, s = np.moveaxis((points - self.place) @ self.frame, -1, 0)
        radius = np.hypot(u / self.semi_axes[0], v / self.semi_axes[1]) / self.width(s)
        labels = np.where((radius < 1) & (np.abs(s) < self.length / 2), 1, 0)
        labels[(labels == 1) & (s > self.gap[0]) & (s < self.gap[1])] = 2
        near_middle = np.abs(s - np.mean(self.gap)) < self.fluid_length / 2
        labels[(labels == 2) & (radius < self.fluid_width) & near_middle] = 3
        return labels

    def muscle(self, points: np.ndarray) -> np.ndarray:
        """Whether points lie in the muscle beside the tendon."""
        return (points - self.place) @ self.frame[:, 0] > self.reach()[1][0] - 4

    def reach(self) -> tuple[np.ndarray, np.ndarray]:
        """Corners of a box in (u, v, s) that holds tendon and muscle."""
        half = np.array([*np.multiply(self.semi_axes, 1 + self.bulge), self.length / 2]) + 2
        return -half, half + [5, 0, 0]


def grid_around(tendon: Tendon, spacing: tuple[float, float, float],
                directions: np.ndarray) -> tuple[tuple, np.ndarray]:
    """Shape and affine of the smallest grid of these spacings [mm] and directions (columns) that holds it all."""
    edges = directions * np.asarray(spacing)
    low, high = tendon.reach()
    corners = np.array(list(itertools.product(*zip(low, high)))) @ tendon.frame.T + tendon.place
    indices = corners @ np.linalg.inv(edges).T
    first = indices.min(axis=0) - 0.37
    affine = np.eye(4)
    affine[:3, :3], affine[:3, 3] = edges, edges @ first
    return tuple(int(n) for n in np.ceil(indices.max(axis=0) - first) + 1), affine


def make_volumes(tendon: Tendon, shape: tuple, affine: np.ndarray) -> dict[str, np.ndarray]:
    """Volumes as the simulator writes them, and `centre_label` by the tissue at each voxel's centre."""
    centres = voxel_points(np.indices(shape).reshape(3, -1).T, affine).reshape(*shape, 3)
    centre_label = tendon.tissue(centres)
    shares = _shares(tendon, centre_label, affine)
    body = 1 - shares[0]
    label = np.where(body > 0.5, np.where(shares[1] > body / 2, 1, 2), 0)
    label[shares[3] > 0.5] = 3
    muscle = tendon.muscle(centres)
    label[muscle] = centre_label[muscle] = 4
    noise = 1 + TEXTURE * np.random.default_rng(1).standard_normal(shape)
    pd_fs = SIGNALS[label] * np.where((label == 2) | (label == 3), noise, 1)
    return {"label": label.astype(np.uint8), "centre_label": centre_label.astype(np.uint8), "pd_fs": pd_fs,
            "t2star": _t2star(shares[1], shares[2] + shares[3], muscle), "tendon_fraction": shares[1],
            "gap_fraction": shares[2] + shares[3], "fluid": shares[3]}


def voxel_points(indices: np.ndarray, affine: np.ndarray) -> np.ndarray:
    """World coordinates (n, 3) of voxel indices (n, 3)."""
    return indices @ affine[:3, :3].T + affine[:3, 3]


def _shares(tendon: Tendon, centre_label: np.ndarray, affine: np.ndarray) -> np.ndarray:
    """Share of the four labels in every voxel, (4, ni, nj, nk): counted where a corner differs from the centre."""
    shape = centre_label.shape
    corners = voxel_points(np.indices(np.add(shape, 1)).reshape(3, -1).T - 0.5, affine)
    corner_label = tendon.tissue(corners).reshape(np.add(shape, 1))
    mixed = np.zeros(shape, bool)
    for offsets in itertools.product((0, 1), repeat=3):
        mixed |= corner_label[tuple(slice(o, o + n) for o, n in zip(offsets, shape))] != centre_label
    shares = (centre_label == np.arange(4).reshape(4, 1, 1, 1)).astype(float)
    indices = np.argwhere(mixed)
    shares[:, mixed] = 0
    for offset in itertools.product(*((np.arange(n) + 0.5) / n - 0.5 for n in SUBDIVISIONS)):
        tissue = tendon.tissue(voxel_points(indices + np.array(offset), affine))
        shares[(tissue, *indices.T)] += 1 / np.prod(SUBDIVISIONS)
    return shares


def _t2star(stumps: np.ndarray, gap: np.ndarray, muscle: np.ndarray) -> np.ndarray:
    """Log-linear fit [ms] to the decay of the mixture in each voxel; NaN where there is no signal."""
    slopes = np.full(stumps.shape, np.nan)
    some = (stumps + gap > 0) | muscle
    decay = sum(share[some, None] * np.exp(-ECHO_TIMES / time)
                for share, time in ((stumps, STUMP_T2STAR), (gap, GAP_T2STAR), (muscle, MUSCLE_T2STAR)))
    weights = (ECHO_TIMES - ECHO_TIMES.mean()) / np.sum((ECHO_TIMES - ECHO_TIMES.mean()) ** 2)
    slopes[some] = np.log(decay) @ weights
    return -1 / slopes
