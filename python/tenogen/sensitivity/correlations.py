"""The simple measures beside the others: rank correlations and a linear regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from .intervals import percentile_interval


@dataclass(frozen=True)
class Correlations:
    """Of each parameter (d,), numbers from -1 to 1."""

    spearman: np.ndarray           # rank correlation of parameter and outcome
    spearman_interval: np.ndarray  # (2, d)
    regression: np.ndarray         # standardised coefficients of y = b_0 + sum b_i u_i
    r_squared: float               # of that regression: the share of variance it describes


def correlations(u: np.ndarray, y: np.ndarray, random: np.random.Generator, resamples: int) -> Correlations:
    """Correlations of points u (n, d) with values y (n,)."""
    draws = random.integers(0, len(y), (resamples, len(y)))
    replicates = np.array([spearman(u[draw], y[draw]) for draw in draws])
    regression, r_squared = standardised_regression(u, y)
    return Correlations(spearman(u, y), percentile_interval(replicates), regression, r_squared)


def spearman(u: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pearson's correlation of the ranks, those of equal values their mean; NaN where a column is constant."""
    ranks, of_y = rankdata(u, axis=0), rankdata(y)
    ranks, of_y = ranks - ranks.mean(axis=0), of_y - of_y.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        return of_y @ ranks / np.sqrt((of_y**2).sum() * (ranks**2).sum(axis=0))


def standardised_regression(u: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """b_i sd(u_i) / sd(y) by least squares, and R^2 = 1 - sum (y - yhat)^2 / sum (y - mean y)^2."""
    spread = np.where(u.std(axis=0) > 0, u.std(axis=0), 1)
    x, z = (u - u.mean(axis=0)) / spread, (y - y.mean()) / y.std()
    coefficients = np.linalg.lstsq(x, z, rcond=None)[0]
    return coefficients, float(1 - ((z - x @ coefficients) ** 2).mean())
