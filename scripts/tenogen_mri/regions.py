"""From label values to regions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .errors import MriError
from .volume import Volume, whole_numbers

DEFAULT_LABELS = {"tendon": 1, "gap": 2, "fluid": 3, "muscle": 4, "fat": 5}


@dataclass(frozen=True)
class Regions:
    """Voxels of each region, bool (ni, nj, nk); docs/mri.md defines them."""

    tendon: np.ndarray  # stumps, scar and the fluid within: the whole organ
    stumps: np.ndarray  # label `tendon`
    gap: np.ndarray  # scar and the fluid within
    scar: np.ndarray  # label `gap`
    fluid: np.ndarray  # label `fluid`, what is connected to stumps or scar
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
    """Values of the labels from `tendon=1,gap=2`; what is not given keeps its default."""
    labels = dict(DEFAULT_LABELS)
    for part in text.split(",") if text else []:
        name, _, value = (word.strip() for word in part.partition("="))
        if name not in labels or not value.isdecimal() or int(value) == 0:
            raise MriError(f"--labels {text}: '{part}' is not NAME=VALUE with a name of {', '.join(labels)} and a "
                           "whole number above 0.")
        labels[name] = int(value)
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
        raise MriError(f"{volume.where}: no voxel has the value {labels['tendon']} (tendon). Say by --labels what the "
                       f"values mean; there are {', '.join(map(str, np.unique(values)))}.")
    within = _connected_to(stumps | scar, fluid)
    present, counts = np.unique(values, return_counts=True)
    unnamed = {int(value): int(count) for value, count in zip(present, counts)
               if value not in (0, *labels.values())}
    return Regions(tendon=stumps | scar | within, stumps=stumps, gap=scar | within, scar=scar, fluid=within,
                   fluid_outside=fluid & ~within, muscle=values == labels["muscle"], unnamed=unnamed)


def _connected_to(body: np.ndarray, fluid: np.ndarray) -> np.ndarray:
    """The pools of fluid (voxels joined by faces) that share a face with the body."""
    pools, _ = ndimage.label(fluid)
    touching = np.unique(pools[ndimage.binary_dilation(body) & fluid])
    return np.isin(pools, touching) & fluid
