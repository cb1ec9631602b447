"""The numbers of docs/findings.md follow from the tables of the studies beside it."""

from __future__ import annotations

import csv
import re
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "scripts"))

import healed_or_not as program  # noqa: E402
from healed_or_not import Point, best_gain, findings, read_points, regression, table_of  # noqa: E402

TABLE = PROJECT / "docs/data/uncertain_parameters.csv"
COHORT = PROJECT / "docs/data/virtual_cohort.csv"

DEFAULTS = {program.DOSE: 2e7, program.RETENTION: 0.2, program.PRODUCTION: 1.4, program.DECAY: 2.0,
            program.HALF_LEVEL: 0.15, program.SCALE: 28000.0, program.HIGH_STRAIN: 0.095, program.GUARD_STRAIN: 0.09,
            program.LENGTH: 25.0}


def point(modulus: float = 50.0, inflamed: float = 5000.0, **others: float) -> Point:
    """The default patient but for what is named, as in DECAY=1.0."""
    changed = {getattr(program, name): value for name, value in others.items()}
    return Point({**DEFAULTS, **changed}, modulus, {0: 5000.0, 6: inflamed})


class Numbers(unittest.TestCase):
    """Points whose answers are plain."""

    def test_of_one_point(self) -> None:
        self.assertAlmostEqual(point().gain, 1.68)
        self.assertAlmostEqual(point(PRODUCTION=2.8).gain, 3.36)
        for name, half in (("DECAY", 1.0), ("HALF_LEVEL", 0.075), ("SCALE", 14000.0)):
            self.assertAlmostEqual(point(**{name: half}).gain, 3.36, msg=name)
        self.assertAlmostEqual(point().cells, 800.0)  # 2e7 * 0.2 / (25 * 200)
        self.assertFalse(point().guards_late)
        self.assertTrue(point(GUARD_STRAIN=0.096).guards_late)
        self.assertFalse(point(300.0).healed)
        self.assertTrue(point(301.0).healed)

    def test_every_point_is_in_one_place_of_the_table(self) -> None:
        points = [point(100.0, PRODUCTION=production, RETENTION=retention)
                  for production in (1.0, 1.3, 1.5, 2.0) for retention in (0.05, 0.1, 0.2, 0.3)]
        rows = table_of([*points, point(700.0)])
        self.assertEqual([row.count("0 of 1, 100") for row in rows], [4, 4, 3, 4])
        self.assertEqual(rows[2].split(" | ")[2], "1 of 2, 400")
        self.assertEqual(rows[0].split(" | ")[2], "0 of 1, 100")

    def test_a_gain_that_decides(self) -> None:
        points = [point(600.0 if production < 1.25 else 60.0, PRODUCTION=production)
                  for production in (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.5)]
        limit, right = best_gain(points)
        self.assertEqual(right, 7)
        self.assertTrue(1.2 * 1.2 < limit < 1.2 * 1.3, limit)

    def test_exponents_of_a_product(self) -> None:
        # Healing by retention^2 / production alone; the length of the gap varies and does not matter.
        points = [Point({program.PRODUCTION: 1.4 * p, program.RETENTION: 0.2 * r, program.LENGTH: 25 * g},
                        600.0 if r ** 2 / p > 1.0 else 60.0, {0: 1.0, 6: 1.0})
                  for p, r, g in np.exp(np.random.default_rng(1).uniform(-0.35, 0.35, (1000, 3)))]
        exponents, right = regression(points)
        self.assertAlmostEqual(exponents[program.PRODUCTION], -1.0)
        self.assertAlmostEqual(exponents[program.RETENTION], 2.0, delta=0.1)
        self.assertAlmostEqual(exponents[program.LENGTH], 0.0, delta=0.05)
        self.assertGreater(right, 0.95)

    def test_another_table_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for text in ("", "a,b\n1,2\n", "point,x [-],treated: state\n0,1,done\n"):
                file = Path(folder) / "results.csv"
                file.write_text(text, encoding="utf-8")
                with self.assertRaisesRegex(ValueError, "results.csv: not the results.csv of"):
                    read_points(file)


class Findings(unittest.TestCase):
    """What the page says is what the table holds."""

    def test_the_page(self) -> None:
        page = " ".join((PROJECT / "docs/findings.md").read_text(encoding="utf-8").split())
        lines = findings(read_points(TABLE))
        text = " ".join(lines)
        for row in (line for line in lines if line.startswith("|")):
            self.assertIn(row, page)
        for sentence, pattern in ((r"In (\d+) of the (\d+) the scar heals before day 0",
                                   r"(?P<b>\d+) runs were completed. In (?P<a>\d+) the"),
                                  (r"Of the other (\d+), (\d+) heal", r"Of the other (?P<a>\d+), (?P<b>\d+) heal"),
                                  (r"alone classifies (\d+) of (\d+) correctly", r"classifies (?P<a>\d+) of (?P<b>\d+) correctly"),
                                  (r"none of (\d+) heal with Λ > 1.4 \((\d+) of 183", r"0 of (?P<a>\d+), below .* below it: (?P<b>\d+) of 183"),
                                  (r"of (\d+) with some left, (\d+) have", r"some: (?P<b>\d+) of (?P<a>\d+)")):
            stated, computed = re.search(sentence, page), re.search(pattern, text)
            self.assertIsNotNone(stated, sentence)
            self.assertIsNotNone(computed, pattern)
            self.assertEqual(stated.groups(), (computed["a"], computed["b"]), sentence)

    def test_the_regression(self) -> None:
        page = " ".join((PROJECT / "docs/findings.md").read_text(encoding="utf-8").split())
        exponents, right = regression(read_points(TABLE))
        words = [f"{name} −{exponents[entry]:.2f}" for name, entry in
                 (("d_C", program.DECAY), ("F_ref", program.SCALE), ("K_Cf", program.HALF_LEVEL))]
        self.assertIn(f"(exponents relative to p_C: {', '.join(words)}) and is right in {100 * right:.0f} % of all 309", page)

    def test_the_virtual_cohort(self) -> None:
        page = " ".join((PROJECT / "docs/findings.md").read_text(encoding="utf-8").split())
        with COHORT.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        column = {name: np.array([float(row[name]) for row in rows]) for name in
                  (program.DOSE, program.RETENTION, program.LENGTH, program.PRODUCTION, "Geometry/Gap/Gap area [mm^2]",
                   "treated: gap modulus [MPa] at month 24")}
        healed = column["treated: gap modulus [MPa] at month 24"] > 300
        cells = (column[program.DOSE] * column[program.RETENTION]
                 / (column[program.LENGTH] * column["Geometry/Gap/Gap area [mm^2]"]))
        self.assertIn(f"A treated gap heals ({healed.sum()} of {len(rows)} beyond 300 MPa", page)
        right = ((cells / column[program.PRODUCTION] ** 3 > 229) == healed).sum()
        self.assertIn(f"n/p_C³ > 229 classifies {right} of the {len(rows)}", page)

    def test_the_table_is_that_of_the_study(self) -> None:
        with TABLE.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        self.assertEqual(len(rows), 320)
        self.assertGreaterEqual(sum(row["treated: state"] == "done" for row in rows), 300)


if __name__ == "__main__":
    unittest.main()
