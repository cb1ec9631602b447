"""Sparse polynomial chaos: a surrogate of an outcome, chosen by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .distributions import Law
from .polynomials import LARGEST_DEGREE, ProductBasis, hyperbolic_degrees
from .sobol import Indices

NORMS = (1.0, 0.5)        # q of the sets of polynomials that are tried: all of a degree, and few interactions
TERMS_TRIED = (3, 800)    # at most so many per point, and so many altogether
TERMS_KEPT = (1 / 3, 120)
FOLDS = 10
PATIENCE = 2              # degrees without gain after which no larger one is tried
GOOD_ENOUGH = 1e-6        # share of the variance left, below which no larger degree is tried
DEPENDENT = 1e-7          # share of a term that those before it do not span, below which it is left out


@dataclass(frozen=True)
class Chaos:
    """y(u) = sum over alpha of c_alpha psi_alpha(u), with orthonormal psi; the constant term comes first."""

    basis: ProductBasis
    degrees: np.ndarray       # alpha (K, d)
    coefficients: np.ndarray  # c (K,), in the unit of the outcome

    def predict(self, u: np.ndarray) -> np.ndarray:
        """The outcome at points u (n, d)."""
        return self.basis.evaluate(u, self.degrees) @ self.coefficients

    def indices(self) -> Indices:
        """Sobol indices from the coefficients (Sudret 2008).

        V(y) = sum of c_alpha^2 over alpha /= 0; a share is the sum over those alpha in which the parameter alone (first),
        the parameter among others (total), or two parameters alone (second) have a degree above 0.
        """
        powers = self.coefficients[1:] ** 2
        active = self.degrees[1:] > 0
        alone, pairs = active.sum(axis=1) == 1, active.sum(axis=1) == 2
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = powers / powers.sum()
        second = np.triu((active & pairs[:, None]).T @ ((active & pairs[:, None]) * shares[:, None]), k=1)
        return Indices(shares[alone] @ active[alone], shares @ active, second)

    def main_effects(self, u: np.ndarray) -> np.ndarray:
        """E[y | u_i = u] of each parameter at quantiles u (m,): (d, m)."""
        effects = np.full((self.degrees.shape[1], len(u)), self.coefficients[0])
        alone = np.flatnonzero((self.degrees > 0).sum(axis=1) == 1)
        for parameter, germ in enumerate(self.basis.germs):
            terms = alone[self.degrees[alone, parameter] > 0]
            degrees = self.degrees[terms, parameter]
            effects[parameter] += self.coefficients[terms] @ germ.values(u, int(degrees.max(initial=0)))[degrees]
        return effects


@dataclass(frozen=True)
class Fit:
    """A chaos and how well it predicts points that it was not made from."""

    chaos: Chaos
    q2: float            # 1 - sum (y - y_cv)^2 / sum (y - mean y)^2, each y_cv from the other folds
    degree: int          # of the set of polynomials that its terms were selected from
    norm: float          # q of that set
    tried: np.ndarray    # that set, alpha (P, d)


def fit(u: np.ndarray, y: np.ndarray, laws: Sequence[Law], groups: np.ndarray, random: np.random.Generator) -> Fit:
    """The chaos of points u (n, d) with values y (n,) that predicts left-out points best.

    Terms are selected anew within each fold, so that the points that judge a selection have no part in it. Points of one
    group (n,) stay in one fold: those of a base sample of Saltelli share coordinates, and would judge each other.
    """
    folds = folds_of(groups, random)
    basis = ProductBasis(laws)
    most_tried = min(TERMS_TRIED[0] * len(y), TERMS_TRIED[1])
    best: tuple[float, Fit] | None = None
    for norm in NORMS:
        without_gain, best_of_norm = 0, np.inf
        for degree in range(1, LARGEST_DEGREE + 1):
            degrees = hyperbolic_degrees(u.shape[1], degree, norm, max(most_tried, u.shape[1] + 1))
            if degrees is None or without_gain >= PATIENCE or (best is not None and best[0] < GOOD_ENOUGH * y.var()):
                break
            values = basis.evaluate(u, degrees)
            error, n_terms = cross_validate(values, y, folds)
            without_gain = 0 if error < best_of_norm else without_gain + 1
            best_of_norm = min(error, best_of_norm)
            if best is None or error < best[0]:
                chaos = select(basis, degrees, values, y, n_terms)
                best = error, Fit(chaos, 1 - error / y.var(), degree, norm, degrees)
    assert best is not None  # degree 1 is always tried
    return best[1]


def select(basis: ProductBasis, degrees: np.ndarray, values: np.ndarray, y: np.ndarray, n_terms: int) -> Chaos:
    """The chaos of at most so many of the terms with these degrees (P, d) and values (n, P)."""
    terms = pursue(values, y, np.ones(len(y), dtype=bool), n_terms)[0]
    return Chaos(basis, degrees[terms], np.linalg.lstsq(values[:, terms], y, rcond=None)[0])


def folds_of(groups: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The fold of each point (n,), groups dealt out at random and evenly."""
    names, place = np.unique(groups, return_inverse=True)
    return random.permutation(np.arange(len(names)) % min(FOLDS, len(names)))[place]


def cross_validate(values: np.ndarray, y: np.ndarray, folds: np.ndarray) -> tuple[float, int]:
    """The smallest mean squared error of left-out points, and its number of terms."""
    n_terms = int(max(2, min(TERMS_KEPT[0] * len(y), *TERMS_KEPT[1:], values.shape[1])))
    predictions = np.full((len(y), n_terms), np.nan)
    for fold in np.unique(folds):
        kept = folds != fold
        _, path = pursue(values, y, kept, n_terms)
        predictions[~kept, :path.shape[1]] = path[~kept]
        predictions[~kept, path.shape[1]:] = path[~kept, -1:]  # nothing was left to add
    errors = ((y[:, None] - predictions) ** 2).mean(axis=0)
    best = 1 + int(np.argmin(errors[1:]))  # with one term besides the constant, so that there are indices
    return float(errors[best]), best + 1


def pursue(values: np.ndarray, y: np.ndarray, kept: np.ndarray, n_terms: int) -> tuple[list[int], np.ndarray]:
    """Orthogonal matching pursuit (Pati et al. 1993): the terms selected, and the predictions (n, terms) as they grow.

    Least squares on the `kept` points, made orthogonal term by term; the constant, column 0 of the values (n, P), comes
    first, then whichever column has the largest correlation with what is left.
    """
    seen = values[kept]
    norms = np.linalg.norm(seen, axis=0)
    usable = norms > 0
    norms[~usable] = 1
    residual, prediction = y[kept].copy(), np.zeros(len(y))
    directions = np.empty((len(y), 0))  # orthonormal on the kept points
    terms: list[int] = []
    path = []
    while len(terms) < n_terms and usable.any():
        term = int(np.argmax(np.where(usable, np.abs(residual @ seen) / norms, -1))) if terms else 0
        usable[term] = False
        direction = values[:, term] / norms[term]
        for _ in range(2):  # once is not orthogonal to the last digits
            direction = direction - directions @ (direction[kept] @ directions[kept])
        length = np.linalg.norm(direction[kept])
        if length < DEPENDENT:
            continue
        direction /= length
        coefficient = direction[kept] @ residual
        residual -= coefficient * direction[kept]
        prediction = prediction + coefficient * direction
        directions = np.column_stack([directions, direction])
        terms.append(term)
        path.append(prediction)
    return terms, np.column_stack(path)
