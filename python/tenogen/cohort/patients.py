"""What simulated patients would answer: their values with the scatter of the measurement, within its scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

# Integrals over a standard normal variable: Gauss-Legendre between these places, and where the integrand breaks.
PLACES = np.array([-8.0, -4.0, -2.0, 0.0, 2.0, 4.0, 8.0])
NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)
BISECTIONS = 60
DECIMALS = 9  # of a quantile: bisection ends within less of an end of the scale

_upper_tail = np.vectorize(math.erfc, otypes=[float])


@dataclass(frozen=True)
class Answers:
    """Answers of N equally likely patients at one visit, or their change since month 0.

    A patient's answer at the visit is s + b + e, at month 0 it is s0 + e0, each clipped to the scale; e and e0
    are independent N(0, noise_sd^2) with the patient's own noise_sd, b is N(shift_mean, shift_sd^2), all in the unit
    of the observable.
    """

    now: np.ndarray                        # (N,) simulated values s at the visit
    before: np.ndarray | None = None       # (N,) simulated values s0 at month 0; None for the answer itself
    scale: tuple[float, float | None] = (0.0, None)  # smallest and largest possible answer
    noise_sd: np.ndarray | float = 0.0     # (N,), or the same for all
    shift_mean: float = 0.0
    shift_sd: float = 0.0

    @property
    def is_exact(self) -> bool:
        """Whether answers are the simulated values, without scatter."""
        return not np.any(self.noise_sd) and self.shift_sd == 0

    @property
    def noise(self) -> np.ndarray:
        """noise_sd of each patient (N,)."""
        return np.broadcast_to(np.asarray(self.noise_sd, float), self.now.shape)

    def without_scatter(self) -> np.ndarray:
        """Each patient's answer (N,) with the mean of the scatter alone."""
        now = self._clipped(self.now + self.shift_mean)
        return now if self.before is None else now - self.before

    def draw(self, random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        """Answers of patients drawn with replacement."""
        who = random.integers(0, len(self.now), shape)
        shift = random.normal(self.shift_mean, self.shift_sd, shape)
        now = self._clipped(self.now[who] + shift + random.normal(0, self.noise[who]))
        if self.before is None:
            return now
        return now - self._clipped(self.before[who] + random.normal(0, self.noise[who]))

    def share_below(self, x: float, or_equal: bool = True) -> float:
        """F(x), the share of answers at or below x; below x alone on request.

        Of a change: F(x) = E_e0[ P(clip(s + b + e) <= x + clip(s0 + e0)) ].
        """
        if self.before is None:
            return float(np.mean(self._share_of_each(np.full((len(self.now), 1), x), or_equal)))
        if not np.any(self.noise_sd):
            return float(np.mean(self._share_of_each(x + self.before[:, None], or_equal)))
        z, weights = self._nodes(x)
        before = self._clipped(self.before[:, None] + self.noise[:, None] * z)
        return float(np.mean((weights * self._share_of_each(x + before, or_equal)).sum(axis=1)))

    def quantile(self, level: float) -> float:
        """The x with F(x) = level, by bisection; exact at an end of the scale, to which answers are clipped."""
        values = self.now if self.before is None else self.now - self.before
        reach = abs(self.shift_mean) + 10 * (2 * self.noise.max() + self.shift_sd)
        low, high = values.min() - reach - 1e-9, values.max() + reach
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.share_below(middle) < level else (low, middle)
        return round(float(high), DECIMALS) + 0.0  # no negative zero

    def share_at_ends(self) -> tuple[float, float]:
        """Share of answers at the visit that are clipped to the smallest and to the largest possible one."""
        low, high = self.scale
        at_visit = replace(self, before=None)
        return at_visit.share_below(low), 0.0 if high is None else 1 - at_visit.share_below(high, or_equal=False)

    def _nodes(self, x: float) -> tuple[np.ndarray, np.ndarray]:
        """Nodes and weights (N, m) of the integral over e0 / noise_sd, split where the answer at month 0 meets an
        end of the scale, and where the answer at the visit that makes the change x does."""
        low, high = self.scale
        ends = np.array([low] if high is None else [low, high])
        sd = np.where(self.noise > 0, self.noise, 1.0)[:, None]  # without noise there is nothing to split
        breaks = np.concatenate([ends - self.before[:, None], ends - x - self.before[:, None]], axis=1) / sd
        places = np.broadcast_to(PLACES, (len(self.before), len(PLACES)))
        places = np.sort(np.concatenate([places, np.clip(breaks, PLACES[0], PLACES[-1])], axis=1), axis=1)
        middle, half = (places[:, 1:] + places[:, :-1]) / 2, (places[:, 1:] - places[:, :-1]) / 2
        z = (middle[:, :, None] + half[:, :, None] * NODES).reshape(len(places), -1)
        weights = (half[:, :, None] * WEIGHTS).reshape(len(places), -1) * np.exp(-z**2 / 2) / math.sqrt(2 * math.pi)
        return z, weights

    def _clipped(self, values: np.ndarray) -> np.ndarray:
        return np.clip(values, *self.scale)

    def _share_of_each(self, x: np.ndarray, or_equal: bool) -> np.ndarray:
        """P(clip(now + b + e) <= x), or < x, of each patient at its own x (N, m)."""
        low, high = self.scale
        sd = np.hypot(self.noise, self.shift_sd)[:, None]
        distance = x - (self.now[:, None] + self.shift_mean)
        share = np.where(sd > 0, _upper_tail(-distance / (np.where(sd > 0, sd, 1.0) * math.sqrt(2))) / 2,
                         distance >= 0 if or_equal else distance > 0)
        share = np.where(x < low if or_equal else x <= low, 0.0, share)
        if high is None:
            return share
        return np.where(x >= high if or_equal else x > high, 1.0, share)
