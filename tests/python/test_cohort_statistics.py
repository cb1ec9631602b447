"""Closed forms of small series against published numbers, one another, and draws."""

from __future__ import annotations

import math
import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))

from tenogen.cohort.observables import Statistic  # noqa: E402
from tenogen.cohort.patients import Answers  # noqa: E402
from tenogen.cohort.statistics import (beta_binomial, beta_quantile, binomial_at_most, binomial_probability,  # noqa: E402
                                       central_counts, incomplete_beta, median_likelihood, of_cohorts, position,
                                       rate_of, spread_width)

DRAWS = 200_000
FOUR_SIGMA = 4 / math.sqrt(DRAWS) / 2  # of a share of so many draws, at most


def normal_cdf(x: float) -> float:
    """Standard normal distribution."""
    return math.erfc(-x / math.sqrt(2)) / 2


class ClosedForms(unittest.TestCase):
    def test_incomplete_beta(self) -> None:
        for x in (0.0, 0.1, 0.5, 0.93, 1.0):
            self.assertAlmostEqual(incomplete_beta(x, 1, 1), x, 14)
            self.assertAlmostEqual(incomplete_beta(x, 8, 1), x**8, 14)
            self.assertAlmostEqual(incomplete_beta(x, 1, 8), 1 - (1 - x)**8, 14)
            self.assertAlmostEqual(incomplete_beta(x, 4, 4) + incomplete_beta(1 - x, 4, 4), 1, 14)
        # I_x(4,4) = x^4 (35 - 84x + 70x^2 - 20x^3)
        self.assertAlmostEqual(incomplete_beta(0.3, 4, 4), 0.3**4 * (35 - 84 * 0.3 + 70 * 0.09 - 20 * 0.027), 14)
        self.assertAlmostEqual(incomplete_beta(0.5, 300, 300), 0.5, 10)

    def test_binomial(self) -> None:
        self.assertAlmostEqual(binomial_probability(7, 7, 0.9), 0.9**7, 14)
        self.assertAlmostEqual(binomial_probability(2, 5, 0.3), 10 * 0.3**2 * 0.7**3, 14)
        self.assertEqual([binomial_probability(k, 7, 1.0) for k in (6, 7)], [0, 1])
        self.assertAlmostEqual(binomial_at_most(4, 7, 0.4) + incomplete_beta(0.4, 5, 3), 1, 14)

    def test_beta_binomial(self) -> None:
        for n, yes, runs in ((7, 0, 2), (7, 2, 2), (7, 13, 40), (1, 1, 3)):
            found = beta_binomial(n, yes, runs)
            self.assertAlmostEqual(math.fsum(found), 1, 12)
            self.assertAlmostEqual(math.fsum(k * share for k, share in enumerate(found)), n * (yes + 0.5) / (runs + 1), 12)
            shares = np.random.default_rng(8).beta(yes + 0.5, runs - yes + 0.5, DRAWS)
            drawn = np.bincount(np.random.default_rng(9).binomial(n, shares), minlength=n + 1) / DRAWS
            np.testing.assert_allclose(found, drawn, atol=FOUR_SIGMA)
        self.assertAlmostEqual(beta_binomial(1, 2, 2)[0], 1 / 6, 14)
        many = beta_binomial(7, 500_000, 1_000_000)  # a share that is known
        np.testing.assert_allclose(many, [binomial_probability(k, 7, 0.5) for k in range(8)], rtol=1e-4)
        self.assertAlmostEqual(math.fsum(beta_binomial(100_000, 3, 7)), 1, 8)

    def test_central_counts(self) -> None:
        self.assertEqual(central_counts([binomial_probability(k, 7, 0.5) for k in range(8)]), (1, 6))
        self.assertEqual(central_counts([0.0] * 7 + [1.0]), (7, 7))
        self.assertEqual(central_counts([1.0] + [0.0] * 7), (0, 0))
        self.assertEqual(central_counts(beta_binomial(7, 2, 2)), (2, 7))

    def test_what_all_of_seven_says_of_a_rate(self) -> None:
        rate = rate_of(7, 7)
        self.assertAlmostEqual(rate.posterior_mean, 0.889, 3)
        self.assertAlmostEqual(rate.posterior_low, 0.688, 3)
        self.assertAlmostEqual(rate.posterior_low, 0.05**(1 / 8), 12)
        self.assertAlmostEqual(1 - rate.exact_low, 0.348, 3)
        self.assertAlmostEqual(1 - rate.exact_low, 1 - 0.05**(1 / 7), 12)
        none = rate_of(0, 7)
        self.assertAlmostEqual(none.exact_high, 1 - 0.05**(1 / 7), 12)
        self.assertEqual((none.exact_low, rate.exact_high), (0.0, 1.0))
        self.assertAlmostEqual(beta_quantile(0.3, 2, 3), 0.2724, 3)
        self.assertAlmostEqual(incomplete_beta(beta_quantile(0.3, 2, 3), 2, 3), 0.3, 12)

    def test_statistics_of_cohorts(self) -> None:
        values = np.array([[3.0, 1.0, 8.0], [2.0, 2.0, 5.0]])
        self.assertEqual(of_cohorts(Statistic.MEDIAN, values).tolist(), [3, 2])
        self.assertEqual(of_cohorts(Statistic.MEAN_CHANGE, values).tolist(), [4, 3])
        self.assertEqual(of_cohorts(Statistic.RANGE, values).tolist(), [[1, 8], [2, 5]])
        self.assertEqual(of_cohorts(Statistic.LATEST_MONTH, values).tolist(), [8, 5])
        self.assertAlmostEqual(spread_width("sd", values)[1], math.sqrt(3))
        self.assertEqual(spread_width("range", values).tolist(), [7, 3])
        self.assertEqual(spread_width("iqr", values).tolist(), [3.5, 1.5])

    def test_position(self) -> None:
        draws = np.arange(1.0, 101.0)
        self.assertEqual(position(50.5, 0.05, draws), (0.5, 1.0))
        quantile, tails = position(2.0, 0.5, draws)
        self.assertAlmostEqual(quantile, 0.015)
        self.assertAlmostEqual(tails, 0.04)
        self.assertEqual(position(101.0, 0.5, draws), (1.0, 0.0))


