"""Sobol indices, and their estimators from a design of Saltelli."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import NotAnalysed, SensitivityError
from .intervals import percentile_interval
from .response import Response

FEWEST_SAMPLES = 16


@dataclass(frozen=True)
class Indices:
    """Shares of the variance of an outcome, as numbers; or replicates of them, with a dimension in front.

    first (d,): of a parameter alone, V(E[y|x_i]) / V(y); total (d,): of it with all interactions,
    E[V(y|x_~i)] / V(y); second (d, d), where i < j: of the interaction of two alone. None where the design has none.
    """

    first: np.ndarray
    total: np.ndarray
    second: np.ndarray | None = None


@dataclass(frozen=True)
class SobolIndices:
    """Indices with the ends of their confidence intervals, (2, ...) each."""

    estimate: Indices
    interval: Indices

    def ranking(self) -> np.ndarray:
        """Numbers of the parameters, that of the largest total index first."""
        return np.argsort(-self.estimate.total, kind="stable")


@dataclass(frozen=True)
class Blocks:
    """The outcome at the points of a design of Saltelli: a (N,), b (N,), ab (N, d) and, for second order, ba (N, d)."""

    a: np.ndarray
    b: np.ndarray
    ab: np.ndarray
    ba: np.ndarray | None

    def taken(self, samples: np.ndarray) -> Blocks:
        """Some of the base samples, or all of them resampled."""
        return Blocks(self.a[samples], self.b[samples], self.ab[samples], None if self.ba is None else self.ba[samples])

    def complete(self) -> np.ndarray:
        """Which base samples have all their values (N,)."""
        columns = [self.a, self.b, self.ab] if self.ba is None else [self.a, self.b, self.ab, self.ba]
        return np.isfinite(np.column_stack(columns)).all(axis=1)


def blocks_of(response: Response) -> Blocks:
    """The blocks of a response; those of parameters that do not vary in its arm are left out."""
    design, d = response.study.design, len(response.study.parameters)
    if design["kind"] != "saltelli":
        raise SensitivityError(f"{response.study.folder}: the design is '{design['kind']}'; the estimators of Saltelli need "
                               "a design 'saltelli'. Use --method auto.")
    has_second = bool(design.get("second order", False))
    rows = response.y.reshape(-1, (2 * d if has_second else d) + 2)
    varied = np.array(response.varied)
    return Blocks(rows[:, 0], rows[:, 1], rows[:, 2 + varied], rows[:, 2 + d + varied] if has_second else None)


def estimate(blocks: Blocks) -> Indices:
    """The estimators, with y less its mean, and the variance V(y) of all A and B.

    First order, Saltelli et al. 2010:  V_i = mean(y_B (y_ABi - y_A))
    Total, Jansen 1999:                 V_Ti = mean((y_A - y_ABi)^2) / 2
    Second order, Saltelli 2002:        V_ij = mean(y_BAi y_ABj) - mean(y_A y_B) - V_i - V_j
    """
    both = np.concatenate([blocks.a, blocks.b])
    mean, variance = both.mean(), both.var()
    a, b, ab = blocks.a - mean, blocks.b - mean, blocks.ab - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (b[:, None] * (ab - a[:, None])).mean(axis=0) / variance
        total = ((a[:, None] - ab) ** 2).mean(axis=0) / (2 * variance)
        if blocks.ba is None:
            return Indices(first, total)
        closed = ((blocks.ba - mean).T @ ab / len(a) - (a * b).mean()) / variance
    return Indices(first, total, np.triu((closed + closed.T) / 2 - first[:, None] - first, k=1))


def interval_of(replicates: list[Indices]) -> Indices:
    """Percentile intervals of replicates."""
    second = None if replicates[0].second is None else percentile_interval(np.array([r.second for r in replicates]))
    return Indices(percentile_interval(np.array([r.first for r in replicates])),
                   percentile_interval(np.array([r.total for r in replicates])), second)


def sobol_indices(blocks: Blocks, random: np.random.Generator, resamples: int) -> SobolIndices:
    """The indices from complete base samples, with intervals from resampled base samples."""
    n = len(blocks.a)
    if n < FEWEST_SAMPLES:
        raise NotAnalysed(f"{n} base samples have all their points, and at least {FEWEST_SAMPLES} are needed. Compute more "
                          "points, or use --method surrogate.")
    replicates = [estimate(blocks.taken(random.integers(0, n, n))) for _ in range(resamples)]
    return SobolIndices(estimate(blocks), interval_of(replicates))
