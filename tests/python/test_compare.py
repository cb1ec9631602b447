"""`tenogen compare` on fabricated runs: one patient, virtual cohorts, and all that runs may lack."""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "scripts"))

from tenogen_cohort.assumptions import Assumptions  # noqa: E402
from tenogen_cohort.compare import Comparison, Result, compare  # noqa: E402
from tenogen_cohort.mistakes import CohortError  # noqa: E402
from tenogen_cohort.observables import Statistic  # noqa: E402
from tenogen_cohort.reading import read_cohort  # noqa: E402
from tenogen_cohort.text import as_text  # noqa: E402
from tenogen_runs.run_directory import RunDirectory  # noqa: E402

PUBLISHED = PROJECT / "params/cohorts/achilles_bm_msc_2025.json"
SIGNS = ("overload", "relapse of inflammation", "fibre strain above caution", "fibre strain above failure")


def visit(month: float, vas: float, sport: float, visa: float, fluid: float, regenerated: float) -> dict:
    """The outcomes at a visit, named as a run names them."""
    return {"month": month, "vas [-]": vas, "vas sport [-]": sport, "visa-a [-]": visa, "gap fluid volume [mm^3]": fluid,
            "gap regenerated share [-]": regenerated, "gap stiffness EA [kN]": 10 + month}


def healed(**changes: object) -> dict:
    """The summary.json of a patient who heals, with changes to its last visit."""
    return {"visits": [visit(0, 9.0, 9.9, 12, 2400, 0), visit(24, 0.5, 0.6, 86, 300, 1) | changes],
            "milestones": {"daily activity [month]": 0.1, "recreational sport [month]": 3.9},
            "adverse signs": dict.fromkeys(SIGNS, False)}


