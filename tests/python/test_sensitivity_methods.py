"""The estimators of `tenogen sensitivity` by themselves: against OpenTURNS, closed forms, and their own words."""

from __future__ import annotations

import unittest

import numpy as np
import openturns as ot

import program  # noqa: F401  (finds the scripts)
from sensitivity_functions import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ishigami

from tenogen.sensitivity.chaos import Chaos, cross_validate, fit, folds_of, pursue
from tenogen.sensitivity.correlations import spearman, standardised_regression
from tenogen.sensitivity.distributions import LogNormal, LogUniform, Normal, Triangular, TruncatedNormal, Uniform
from tenogen.sensitivity.errors import NotAnalysed, SensitivityError
from tenogen.sensitivity.figures import (EffectPanel, MorrisPanel, RankPanel, SobolPanel, TornadoPanel, morris_figure,
                                         response_figure, sobol_figure, tornado_figure)
from tenogen.sensitivity.morris import elementary_effects
from tenogen.sensitivity.polynomials import ProductBasis, hyperbolic_degrees
from tenogen.sensitivity.sobol import Blocks, estimate, sobol_indices
from tenogen.sensitivity.surrogate import swing

CUBE = [Uniform(0, 1)] * 3


def saltelli(n: int, function: object = ishigami) -> tuple[np.ndarray, Blocks]:
    """Points (n (2 d + 2), d) in the order of OpenTURNS, A, B, AB, BA, and the blocks of their values."""
    base = np.array(ot.LowDiscrepancyExperiment(ot.SobolSequence(), ot.ComposedDistribution([ot.Uniform(0, 1)] * 6), n)
                    .generate())
    a, b = base[:, :3], base[:, 3:]
    swapped = [[np.where(np.arange(3) == i, other, one) for i in range(3)] for one, other in ((a, b), (b, a))]
    points = np.concatenate([a, b, *swapped[0], *swapped[1]])
    y = function(points).reshape(8, n)
    return points, Blocks(y[0], y[1], y[2:5].T, y[5:].T)


class SobolTest(unittest.TestCase):
    """Indices from blocks."""

    def test_against_openturns(self) -> None:
        points, blocks = saltelli(1024)
        y = ot.Sample(ishigami(points)[:, None])
        ours = estimate(blocks)
        theirs = ot.SaltelliSensitivityAlgorithm(ot.Sample(points), y, 1024)
        jansen = ot.JansenSensitivityAlgorithm(ot.Sample(points), y, 1024)
        np.testing.assert_allclose(ours.first, list(theirs.getFirstOrderIndices()), atol=0.01)
        np.testing.assert_allclose(ours.total, list(jansen.getTotalOrderIndices()), atol=0.01)
        second = np.array(theirs.getSecondOrderIndices())
        assert ours.second is not None
        for i, j in ((0, 1), (0, 2), (1, 2)):
            self.assertAlmostEqual(ours.second[i, j], second[i, j], delta=0.05)
        self.assertAlmostEqual(ours.second[0, 2], 0.2437, delta=0.05)

    def test_intervals_hold_what_is_true(self) -> None:
        _, blocks = saltelli(1024)
        interval = sobol_indices(blocks, np.random.default_rng(1), 200).interval
        for ends, published in ((interval.first, ISHIGAMI_FIRST), (interval.total, ISHIGAMI_TOTAL)):
            self.assertTrue(np.all((ends[0] < published) & (published < ends[1])), ends)
            self.assertTrue(np.all(ends[1] - ends[0] < 0.25), ends)

    def test_a_shift_changes_nothing(self) -> None:
        _, blocks = saltelli(64)
        shifted = Blocks(blocks.a + 1e6, blocks.b + 1e6, blocks.ab + 1e6, None)
        np.testing.assert_allclose(estimate(shifted).first, estimate(blocks).first, atol=1e-6)
        np.testing.assert_allclose(estimate(shifted).total, estimate(blocks).total, atol=1e-6)

    def test_what_is_missing(self) -> None:
        _, blocks = saltelli(32)
        blocks.ab[3, 1] = blocks.b[5] = np.nan
        self.assertEqual(list(np.flatnonzero(~blocks.complete())), [3, 5])
        with self.assertRaisesRegex(NotAnalysed, "15 base samples"):
            sobol_indices(blocks.taken(np.arange(15)), np.random.default_rng(1), 50)


