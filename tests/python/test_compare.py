"""`tenogen compare` on real runs, and on ones of chosen outcomes derived from them: one patient, virtual cohorts, and all that
runs may lack."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "python"))

import real_runs  # noqa: E402
from derived_runs import change_json, derive_run, summary_of, with_entry  # noqa: E402

from tenogen.cohort.assumptions import Assumptions  # noqa: E402
from tenogen.cohort.compare import Comparison, Result, compare  # noqa: E402
from tenogen.cohort.evaluate import cohorts_drawn  # noqa: E402
from tenogen.cohort.mistakes import CohortError  # noqa: E402
from tenogen.cohort.observables import Statistic  # noqa: E402
from tenogen.cohort.reading import read_cohort  # noqa: E402
from tenogen.cohort.statistics import beta_binomial  # noqa: E402
from tenogen.cohort.text import as_text  # noqa: E402
from tenogen.runs.run_directory import RunDirectory, RunError  # noqa: E402

PUBLISHED = PROJECT / "params/cohorts/achilles_bm_msc_2025.json"


def visit(month: float, vas: float, sport: float, visa: float, fluid: float, regenerated: float) -> dict:
    """The outcomes at a visit, named as a run names them."""
    return {"vas [-]": vas, "vas sport [-]": sport, "visa-a [-]": visa, "gap fluid volume [mm^3]": fluid,
            "gap regenerated share [-]": regenerated, "gap stiffness EA [kN]": 10 + month}


def healed(**changes: object) -> dict:
    """The summary.json of a patient who heals, with changes to its last visit."""
    return summary_of(visit(0, 9.0, 9.9, 12, 2400, 0), visit(24, 0.5, 0.6, 86, 300, 1) | changes)


class DerivedRuns(unittest.TestCase):
    """Copies of a real run whose outcomes are chosen."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write_run(self, name: str, summary: dict, revision: str = "") -> RunDirectory:
        """A run directory with this summary; computed by another revision where one is given."""
        folder = derive_run(self.folder / name, summary)
        if revision:
            change_json(folder / "provenance.json", lambda provenance: provenance.update({"git revision": revision}))
        return RunDirectory(folder, name)

    def copy_of(self, run: Path, name: str) -> RunDirectory:
        """A copy of a real run."""
        ignored = shutil.ignore_patterns("fields", "mri", "checkpoint")
        return RunDirectory(shutil.copytree(run, self.folder / name, ignore=ignored), name)

    def write_cohort(self, *observables: dict, n: int = 7) -> Path:
        """A series of n that reports these at month 24."""
        file = self.folder / "series.json"
        common = {"unit": "-", "visit [month]": 24, "n": n, "statement": "quoted"}
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


class OnePatient(DerivedRuns):
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


    def test_real_runs_as_they_are(self) -> None:
        folders = {"treated": real_runs.treated(), "untreated": real_runs.untreated()}
        found = {name: self.compare([RunDirectory(folder, name)]) for name, folder in folders.items()}
        for name, folder in folders.items():
            summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
            first, last = summary["visits"][0], summary["visits"][-1]
            self.assertEqual((first["month"], last["month"]), (0, 24))
            for observable, column in (("vas", "vas [-]"), ("vas_sport", "vas sport [-]")):
                simulated = self.one(found[name], observable).evaluations[0].simulated
                self.assertAlmostEqual(simulated, last[column] - first[column], 12)
            self.assertAlmostEqual(self.one(found[name], "visa_a").evaluations[0].simulated, last["visa-a [-]"], 12)
            self.assertIn(f"one patient, {name}", as_text(found[name]))
        self.assertEqual(self.one(found["treated"], "tendon_regenerated_on_mri").evaluations[0].simulated, "yes")
        self.assertTrue(self.one(found["treated"], "visa_a").evaluations[0].compatible)
        self.assertFalse(self.one(found["untreated"], "visa_a").evaluations[0].compatible)


class Readings(DerivedRuns):
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
        self.assertIn("Allowed for vas: none, since the source is unambiguous.", lines[1])
        self.assertIn("a different reading of visa_a", lines[2])


