"""Sensitivity from a polynomial chaos: Sobol indices, responses to one parameter and to its extremes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .chaos import Chaos, Fit, fit, select
from .distributions import Choices
from .errors import NotAnalysed, SensitivityError
from .intervals import percentile_interval
from .response import Response
from .sobol import SobolIndices, interval_of

TRUSTED_Q2 = 0.7
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95      # quantiles of the tornado
EFFECT_AT = np.linspace(0.005, 0.995, 67)  # quantiles at which main effects are given
FEWEST_POINTS = 16


@dataclass(frozen=True)
class Swing:
    """The surrogate with one parameter (d,) at its 5 % and 95 % quantile and all others at their medians."""

    middle: float      # all at their medians
    low: np.ndarray    # one at its 5 % quantile
    high: np.ndarray   # one at its 95 % quantile


@dataclass(frozen=True)
class MainEffects:
    """E[y | x_i] of each parameter at the quantiles EFFECT_AT: (d, m), with the ends of bands (2, d, m)."""

    mean: np.ndarray
    band: np.ndarray


@dataclass(frozen=True)
class Surrogate:
    """A surrogate and what it says."""

    fit: Fit
    indices: SobolIndices
    swing: Swing
    effects: MainEffects

    @property
    def is_trusted(self) -> bool:
        """Whether it predicts points that it has not seen well enough for its indices to mean something."""
        return self.fit.q2 >= TRUSTED_Q2

    def ranking(self) -> np.ndarray:
        """Numbers of the parameters, that of the largest total index first."""
        return self.indices.ranking()


def surrogate_of(response: Response, random: np.random.Generator, resamples: int) -> Surrogate:
    """The surrogate of a response from its points that have a value.

    Intervals and bands: percentiles over refits to resampled points, each with terms of its own, as many and from the same
    set.
    """
    require_continuous(response)
    fewest = max(FEWEST_POINTS, 2 * (len(response.parameters) + 1))
    usable = response.usable
    if usable.sum() < fewest:
        raise NotAnalysed(f"{usable.sum()} points have a value; a surrogate of {len(response.parameters)} parameters needs "
                          f"at least {fewest}. Compute more points.")
    u = np.column_stack([parameter.unit_values() for parameter in response.parameters])[usable]
    y, groups = response.y[usable], groups_of(response)[usable]
    made = fit(u, y, [parameter.law for parameter in response.parameters], groups, random)
    replicates = list(refits(made, u, y, groups, random, resamples))
    band = percentile_interval(np.array([chaos.main_effects(EFFECT_AT) for chaos in replicates]))
    indices = SobolIndices(made.chaos.indices(), interval_of([chaos.indices() for chaos in replicates]))
    return Surrogate(made, indices, swing(made.chaos), MainEffects(made.chaos.main_effects(EFFECT_AT), band))


def require_continuous(response: Response) -> None:
    """A SensitivityError where the points of the study are no sample of continuous distributions."""
    place, kind = response.study.folder, response.study.design["kind"]
    if kind in ("list", "grid", "morris"):
        raise SensitivityError(f"{place}: the design is '{kind}'; a surrogate needs points that are spread by the "
                               "distributions of the parameters: sobol, latin hypercube, random or saltelli.")
    for parameter in response.parameters:
        if isinstance(parameter.law, Choices):
            raise SensitivityError(f"{place}: {parameter.name} has choices, between which a surrogate cannot interpolate. "
                                   "Use a continuous distribution, or the design 'saltelli' or 'morris'.")


def groups_of(response: Response) -> np.ndarray:
    """Which points (n,) belong together: those of a base sample of Saltelli; others stand alone."""
    design, d = response.study.design, len(response.study.parameters)
    points = np.arange(len(response.y))
    if design["kind"] != "saltelli":
        return points
    return points // ((2 * d if design.get("second order", False) else d) + 2)


def refits(made: Fit, u: np.ndarray, y: np.ndarray, groups: np.ndarray, random: np.random.Generator,
           resamples: int) -> Iterator[Chaos]:
    """The chaos made anew from resampled groups of points."""
    basis, n_terms = made.chaos.basis, len(made.chaos.coefficients)
    values = basis.evaluate(u, made.tried)
    members = [np.flatnonzero(groups == name) for name in np.unique(groups)]
    for _ in range(resamples):
        drawn = np.concatenate([members[number] for number in random.integers(0, len(members), len(members))])
        yield select(basis, made.tried, values[drawn], y[drawn], n_terms)


def swing(chaos: Chaos) -> Swing:
    """The outcome at the extremes of each parameter."""
    d = chaos.degrees.shape[1]
    points = np.full((2 * d + 1, d), MIDDLE)
    points[np.arange(d), np.arange(d)] = LOW
    points[d + np.arange(d), np.arange(d)] = HIGH
    values = chaos.predict(points)
    return Swing(float(values[-1]), values[:d], values[d:2 * d])

