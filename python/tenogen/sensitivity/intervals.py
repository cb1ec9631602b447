"""Confidence intervals by the bootstrap."""

from __future__ import annotations

import numpy as np

LEVEL = 0.95
ENDS = (100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2)  # percentiles


def percentile_interval(replicates: np.ndarray) -> np.ndarray:
    """Ends (2, ...) of the central interval of bootstrap replicates (b, ...); replicates that are no number are left out."""
    if not np.isfinite(replicates).any():
        return np.full((2, *replicates.shape[1:]), np.nan)
    return np.nanpercentile(np.where(np.isfinite(replicates), replicates, np.nan), ENDS, axis=0)