class VirtualCohort(DerivedRuns):
    def write_runs(self, count: int = 40) -> list[RunDirectory]:
        """Patients of whom every fourth does not regenerate, nor do sport."""
        runs = []
        for i in range(count):
            summary = healed(**{"vas [-]": 0.05 * i, "visa-a [-]": 75 + 0.5 * i, "gap regenerated share [-]": float(i % 4 > 0)})
            summary["milestones"]["recreational sport [month]"] = 3.9 if i % 4 else None
            runs.append(self.write_run(f"patient_{i:02}", summary))
        return runs

    def test_counts_are_beta_binomial(self) -> None:
        result = self.compare(self.write_runs())
        regenerated = self.one(result, "tendon_regenerated_on_mri").evaluations[0]
        seven = beta_binomial(7, 30, 40)[7]
        self.assertAlmostEqual(regenerated.likelihood, seven, 12)
        self.assertAlmostEqual(regenerated.tail_share, 2 * seven, 12)
        self.assertAlmostEqual(regenerated.rate.posterior_mean, 8 / 9, 12)
        sport = self.one(result, "recreational_sport").evaluations[0]
        self.assertAlmostEqual(sport.likelihood, seven, 12)
        self.assertTrue(math.isinf(sport.interval[1]))
        self.assertAlmostEqual(self.one(result, "complications").evaluations[0].likelihood, beta_binomial(7, 0, 40)[0], 12)
        self.assertIn("Beta(8, 1), mean 0.889, above 0.688 with 95 % (failures under 34.8%", as_text(result))

    def test_two_runs_rule_out_little(self) -> None:
        runs = self.write_runs(2)  # one regenerates and does sport, one does not
        for name in ("tendon_regenerated_on_mri", "recreational_sport"):
            found = self.one(self.compare(runs), name).evaluations[0]
            self.assertAlmostEqual(found.likelihood, beta_binomial(7, 1, 2)[7], 12)
            self.assertTrue(found.compatible, name)
        nobody = self.one(self.compare(runs[:1] + [self.write_run("another", self.stays_ill())]), "recreational_sport")
        self.assertGreater(nobody.evaluations[0].likelihood, 0.005)

    @staticmethod
    def stays_ill() -> dict:
        """The summary.json of a patient who never does sport again."""
        summary = healed()
        summary["milestones"]["recreational sport [month]"] = None
        return summary

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
            file = self.write_cohort({"name": "visa_a", "statistic": "median", "value": 76, "rounded_to": 4}, n=n)
            evaluation = self.one(self.compare(runs, file), "visa_a").evaluations[0]
            self.assertEqual(evaluation.likelihood_by, "draws" if n == 8 else "order statistic")
            likelihood.append(evaluation.likelihood)
        self.assertTrue(likelihood[0] < likelihood[1] < likelihood[2], likelihood)

    def test_runs_that_failed_are_counted_and_named(self) -> None:
        runs = self.write_runs(3) + [self.copy_of(real_runs.failed(), "gave_up"), self.copy_of(real_runs.stopped(), "running")]
        result = self.compare(runs)
        self.assertEqual(len(result.used), 3)
        text = as_text(result)
        self.assertIn("1 of 5 runs are left out because they failed: gave_up. A run may fail because its tendon does badly", text)
        self.assertIn("1 of 5 runs are left out because they are unfinished: running", text)
        self.assertIn("3 simulated patients are few", text)
        with self.assertRaisesRegex(CohortError, r"no run is complete: .*gave_up \(failed\)"):
            self.compare(runs[3:])

    def test_revisions_that_differ_are_warned_of(self) -> None:
        runs = [self.write_run("a", healed(), revision="abc"), self.write_run("b", healed(), revision="def")]
        self.assertIn("different revisions of tenogen: abc, def", as_text(self.compare(runs)))


class FluidThatIsSeen(DerivedRuns):
    """A direction on MRI is a change that a reader sees: a tenth, unless another share is asked for."""

    FLUID = "fluid_and_swelling_reduced_on_mri"

    def runs_with(self, *volumes: float) -> list[RunDirectory]:
        """Runs that begin with 2400 mm^3 and end with these."""
        return [self.write_run(f"{len(list(self.folder.iterdir()))}", healed(**{"gap fluid volume [mm^3]": volume}))
                for volume in volumes]

    def series(self, direction: str) -> Path:
        """A series that reports a direction of fluid."""
        return self.write_cohort({"name": self.FLUID, "statistic": "direction", "value": direction})

    def test_one_patient(self) -> None:
        for volume, share, expected in ((2300, 0.1, "no change"), (2160, 0.1, "decrease"), (2161, 0.1, "no change"),
                                        (2300, 0.04, "decrease"), (2399, 0.0, "decrease"), (2400, 0.0, "no change"),
                                        (2630, 0.1, "no change"), (2640, 0.1, "increase")):
            runs = self.runs_with(volume)
            for direction in ("decrease", "increase"):
                with self.subTest(volume=volume, share=share, direction=direction):
                    found = self.compare(runs, self.series(direction), fluid_change=share).comparisons[0].evaluations[0]
                    self.assertEqual((found.simulated, found.compatible), (expected, expected == direction))

    def test_nothing_at_the_start(self) -> None:
        for volume, expected in ((0, "no change"), (5, "increase")):
            summary = healed(**{"gap fluid volume [mm^3]": volume})
            summary["visits"][0]["gap fluid volume [mm^3]"] = 0
            run = self.write_run(f"dry, then {volume}", summary)
            found = self.compare([run], self.series("increase")).comparisons[0].evaluations[0]
            self.assertEqual(found.simulated, expected)

    def test_cohorts(self) -> None:
        runs = self.runs_with(2300, 2350)
        seen, all_of_it = (self.compare(runs, self.series("decrease"), fluid_change=share) for share in (0.1, 0.01))
        self.assertEqual([result.comparisons[0].evaluations[0].likelihood for result in (seen, all_of_it)], [0, 1])
        self.assertIn("median changes in this direction by 10% or more", as_text(seen))
        self.assertIn("10% or more below month 0; as a direction, a decrease is such a loss", as_text(seen))

    def test_scores_have_no_such_limit(self) -> None:
        file = self.write_cohort({"name": "vas", "statistic": "direction", "value": "decrease"})
        run = self.write_run("hardly better", healed(**{"vas [-]": 8.99}))
        self.assertTrue(self.compare([run], file).comparisons[0].evaluations[0].compatible)


