"""`tenogen report` of a real study: content, missing parts, refusals.

Outcomes that are missing and tasks that still wait are made by changing a copy of a real study."""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

import real_runs
from computed_study import MONTH, ComputedStudy, study_of, uniform
from derived_runs import change_json
from program import assert_refused, started
from sensitivity_functions import ishigami
from small_study import PROGRAM, environment
from test_report import COHORT, Reader

from tenogen.cohort.commands import main as compare
from tenogen.report.commands import main
from tenogen.report.number_text import shown
from tenogen.sensitivity.commands import main as sensitivity

EVIL = "<script>alert(1)</script>\"'&</title>"
PRODUCTION = "Biology/Cytokine/Loop production [pg/mm^3/day]"
MATCHING = ("--cohort", COHORT, "--arm", "treated", "--match")


@functools.cache
def analysed() -> Path:
    """The folder that `tenogen sensitivity` has written for a study of a known function: a study of tendons that can be
    analysed takes more points than a test can compute."""
    maker = ComputedStudy()
    maker.setUp()
    atexit.register(maker.tearDown)
    study = maker.compute("study", study_of(uniform(3), {"kind": "sobol", "size": 64, "seed": 4}), {"one": ishigami})
    code, _, errors = started(sensitivity, study, "--pictures", "svg", "--resamples", 50)
    assert code == 0, errors
    return study / "sensitivity"


def whole_study(folder: Path) -> Path:
    """A copy of the study, in which one run gave up for a hostile reason and one waits; matched, and with the pictures of a
    sensitivity analysis and one of the user."""
    study = shutil.copytree(real_runs.study(), folder)
    change_json(study / "points/000003/treated.json", lambda status: status.update({"reason": f"{status['reason']} {EVIL}"}))
    (study / "points/000004/untreated.json").unlink()
    subprocess.run([PROGRAM, "sweep", "collect", study], env=environment(), capture_output=True, check=True)
    shutil.copytree(analysed(), study / "sensitivity")
    shutil.copy(next((study / "sensitivity").glob("sobol_*.svg")), study / "sensitivity/own_picture.svg")
    code, _, errors = started(compare, study, *MATCHING)
    assert code == 2 and "no new study" in errors, errors  # that takes more points; what was found is written
    return study


def assert_says(test: unittest.TestCase, page: Reader | str, *parts: str) -> None:
    """Each part is in the text of the page, which is too long for a message."""
    text = page if isinstance(page, str) else page.text
    for part in parts:
        test.assertTrue(part in text, f"{part!r} is not on the page")


