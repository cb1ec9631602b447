"""Signals and T2* in regions."""

from __future__ import annotations

import numpy as np

from .errors import MriError
from .volume import Volume


Measures = dict[str, dict[str, float | None]]


def signal_measures(image: Volume, regions: dict[str, np.ndarray], relate_to_muscle: bool) -> Measures:
    """Per region: voxels, mean, coefficient of variation and, if asked, the ratio of the mean to that of muscle."""
    measures: Measures = {}
    for name, voxels in regions.items():
        values = image.values[voxels]
        if not np.all(np.isfinite(values)):
            raise MriError(f"{image.where}: NaN or infinity in {np.count_nonzero(~np.isfinite(values))} voxels of the "
                           f"{name}. Mend the image, or leave them out of the label map.")
        mean = float(values.mean()) if values.size else None
        measures[name] = {"voxels": values.size, "mean": mean,
                          "coefficient of variation [-]": float(values.std()) / mean if mean else None}
    if relate_to_muscle:
        muscle = measures["muscle"]["mean"]
        if muscle is None or muscle <= 0:
            fault = "no voxel of muscle" if muscle is None else f"a mean signal of {muscle:g} in muscle"
            raise MriError(f"{image.where}: {fault}, to which signals are related. Label muscle (--labels "
                           "muscle=VALUE), or give --without-ratios.")
        for region in measures.values():
            region["ratio to muscle [-]"] = None if region["mean"] is None else region["mean"] / muscle
    return measures


def t2star_measures(t2star: Volume, regions: dict[str, np.ndarray]) -> Measures:
    """Per region: mean and standard deviation [ms] over the voxels that have a T2*, and the number of those without.

    A voxel without one holds NaN, or what no relaxation time can be: infinity, 0 or less.
    """
    measures: Measures = {}
    for name, voxels in regions.items():
        values = t2star.values[voxels]
        valid = values[np.isfinite(values) & (values > 0)]
        measures[name] = {"voxels": valid.size, "voxels without T2*": values.size - valid.size,
                          "mean [ms]": float(valid.mean()) if valid.size else None,
                          "standard deviation [ms]": float(valid.std()) if valid.size else None}
    return measures
