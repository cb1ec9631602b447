"""From label values to regions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .errors import MriError
from .volume import Volume, whole_numbers

SMALLEST_PART = 0.05  # [-] of the voxels of label `tendon`
VALUE = re.compile(r"0*[1-9][0-9]{0,8}")  # of a label
DEFAULT_LABELS = {"tendon": 1, "gap": 2, "fluid": 3, "muscle": 4, "fat": 5}


@dataclass(frozen=True)
class Regions:
    """Voxels of each region, bool (ni, nj, nk); docs/mri.md defines them."""

    tendon: np.ndarray  # stumps, scar and the fluid within: the whole organ
    stumps: np.ndarray  # label `tendon`
    gap: np.ndarray  # scar and the fluid within
    scar: np.ndarray  # label `gap`
    fluid: np.ndarray  # label `fluid`, pools within the gap
    fluid_beside: np.ndarray  # label `fluid`, other pools that share a face with the stumps
    fluid_outside: np.ndarray  # label `fluid`, the rest
    muscle: np.ndarray  # label `muscle`
    unnamed: dict[int, int]  # voxels of each value other than 0 that no label has

    def for_signals(self, shrink: int) -> dict[str, np.ndarray]:
        """The regions in which images are measured, less as many layers of voxels at their surfaces."""
        regions = {"tendon": self.tendon, "stumps": self.stumps, "gap": self.gap, "fluid": self.fluid,
                   "muscle": self.muscle}
        if shrink == 0:
            return regions
        return {name: ndimage.binary_erosion(region, iterations=shrink, border_value=1)
                for name, region in regions.items()}


def parse_labels(text: str) -> dict[str, int]:
    """Values of the labels from `tendon=1,gap=2`, each named once; what is not given keeps its default."""
    given: dict[str, int] = {}
    for part in text.split(","):
        name, _, value = (word.strip() for word in part.partition("="))
        if name not in DEFAULT_LABELS or not VALUE.fullmatch(value):
            raise MriError(f"--labels {text}: '{part}' is not NAME=VALUE with a name of {', '.join(DEFAULT_LABELS)} and "
                           "a whole number above 0, of 9 digits at most.")
        if name in given:
            raise MriError(f"--labels {text}: {name} is given twice. Give each name once.")
        given[name] = int(value)
    labels = {**DEFAULT_LABELS, **given}
    for name, value in labels.items():
        others = [other for other in labels if labels[other] == value and other != name]
        if others:
            raise MriError(f"--labels {text}: {name} and {others[0]} are both {value}. Give both, with different "
                           "values.")
    return labels


def regions_of(volume: Volume, labels: dict[str, int]) -> Regions:
    """The regions of a label map; an MriError where it has no stumps."""
    values = whole_numbers(volume)
    stumps, scar, fluid = (values == labels[name] for name in ("tendon", "gap", "fluid"))
    if not stumps.any():
        raise MriError(f"{volume.where}: no voxel has the value {labels['tendon']} (tendon). Give their meaning with "
                       f"--labels; the values are {', '.join(map(str, np.unique(values)))}.")
    within, beside = _pools(fluid, stumps, scar)
    present, counts = np.unique(values, return_counts=True)
    unnamed = {int(value): int(count) for value, count in zip(present, counts)
               if value not in (0, *labels.values())}
    return Regions(tendon=stumps | scar | within, stumps=stumps, gap=scar | within, scar=scar, fluid=within,
                   fluid_beside=beside, fluid_outside=fluid & ~within & ~beside, muscle=values == labels["muscle"],
                   unnamed=unnamed)


def _pools(fluid: np.ndarray, stumps: np.ndarray, scar: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pools of fluid (voxels joined by faces) within the gap, and the others that share a face with the stumps.

    Within is what shares a face with the scar; where there is none, what does so with two parts of the stumps.
    """
    pools, _ = ndimage.label(fluid)
    if scar.any():
        inside = _touching(pools, scar)
    else:
        touched, times = np.unique(np.concatenate([[], *(_touching(pools, part) for part in _parts(stumps))]),
                                   return_counts=True)
        inside = touched[times >= 2]
    within = np.isin(pools, inside)
    return within, np.isin(pools, _touching(pools, stumps)) & ~within


def _parts(stumps: np.ndarray) -> list[np.ndarray]:
    """The parts of the stumps (voxels joined by faces); what is smaller than SMALLEST_PART is none, but a speck."""
    parts, _ = ndimage.label(stumps)
    sizes = np.bincount(parts[stumps])
    return [parts == number for number in np.flatnonzero(sizes >= SMALLEST_PART * sizes.sum())]


def _touching(pools: np.ndarray, body: np.ndarray) -> np.ndarray:
    """The numbers of the pools that share a face with a body, each once."""
    return np.unique(pools[ndimage.binary_dilation(body) & (pools > 0)])