class ScatterOfAnswers(DerivedRuns):
    """Noise is that of the run's own parameters."""

    def noisy(self, name: str, visa: object) -> RunDirectory:
        """A run with this noise of VISA-A."""
        run = self.write_run(name, healed())
        file = run.folder / "parameters.prm"
        text = file.read_text(encoding="utf-8")
        file.write_text(with_entry(text, "Clinical/VISA-A/VISA-A noise [-]", str(visa)), encoding="utf-8")
        return run

    def reach(self, run: RunDirectory) -> float:
        """How far the answers of VISA-A lie from the score, in standard deviations of a normal distribution."""
        visa = self.one(self.compare([run]), "visa_a").evaluations[0]
        return (visa.simulated - visa.interval[0]) / 1.959964

    def test_from_the_parameters(self) -> None:
        for visa in (5, 3):
            run = self.noisy(str(visa), visa)
            self.assertAlmostEqual(self.reach(run), visa, 4)
            self.assertIn(f"visa_a {visa}", as_text(self.compare([run])))
        self.assertEqual(run.number("Clinical/Events/Sport force [N]"), 1800)

    def test_each_patient_has_its_own(self) -> None:
        runs = [self.noisy("a", 0.001), self.noisy("b", 10.0)]
        result = self.compare(runs)
        self.assertIn("visa_a 0.001 to 10", as_text(result))
        widths = [self.one(self.compare(pair), "visa_a").evaluations[0].interval for pair in
                  (runs, [runs[0], self.noisy("c", 0.001)], [runs[1], self.noisy("d", 10.0)])]
        mixed, quiet, noisy = (high - low for low, high in widths)
        self.assertTrue(10 * quiet < mixed < noisy, widths)

    def test_damaged(self) -> None:
        with self.assertRaisesRegex(RunError, "parameters.prm: 'Clinical/VISA-A/VISA-A noise .*' is 'x', not a number"):
            self.compare([self.noisy("x", "x")])
        run = self.write_run("empty", healed())
        (run.folder / "parameters.prm").write_text("", encoding="utf-8")
        with self.assertRaisesRegex(RunError, "parameters.prm: no entry 'Clinical/Pain/VAS noise"):
            self.compare([run])


class LargeSeries(DerivedRuns):
    """Of large series fewer virtual cohorts are drawn, and a note says so."""

    def test_the_largest(self) -> None:
        n = 10_000
        file = self.write_cohort(
            {"name": "vas", "statistic": "median_change_from_baseline", "value": -8.5, "rounded_to": 0.1},
            {"name": "recreational_sport", "unit": "month", "statistic": "count", "value": 9000}, n=n)
        runs = [self.write_run(name, healed()) for name in "ab"]
        result = self.compare(runs, file)
        self.assertIn("only 2000 virtual cohorts were drawn, because the series is large", as_text(result))

    def test_how_many_are_drawn(self) -> None:
        for n, asked, drawn in ((7, 20_000, 20_000), (1000, 20_000, 20_000), (2000, 20_000, 10_000), (10_000, 20_000, 2000),
                                (10_000, 300, 300), (7, 1_000_000, 1_000_000)):
            self.assertEqual(cohorts_drawn(n, Assumptions(virtual_cohorts=asked)), drawn)