class FabricatedRuns(unittest.TestCase):
    """Run directories that hold no more than a comparison reads."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write_run(self, name: str, summary: dict | None, state: str = "COMPLETE", revision: str = "abc") -> RunDirectory:
        """A run directory with this summary, ended this way; unfinished without a state."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "parameters.prm").touch()
        (folder / "provenance.json").write_text(json.dumps({"git revision": revision, "seed": 1}), encoding="utf-8")
        if summary is not None:
            (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
        if state:
            (folder / state).touch()
        return RunDirectory(folder, name)

    def write_cohort(self, *observables: dict, n: int = 7) -> Path:
        """A series of n that reports these at month 24."""
        file = self.folder / "series.json"
        common = {"unit": "-", "visit [month]": 24, "n": n, "statement": "said"}
        file.write_text(json.dumps({
            "schema": "tenogen cohort 1", "title": "a series", "source": {"citation": "somebody"}, "n": n,
            "control_group": False, "treatment": {"description": "cells"}, "visits [month]": [0, 24],
            "observables": [common | observable for observable in observables]}), encoding="utf-8")
        return file

    def compare(self, runs: list[RunDirectory], file: Path = PUBLISHED, *wishes: str, **settings: object) -> Result:
        """The comparison with a cohort file."""
        return compare(runs, read_cohort(file), Assumptions(**settings), wishes)

    def one(self, result: Result, name: str, statistic: Statistic | None = None) -> Comparison:
        """The comparison of an observable; that of its default reading where none is given."""
        return next(comparison for comparison in result.comparisons if comparison.report.observable.name == name
                    and comparison.statistic is (statistic or comparison.report.statistic))


class OnePatient(FabricatedRuns):
    def test_table(self) -> None:
        result = self.compare([self.write_run("treated", healed())])
        vas = self.one(result, "vas").evaluations[0]
        self.assertEqual((vas.observed, vas.simulated, vas.difference), (-8.5, -8.5, 0.0))
        self.assertTrue(vas.compatible)
        visa = self.one(result, "visa_a").evaluations[0]
        self.assertAlmostEqual(visa.interval[0], 86 - 7 * 1.959964, 3)
        self.assertAlmostEqual(visa.interval[1], 86 + 7 * 1.959964, 3)
        self.assertIsNone(visa.likelihood)
        self.assertEqual(self.one(result, "tendon_regenerated_on_mri").evaluations[0].simulated, "yes")
        self.assertEqual(self.one(result, "fluid_and_swelling_reduced_on_mri").evaluations[0].simulated, "decrease")
        self.assertTrue(self.one(result, "recreational_sport").evaluations[0].compatible)
        text = as_text(result)
        for phrase in ("one patient, treated", "never evidence of efficacy", "uncontrolled, n = 7", "bias",
                       "non-specific term (natural history, attention, regression to the mean): off",
                       "a fall of 9.7 needs a score of 9.7 or more"):
            self.assertIn(phrase, text)

    def test_what_disagrees(self) -> None:
        summary = healed(**{"vas [-]": 6.0, "gap fluid volume [mm^3]": 2500, "gap regenerated share [-]": 0.4})
        summary["milestones"]["recreational sport [month]"] = None
        summary["adverse signs"]["overload"] = True
        result = self.compare([self.write_run("worse", summary)])
        for name in ("vas", "fluid_and_swelling_reduced_on_mri", "tendon_regenerated_on_mri", "recreational_sport",
                     "complications"):
            self.assertIs(self.one(result, name).evaluations[0].compatible, False, name)
        self.assertIn("never", as_text(result))
        self.assertIn("Adverse signs in the runs: overload in 1", as_text(result))
        self.assertTrue(self.one(self.compare([RunDirectory(self.folder / "worse", "worse")], regenerated_share=0.3),
                                 "tendon_regenerated_on_mri").evaluations[0].compatible)

    def test_caution_is_no_complication(self) -> None:
        summary = healed()
        summary["adverse signs"]["fibre strain above caution"] = True
        result = self.compare([self.write_run("cautious", summary)])
        self.assertEqual(self.one(result, "complications").evaluations[0].simulated, "no")


class Readings(FabricatedRuns):
    def test_all_are_shown_and_one_holds(self) -> None:
        run = self.write_run("treated", healed())
        for wishes, holds in (((), Statistic.MEDIAN), (("visa_a=median_change_from_baseline",), Statistic.MEDIAN_CHANGE)):
            result = self.compare([run], PUBLISHED, *wishes)
            visa = [comparison for comparison in result.comparisons if comparison.report.observable.name == "visa_a"]
            self.assertEqual({comparison.statistic: comparison.selected for comparison in visa},
                             {Statistic.MEDIAN: holds is Statistic.MEDIAN,
                              Statistic.MEDIAN_CHANGE: holds is Statistic.MEDIAN_CHANGE})
            self.assertEqual(visa[1].evaluations[0].simulated, 74)

    def test_all_wrong_wishes_are_named(self) -> None:
        with self.assertRaises(CohortError) as caught:
            self.compare([self.write_run("treated", healed())], PUBLISHED, "visa=mean", "vas=mean", "visa_a=median",
                         "visa_a=median_change_from_baseline")
        lines = str(caught.exception).split("\n")
        self.assertEqual(len(lines), 3)
        self.assertIn("Did you mean 'visa_a'?", lines[0])
        self.assertIn("Allowed for vas: none, its statistic is certain.", lines[1])
        self.assertIn("another reading of visa_a", lines[2])


class VirtualCohort(FabricatedRuns):
    def write_runs(self, count: int = 40) -> list[RunDirectory]:
        """Patients of whom every fourth does not regenerate, nor do sport."""
        runs = []
        for i in range(count):
            summary = healed(**{"vas [-]": 0.05 * i, "visa-a [-]": 75 + 0.5 * i, "gap regenerated share [-]": float(i % 4 > 0)})
            summary["milestones"]["recreational sport [month]"] = 3.9 if i % 4 else None
            runs.append(self.write_run(f"patient_{i:02}", summary))
        return runs

    def test_counts_are_binomial(self) -> None:
        result = self.compare(self.write_runs())
        regenerated = self.one(result, "tendon_regenerated_on_mri").evaluations[0]
        self.assertAlmostEqual(regenerated.likelihood, 0.75**7, 12)
        self.assertAlmostEqual(regenerated.tail_share, 2 * 0.75**7, 12)
        self.assertAlmostEqual(regenerated.rate.posterior_mean, 8 / 9, 12)
        sport = self.one(result, "recreational_sport").evaluations[0]
        self.assertAlmostEqual(sport.likelihood, 0.75**7, 12)
        self.assertTrue(math.isinf(sport.interval[1]))
        self.assertAlmostEqual(self.one(result, "complications").evaluations[0].likelihood, 1)
        self.assertIn("Beta(8, 1), mean 0.889, above 0.688 with 95 % (failures under 34.8%", as_text(result))

    def test_medians(self) -> None:
        runs = self.write_runs()
        visa = self.one(self.compare(runs), "visa_a").evaluations[0]
        self.assertEqual(visa.likelihood_by, "order statistic")
        self.assertTrue(visa.interval[0] < 84.75 < visa.interval[1])
        self.assertAlmostEqual(visa.simulated, 84.75, delta=0.5)
        self.assertTrue(visa.compatible)
        self.assertEqual(visa, self.one(self.compare(runs), "visa_a").evaluations[0])
        self.assertNotEqual(visa, self.one(self.compare(runs, seed=2), "visa_a").evaluations[0])
        shifted = self.one(self.compare(runs, non_specific=True), "visa_a").evaluations[0]
        self.assertGreater(shifted.simulated, visa.simulated + 8)

    def test_a_cohort_of_equal_patients_without_scatter(self) -> None:
        file = self.write_cohort(
            {"name": "gap_stiffness_ea", "unit": "kN", "statistic": "mean", "value": 34, "rounded_to": 1,
             "spread": {"kind": "sd", "value": 2}},
            {"name": "gap_stiffness_ea", "unit": "kN", "statistic": "range", "value": [30, 34], "rounded_to": 1}, n=4)
        result = self.compare([self.write_run(name, healed()) for name in "ab"], file)
        mean, both = (comparison.evaluations for comparison in result.comparisons)
        self.assertEqual((mean[0].simulated, mean[0].interval, mean[0].likelihood, mean[0].likelihood_by),
                         (34, (34, 34), 1, "draws"))
        self.assertIn("sd 2 reported; of virtual cohorts 0 (0 to 0)", mean[0].notes)
        self.assertEqual([(end.part, end.compatible) for end in both], [("smallest", False), ("largest", True)])

    def test_likelihood_of_an_even_number_agrees_with_its_odd_neighbours(self) -> None:
        runs = self.write_runs(8)
        likelihood = []
        for n in (7, 8, 9):
            file = self.write_cohort({"name": "visa_a", "statistic": "median", "value": 77, "rounded_to": 4}, n=n)
            evaluation = self.one(self.compare(runs, file), "visa_a").evaluations[0]
            self.assertEqual(evaluation.likelihood_by, "draws" if n == 8 else "order statistic")
            likelihood.append(evaluation.likelihood)
        self.assertTrue(likelihood[0] < likelihood[1] < likelihood[2], likelihood)

    def test_runs_that_failed_are_counted_and_named(self) -> None:
        runs = self.write_runs(3) + [self.write_run("gave_up", None, "FAILED"), self.write_run("running", None, "")]
        result = self.compare(runs)
        self.assertEqual(len(result.used), 3)
        text = as_text(result)
        self.assertIn("1 of 5 runs failed and left out: gave_up; a run may fail because its tendon does badly", text)
        self.assertIn("1 of 5 runs unfinished and left out: running", text)
        self.assertIn("3 simulated patients are few", text)
        with self.assertRaisesRegex(CohortError, r"no run is complete: .*gave_up \(failed\)"):
            self.compare(runs[3:])

    def test_revisions_that_differ_are_warned_of(self) -> None:
        runs = [self.write_run("a", healed(), revision="abc"), self.write_run("b", healed(), revision="def")]
        self.assertIn("different revisions of tenogen: abc, def", as_text(self.compare(runs)))


class WhatRunsLack(FabricatedRuns):
    def test_an_old_run(self) -> None:
        old = healed()
        del old["milestones"], old["adverse signs"], old["visits"][1]["vas [-]"], old["visits"][0]["vas sport [-]"]
        old["visits"][1]["visa-a [-]"] = None
        old["visits"][1]["gap fluid volume [mm^3]"] = -1
        result = self.compare([self.write_run("old", old)])
        reasons = {comparison.report.observable.name: comparison.lacking["old"] for comparison in result.comparisons
                   if not comparison.evaluations}
        self.assertEqual(set(reasons), {"vas", "vas_sport", "visa_a", "daily_activity", "recreational_sport",
                                        "complications", "fluid_and_swelling_reduced_on_mri"})
        self.assertIn("-1, outside its scale, at least 0", reasons["fluid_and_swelling_reduced_on_mri"])
        self.assertIn("summary.json has no 'vas [-]'", reasons["vas"])
        self.assertIn("summary.json has no 'vas sport [-]'", reasons["vas_sport"])
        self.assertIn("is None, not a number", reasons["visa_a"])
        self.assertIn("no 'overload' among its 'adverse signs'", reasons["complications"])
        self.assertIn("vas, month 24, median_change_from_baseline: summary.json has no 'vas [-]'", as_text(result))

    def test_a_short_run(self) -> None:
        short = healed()
        short["visits"][1]["month"] = 2
        short["milestones"] = {"daily activity [month]": 0.1, "recreational sport [month]": None}
        result = self.compare([self.write_run("short", short)])
        self.assertIn("no visit at month 24 (it has 0, 2)", self.one(result, "vas").lacking["short"])
        self.assertIn("the run ends at month 2 without it", self.one(result, "recreational_sport").lacking["short"])
        self.assertTrue(self.one(result, "daily_activity").evaluations[0].compatible)

    def test_some_runs_lack_it(self) -> None:
        lacking = healed()
        del lacking["visits"][1]["visa-a [-]"]
        runs = [self.write_run("a", healed()), self.write_run("b", healed()), self.write_run("c", lacking)]
        result = self.compare(runs)
        self.assertEqual(self.one(result, "visa_a").patients, 2)
        self.assertIn("visa_a, month 24, median: 2 of 3 runs answer, not c: summary.json has no", as_text(result))
        alone = self.one(self.compare(runs[1:]), "visa_a")
        self.assertEqual(alone.evaluations, ())
        self.assertIn("makes no virtual cohort", alone.lacking["b"])

    def test_what_tenogen_does_not_compute(self) -> None:
        file = self.write_cohort({"name": "atrs", "statistic": "median", "value": 85, "rounded_to": 1})
        self.assertIn("atrs, month 24, median: tenogen computes no ATRS",
                      as_text(self.compare([self.write_run("a", healed())], file)))


class CommandLine(FabricatedRuns):
    def start(self, *arguments: object) -> subprocess.CompletedProcess:
        """`tenogen compare` as its own process."""
        return subprocess.run([sys.executable, PROJECT / "scripts/tenogen-compare", *map(str, arguments)],
                              capture_output=True, text=True, check=False)

    def test_json(self) -> None:
        folders = [self.write_run(name, healed()).folder for name in ("a", "b")]
        folders.append(self.write_run("c", None, "FAILED").folder)
        out = self.folder / "out.json"
        done = self.start(*folders, "--cohort", PUBLISHED, "--json", out, "--seed", 3)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        record = json.loads(out.read_text(encoding="utf-8"))
        self.assertEqual(record["schema"], "tenogen comparison 1")
        self.assertIn("never evidence of efficacy", record["note"])
        self.assertEqual(record["cohort"]["sha256"], hashlib.sha256(PUBLISHED.read_bytes()).hexdigest())
        self.assertEqual(record["settings"]["seed"], 3)
        self.assertEqual([(run["label"], run["state"], run["used"], run["git revision"]) for run in record["runs"]],
                         [("a", "complete", True, "abc"), ("b", "complete", True, "abc"), ("c", "failed", False, "abc")])
        self.assertEqual(len(record["comparisons"]), 9)
        self.assertEqual(record["not compared"], [])
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.startswith(".")], [])

    def test_exit_codes(self) -> None:
        run = self.write_run("a", healed()).folder
        wrong = self.folder / "wrong.json"
        wrong.write_text('{"schema": "tenogen cohort 1", "n": 0}', encoding="utf-8")
        for arguments, code, said in (
                ((run, "--cohort", wrong), 2, "n = 0"), ((self.folder / "b", "--cohort", PUBLISHED), 2, "no such folder"),
                ((run, run, "--cohort", PUBLISHED), 2, "given twice"), ((run,), 2, "--cohort"),
                ((run, "--cohort", PUBLISHED, "--seed", "x"), 2, "not a whole number"),
                ((run, "--cohort", self.folder / "none.json"), 4, "none.json"),
                ((run, "--cohort", PUBLISHED, "--json", self.folder / "no/out.json"), 4, "no/")):
            with self.subTest(said=said):
                done = self.start(*arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(said, done.stderr)
                self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
