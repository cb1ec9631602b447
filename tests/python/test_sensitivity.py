"""`tenogen sensitivity` on studies that the program lays out and collects. Needs the program: TENOGEN_EXECUTABLE."""

from __future__ import annotations

import json
import shutil
import unittest
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import real_runs
from computed_study import ENTRIES, MONTH, OUTCOME, ComputedStudy, study_of, uniform
from derived_runs import Outcomes, rows_of
from program import started
from sensitivity_functions import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ishigami, morris

from tenogen.sensitivity.commands import main

SALTELLI = {"kind": "saltelli", "size": 64, "seed": 4}
SOBOL = {"kind": "sobol", "size": 64, "seed": 4}


class SensitivityTest(ComputedStudy):
    """What the tool says of known functions, and what it refuses."""

    def analysed(self, folder: Path, *words: object) -> list[dict]:
        """The analyses in sensitivity.json."""
        code, output, errors = started(main, folder, "--pictures", "none", "--resamples", 200, *words)
        self.assertEqual(code, 0, output + errors)
        return json.loads((folder / "sensitivity/sensitivity.json").read_text(encoding="utf-8"))["analyses"]

    def refused(self, message: str, *words: object, code: int = 2) -> None:
        """It ends with this code and says this."""
        ended, output, errors = started(main, *words, "--pictures", "none")
        self.assertEqual(ended, code, output + errors)
        self.assertIn(message, errors)
        self.assertNotIn("Traceback", errors)

    def column(self, analysis: dict, key: str) -> np.ndarray:
        """A column of the parameters in the order of the study."""
        values = {parameter["name"]: parameter[key] for parameter in analysis["parameters"]}
        return np.array([values[name] for name in ENTRIES if name in values])

    def assert_ishigami(self, analysis: dict, within: float) -> None:
        """Published indices, each inside its interval (where that is wider than the digits given)."""
        for key, published in (("first order", ISHIGAMI_FIRST), ("total", ISHIGAMI_TOTAL)):
            np.testing.assert_allclose(self.column(analysis, key), published, rtol=0, atol=within, err_msg=key)
            ends = self.column(analysis, f"{key} interval")
            self.assertTrue(np.all((ends[:, 0] - within / 10 < published) & (published < ends[:, 1] + within / 10)), ends)

    def test_ishigami_from_a_design_of_saltelli(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SALTELLI | {"size": 1024, "seed": 1}), {"one": ishigami})
        [analysis] = self.analysed(folder)
        self.assertEqual((analysis["method"], analysis["base samples used"]), ("saltelli", 1024))
        self.assert_ishigami(analysis, within=0.03)

    def test_ishigami_from_a_surrogate(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL | {"size": 256}), {"one": ishigami})
        [analysis] = self.analysed(folder)
        self.assertEqual(analysis["method"], "surrogate")
        self.assertGreater(analysis["surrogate"]["q2"], 0.99)
        self.assert_ishigami(analysis, within=0.005)
        pairs = {tuple(pair["parameters"]): pair["index"] for pair in analysis["second order"]}
        names = list(ENTRIES)
        self.assertAlmostEqual(pairs[names[0], names[2]], 0.2437, delta=0.005)

    def test_the_function_of_morris(self) -> None:
        folder = self.compute("study", study_of(uniform(20), {"kind": "morris", "trajectories": 15}), {"one": morris})
        [analysis] = self.analysed(folder)
        mu, mu_star, sigma = (self.column(analysis, key) for key in ("mu", "mu*", "sigma"))
        important, linear, curved, rest = slice(0, 10), slice(7, 10), slice(0, 7), slice(10, 20)
        self.assertGreater(mu_star[important].min(), 2 * mu_star[rest].max(), "the first ten matter, the others do not")
        self.assertTrue(np.all((mu[linear] > 30) & (mu[linear] < 50)), mu)     # 2 b_i = 40 and little more
        self.assertTrue(np.all(sigma[linear] < mu_star[linear] / 3), sigma)    # nearly linear
        self.assertTrue(np.all(sigma[curved] > mu_star[curved] / 3), sigma)    # interactions and curvature
        self.assertTrue(np.all(mu_star[rest] < 12), mu_star)
        self.assertEqual({parameter["rank"] for parameter in analysis["parameters"]}, set(range(1, 21)))

    def test_the_measures_are_those_of_many_trajectories(self) -> None:
        folder = self.compute("study", study_of(uniform(20), {"kind": "morris", "trajectories": 40}), {"one": morris})
        [analysis] = self.analysed(folder)
        dice = np.random.default_rng(3)
        for number, (mu, sigma) in enumerate(zip(self.column(analysis, "mu"), self.column(analysis, "sigma"))):
            below = dice.integers(0, 4, (20000, 20)) / 3  # on the four levels
            below[:, number] = dice.integers(0, 2, len(below)) / 3  # from which a step of 2/3 leads upwards
            above = below.copy()
            above[:, number] += 2 / 3
            effects = (morris(above) - morris(below)) * 3 / 2
            self.assertAlmostEqual(mu, effects.mean(), delta=4 * effects.std() / np.sqrt(40))
            self.assertAlmostEqual(sigma, effects.std(), delta=0.4 * effects.std())

    def test_failed_points_spoil_nothing(self) -> None:
        failed = {"one": [7, 40, 41]}
        saltelli = self.compute("saltelli", study_of(uniform(3), SALTELLI), {"one": ishigami}, failed)
        [analysis] = self.analysed(saltelli)
        self.assertEqual((analysis["base samples used"], analysis["base samples dropped"]), (62, 2))
        self.assertEqual((analysis["points used"], analysis["points left out"]), (317, {"crashed": 3}))
        self.assertTrue(np.all(np.isfinite(self.column(analysis, "total"))))

        def with_gap(u: np.ndarray) -> np.ndarray:
            return np.where(np.arange(len(u)) == 5, np.nan, ishigami(u))
        sobol = self.compute("sobol", study_of(uniform(3), SOBOL), {"one": with_gap}, failed)
        [analysis] = self.analysed(sobol)
        self.assertEqual(analysis["points left out"], {"crashed": 3, "done, but without this outcome": 1})
        self.assertEqual(analysis["warnings"], [], "few points failed")

        trajectories = study_of(uniform(3), {"kind": "morris", "trajectories": 12})
        steps = self.compute("morris", trajectories, {"one": ishigami}, failed)
        [analysis] = self.analysed(steps)
        used, dropped = self.column(analysis, "effects used"), self.column(analysis, "effects dropped")
        self.assertTrue(np.all(used + dropped == 12))
        self.assertEqual(dropped.sum(), 3)  # 7 ends a trajectory, 40 begins one, 41 follows it
        self.assertIn("3 of 36 elementary effects are dropped", analysis["warnings"][0])

    def test_many_missing_points_are_warned_of(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL | {"size": 256}), {"one": ishigami}, {"one": range(26)})
        for status in sorted(folder.glob("points/*/one.json"))[-6:]:
            status.unlink()
        self.succeed("collect", folder)
        [analysis] = self.analysed(folder)
        self.assertEqual(analysis["points left out"], {"crashed": 26, "waiting": 6})
        self.assertIn("6 points are still to be computed", analysis["warnings"][0])
        self.assertIn("26 points failed", analysis["warnings"][1])

    def test_too_few_points_are_refused(self) -> None:
        few = {"one": [point for point in range(320) if point % 5 == 0 and point > 50]}
        folder = self.compute("saltelli", study_of(uniform(3), SALTELLI), {"one": ishigami}, few)
        self.refused("11 base samples have all their points, and at least 16 are needed", folder)
        folder = self.compute("sobol", study_of(uniform(3), SOBOL), {"one": ishigami}, {"one": range(60)})
        self.refused("4 points have a value; a surrogate of 3 parameters needs at least 16", folder)
        folder = self.compute("morris", study_of(uniform(3), {"kind": "morris", "trajectories": 3}), {"one": ishigami})
        self.refused("has 3 elementary effects", folder)

    def test_a_parameter_of_one_arm(self) -> None:
        parameters: Sequence[dict] = uniform(3)
        parameters[1]["arms"] = ["one"]
        design = {"kind": "saltelli", "size": 128}
        folder = self.compute("study", study_of(parameters, design, ["one", "two"]),
                                {"one": ishigami, "two": lambda u: u[:, 0] + u[:, 2]}, {"two": [3]})  # AB of parameter 2
        one, two = self.analysed(folder)
        self.assertEqual(len(one["parameters"]), 3)
        self.assertEqual([len(two["parameters"]), two["not varied in this arm"]], [2, [list(ENTRIES)[1]]])
        self.assertEqual(two["base samples dropped"], 0)
        np.testing.assert_allclose(self.column(two, "total"), [0.5, 0.5], atol=0.1)
        self.assertEqual(len(self.analysed(folder, "--arm", "two")), 1)

    def test_what_is_asked_for_does_not_change_numbers(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL, ["one", "two"]),
                                {"one": ishigami, "two": lambda u: u[:, 0] ** 2 + u[:, 1]})
        both = self.analysed(folder)
        self.assertEqual(both, self.analysed(folder))
        self.assertEqual(both[1:], self.analysed(folder, "--arm", "two", "--outcome", OUTCOME, "--month", MONTH))
        self.assertNotEqual(both, self.analysed(folder, "--seed", 2))

    def test_a_poor_surrogate_says_so(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL),
                                {"one": lambda u: np.random.default_rng(5).normal(size=len(u))})
        code, output, errors = started(main, folder)
        self.assertEqual(code, 0, errors)
        self.assertIn("WARNING: Q2 = ", output)
        self.assertIn("NOT TO BE TRUSTED", output)
        record = json.loads((folder / "sensitivity/sensitivity.json").read_text(encoding="utf-8"))
        self.assertFalse(record["analyses"][0]["surrogate"]["trusted"])

    def test_the_record_and_the_pictures(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL), {"one": ishigami})
        output = self.folder / "elsewhere/deep"
        code, printed, errors = started(main, folder, "--output", output, "--json", "--pictures", "svg", "--seed", 9)
        self.assertEqual(code, 0, errors)
        record = json.loads(printed)
        self.assertEqual(record, json.loads((output / "sensitivity.json").read_text(encoding="utf-8")))
        marker = json.loads((folder / "design.json").read_text(encoding="utf-8"))
        self.assertEqual(record["study"]["design crc64"], marker["design crc64"])
        self.assertEqual((record["schema"], record["settings"]["seed"]), ("tenogen sensitivity 1", 9))
        files = [picture["file"] for picture in record["pictures"]]
        self.assertEqual({file.name for file in output.iterdir()}, {"sensitivity.json", *files})
        self.assertEqual(files, ["sobol_one_gap-modulus.svg", "tornado_one_gap-modulus.svg",
                                 f"response_one_gap-modulus_month_{MONTH:g}.svg"])
        self.assertEqual(record["pictures"][2], {"file": files[2], "diagram": "response", "arm": "one",
                                                 "outcome": OUTCOME, "month": MONTH})
        for name in files:
            self.assertIn("</svg>", (output / name).read_text(encoding="utf-8"))
        words = (folder, "--output", output, "--pictures", "none")
        self.refused("sensitivity.json: already exists. Choose another --output", *words, code=4)
        self.assertEqual(started(main, *words, "--overwrite")[0], 0)
        self.assertEqual(json.loads((output / "sensitivity.json").read_text(encoding="utf-8"))["pictures"], [])

        (output / "sensitivity.json").unlink()
        (output / files[0]).unlink()
        before = {file: file.read_bytes() for file in output.iterdir()}
        words = (folder, "--output", output, "--pictures", "svg")
        code, printed, errors = started(main, *words)
        self.assertEqual((code, printed), (4, ""))
        self.assertIn(f"{files[1]}: already exists. Choose another --output", errors)
        self.assertEqual({file: file.read_bytes() for file in output.iterdir()}, before)
        self.assertEqual(started(main, *words, "--overwrite")[0], 0)
        self.assertEqual({file.name for file in output.iterdir()}, {"sensitivity.json", *files})

    def test_an_outcome_that_does_not_vary_is_named(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL, ["one", "two"]),
                                {"one": ishigami, "two": lambda u: np.full(len(u), 3.5)})
        code, output, errors = started(main, folder, "--pictures", "none", "--resamples", 100)
        self.assertEqual(code, 0, errors)
        self.assertIn(f"two: {OUTCOME} at month {MONTH}: it is 3.5 at all 64 points", output)
        self.refused("it is 3.5 at all 64 points", folder, "--arm", "two")

    def test_a_real_study(self) -> None:
        folder = shutil.copytree(real_runs.study(), self.folder / "real")
        code, output, errors = started(main, folder, "--pictures", "none")
        self.assertEqual(code, 2, output)
        self.assertIn("Biology/Fibroblasts/Loss [1/day] has choices, between which a surrogate cannot interpolate", errors)

    def test_wrong_names_are_refused(self) -> None:
        folder = self.compute("study", study_of(uniform(3), SOBOL, ["treated", "untreated"][:1]) | {
            "arms": [{"name": "treated", "file": "one.prm"}]}, {"treated": ishigami})
        self.refused("there is no arm 'treatd'. Did you mean 'treated'?", folder, "--arm", "treatd")
        self.refused("Did you mean 'gap modulus [MPa]'?", folder, "--outcome", "gap module [MPa]")
        self.refused("has no value at month 3. Allowed: 0.05", folder, "--month", 3)
        self.refused("invalid choice: 'sobol'", folder, "--method", "sobol")
        self.refused("elementary effects need a design 'morris'", folder, "--method", "morris")
        self.refused("the estimators of Saltelli need a design 'saltelli'", folder, "--method", "saltelli")
        self.refused("'1.5' is not a whole number", folder, "--seed", 1.5)
        (self.folder / "taken").write_text("", encoding="utf-8")
        self.refused("taken", folder, "--output", self.folder / "taken", code=4)

    def test_studies_that_cannot_be_analysed(self) -> None:
        self.refused("not the folder of a study", self.folder)
        folder = self.design("study", study_of(uniform(3), SOBOL))
        self.refused("Run the study, then `tenogen sweep collect", folder)
        self.results_of_failure(folder)
        self.refused("0 points have a value", folder)
        self.succeed("design", self.folder / "study.json", "--output", folder, "--size", "70")
        self.refused("was collected from another design", folder)
        (folder / "results.h5").write_bytes(b"no table")
        self.refused("results.h5: cannot be read as HDF5", folder)

        grid = [{"entry": name, "levels": [value, 1.1 * value]} for name, value in list(ENTRIES.items())[:2]]
        folder = self.design("grid", study_of(grid, {"kind": "grid"}))
        self.results_of_failure(folder)
        self.refused("the design is 'grid'", folder)
        folder = self.design("choices", study_of(grid, SOBOL))
        self.results_of_failure(folder)
        self.refused("has choices, between which a surrogate cannot interpolate", folder)

    def test_words_are_varied_too(self) -> None:
        name, value = list(ENTRIES.items())[0]
        parameters = [{"entry": "Geometry/Mesh/Resolution", "levels": ["coarse", "standard", "fine"]},
                      {"entry": name, "distribution": "uniform", "low": value, "high": 2 * value}]
        folder = self.design("study", study_of(parameters, {"kind": "saltelli", "size": 64}))
        worth = {"coarse": 0, "standard": 1, "fine": 2}
        Outcomes(folder, self.keys(folder)).table("one", [worth[row["Geometry/Mesh/Resolution"]] + float(row[name]) / value - 1
                                                          for row in rows_of(folder)])
        self.succeed("collect", folder)
        [analysis] = self.analysed(folder)
        total = {parameter["name"]: parameter["total"] for parameter in analysis["parameters"]}
        self.assertAlmostEqual(total["Geometry/Mesh/Resolution"], (2 / 3) / (2 / 3 + 1 / 12), delta=0.05)


if __name__ == "__main__":
    unittest.main()
