"""Polynomials of several independent parameters, orthonormal with respect to their distributions (OpenTURNS)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import openturns as ot
from scipy.special import ndtri

from .distributions import Law, LogNormal, LogUniform, Normal, Triangular, TruncatedNormal, Uniform
from .errors import SensitivityError

LARGEST_DEGREE = 12


class Germ:
    """A parameter in the coordinate in which its distribution is simple, and the polynomials that belong to it.

    log-uniform and log-normal parameters enter by their logarithm, all others by their value, shifted and scaled: to
    Legendre's polynomials on (-1, 1), Hermite's for a standard normal, and those of the density itself for truncated
    normal and triangular distributions.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        if isinstance(law, (Uniform, LogUniform)):
            distribution = ot.Uniform(-1, 1)
        elif isinstance(law, (Normal, LogNormal)):
            distribution = ot.Normal(0, 1)
        elif isinstance(law, TruncatedNormal):
            distribution = ot.TruncatedNormal(0, 1, (law.low - law.mean) / law.sd, (law.high - law.mean) / law.sd)
        elif isinstance(law, Triangular):
            distribution = ot.Triangular(0, (law.mode - law.low) / (law.high - law.low), 1)
        else:
            raise SensitivityError("a parameter of a surrogate needs a continuous distribution")
        family = ot.StandardDistributionPolynomialFactory(ot.AdaptiveStieltjesAlgorithm(distribution))
        self._recurrence = [tuple(family.getRecurrenceCoefficients(degree)) for degree in range(LARGEST_DEGREE)]

    def coordinate(self, u: np.ndarray) -> np.ndarray:
        """The coordinate of the polynomials at quantiles u."""
        law = self.law
        if isinstance(law, (Uniform, LogUniform)):
            return 2 * u - 1
        if isinstance(law, (Normal, LogNormal)):
            return ndtri(u)
        if isinstance(law, TruncatedNormal):
            return (law.quantile(u) - law.mean) / law.sd
        return (law.quantile(u) - law.low) / (law.high - law.low)

    def values(self, u: np.ndarray, degree: int) -> np.ndarray:
        """The polynomials of degree 0, 1, ..., degree at quantiles u (n,): (degree + 1, n).

        P_{k+1} = (a_k x + b_k) P_k + c_k P_{k-1}.
        """
        x = self.coordinate(u)
        values = np.ones((degree + 1, len(u)))
        before = np.zeros(len(u))
        for k, (a, b, c) in enumerate(self._recurrence[:degree]):
            values[k + 1] = (a * x + b) * values[k] + c * before
            before = values[k]
        return values


class ProductBasis:
    """Products of polynomials of one parameter each: psi_alpha(u) = prod_i P_alpha_i(u_i)."""

    def __init__(self, laws: Sequence[Law]) -> None:
        self.germs = [Germ(law) for law in laws]

    def evaluate(self, u: np.ndarray, degrees: np.ndarray) -> np.ndarray:
        """The products with the degrees alpha (P, d) at points u (n, d): (n, P)."""
        products = np.ones((len(u), len(degrees)))
        for column, germ in enumerate(self.germs):
            products *= germ.values(u[:, column], int(degrees[:, column].max()))[degrees[:, column]].T
        return products


def hyperbolic_degrees(dimension: int, degree: int, norm: float, most: int) -> np.ndarray | None:
    """All alpha (P, d) with (sum_i alpha_i^q)^(1/q) <= degree, q the norm (Blatman and Sudret 2011); 0 first.

    None where they are more than `most`.
    """
    found = []
    for alpha in _below(dimension, float(degree) ** norm * (1 + 1e-9), norm):
        found.append(alpha)
        if len(found) > most:
            return None
    return np.array(sorted(found, key=lambda alpha: (sum(alpha), [-part for part in alpha])))


def _below(dimension: int, budget: float, norm: float) -> Iterator[tuple[int, ...]]:
    if dimension == 0:
        yield ()
        return
    first = 0
    while float(first) ** norm <= budget:
        for rest in _below(dimension - 1, budget - float(first) ** norm, norm):
            yield (first, *rest)
        first += 1
