"""History matching of studies whose outcomes are known functions, derived from real ones: `tenogen compare STUDY --match`."""

from __future__ import annotations

import csv
import json
import math
import shutil
import sys
import unittest
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import numpy as np
from scipy import stats

import derived_runs
import real_runs
from derived_runs import Outcomes, Summary, change_json, derive_run, rows_of, with_entry, write_json
from program import started
from small_study import SmallStudy

from tenogen.cohort.assumptions import Assumptions
from tenogen.cohort.commands import main
from tenogen.cohort.cohort import Report, Spread
from tenogen.cohort.observables import OBSERVABLES, Statistic
from tenogen.matching.discrepancy import discrepancy
from tenogen.matching.next_study import new_ends, new_law
from tenogen.matching.region import Separation, chance_of_none, separation
from tenogen.matching.uncertainty import Uncertainty
from tenogen.runs.run_directory import RunDirectory
from tenogen.studies.varied import Varied, short_labels

POINTS = 160
DECAY, FORCE = "Biology/Cytokine/Decay [1/day]", "Load/Habitual force [N]"
AGE, LOSS, OF_TWO = "age factor [-]", "Biology/Fibroblasts/Loss [1/day]", "Biology/Tenocytes/Loss [1/day]"
PARAMETERS = [
    {"entry": DECAY, "distribution": "uniform", "low": 1.5, "high": 2.5},
    {"entry": FORCE, "distribution": "log-uniform", "low": 900, "high": 3600},
    {"name": AGE, "scales": ["Biology/Fibroblasts/Growth [1/day]", "Biology/Tenocytes/Growth [1/day]"],
     "distribution": "truncated normal", "mean": 0.8, "sd": 0.2, "low": 0.6, "high": 1},
    {"entry": LOSS, "distribution": "choices", "values": ["0.02", "0.03", "0.04"]},
    {"entry": OF_TWO, "arms": ["two"], "distribution": "triangular", "low": 0.005, "mode": 0.01, "high": 0.02},
]
BAD_LEVEL = "0.04"
MEDIAN_OF_7 = 0.2104  # variance of the median of seven standard normal numbers


def read_commented(file: Path) -> dict:
    """A study file without the comments at its head."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return json.loads("\n".join(line for line in lines if not line.startswith("//")))


def summary_of(visa: float) -> Summary:
    """A patient with this VISA-A after two years."""
    return derived_runs.summary_of(
        {"visa-a [-]": 20.0, "vas [-]": 9.0, "vas sport [-]": 9.8, "gap modulus [MPa]": 20.0, "gap fluid volume [mm^3]": 2400,
         "gap regenerated share [-]": 0},
        {"visa-a [-]": visa, "vas [-]": 9 - visa / 12, "vas sport [-]": 9.8 - visa / 11, "gap modulus [MPa]": 100 + visa,
         "gap fluid volume [mm^3]": 300, "gap regenerated share [-]": 1})


def healing(row: dict[str, str]) -> Summary:
    """A point: VISA-A after two years is 50 + 100 (decay - 2), and 0 for the bad level."""
    return summary_of(0.0 if float(row[LOSS]) == float(BAD_LEVEL) else 50 + 100 * (float(row[DECAY]) - 2))


class Folder(SmallStudy):
    """A folder of its own for each test, and studies whose runs are derived from a real one."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.template = real_runs.study() / "points/000001/treated"

    def derive(self, points: int, parameters: list[dict] | None = None, summary: Callable[[dict], Summary] = healing,
               arms: Sequence[str] = ("one",), name: str = "study", design: dict | None = None) -> Path:
        """A study that the program has laid out; in these arms all runs are done, in the others they wait."""
        treated = real_runs.ARMS[0]
        study = {"schema": "tenogen study 1", "title": "derived from a real one",
                 "arms": [treated | {"name": arm} for arm in ("one", "two")], "parameters": parameters or PARAMETERS,
                 "design": design or {"kind": "random", "size": points, "seed": 7},
                 "outcomes": [{"name": "visa-a [-]", "months": [0, 24]}]}
        folder = self.design(name, study)
        outcomes = Outcomes(folder, self.keys(folder))
        for arm in arms:
            outcomes.runs(arm, summary, self.template)
        return folder

    @staticmethod
    def status(study: Path, point: int, **members: object) -> None:
        """Changes members of the status of a task of arm one."""
        change_json(study / f"points/{point:06}/one.json", lambda status: status.update(members))

    def write_cohort(self, *observables: dict, n: int = 7) -> Path:
        """A series of n that reports these at month 24."""
        file = self.folder / "series.json"
        common = {"unit": "-", "visit [month]": 24, "n": n, "statement": "quoted"}
        write_json(file, {
            "schema": "tenogen cohort 1", "title": "a series", "source": {"citation": "somebody"}, "n": n,
            "control_group": False, "treatment": {"description": "cells"}, "visits [month]": [0, 24],
            "observables": [common | observable for observable in observables]})
        return file

    def visa(self, value: float = 50, **more: object) -> Path:
        """A series that reports a median VISA-A."""
        return self.write_cohort({"name": "visa_a", "statistic": "median", "value": value, "rounded_to": 0.1} | more)

    def match(self, study: Path, cohort: Path, *words: object, code: int = 0) -> tuple[str, str]:
        """What `tenogen compare --match` says, on both outputs."""
        found, output, errors = started(main, study, "--cohort", cohort, "--match", *words)
        self.assertEqual(found, code, errors)
        return output, errors


