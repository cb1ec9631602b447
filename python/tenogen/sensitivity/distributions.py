"""The distributions of a study's parameters: quantile functions x(u), as in docs/studies.md, and their inverses u(x).

The notation is that of the document; u lies between 0 and 1, x has the unit of the parameter. Whole numbers were rounded
after x(u), so that u(x) of them is as exact as the rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy.special import ndtr, ndtri  # the distribution function of the standard normal, and its inverse


class Law(Protocol):
    """A distribution of one parameter."""

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """x(u)."""

    def cdf(self, x: np.ndarray) -> np.ndarray:
        """u(x), the share of values at or below x."""


@dataclass(frozen=True)
class Uniform:
    """x = low + u (high - low)."""

    low: float
    high: float

    def quantile(self, u: np.ndarray) -> np.ndarray:
        return self.low + u * (self.high - self.low)

    def cdf(self, x: np.ndarray) -> np.ndarray:
        return np.clip((x - self.low) / (self.high - self.low), 0, 1)


@dataclass(frozen=True)
class LogUniform:
    """x = low (high/low)^u."""

    low: float
    high: float

    def quantile(self, u: np.ndarray) -> np.ndarray:
        return self.low * (self.high / self.low) ** u

    def cdf(self, x: np.ndarray) -> np.ndarray:
        return np.clip(np.log(x / self.low) / np.log(self.high / self.low), 0, 1)


@dataclass(frozen=True)
class Normal:
    """x = mean + sd Phi^-1(u)."""

    mean: float
    sd: float

    def quantile(self, u: np.ndarray) -> np.ndarray:
        return self.mean + self.sd * ndtri(u)

    def cdf(self, x: np.ndarray) -> np.ndarray:
        return ndtr((x - self.mean) / self.sd)


@dataclass(frozen=True)
class TruncatedNormal:
    """x = mean + sd Phi^-1(Phi(a) + u (Phi(b) - Phi(a))), a = (low - mean)/sd, b = (high - mean)/sd."""

    mean: float
    sd: float
    low: float
    high: float

    def quantile(self, u: np.ndarray) -> np.ndarray:
        lower, upper = self._ends()
        return np.clip(self.mean + self.sd * ndtri(lower + u * (upper - lower)), self.low, self.high)

    def cdf(self, x: np.ndarray) -> np.ndarray:
        lower, upper = self._ends()
        return np.clip((ndtr((x - self.mean) / self.sd) - lower) / (upper - lower), 0, 1)

    def _ends(self) -> tuple[float, float]:
        return ndtr((self.low - self.mean) / self.sd), ndtr((self.high - self.mean) / self.sd)


@dataclass(frozen=True)
class LogNormal:
    """x = median exp(s Phi^-1(u)), s the standard deviation of the natural logarithm."""

    median: float
    log_sd: float

    def quantile(self, u: np.ndarray) -> np.ndarray:
        return self.median * np.exp(self.log_sd * ndtri(u))

    def cdf(self, x: np.ndarray) -> np.ndarray:
        return ndtr(np.log(x / self.median) / self.log_sd)


@dataclass(frozen=True)
class Triangular:
    """x = low + sqrt(u w r) for u w <= r, else high - sqrt((1 - u) w f); w = high - low, r = mode - low, f = high - mode."""

    low: float
    mode: float
    high: float

    def quantile(self, u: np.ndarray) -> np.ndarray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        return np.where(u * width <= rise, self.low + np.sqrt(u * width * rise),
                        self.high - np.sqrt((1 - u) * width * fall))

    def cdf(self, x: np.ndarray) -> np.ndarray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        x = np.clip(x, self.low, self.high)
        # Where there is no rise or no fall, no x lies on that side but the end itself.
        below = (x - self.low) ** 2 / (width * rise) if rise > 0 else np.zeros_like(x)
        above = 1 - (self.high - x) ** 2 / (width * fall) if fall > 0 else np.ones_like(x)
        return np.where((x <= self.mode) & (rise > 0), below, above)


@dataclass(frozen=True)
class Choices:
    """The value of number floor(u n) of n, counted from 0. u(x) is the middle of the part of u that gives x."""

    values: tuple[str | float, ...]

    def quantile(self, u: np.ndarray) -> np.ndarray:
        number = np.minimum((np.asarray(u) * len(self.values)).astype(int), len(self.values) - 1)
        return np.array(self.values, dtype=object)[number]

    def cdf(self, x: np.ndarray) -> np.ndarray:
        places: dict[str | float, list[int]] = {}
        for number, value in enumerate(self.values):
            places.setdefault(_plain(value), []).append(number)
        return np.array([(np.mean(places[_plain(value)]) + 0.5) / len(self.values) for value in x])


LAWS = {"uniform": Uniform, "log-uniform": LogUniform, "normal": Normal, "truncated normal": TruncatedNormal,
        "log-normal": LogNormal, "triangular": Triangular}


def law_of(parameter: Mapping[str, Any]) -> Law | None:
    """The distribution of a parameter of study.json; None for one of a list of points, which has none."""
    choices = parameter.get("levels", parameter.get("values"))
    if choices is not None:
        return Choices(tuple(map(_plain, choices)))
    if "distribution" not in parameter:
        return None
    law = LAWS[parameter["distribution"]]
    return law(**{field: float(parameter[field.replace("_", " ")]) for field in law.__dataclass_fields__})


def _plain(value: Any) -> str | float:
    """A number where the value is one, however it was written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return float(value)
    except ValueError:
        return str(value)
