"""Screening by elementary effects: Morris 1991, with the mean of absolute effects of Campolongo et al. 2007."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import NotAnalysed, SensitivityError
from .intervals import percentile_interval
from .response import Response

FEWEST_EFFECTS = 4  # of each parameter; Morris took as many


@dataclass(frozen=True)
class MorrisMeasures:
    """Measures of each parameter (d,), in the unit of the outcome per whole range of u, from 0 to 1."""

    mu: np.ndarray              # mean effect
    mu_star: np.ndarray         # mean of the absolute effects
    mu_star_interval: np.ndarray  # (2, d)
    sigma: np.ndarray           # standard deviation of the effects
    effects: np.ndarray         # how many effects there are
    lost: np.ndarray            # how many there are not, because a point has no value

    def ranking(self) -> np.ndarray:
        """Numbers of the parameters, that of the largest mean absolute effect first."""
        return np.argsort(-self.mu_star, kind="stable")


def measure(response: Response, random: np.random.Generator, resamples: int) -> MorrisMeasures:
    """mu, mu* and sigma of the parameters that vary in the response's arm.

    With the effects EE of a parameter: mu = mean(EE), mu* = mean |EE|, sigma^2 = sum (EE - mu)^2 / (r - 1). Effects with
    a point that has no value are dropped. The interval of mu* is from resampled effects.
    """
    design = response.study.design
    if design["kind"] != "morris":
        raise SensitivityError(f"{response.study.folder}: the design is '{design['kind']}'; elementary effects need a "
                               "design 'morris'. Use --method auto.")
    levels = int(design["levels"])
    u = np.column_stack([parameter.unit_values() for parameter in response.study.parameters])
    effects = elementary_effects(u, response.y, levels / (2 * (levels - 1)))[:, response.varied]
    present = np.isfinite(effects)
    n = present.sum(axis=0)
    if (n < FEWEST_EFFECTS).any():
        fewest = int(np.argmin(n))
        raise NotAnalysed(f"{response.parameters[fewest].name} has {n[fewest]} elementary effects, since points failed or "
                          f"are missing; at least {FEWEST_EFFECTS} of each parameter are needed. Compute more points.")
    columns = [effects[rows, column] for column, rows in enumerate(present.T)]
    draws = [np.abs(column[random.integers(0, len(column), (resamples, len(column)))]).mean(axis=1) for column in columns]
    return MorrisMeasures(mu=np.array([column.mean() for column in columns]),
                          mu_star=np.array([np.abs(column).mean() for column in columns]),
                          mu_star_interval=percentile_interval(np.column_stack(draws)),
                          sigma=np.array([column.std(ddof=1) for column in columns]),
                          effects=n, lost=len(effects) - n)


def elementary_effects(u: np.ndarray, y: np.ndarray, delta: float) -> np.ndarray:
    """The effects (r, d) of d parameters in r trajectories of d + 1 points, NaN where a point has no value.

    EE_i = (y(u_1, ..., u_i + delta, ..., u_d) - y(u)) / delta. Which coordinate a step changes is read from the points
    u (r (d + 1), d). A step that changes none, because values are rounded or chosen from few, belongs to a parameter
    that no other step of the trajectory changes.
    """
    d = u.shape[1]
    steps = np.diff(u.reshape(-1, d + 1, d), axis=1)
    changes = np.diff(y.reshape(-1, d + 1), axis=1)
    effects = np.full((len(steps), d), np.nan)
    for trajectory, moves in enumerate(steps):
        moved = moves != 0
        if (moved.sum(axis=0) > 1).any() or (moved.sum(axis=1) > 1).any():
            raise SensitivityError(f"trajectory {trajectory} of the design changes a parameter twice, or two at once. Was "
                                   "design.csv changed?")
        parameter = np.where(moved.any(axis=1), moved.argmax(axis=1), -1)
        parameter[parameter < 0] = np.flatnonzero(~moved.any(axis=0))
        direction = np.where(moves.sum(axis=1) < 0, -1, 1)
        effects[trajectory, parameter] = direction * changes[trajectory] / delta
    return effects