class KnownRegion(Folder):
    """VISA-A is 50 + 100 (decay - 2), and the series reports 50: what is left is an interval of the decay."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        maker = cls()
        maker.setUp()
        cls.addClassCleanup(maker.tearDown)
        cls.study = maker.derive(POINTS)

    def test_region_and_new_study(self) -> None:
        out = self.folder / "out"
        output, _ = self.match(self.study, self.visa(), "--arm", "one", "--output", out)
        record = json.loads((out / "matching.json").read_text(encoding="utf-8"))
        sd = math.sqrt(MEDIAN_OF_7 * (7**2 + 10**2) + 0.1**2 / 12 + 10**2)
        reach = 3 * sd / 100
        expected = {int(row["point"]) for row in rows_of(self.study)
                    if abs(float(row[DECAY]) - 2) < reach and row[LOSS] != BAD_LEVEL}
        left = {point["point"] for point in record["ranking"] if not point["ruled out"]}
        self.assertLess(len(left ^ expected), 4)  # clipping to the scale moves the edge a little
        self.assertIn(f"{len(left)} of {POINTS} judged points", output)
        sizes = [point["implausibility"] for point in record["ranking"]]
        self.assertEqual(sizes, sorted(sizes))

        new = read_commented(out / "not_ruled_out.json")
        by_name = {parameter.get("entry") or parameter["name"]: parameter for parameter in new["parameters"]}
        self.assertAlmostEqual(by_name[DECAY]["low"], 2 - reach, delta=0.03)
        self.assertAlmostEqual(by_name[DECAY]["high"], 2 + reach, delta=0.03)
        self.assertEqual(by_name[LOSS]["values"], ["0.02", "0.03"])
        for untouched in (FORCE, AGE, OF_TWO):
            self.assertEqual(by_name[untouched], next(parameter for parameter in PARAMETERS
                                                      if untouched in (parameter.get("entry"), parameter.get("name"))))
        self.assertEqual(new["design"], {"kind": "random", "size": POINTS, "seed": 8})

    def test_the_program_takes_the_new_study(self) -> None:
        for where in (self.folder / "far" / "away", self.study / "matching" / "one"):
            self.match(self.study, self.visa(), "--arm", "one", "--output", where)
            self.succeed("design", where / "not_ruled_out.json", "--output", where / "laid")
            decays = [float(row[DECAY]) for row in rows_of(where / "laid")]
            self.assertEqual(len(decays), POINTS)
            self.assertTrue(1.6 < min(decays) < 1.7 and 2.3 < max(decays) < 2.4)

    def test_table_and_picture(self) -> None:
        out = self.folder / "out"
        self.match(self.study, self.visa(), "--arm", "one", "--output", out)
        with (out / "points.csv").open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        self.assertEqual([row["rank"] for row in rows], [str(rank) for rank in range(1, POINTS + 1)])
        for row in rows:
            z = float(row["z: visa_a, month 24, median [-]"])
            self.assertEqual(abs(z), float(row["implausibility [-]"]))
            self.assertEqual(row["ruled out"], "yes" if abs(z) > 3 else "no")
        self.assertTrue((out / "pairs.png").read_bytes().startswith(b"\x89PNG"))
        again = self.folder / "again"
        self.match(self.study, self.visa(), "--arm", "one", "--output", again)
        for name in ("points.csv", "pairs.png"):
            self.assertEqual((out / name).read_bytes(), (again / name).read_bytes())

    def test_uncertainty_is_stated_and_chosen(self) -> None:
        output, _ = self.match(self.study, self.visa(), "--arm", "one", "--output", self.folder)
        self.assertIn("visa_a 10 (assumed)", output)
        wider, _ = self.match(self.study, self.visa(), "--arm", "one", "--output", self.folder, "--overwrite", "--model-sd", "visa_a=30")
        self.assertIn("visa_a 30 (chosen)", wider)
        share = [int(text.split(f" of {POINTS} judged")[0].split()[-1]) for text in (output, wider)]
        self.assertLess(share[0], share[1])

    def test_second_largest(self) -> None:
        cohort = self.write_cohort({"name": "visa_a", "statistic": "median", "value": 99, "rounded_to": 0.1,
                                    "spread": {"kind": "sd", "value": 0.1}},
                                   {"name": "tendon_regenerated_on_mri", "statistic": "count", "value": 7})
        _, errors = self.match(self.study, cohort, "--arm", "one", "--output", self.folder, "--model-sd", "visa_a=0.1",
                               "--cut-off", 2, code=2)
        self.assertIn("no new study", errors)
        output, _ = self.match(self.study, cohort, "--arm", "one", "--output", self.folder, "--model-sd", "visa_a=0.1",
                               "--cut-off", 2, "--second-largest", "--overwrite")
        self.assertIn(f"{POINTS} of {POINTS} judged points (100%) are not ruled out: I at most 2", output)
        self.assertIn("second-largest |z| above 2 (chosen)", output)

    def test_nothing_left(self) -> None:
        out = self.folder / "out"
        self.match(self.study, self.visa(), "--arm", "one", "--output", out)
        cohort = self.visa(99, spread={"kind": "sd", "value": 0.1})
        words = ("--arm", "one", "--output", out, "--model-sd", "visa_a=0.01")
        _, errors = self.match(self.study, cohort, *words, code=4)
        self.assertIn("points.csv: already exists. Choose another --output, or replace it with --overwrite.", errors)
        output, errors = self.match(self.study, cohort, *words, "--overwrite", "--json", code=2)
        for part in (f"no new study: 0 of {POINTS} points", "at least 5", "I = ", "visa_a", "cut-off is 3", "--model-sd"):
            self.assertIn(part, errors)
        self.assertFalse((out / "not_ruled_out.json").exists())
        record = json.loads((out / "matching.json").read_text(encoding="utf-8"))
        self.assertEqual(record["not ruled out"], 0)
        self.assertEqual(json.loads(output), record)

    def test_names_and_arms(self) -> None:
        cohort = self.visa()
        for words, message in ((("--arm", "onee"), "Did you mean 'one'? Allowed: one, two."),
                               ((), "has the arms one, two. Choose one with --arm."),
                               (("--arm", "one", "--model-sd", "visa=3"), "Did you mean 'visa_a'?"),
                               (("--arm", "one", "--patient-sd", "visa_a=-1"), "at least 0"),
                               (("--arm", "one", "--reading", "visa=median"), "Did you mean 'visa_a'?")):
            with self.subTest(words=words):
                _, errors = self.match(self.study, cohort, *words, code=2)
                self.assertIn(message, errors)
        run = self.study / "points/000000/one"
        for words, message in (((run, "--match"), "--match needs the folder of a study"), ((run, "--arm", "one"), "--arm needs"),
                               ((self.study, run), "Give either one study or one or more runs"), ((self.study, "--cut-off", 3), "--cut-off belongs to"),
                               ((self.study, "--match", "--cut-off", 0), "not a number above 0"),
                               ((self.study, "--overwrite"), "--overwrite belongs to --match")):
            with self.subTest(words=words):
                code, _, errors = started(main, *words, "--cohort", cohort)
                self.assertEqual(code, 2)
                self.assertIn(message, errors)

    def test_without_matplotlib(self) -> None:
        with mock.patch.dict(sys.modules, {"matplotlib": None}):
            _, errors = self.match(self.study, self.visa(), "--arm", "one", code=2)
        self.assertIn("--match needs the Python package matplotlib", errors)
        self.assertIn("apt-get install python3-matplotlib", errors)

    def test_a_virtual_cohort(self) -> None:
        code, output, errors = started(main, self.study, "--arm", "one", "--cohort", self.visa())
        self.assertEqual((code, errors), (0, ""))
        self.assertIn(f"virtual cohort of {POINTS} patients", output)


class FailedPoints(Folder):
    def test_they_are_told_of_and_not_judged(self) -> None:
        study = self.derive(points=40)
        gave_up = json.loads((real_runs.study() / "points/000003/treated.json").read_text(encoding="utf-8"))
        self.assertEqual((gave_up["state"], gave_up["reason"]), ("gave up", "no way on"))
        self.status(study, 3, **gave_up)
        (study / "points/000004/one.json").write_text('{"state": "do', encoding="utf-8")  # damaged: crashed
        (study / "points/000005/one.json").unlink()
        design = (study / "design.csv").read_text(encoding="utf-8").splitlines()
        design[7] = design[7].replace(",yes,", ",no,contradicts")
        (study / "design.csv").write_text("\n".join(design) + "\n", encoding="utf-8")
        out = study / "matching/one"
        output, _ = self.match(study, self.visa(), "--arm", "one")
        self.assertIn("Not judged: 4 of 40 points are not done: 1 gave up, 1 crashed, 1 waiting, 1 refused point; a run "
                      "may", output)
        record = json.loads((out / "matching.json").read_text(encoding="utf-8"))
        self.assertEqual((record["points"], record["done"], record["judged"]), (40, 36, 36))
        with (out / "points.csv").open(newline="", encoding="utf-8") as lines:
            rest = [row for row in csv.DictReader(lines) if row["ruled out"] == "not judged"]
        self.assertEqual({row["point"]: row["state"] for row in rest},
                         {"3": "gave up", "4": "crashed", "5": "waiting", "6": "refused point"})
        code, output, _ = started(main, study, "--arm", "one", "--cohort", self.visa())
        self.assertEqual(code, 0)
        self.assertIn("virtual cohort of 36 patients", output)
        self.assertIn("Left out: 4 of 40 points are not done: 1 gave up, 1 crashed", output)

    def test_runs_of_a_study_that_was_here_before(self) -> None:
        study = self.derive(points=20)
        lines = (study / "design.csv").read_text(encoding="utf-8").splitlines()
        fields = lines[3].split(",")
        lines[3] = ",".join([fields[0], "1.75", *fields[2:]])
        (study / "design.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        output, _ = self.match(study, self.visa(), "--arm", "one")
        self.assertIn("Not judged: 1 of 20 points are not done: 1 of other parameters", output)

    def test_none_done(self) -> None:
        study = self.derive(points=2, arms=())
        for words in (("--match",), ()):
            code, _, errors = started(main, study, "--arm", "one", "--cohort", self.visa(), *words)
            self.assertEqual(code, 2)
            self.assertIn("no run of the arm 'one' is done: 2 waiting", errors)

    def test_runs_that_lack_an_outcome(self) -> None:
        study = self.derive(points=12)
        change_json(study / "points/000000/one/summary.json", lambda summary: summary["visits"][1].pop("visa-a [-]"))
        cohort = self.write_cohort({"name": "visa_a", "statistic": "median", "value": 50, "rounded_to": 1},
                                   {"name": "vas", "statistic": "median", "value": 5, "rounded_to": 1},
                                   {"name": "atrs", "statistic": "median", "value": 85, "rounded_to": 1},
                                   {"name": "gap_stiffness_ea", "unit": "kN", "statistic": "mean", "value": 3, "rounded_to": 1})
        output, _ = self.match(study, cohort, "--arm", "one")
        self.assertIn("visa_a, month 24, median: no value in 1 of ", output)
        self.assertIn("atrs, month 24, median: tenogen computes no ATRS", output)
        self.assertIn("--model-sd gap_stiffness_ea=NUMBER", output)
        record = json.loads((study / "matching/one/matching.json").read_text(encoding="utf-8"))
        lacking = next(point for point in record["ranking"] if point["point"] == 0)
        self.assertIsNone(lacking["second-largest"])
        self.assertEqual(list(lacking["discrepancies"]), ["vas, month 24, median"])


class Readings(Folder):
    def test_the_other_reading_is_shown(self) -> None:
        study = self.derive(points=60)
        cohort = self.visa(80, readings=[{"statistic": "median_change_from_baseline", "reason": "who knows"}])
        output, _ = self.match(study, cohort, "--arm", "one")
        self.assertIn("visa_a, month 24, median_change_from_baseline: ", output)
        self.assertIn("(who knows)", output)
        record = json.loads((study / "matching/one/matching.json").read_text(encoding="utf-8"))
        self.assertEqual([(reading["reading"], reading["holds"]) for reading in record["readings"]],
                         [("median", True), ("median_change_from_baseline", False)])
        other = record["other readings"][0]["not ruled out"]
        self.match(study, cohort, "--arm", "one", "--reading", "visa_a=median_change_from_baseline")
        again = json.loads((study / "matching/one/matching.json").read_text(encoding="utf-8"))
        self.assertEqual(again["not ruled out"], other)
        self.assertNotEqual(record["not ruled out"], other)


class Discrepancies(Folder):
    """One run, one report."""

    def z(self, summary: dict, name: str, statistic: Statistic, value: object, month: float | None = 24,
          rounded_to: float | None = 0.1, spread: Spread | None = None, noise: int = 7, **uncertainty: object) -> float:
        """The discrepancy of a run with this summary; `noise` is that of its VISA-A."""
        run = self.folder / "run"
        shutil.rmtree(run, ignore_errors=True)
        parameters = derive_run(run, summary) / "parameters.prm"
        text = with_entry(parameters.read_text(encoding="utf-8"), "Clinical/VISA-A/VISA-A noise [-]", str(noise))
        parameters.write_text(text, encoding="utf-8")
        report = Report(OBSERVABLES[name], statistic, value, 7, month, rounded_to, spread)
        return discrepancy(RunDirectory(run, "run"), report, statistic, Assumptions(), Uncertainty(**uncertainty)).z

    def test_medians_and_means(self) -> None:
        for statistic, variance in ((Statistic.MEDIAN, MEDIAN_OF_7), (Statistic.MEAN, 1 / 7)):
            sd = math.sqrt(variance * (7**2 + 10**2) + 0.1**2 / 12 + 10**2)
            self.assertAlmostEqual(self.z(summary_of(50), "visa_a", statistic, 40), 10 / sd, delta=0.01)
        # A change has the scatter of both answers.
        changed = summary_of(60)
        changed["visits"][0]["visa-a [-]"] = 40
        sd = math.sqrt(2 * MEDIAN_OF_7 * (7**2 + 10**2) + 0.1**2 / 12 + 10**2)
        self.assertAlmostEqual(self.z(changed, "visa_a", Statistic.MEDIAN_CHANGE, 30), -10 / sd, delta=0.01)

    def test_a_reported_spread_stands_for_the_assumed(self) -> None:
        sd = math.sqrt(MEDIAN_OF_7 * 20**2 + 0.1**2 / 12)
        found = self.z(summary_of(50), "visa_a", Statistic.MEDIAN, 40, spread=Spread("sd", 20.0), model_sd={"visa_a": 0.0})
        correction = 0.9594  # E of the standard deviation of seven standard normal numbers
        self.assertAlmostEqual(found, 10 / sd * correction, delta=0.02)
        found = self.z(summary_of(50), "visa_a", Statistic.MEDIAN, 40, model_sd={"visa_a": 0.0},
                       spread=Spread("range", (20.0, 20 + 20 * 2.704)))  # E of the range of seven
        self.assertAlmostEqual(found, 10 / sd, delta=0.03)

    def test_the_ends_of_the_scale(self) -> None:
        # Without scatter the score would be 100; answers cannot lie above it.
        self.assertLess(self.z(summary_of(100), "visa_a", Statistic.MEAN, 100), -0.1)

    def test_counts(self) -> None:
        healed, ill = summary_of(50), summary_of(50)
        ill["visits"][1]["gap regenerated share [-]"] = 0.2
        tail = 2 * (1 - stats.binom.cdf(6, 7, 0.05))
        self.assertAlmostEqual(self.z(ill, "tendon_regenerated_on_mri", Statistic.COUNT, 7), -stats.norm.isf(tail / 2), 6)
        self.assertLess(abs(self.z(healed, "tendon_regenerated_on_mri", Statistic.COUNT, 7)), 0.7)
        self.assertTrue(math.isinf(self.z(ill, "tendon_regenerated_on_mri", Statistic.COUNT, 7, disagreement=0.0)))
        self.assertEqual(self.z(healed, "tendon_regenerated_on_mri", Statistic.COUNT, 7, disagreement=0.0), 0)
        self.assertLess(abs(self.z(healed, "complications", Statistic.COUNT, 0)), 0.7)

    def test_directions(self) -> None:
        self.assertLess(self.z(summary_of(50), "fluid_and_swelling_reduced_on_mri", Statistic.DIRECTION, "decrease"), 0.01)
        self.assertGreater(self.z(summary_of(50), "fluid_and_swelling_reduced_on_mri", Statistic.DIRECTION, "increase"), 3)
        hardly = summary_of(50)
        hardly["visits"][1]["gap fluid volume [mm^3]"] = 2300
        self.assertGreater(self.z(hardly, "fluid_and_swelling_reduced_on_mri", Statistic.DIRECTION, "decrease"), 3)

    def test_noise_is_that_of_the_run(self) -> None:
        found = self.z(summary_of(50), "visa_a", Statistic.MEDIAN, 40, noise=0, model_sd={"visa_a": 0.0})
        self.assertAlmostEqual(found, 10 / math.sqrt(MEDIAN_OF_7 * 10**2 + 0.1**2 / 12), delta=0.03)

    def test_milestones(self) -> None:
        def at(month: float | None) -> float:
            summary = summary_of(50)
            summary["milestones"]["recreational sport [month]"] = month
            return self.z(summary, "recreational_sport", Statistic.LATEST_MONTH, 4, None, 1.0)
        self.assertEqual(at(1), 0)  # earlier agrees
        latest, variance = 1.3522, 0.3567  # of seven standard normal numbers
        self.assertAlmostEqual(at(6), (6 + latest - 4) / math.sqrt(variance + 1 / 12 + 1), delta=0.03)
        self.assertTrue(math.isinf(at(None)))

    def test_ranges(self) -> None:
        far, near = (self.z(summary_of(50), "visa_a", Statistic.RANGE, ends) for ends in ((40.0, 99.0), (34.0, 66.0)))
        self.assertLess(far, -1.5)
        self.assertLess(abs(near), 0.3)


class Parts(unittest.TestCase):
    def test_chance(self) -> None:
        self.assertAlmostEqual(chance_of_none(10, 3, 4), math.comb(6, 3) / math.comb(10, 3))
        self.assertEqual(chance_of_none(10, 8, 4), 0)
        self.assertAlmostEqual(chance_of_none(10, 3, 0), 1)

    def test_separation(self) -> None:
        random = np.random.default_rng(3)
        for shift in (0.0, 0.5):
            left, out = random.normal(size=80), random.normal(shift, size=60)
            found, known = separation(left, out), stats.ks_2samp(left, out)
            self.assertAlmostEqual(found.distance, known.statistic)
            self.assertAlmostEqual(math.log(found.chance), math.log(known.pvalue), delta=0.3)
        self.assertEqual(separation(np.arange(3.0), np.arange(3.0)), Separation(0.0, 1.0))
        self.assertEqual(separation(np.arange(3.0), np.array([])), Separation(0.0, 1.0))

    def test_laws_are_cut(self) -> None:
        values = np.array([1.0, 2.0, 3.0])
        for member, new in (
                ({"distribution": "uniform", "low": 0, "high": 9}, {"distribution": "uniform"}),
                ({"distribution": "log-uniform", "low": 0.1, "high": 9}, {"distribution": "log-uniform"}),
                ({"distribution": "log-normal", "median": 2, "log sd": 1}, {"distribution": "log-uniform"}),
                ({"distribution": "triangular", "low": 0, "mode": 1, "high": 9}, {"distribution": "uniform"}),
                ({"distribution": "normal", "mean": 2, "sd": 1}, {"distribution": "truncated normal", "mean": 2, "sd": 1}),
                ({"distribution": "truncated normal", "mean": 8, "sd": 1, "low": 0, "high": 9}, {"distribution": "uniform"})):
            parameter = Varied("a", member, values=values, texts=("1", "2", "3"))
            self.assertEqual(new_law(parameter, 1.5, 2.5), new | {"low": 1.5, "high": 2.5})
        self.assertEqual(new_ends(Varied("a", {"distribution": "normal", "mean": 2, "sd": 1}, values=values), None), (-6, 10))
        self.assertEqual(new_ends(Varied("a", {}, values=values), None), (1, 3))

    def test_short_labels(self) -> None:
        self.assertEqual(short_labels(["A/B/Growth [1/day]", "A/C/Growth [1/day]", "A/C/Share [-]", "factor [-]", "X/Y [a/b]"]),
                         ["B/Growth [1/day]", "C/Growth [1/day]", "Share", "factor", "Y [a/b]"])


class OtherDesigns(Folder):
    """Lists have no distributions; whole numbers stay whole."""

    def test_list_of_points(self) -> None:
        laid = self.derive(60, arms=(), name="laid")
        names = [parameter.get("entry") or parameter["name"] for parameter in PARAMETERS]
        with (self.folder / "points.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows_of(laid))
        kept = ("entry", "name", "scales", "arms")
        parameters = [{name: value for name, value in parameter.items() if name in kept} for parameter in PARAMETERS]
        study = self.derive(60, parameters, design={"kind": "list", "file": "points.csv"})
        self.match(study, self.visa(), "--arm", "one")
        new = read_commented(study / "matching/one/not_ruled_out.json")
        self.assertEqual(new["design"], {"kind": "sobol", "size": 60, "seed": 1})
        self.assertTrue(all(parameter["distribution"] == "uniform" for parameter in new["parameters"]))
        self.assertEqual(new["parameters"][4]["arms"], ["two"])
        self.assertEqual(new["parameters"][2]["name"], AGE)

    def test_whole_numbers(self) -> None:
        parameters = [{"entry": "MRI/Seed [-]", "distribution": "uniform", "low": 0, "high": 100}]
        study = self.derive(80, parameters, lambda row: summary_of(float(row["MRI/Seed [-]"])), arms=("two",))
        self.match(study, self.visa(), "--arm", "two")
        seed = read_commented(study / "matching/two/not_ruled_out.json")["parameters"][0]
        self.assertTrue(10 < seed["low"] < 20 and 80 < seed["high"] < 90)
        self.assertEqual((seed["low"] % 1, seed["high"] % 1), (0, 0))


if __name__ == "__main__":
    unittest.main()
