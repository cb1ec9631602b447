"""Signals and T2* in regions."""

from __future__ import annotations

import numpy as np

from .errors import MriError
from .volume import Volume

LARGEST = 1e30  # size of a value that measures are made of, in any unit: its square is a number, too
SMALLEST = 1e-30  # size of a mean that something is divided by

Measures = dict[str, dict[str, float | None]]


def signal_measures(image: Volume, regions: dict[str, np.ndarray], relate_to_muscle: bool) -> Measures:
    """Per region: voxels, mean, coefficient of variation and, if asked, the ratio of the mean to that of muscle.

    Raises MriError where a value is no number of at most LARGEST, or the mean of muscle not above 0.
    """
    measures: Measures = {}
    for name, voxels in regions.items():
        values = image.values[voxels].astype(float)
        if not np.all(np.isfinite(values)):
            raise MriError(f"{image.where}: NaN or infinity in {np.count_nonzero(~np.isfinite(values))} voxels of the "
                           f"{name}. Correct the image, or leave them out of the label map.")
        _require_size(values, name, image.where)
        mean = float(values.mean()) if values.size else None
        has_ratio = mean is not None and abs(mean) >= SMALLEST
        measures[name] = {"voxels": values.size, "mean": mean,
                          "coefficient of variation [-]": float(values.std()) / mean if has_ratio else None}
    if relate_to_muscle:
        _relate_to_muscle(measures, image.where)
    return measures


def _relate_to_muscle(measures: Measures, where: str) -> None:
    """Adds the ratio of each region's mean to that of muscle."""
    muscle = measures["muscle"]["mean"]
    if muscle is None:
        raise MriError(f"{where}: no voxel of muscle, the reference for signals. Label muscle (--labels "
                       "muscle=VALUE), or give --without-ratios.")
    if muscle < SMALLEST:
        raise MriError(f"{where}: the mean signal in muscle is {muscle:g}. As the reference for signals, it must "
                       f"be {SMALLEST:g} or more. Correct the image, or give --without-ratios.")
    for region in measures.values():
        region["ratio to muscle [-]"] = None if region["mean"] is None else region["mean"] / muscle


def _require_size(values: np.ndarray, region: str, where: str) -> None:
    """An MriError where finite values of a region are too large to be measured."""
    too_large = np.abs(values) > LARGEST
    if np.any(too_large):
        raise MriError(f"{where}: {values[too_large][0]:g} in the {region}; allowed are values up to {LARGEST:g} in size. "
                       "Correct the image, or leave such voxels out of the label map.")


def t2star_measures(t2star: Volume, regions: dict[str, np.ndarray]) -> Measures:
    """Per region: mean and standard deviation [ms] over the voxels that have a T2*, and the number of those without.

    A voxel without one holds NaN, or what no relaxation time can be: infinity, 0 or less. Raises MriError where a
    value is above LARGEST.
    """
    measures: Measures = {}
    for name, voxels in regions.items():
        values = t2star.values[voxels].astype(float)
        valid = values[np.isfinite(values) & (values > 0)]
        _require_size(valid, name, t2star.where)
        measures[name] = {"voxels": valid.size, "voxels without T2*": values.size - valid.size,
                          "mean [ms]": float(valid.mean()) if valid.size else None,
                          "standard deviation [ms]": float(valid.std()) if valid.size else None}
    return measures