class Studies(unittest.TestCase):
    """A study, copied for each test that changes it."""

    @classmethod
    def setUpClass(cls) -> None:
        kept = tempfile.TemporaryDirectory()
        cls.addClassCleanup(kept.cleanup)
        cls.original = whole_study(Path(kept.name) / "study")

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.study, self.page = self.folder / "study", self.folder / "report.html"
        shutil.copytree(self.original, self.study)

    def report(self, *words: object) -> Reader:
        """The page that is written, checked for its form."""
        code, _, errors = started(main, self.study, *words, "--output", self.page, "--overwrite")
        self.assertEqual((code, errors), (0, ""))
        return Reader(self.page.read_text(encoding="utf-8"))

    def refused(self, *parts: str, words: tuple = ()) -> None:
        """One line on standard error, exit code 2, nothing written."""
        assert_refused(self, main, 2, (self.study, *words, "--output", self.page), *parts)
        self.assertFalse(self.page.exists())

    def test_content(self) -> None:
        page = self.report("--cohort", COHORT)
        status = json.loads((self.study / "points/000000/treated.json").read_text(encoding="utf-8"))
        assert_says(self, page, real_runs.TENDON_STUDY["title"], "5 of 6 points done", PRODUCTION,
                    "uniform, low 0.1, high 0.35", "multiplies Biology/Fibroblasts/Growth [1/day]", "0.029: ", "gave up",
                    "no way on", "waiting", "duration of a run, median [s]", "VISA-A (100 is best)",
                    "change since month 0",
                    "case series 2025", "incompatible", "judged points",
                    "are not ruled out", "another reading", "Not ruled out does not mean right", "visa_a 10 (assumed)",
                    "Muscle atrophy",
                    "not a clinical prediction", status["program"], status["host"])

    def test_titles_of_the_pictures_of_a_sensitivity_analysis(self) -> None:
        self.report()
        text, name = self.page.read_text(encoding="utf-8"), "Modulus along the fibres, gap mean"
        for title in (f"{name}, arm one: share of the variance that each parameter explains (Sobol indices)",
                      f"{name}, arm one: change when one parameter goes from low to high (tornado diagram)",
                      f"{name} at month {MONTH:g}, arm one: dependence on the most influential parameters",
                      "Picture from the file own_picture.svg"):
            self.assertIn(f"<figcaption>{title}</figcaption>", text)

    def test_outcomes_are_those_of_the_runs(self) -> None:
        text = self.report().text
        for point in range(6):
            if point == 3:
                continue
            file = self.study / f"points/{point:06}/treated/summary.json"
            scores = [visit["visa-a [-]"] for visit in json.loads(file.read_text(encoding="utf-8"))["visits"]]
            with h5py.File(self.study / "results.h5") as results:
                self.assertEqual(list(results["arms/treated/outcomes/visa-a"][point]), scores)
        with h5py.File(self.study / "results.h5") as results:
            median = np.nanmedian(results["arms/treated/outcomes/visa-a"][:, 1])
        self.assertTrue(shown(median) in text, shown(median))

    def test_reported_values_stand_beside_the_outcomes(self) -> None:
        text = self.report("--cohort", COHORT).text
        assert_says(self, text, "86.5")
        assert_says(self, text, "86.5?")  # as a change
        assert_says(self, text, "−8.5")
        self.report()
        self.assertNotIn('class="reported', self.page.read_text(encoding="utf-8"))

    def test_one_file_alone_with_whole_links(self) -> None:
        page = self.report("--cohort", COHORT)
        text = self.page.read_text(encoding="utf-8")
        self.assertNotIn(str(self.folder), text)
        self.assertNotIn("http:", text)
        self.assertNotIn("https:", text)
        self.assertNotRegex(text, r"@import|url\((?!#)|<link|<iframe|<object")
        self.assertEqual(text.count("<script>"), 1)
        assert_says(self, page, EVIL)
        identifiers = page.values("id")
        self.assertEqual(len(set(identifiers)), len(identifiers))
        for link in page.values("href"):
            self.assertTrue(link.startswith("#") and link[1:] in identifiers, link)
        for address in page.values("src"):
            self.assertRegex(address[:40], r"^data:image/(png|svg\+xml);base64,")
        self.assertTrue(all(page.values("alt", "img")))
        before = self.page.read_bytes()
        self.report("--cohort", COHORT)
        self.assertEqual(self.page.read_bytes(), before)

    def test_bare_study(self) -> None:
        for name in ("matching", "sensitivity", "points"):
            shutil.rmtree(self.study / name)
        (self.study / "results.h5").unlink()
        page = self.report("--cohort", COHORT)
        for part in ("0 of 6 points done", "Nothing has been collected yet", "No pictures of a sensitivity",
                     "No points have been judged",
                     "not compared, because only 0 of its runs are done",
                     "No run has failed so far"):
            assert_says(self, page, part)

    def test_what_is_older_than_the_study(self) -> None:
        (self.study / "points/000005/treated.json").unlink()
        page = self.report()
        assert_says(self, page, "Made when 5 runs of this arm were done; now 4 are.",
                    "treated: 4 runs are done, but 5 were collected")
        with h5py.File(self.study / "results.h5", "r+") as file:
            file.attrs["design crc64"] = "0bad"
        page = self.report()
        self.assertEqual(page.text.count("results.h5 was collected before the study grew, or from another design"), 2)
        self.assertNotIn("Nothing has been collected yet", page.text)

    def test_outcomes_without_a_value(self) -> None:
        with h5py.File(self.study / "results.h5", "r+") as file:
            for arm in ("treated", "untreated"):
                for part in ("outcomes", "courses"):
                    file[f"arms/{arm}/{part}/vas"][...] = float("nan")
        page = self.report("--cohort", COHORT)
        assert_says(self, page, "No point has a value.")
        assert_says(self, page, "There are no values over time.")

    def test_refusals(self) -> None:
        self.refused("own: give its folder alone", words=("--label", "a"))
        self.refused("own: give its folder alone", words=(self.study / "points/000000/treated",))
        for name, damage in (("results.h5", b"none"), ("study.json", b"{"), ("design.csv", b"a,b\n1\n"),
                             ("matching/treated/matching.json", b'{"schema": "tenogen matching 1"}'),
                             ("matching/treated/matching.json", b"[]")):
            with self.subTest(name=name):
                whole = (self.study / name).read_bytes()
                (self.study / name).write_bytes(damage)
                self.refused(name)
                (self.study / name).write_bytes(whole)
        change_json(self.study / "study.json", lambda study: study.update({"arms": study["arms"] * 4}))
        self.refused("8 arms in one diagram cannot be told apart")


if __name__ == "__main__":
    unittest.main()
