"""Quantiles over the points of a study, of which some have no value."""

from __future__ import annotations

import warnings

import numpy as np

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
LEVELS_IN_WORDS = "5 to 95 % and 25 to 75 % of the points, and their median"


def quantiles(values: np.ndarray) -> np.ndarray:
    """Quantiles (LEVELS, ...) over the first axis; NaN where no point has a value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of columns without a value
        return np.nanquantile(values, LEVELS, axis=0)