class MorrisTest(unittest.TestCase):
    """Elementary effects of trajectories."""

    def test_effects_up_and_down(self) -> None:
        u = np.array([[0, 1 / 3], [2 / 3, 1 / 3], [2 / 3, 1], [1, 1], [1, 1 / 3], [1 / 3, 1 / 3]])
        y = 3 * u[:, 0] - 6 * u[:, 1]
        np.testing.assert_allclose(elementary_effects(u, y, 2 / 3), [[3, -6], [3, -6]])
        y[4] = np.nan
        np.testing.assert_allclose(elementary_effects(u, y, 2 / 3), [[3, -6], [np.nan, np.nan]])

    def test_steps_that_change_no_value(self) -> None:
        u = np.array([[0.5, 0, 0.2], [0.5, 0, 0.2], [0.5, 2 / 3, 0.2], [0.5, 2 / 3, 0.2]])  # rounded parameters 0 and 2
        np.testing.assert_allclose(elementary_effects(u, u[:, 1] * 3, 2 / 3), [[0, 3, 0]])

    def test_no_trajectories(self) -> None:
        with self.assertRaisesRegex(SensitivityError, "changes a parameter twice, or two at once"):
            elementary_effects(np.array([[0, 0], [1, 1], [1, 0.5]]), np.zeros(3), 2 / 3)


class ChaosTest(unittest.TestCase):
    """Polynomials, selection, indices."""

    def test_polynomials_are_orthonormal(self) -> None:
        nodes, weights = np.polynomial.legendre.leggauss(200)
        # Towards 0 and 1 the quantile functions are steep: nodes by u = 3 t^2 - 2 t^3 there.
        t = (nodes + 1) / 2
        u, weights = 3 * t**2 - 2 * t**3, weights * 3 * t * (1 - t)
        for law in (Uniform(2, 3), LogUniform(1, 9), Normal(4, 2), LogNormal(1, 2), TruncatedNormal(1, 1, 0, 4),
                    Triangular(0, 2, 3), Triangular(1, 1, 2)):
            with self.subTest(law=law):
                values = ProductBasis([law]).evaluate(u[:, None], np.arange(5)[:, None])
                np.testing.assert_allclose(values.T @ (weights[:, None] * values), np.eye(5), atol=2e-3)

    def test_sets_of_degrees(self) -> None:
        total = hyperbolic_degrees(3, 4, 1.0, 1000)
        assert total is not None
        self.assertEqual(len(total), 35)  # (3 + 4)! / (3! 4!)
        self.assertEqual(list(total[0]), [0, 0, 0])
        few = hyperbolic_degrees(3, 4, 0.5, 1000)
        assert few is not None
        self.assertEqual(len(few), 16)  # constant, 4 of each parameter alone, and the 3 products of two first degrees
        self.assertIsNone(hyperbolic_degrees(3, 4, 1.0, 34))

    def test_indices_of_given_coefficients(self) -> None:
        degrees = np.array([[0, 0, 0], [1, 0, 0], [0, 2, 0], [1, 0, 1], [1, 1, 1]])
        chaos = Chaos(ProductBasis(CUBE), degrees, np.array([9.0, 3, 2, 1, np.sqrt(2)]))
        indices = chaos.indices()
        np.testing.assert_allclose(indices.first, np.array([9, 4, 0]) / 16)
        np.testing.assert_allclose(indices.total, np.array([12, 6, 3]) / 16)
        np.testing.assert_allclose(indices.second, np.array([[0, 0, 1], [0, 0, 0], [0, 0, 0]]) / 16)
        u = np.array([0.2, 0.9])
        x = 2 * u - 1
        np.testing.assert_allclose(chaos.main_effects(u), [9 + 3 * np.sqrt(3) * x, 9 + np.sqrt(5) * (3 * x**2 - 1), [9, 9]])

    def test_against_openturns(self) -> None:
        u = np.random.default_rng(2).random((300, 3))
        ours = fit(u, ishigami(u), CUBE, np.arange(300), np.random.default_rng(1))
        basis = ot.OrthogonalProductPolynomialFactory([ot.LegendreFactory()] * 3, ot.LinearEnumerateFunction(3))
        selection = ot.LeastSquaresMetaModelSelectionFactory(ot.LARS(), ot.CorrectedLeaveOneOut())
        chaos = ot.FunctionalChaosAlgorithm(ot.Sample(u), ot.Sample(ishigami(u)[:, None]),
                                            ot.ComposedDistribution([ot.Uniform(0, 1)] * 3), ot.FixedStrategy(basis, 286),
                                            ot.LeastSquaresStrategy(selection))
        chaos.run()
        theirs = ot.FunctionalChaosSobolIndices(chaos.getResult())
        indices = ours.chaos.indices()
        np.testing.assert_allclose(indices.first, [theirs.getSobolIndex(i) for i in range(3)], atol=2e-3)
        np.testing.assert_allclose(indices.total, [theirs.getSobolTotalIndex(i) for i in range(3)], atol=2e-3)
        np.testing.assert_allclose(indices.total, ISHIGAMI_TOTAL, atol=2e-3)

    def test_q2_is_that_of_new_points(self) -> None:
        dice = np.random.default_rng(4)
        u, fresh = dice.random((200, 6)), dice.random((4000, 6))

        def noisy(points: np.ndarray) -> np.ndarray:
            return np.exp(points @ np.arange(6) / 6) + dice.normal(size=len(points))
        made = fit(u, noisy(u), [Uniform(0, 1)] * 6, np.arange(200), dice)
        y = noisy(fresh)
        self.assertAlmostEqual(made.q2, 1 - ((y - made.chaos.predict(fresh)) ** 2).mean() / y.var(), delta=0.1)

    def test_groups_stay_together(self) -> None:
        groups = np.repeat(np.arange(25), 8)
        folds = folds_of(groups, np.random.default_rng(1)).reshape(25, 8)
        self.assertTrue(np.all(folds == folds[:, :1]))
        self.assertEqual(sorted(np.bincount(folds[:, 0])), [2] * 5 + [3] * 5)

    def test_terms_that_are_no_news(self) -> None:
        x = np.linspace(-1, 1, 12)
        values = np.column_stack([np.ones(12), x, 2 * x, x**2])
        terms, path = pursue(values, 1 + x + x**2, np.ones(12, dtype=bool), 10)
        self.assertEqual((len(terms), terms[0]), (3, 0))
        self.assertIn(3, terms)
        np.testing.assert_allclose(path[:, -1], 1 + x + x**2, atol=1e-12)
        error, n_terms = cross_validate(values, 1 + x + x**2, np.arange(12) % 4)
        self.assertLess(error, 1e-20)
        self.assertGreaterEqual(n_terms, 3)

    def test_the_tornado(self) -> None:
        u = np.random.default_rng(2).random((100, 2))
        made = fit(u, 10 * u[:, 0] - u[:, 1], CUBE[:2], np.arange(100), np.random.default_rng(1))
        found = swing(made.chaos)
        np.testing.assert_allclose([found.middle, *found.low, *found.high], [4.5, 0, 4.95, 9, 4.05], atol=1e-9)