class WhatRunsLack(DerivedRuns):
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
        self.assertIn("visa_a, month 24, median: 2 of 3 runs have a value. Left out: c: summary.json has no", as_text(result))
        alone = self.one(self.compare(runs[1:]), "visa_a")
        self.assertEqual(alone.evaluations, ())
        self.assertIn("one run is not a virtual cohort", alone.lacking["b"])

    def test_a_milestone_before_the_start(self) -> None:
        summary = healed()
        summary["milestones"]["daily activity [month]"] = -5
        with self.assertRaisesRegex(RunError, "summary.json: 'daily activity .* is -5, before the start. Is the file damaged"):
            self.compare([self.write_run("early", summary)])

    def test_what_tenogen_does_not_compute(self) -> None:
        file = self.write_cohort({"name": "atrs", "statistic": "median", "value": 85, "rounded_to": 1})
        self.assertIn("atrs, month 24, median: tenogen computes no ATRS",
                      as_text(self.compare([self.write_run("a", healed())], file)))


class CommandLine(DerivedRuns):
    def start(self, *arguments: object) -> subprocess.CompletedProcess:
        """`tenogen compare` as its own process."""
        return subprocess.run([sys.executable, PROJECT / "python/tenogen-compare", *map(str, arguments)],
                              capture_output=True, text=True, check=False)

    def test_json(self) -> None:
        folders = [self.write_run(name, healed()).folder for name in ("a", "b")]
        folders.append(self.copy_of(real_runs.failed(), "c").folder)
        revision = json.loads((real_runs.treated() / "provenance.json").read_text(encoding="utf-8"))["git revision"]
        done = self.start(*folders, "--cohort", PUBLISHED, "--json", "--seed", 3)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        record = json.loads(done.stdout)
        self.assertEqual(record["schema"], "tenogen comparison 1")
        self.assertIn("never evidence of efficacy", record["note"])
        self.assertEqual(record["cohort"]["sha256"], hashlib.sha256(PUBLISHED.read_bytes()).hexdigest())
        self.assertEqual(record["settings"]["seed"], 3)
        self.assertEqual([(run["label"], run["state"], run["used"], run["git revision"]) for run in record["runs"]],
                         [("a", "complete", True, revision), ("b", "complete", True, revision), ("c", "failed", False, revision)])
        self.assertEqual(len(record["comparisons"]), 9)
        self.assertEqual(record["not compared"], [])

    def test_whoever_stops_reading_ends_it_in_silence(self) -> None:
        folders = [self.copy_of(real_runs.failed(), f"{number:0200}").folder for number in range(60)]
        folders.append(self.write_run("a", healed()).folder)  # the warnings are longer than a buffer
        for program in ("tenogen-compare", "tenogen-report"):
            words = {"tenogen-compare": [*folders, "--cohort", PUBLISHED], "tenogen-report": ["--help"]}[program]
            with subprocess.Popen([sys.executable, PROJECT / "python" / program, *words], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True) as process:
                process.stdout.close()
                self.assertEqual(process.stderr.read(), "", program)
            self.assertEqual(process.returncode, -signal.SIGPIPE, program)

    def test_nothing_to_compare(self) -> None:
        file = self.write_cohort({"name": "atrs", "statistic": "median", "value": 85, "rounded_to": 1})
        run = self.write_run("a", healed()).folder
        for words in ((), ("--json",)):
            done = self.start(run, "--cohort", file, *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn("tenogen computes no ATRS", done.stdout)
            self.assertIn("nothing that", done.stderr)

    def test_noise_in_the_record(self) -> None:
        done = self.start(self.write_run("a", healed()).folder, "--cohort", PUBLISHED, "--json")
        self.assertEqual(json.loads(done.stdout)["runs"][0]["noise_sd"], {"vas": 1, "vas_sport": 1, "visa_a": 7})

    def test_exit_codes(self) -> None:
        run = self.write_run("a", healed()).folder
        wrong = self.folder / "wrong.json"
        wrong.write_text('{"schema": "tenogen cohort 1", "n": 0}', encoding="utf-8")
        for arguments, code, message in (
                ((run, "--cohort", wrong), 2, "n = 0"), ((self.folder / "b", "--cohort", PUBLISHED), 2, "no such folder"),
                ((run, run, "--cohort", PUBLISHED), 2, "given twice"), ((run,), 2, "--cohort"),
                ((run, "--cohort", PUBLISHED, "--seed", "x"), 2, "not a whole number"),
                ((run, "--cohort", self.folder / "none.json"), 4, "none.json"),
                ((run, "--coho", PUBLISHED), 2, "required: --cohort. `tenogen compare --help` lists what is allowed."),
                ((run, "--cohort", PUBLISHED, "--output", "x"), 2, "--output belongs to --match"),
                ((run, "--cohort", PUBLISHED, "--overwrite"), 2, "--overwrite belongs to --match")):
            with self.subTest(message=message):
                done = self.start(*arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(message, done.stderr)
                self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
