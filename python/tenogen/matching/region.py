"""Where the points that are left lie, parameter by parameter, and whether that is more than chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tenogen.studies.varied import Varied

from .matching import Matching

SMALLEST_ARGUMENT = 0.2  # of Kolmogorov's distribution: below it the probability is 1 to ten digits
BY_CHANCE = 0.001  # an end of a range is cut where points left at random would end so early less often than this


@dataclass(frozen=True)
class End:
    """One end of a parameter's range.

    `outermost` is the value of the last point left, `beyond` the number of judged points that lie further out.
    `chance` is the probability that none of these is among as many points drawn at random as are left. `cut`
    is where the new range ends: midway to the next point beyond. None where chance is enough of an
    explanation and the prior's end stays.
    """

    outermost: float
    beyond: int
    chance: float
    cut: float | None


@dataclass(frozen=True)
class Separation:
    """How far a parameter alone parts the points left from those ruled out, wherever on its axis.

    `distance` is the largest difference of their distribution functions, from 0 to 1 (Kolmogorov and Smirnov);
    `chance` the probability of such a distance where the parameter does not matter, asymptotic for many points.
    """

    distance: float
    chance: float


@dataclass(frozen=True)
class Range:
    """A parameter of numbers: the ends of what is left."""

    parameter: Varied
    low: End
    high: End
    kept: float  # share of the judged points that lie within the new range
    separation: Separation

    @property
    def is_cut(self) -> bool:
        """Whether the range is narrower than the prior."""
        return self.low.cut is not None or self.high.cut is not None


@dataclass(frozen=True)
class Levels:
    """A parameter with levels. `dropped` are those of which no point is left, more often than by chance."""

    parameter: Varied
    left: tuple[str, ...]     # the levels of the points that are left
    dropped: tuple[str, ...]
    kept: float
    separation: Separation

    @property
    def is_cut(self) -> bool:
        """Whether a level was dropped."""
        return bool(self.dropped)


def region(matching: Matching) -> list[Range | Levels]:
    """What is left of each parameter that varies in the arm. Needs at least one point that is left."""
    return [_range(parameter, matching) if parameter.is_of_numbers else _levels(parameter, matching)
            for parameter in matching.study.parameters_of(matching.arm)]


def chance_of_none(among: int, drawn: int, special: int) -> float:
    """C(N-m, k) / C(N, k): none of m special points is among k drawn of N without replacement."""
    if drawn > among - special:
        return 0.0
    return math.exp(_log_ways(among - special, drawn) - _log_ways(among, drawn))


def separation(left: np.ndarray, out: np.ndarray) -> Separation:
    """Of the places of points left and of points ruled out.

    The chance is 2 sum_j (-1)^(j-1) exp(-2 j^2 x^2), x = (r + 0.12 + 0.11/r) D, r^2 = n m / (n + m) (Stephens 1970).
    """
    if not len(left) or not len(out):
        return Separation(0.0, 1.0)
    both = np.sort(np.concatenate([left, out]))
    shares = [np.searchsorted(np.sort(values), both, side="right") / len(values) for values in (left, out)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    root = math.sqrt(len(left) * len(out) / (len(left) + len(out)))
    x = (root + 0.12 + 0.11 / root) * distance
    if x < SMALLEST_ARGUMENT:
        return Separation(distance, 1.0)
    terms = [(-1)**(j - 1) * math.exp(-2 * (j * x)**2) for j in range(1, 101)]
    return Separation(distance, min(1.0, max(0.0, 2 * math.fsum(terms))))


def _separation(parameter: Varied, matching: Matching) -> Separation:
    places = parameter.places
    return separation(places[matching.is_left], places[matching.judged & ~matching.is_left])


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _range(parameter: Varied, matching: Matching) -> Range:
    values = parameter.values
    judged, left = values[matching.judged], values[matching.is_left]
    # The upper end is the lower one of the mirrored axis.
    low, mirrored = _end(judged, left, parameter), _end(-judged, -left, parameter)
    high = End(-mirrored.outermost, mirrored.beyond, mirrored.chance, None if mirrored.cut is None else -mirrored.cut)
    within = np.ones(len(judged), bool)
    if low.cut is not None:
        within &= judged >= low.cut
    if high.cut is not None:
        within &= judged <= high.cut
    return Range(parameter, low, high, float(within.mean()), _separation(parameter, matching))


def _end(judged: np.ndarray, left: np.ndarray, parameter: Varied) -> End:
    """The lower end."""
    outermost = float(left.min())
    beyond = judged[judged < outermost]
    chance = chance_of_none(len(judged), len(left), len(beyond))
    if not len(beyond) or chance >= BY_CHANCE:
        return End(outermost, len(beyond), chance, None)
    next_one = float(beyond.max())
    middle = (outermost + next_one) / 2
    if parameter.law.startswith("log") and outermost * next_one > 0:
        middle = math.copysign(math.sqrt(outermost * next_one), outermost)
    return End(outermost, len(beyond), chance, float(math.ceil(middle)) if parameter.is_whole else middle)


def _levels(parameter: Varied, matching: Matching) -> Levels:
    judged = [text for text, is_judged in zip(parameter.texts, matching.judged) if is_judged]
    left = {text for text, is_left in zip(parameter.texts, matching.is_left) if is_left}
    n_left = int(matching.is_left.sum())
    dropped = [level for level in parameter.levels if level not in left and judged.count(level)
               and chance_of_none(len(judged), n_left, judged.count(level)) < BY_CHANCE]
    kept = sum(text not in dropped for text in judged) / len(judged)
    return Levels(parameter, tuple(level for level in parameter.levels if level in left), tuple(dropped), kept,
                  _separation(parameter, matching))
