"""Distributions of parameters in Python against those of the program. Needs the program: TENOGEN_EXECUTABLE."""

from __future__ import annotations

import math
import unittest

import numpy as np
from scipy.special import erf, erfinv

from computed_study import ENTRIES, ComputedStudy, study_of, uniform
from derived_runs import rows_of
import program  # noqa: F401  (finds the scripts)

from tenogen.sensitivity.distributions import (Choices, LogNormal, LogUniform, Normal, Triangular, TruncatedNormal, Uniform,
                                               law_of)

LAWS = [Uniform(-2, 3), LogUniform(0.02, 700), Normal(5, 0.3), TruncatedNormal(1, 2, 0.5, 9), TruncatedNormal(20, 2, 14, 26),
        LogNormal(3, 0.7), Triangular(10, 25, 60), Triangular(0, 0, 1), Triangular(0, 1, 1)]
U = np.linspace(0.001, 0.999, 333)


def normal_quantile(u: np.ndarray) -> np.ndarray:
    """The inverse of the distribution function of the standard normal, by another way than that under test."""
    return math.sqrt(2) * erfinv(2 * u - 1)


def normal_share(z: float) -> float:
    """The distribution function of the standard normal."""
    return float(1 + erf(z / math.sqrt(2))) / 2


class DistributionsTest(unittest.TestCase):
    """Quantile functions and their inverses."""

    def test_the_inverse_is_one(self) -> None:
        for law in LAWS:
            with self.subTest(law=law):
                x = law.quantile(U)
                self.assertTrue(np.all(np.diff(x) > 0))
                np.testing.assert_allclose(law.cdf(x), U, rtol=0, atol=1e-12)

    def test_the_formulas_of_the_document(self) -> None:
        z = normal_quantile(U)
        lower, upper = normal_share((0.5 - 1) / 2), normal_share((9 - 1) / 2)
        rising = U * 50 <= 15
        for law, x in ((LAWS[0], -2 + 5 * U), (LAWS[1], 0.02 * np.exp(U * math.log(700 / 0.02))), (LAWS[2], 5 + 0.3 * z),
                       (LAWS[3], 1 + 2 * normal_quantile(lower + U * (upper - lower))), (LAWS[5], 3 * np.exp(0.7 * z)),
                       (LAWS[6], np.where(rising, 10 + np.sqrt(U * 750), 60 - np.sqrt((1 - U) * 1750)))):
            with self.subTest(law=law):
                np.testing.assert_allclose(law.quantile(U), x, rtol=1e-9)

    def test_ends_and_beyond(self) -> None:
        for law in LAWS:
            if hasattr(law, "low"):
                with self.subTest(law=law):
                    np.testing.assert_allclose(law.cdf(np.array([law.low, law.high])), [0, 1], atol=1e-14)
        np.testing.assert_array_equal(LAWS[6].cdf(np.array([9.0, 61.0])), [0, 1])  # rounded to whole numbers, say

    def test_choices(self) -> None:
        law = law_of({"entry": "x", "values": ["coarse", "1e-3", "true", "5"]})
        assert isinstance(law, Choices)
        self.assertEqual(list(law.quantile(np.array([0.0, 0.3, 0.6, 0.999, 1.0]))), ["coarse", 0.001, "true", 5, 5])
        np.testing.assert_allclose(law.cdf(np.array(["coarse", "0.001", "true", "5"])), [0.125, 0.375, 0.625, 0.875])
        self.assertIsNone(law_of({"entry": "x"}))


class ProgramsDesignTest(ComputedStudy):
    """The quantiles of a design of the program."""

    def test_quantiles_of_a_design(self) -> None:
        shapes = [{"distribution": "log-uniform", "low": 0.9, "high": 1.2},
                  {"distribution": "truncated normal", "mean": 1, "sd": 0.1, "low": 0.85, "high": 1.3},
                  {"distribution": "log-normal", "median": 1, "log sd": 0.05},
                  {"distribution": "triangular", "low": 0.9, "mode": 0.95, "high": 1.2},
                  {"distribution": "uniform", "low": 0.9, "high": 1.2}]
        # Both designs have the same seed, and so the same u.
        plain = self.design("plain", study_of(uniform(5), {"kind": "sobol", "size": 256, "seed": 6}))
        parameters = [{"entry": name} | {key: value if key in ("distribution", "log sd") else value * default
                                         for key, value in shape.items()}
                      for shape, (name, default) in zip(shapes, ENTRIES.items())]
        shaped = self.design("shaped", study_of(parameters, {"kind": "sobol", "size": 256, "seed": 6}))
        uniforms, rows = rows_of(plain), rows_of(shaped)
        for parameter, flat in zip(parameters, uniform(5)):
            with self.subTest(parameter=parameter):
                name = parameter["entry"]
                u = (np.array([float(row[name]) for row in uniforms]) - flat["low"]) / (flat["high"] - flat["low"])
                law, x = law_of(parameter), np.array([float(row[name]) for row in rows])
                assert law is not None
                np.testing.assert_allclose(law.cdf(x), u, rtol=0, atol=1e-12)
                np.testing.assert_allclose(law.quantile(u), x, rtol=1e-12)


if __name__ == "__main__":
    unittest.main()
