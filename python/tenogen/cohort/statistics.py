"""Statistics of small series in closed form: order statistics, counts, and what a count says of a rate."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from .observables import Statistic

LEVEL = 0.95  # of central intervals and of one-sided bounds
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)  # levels of the ends of a central interval


def incomplete_beta(x: float, a: int, b: int) -> float:
    """Regularised incomplete beta function I_x(a, b) of whole a, b >= 1.

    I_x(a, b) = sum_{j=a}^{n} C(n, j) x^j (1-x)^(n-j) with n = a + b - 1: at least a of n independent draws
    lie below the quantile of level x.
    """
    n = a + b - 1
    return min(1.0, math.fsum(binomial_probability(j, n, x) for j in range(a, n + 1)))


def binomial_probability(k: int, n: int, p: float) -> float:
    """C(n, k) p^k (1-p)^(n-k)."""
    if p <= 0 or p >= 1:
        return float(k == (0 if p <= 0 else n))
    log_ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log_ways + k * math.log(p) + (n - k) * math.log1p(-p))


def binomial_at_most(k: int, n: int, p: float) -> float:
    """Probability of k or fewer of n."""
    return min(1.0, math.fsum(binomial_probability(j, n, p) for j in range(k + 1)))


def beta_binomial(n: int, yes: int, runs: int) -> list[float]:
    """Probabilities of 0 to n yes among n patients whose share p is known from `yes` of `runs` runs alone.

    P(k) = C(n, k) B(k + a, n - k + b) / B(a, b): the binomial distribution over p ~ Beta(a, b), the posterior of
    Jeffreys' prior, a = yes + 1/2 and b = runs - yes + 1/2.
    """
    a, b = yes + 0.5, runs - yes + 0.5
    whole = _log_beta(a, b)
    return [math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + _log_beta(k + a, n - k + b) - whole)
            for k in range(n + 1)]


def central_counts(probabilities: list[float]) -> tuple[int, int]:
    """The counts between which 95 % lie, at most 2.5 % beyond either; `probabilities` are those of 0 to n."""
    at_most = [*itertools.accumulate(probabilities[:-1]), 1.0]
    low, high = (next(k for k, share in enumerate(at_most) if share >= end) for end in ENDS)
    return low, high


def _log_beta(a: float, b: float) -> float:
    """Logarithm of the beta function B(a, b)."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def median_likelihood(below_low: float, below_high: float, n: int) -> float:
    """Probability that the median of n, n odd, lies between two values m-d and m+d.

    L = I_{F(m+d)}(k, k) - I_{F(m-d)}(k, k) with k = (n+1)/2: the median is the k-th smallest of n.
    `below_low` is F(m-d) and `below_high` F(m+d) of the individual values.
    """
    if n % 2 == 0:
        raise ValueError("the median of an even number of values is no order statistic")
    k = (n + 1) // 2
    return max(0.0, incomplete_beta(below_high, k, k) - incomplete_beta(below_low, k, k))


def beta_quantile(level: float, a: int, b: int) -> float:
    """The x with I_x(a, b) = level, by bisection to the last bits."""
    low, high = 0.0, 1.0
    while high - low > 1e-15:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if incomplete_beta(middle, a, b) < level else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Rate:
    """What k of n says of a rate, of itself, without a model. All bounds are one-sided, 95 %.

    The posterior of a uniform prior is Beta(1+k, 1+n-k); the exact bounds are Clopper and Pearson's.
    """

    count: int
    n: int
    posterior_mean: float
    posterior_low: float
    posterior_high: float
    exact_low: float
    exact_high: float


def rate_of(k: int, n: int) -> Rate:
    """The rate behind k of n."""
    a, b = 1 + k, 1 + n - k
    return Rate(k, n, a / (a + b), beta_quantile(1 - LEVEL, a, b), beta_quantile(LEVEL, a, b),
                beta_quantile(1 - LEVEL, k, n - k + 1) if k > 0 else 0.0,
                beta_quantile(LEVEL, k + 1, n - k) if k < n else 1.0)


def of_cohorts(statistic: Statistic, values: np.ndarray) -> np.ndarray:
    """The statistic of each row: values (cohorts, n) give (cohorts,), of RANGE its two ends (cohorts, 2)."""
    if statistic in (Statistic.MEDIAN, Statistic.MEDIAN_CHANGE, Statistic.DIRECTION):
        return np.median(values, axis=1)
    if statistic in (Statistic.MEAN, Statistic.MEAN_CHANGE):
        return np.mean(values, axis=1)
    if statistic is Statistic.RANGE:
        return np.stack([values.min(axis=1), values.max(axis=1)], axis=1)
    if statistic is Statistic.LATEST_MONTH:
        return values.max(axis=1)
    raise ValueError(f"{statistic.value} is not computed from numbers")


def spread_width(kind: str, values: np.ndarray) -> np.ndarray:
    """Width of the spread of each row: standard deviation (n-1), interquartile range, or largest minus smallest."""
    if kind == "sd":
        return np.std(values, axis=1, ddof=1)
    if kind == "iqr":
        low, high = np.quantile(values, [0.25, 0.75], axis=1)
        return high - low
    return values.max(axis=1) - values.min(axis=1)


def position(observed: float, half_step: float, statistics: np.ndarray) -> tuple[float, float]:
    """Where a rounded value lies among draws of its statistic: its quantile, and the two-sided tail share.

    The quantile counts equal draws half. The tail share is twice the smaller of P(T <= v+d) and
    P(T >= v-d), at most 1: how often chance alone is as far from the middle.
    """
    quantile = (np.mean(statistics < observed) + np.mean(statistics <= observed)) / 2
    below = np.mean(statistics <= observed + half_step)
    above = np.mean(statistics >= observed - half_step)
    return float(quantile), float(min(1.0, 2 * min(below, above)))