class MedianOfSeven(unittest.TestCase):
    """L = I_{F(m+d)}(4,4) - I_{F(m-d)}(4,4) against medians that are drawn."""

    def check(self, answers: Answers, median: float, half: float, n: int, seed: int) -> None:
        draws = np.median(answers.draw(np.random.default_rng(seed), (DRAWS, n)), axis=1)
        drawn = np.mean(np.abs(draws - median) <= half)
        closed = median_likelihood(answers.share_below(median - half, or_equal=False), answers.share_below(median + half), n)
        self.assertAlmostEqual(closed, drawn, delta=FOUR_SIGMA)
        self.assertGreater(closed, 20 * FOUR_SIGMA)

    def test_uniform_in_closed_form(self) -> None:
        # F(x) = x: the median of seven is Beta(4, 4), of mean 1/2 and density 140 x^3 (1-x)^3
        self.assertAlmostEqual(median_likelihood(0.4999, 0.5001, 7) / 2e-4, 140 / 64, 5)
        with self.assertRaises(ValueError):
            median_likelihood(0.1, 0.2, 6)

    def test_answers_within_the_scale(self) -> None:
        now = np.array([60.0, 75.0, 80.0, 92.0, 99.0])
        self.check(Answers(now, None, (0, 100), 7.0), 86.5, 3.0, 7, 1)
        self.check(Answers(now, None, (0, 100), 7.0, 12.0, 8.0), 97.0, 2.0, 7, 2)

    def test_answers_clipped_at_the_end(self) -> None:
        answers = Answers(np.array([95.0, 99.0]), None, (0, 100), 7.0)
        self.check(answers, 100.0, 0.05, 7, 3)
        self.check(answers, 100.0, 0.05, 9, 4)

    def test_changes(self) -> None:
        before, now = np.array([9.0, 9.8, 8.0]), np.array([0.3, 1.5, 0.8])
        self.check(Answers(now, before, (0, 10), 1.0), -8.5, 0.25, 7, 5)
        self.check(Answers(now, before, (0, 10), 1.0, -2.0, 1.0), -9.0, 0.25, 7, 6)

    def test_values_without_scatter(self) -> None:
        self.check(Answers(np.array([1.0, 2.0, 3.0, 4.0])), 3.0, 0.5, 5, 7)


class AnswersOfPatients(unittest.TestCase):
    """The distribution of answers in closed form against what it must be and what is drawn."""

    def test_one_patient_far_from_the_ends_is_normal(self) -> None:
        level = Answers(np.array([50.0]), None, (0, 100), 7.0)
        change = Answers(np.array([60.0]), np.array([40.0]), (0, 100), 7.0)
        for z in (-3.0, -1.0, 0.0, 0.5, 2.0):
            self.assertAlmostEqual(level.share_below(50 + 7 * z), normal_cdf(z), 12)
            self.assertAlmostEqual(change.share_below(20 + 7 * math.sqrt(2) * z), normal_cdf(z), 10)
        self.assertAlmostEqual(level.quantile(0.975), 50 + 7 * 1.959964, 4)
        self.assertAlmostEqual(change.quantile(0.025), 20 - 7 * math.sqrt(2) * 1.959964, 4)

    def test_each_patient_has_noise_of_its_own(self) -> None:
        now, before = np.array([4.0, 5.0]), np.array([7.0, 6.0])
        for start in (None, before):
            mixed = Answers(now, start, (0, 10), np.array([0.0, 2.0]))
            alone = [Answers(now[i:i + 1], None if start is None else start[i:i + 1], (0, 10), noise)
                     for i, noise in enumerate((0.0, 2.0))]
            draws = mixed.draw(np.random.default_rng(12), (DRAWS,))
            for x in (-4.0, -3.0, -2.9, 0.0, 4.0, 5.5):
                expected = sum(one.share_below(x) for one in alone) / 2
                self.assertAlmostEqual(mixed.share_below(x), expected, 12)
                self.assertAlmostEqual(np.mean(draws <= x), expected, delta=FOUR_SIGMA)
        self.assertFalse(mixed.is_exact)

    def test_ends_of_the_scale(self) -> None:
        answers = Answers(np.array([0.0, 10.0]), None, (0, 10), 1.0)
        self.assertAlmostEqual(answers.share_at_ends()[0], 0.25, 12)
        self.assertAlmostEqual(answers.share_at_ends()[1], 0.25, 12)
        self.assertEqual((answers.share_below(-0.1), answers.share_below(10.0)), (0.0, 1.0))
        self.assertAlmostEqual(answers.share_below(10.0, or_equal=False), 0.75, 12)
        self.assertEqual(answers.quantile(0.975), 10.0)

    def test_draws_follow_the_closed_form(self) -> None:
        answers = Answers(np.array([0.5, 2.0]), np.array([8.0, 9.9]), (0, 10), 1.0, -2.0, 1.0)
        draws = answers.draw(np.random.default_rng(11), (DRAWS,))
        for x in (-10.0, -9.0, -8.0, -7.0, -6.0):
            self.assertAlmostEqual(answers.share_below(x), np.mean(draws <= x), delta=FOUR_SIGMA)


if __name__ == "__main__":
    unittest.main()