class CorrelationsTest(unittest.TestCase):
    """The simple measures."""

    def test_ranks_and_regression(self) -> None:
        u = np.random.default_rng(1).random((200, 3))
        u[:, 2] = 0.5
        found = spearman(u, np.exp(9 * u[:, 0]))
        self.assertAlmostEqual(found[0], 1)
        self.assertTrue(np.isnan(found[2]))
        y = np.exp(u[:, 0]) + u[:, 1]
        theirs = ot.CorrelationAnalysis(ot.Sample(u[:, :2]), ot.Sample(y[:, None])).computeSpearmanCorrelation()
        np.testing.assert_allclose(spearman(u, y)[:2], list(theirs), atol=1e-12)
        coefficients, r_squared = standardised_regression(u, 3 * u[:, 0] - 4 * u[:, 1])
        self.assertAlmostEqual(r_squared, 1)
        ratio = 4 * u[:, 1].std() / (3 * u[:, 0].std())
        np.testing.assert_allclose(coefficients[1] / coefficients[0], -ratio)


class FiguresTest(unittest.TestCase):
    """Figures from plain numbers."""

    def test_every_kind_is_drawn(self) -> None:
        names, one, ends = [f"Part/Entry {number} [-]" for number in range(25)], np.linspace(0, 1, 25), np.ones((2, 25))
        head = ("month 1", names, "note", "warning")
        axis = np.linspace(1, 9, 5)
        effect = EffectPanel("x [mm]", axis, axis, np.array([axis, axis]), axis, axis, logarithmic=True)
        swings, ranks = TornadoPanel(*head, -one, one, 0.0, "y [mm^3]"), RankPanel(*head, one, ends)
        for figure in (sobol_figure("title", [SobolPanel(*head, one, ends, one, ends)] * 3),
                       tornado_figure("title", [swings, ranks]),
                       morris_figure("title", [MorrisPanel(*head, one, ends, one, "-")]),
                       response_figure("title", [effect] * 5, "y [mm^3]", warning="warning")):
            figure.canvas.draw()
            texts = [text.get_text() for ax in figure.axes for text in ax.texts]
            if len(figure.axes) < 5:
                self.assertIn("5 more parameters rank below these", texts)
            figure.clear()


if __name__ == "__main__":
    unittest.main()
