"""`tenogen report` of a study: content, missing parts, refusals; and the page in a browser, wide and narrow."""

from __future__ import annotations

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import h5py

from browser import PROGRAM, Browser
from fabricated_study import DECAY, set_status, write_json, write_results, write_study
from program import started
from test_report import COHORT, Reader

from tenogen.cohort.commands import main as compare
from tenogen.report.commands import main

WIDTHS = (360, 390, 1600)
EVIL = "<script>alert(1)</script>\"'&</title>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="400" height="300"><rect width="4" height="4"/></svg>'
MATCHING = ("--cohort", COHORT, "--arm", "one", "--match")


def whole_study(folder: Path) -> Path:
    """A study with failures, collected, matched, and with a picture of a sensitivity analysis."""
    study = write_study(folder, points=40)
    set_status(study, 3, "one", "gave up", f"no way on {EVIL}")
    set_status(study, 4, "two", "waiting")
    write_results(study)
    (study / "sensitivity").mkdir()
    (study / "sensitivity/tornado_visa-a.svg").write_text(SVG, encoding="utf-8")
    code, _, errors = started(compare, study, *MATCHING)
    assert code == 0, errors
    return study


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
        code, output, errors = started(main, self.study, *words, "--output", self.page)
        self.assertEqual((code, output), (2, ""), errors)
        for part in parts:
            self.assertIn(part, errors)
        self.assertFalse(self.page.exists())

    def test_content(self) -> None:
        page = self.report("--cohort", COHORT)
        for part in ("a fabricated study", "39 of 40 points done", DECAY, "uniform, low 1.5, high 2.5",
                     "multiplies Biology/Fibroblasts/Growth [1/day]", "0.02: ", "gave up", "no way on", "waiting",
                     "cost of a done run: median [s]", "VISA-A (100 is best)", "change since month 0", "case series 2025",
                     "incompatible", "tornado visa-a", "judged points", "are not ruled out", "another reading",
                     "Not ruled out is not right", "visa_a 10 (assumed)", "Muscle atrophy", "not a clinical prediction",
                     "tenogen 0.1.0 (abc, Release)", "a machine"):
            self.assertIn(part, page.text)

    def test_reported_values_stand_beside_the_outcomes(self) -> None:
        text = self.report("--cohort", COHORT).text
        self.assertIn("86.5", text)
        self.assertIn("86.5?", text)  # as a change
        self.assertIn("−8.5", text)
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
        self.assertIn(EVIL, page.text)
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
        for name in ("matching", "sensitivity", "points", "arms"):
            shutil.rmtree(self.study / name)
        (self.study / "results.h5").unlink()
        page = self.report("--cohort", COHORT)
        for part in ("0 of 40 points done", "Nothing was collected yet", "No pictures of a sensitivity", "No points were judged",
                     "not compared, since 0 runs are done", "No parameters.prm", "No run failed so far"):
            self.assertIn(part, page.text)

    def test_what_is_older_than_the_study(self) -> None:
        set_status(self.study, 5, "one", "waiting")
        page = self.report()
        self.assertIn("Made when 39 runs of this arm were done; now 38 are.", page.text)
        self.assertIn("one: 38 runs are done, 39 were collected", page.text)
        with h5py.File(self.study / "results.h5", "r+") as file:
            file.attrs["design crc64"] = "0bad"
        page = self.report()
        self.assertEqual(page.text.count("results.h5 was collected before the study grew, or from another design"), 2)
        self.assertNotIn("Nothing was collected yet", page.text)

    def test_outcomes_without_a_value(self) -> None:
        with h5py.File(self.study / "results.h5", "r+") as file:
            for arm in ("one", "two"):
                for part in ("outcomes", "courses"):
                    file[f"arms/{arm}/{part}/vas [-]"][...] = float("nan")
        page = self.report("--cohort", COHORT)
        self.assertIn("No point has a value.", page.text)
        self.assertIn("No course of it.", page.text)

    def test_refusals(self) -> None:
        self.refused("own: give its folder alone", words=("--label", "a"))
        self.refused("own: give its folder alone", words=(self.study / "points/000000/one",))
        for name, damage in (("results.h5", b"none"), ("study.json", b"{"), ("design.csv", b"a,b\n1\n"),
                             ("matching/one/matching.json", b'{"schema": "tenogen matching 1"}'),
                             ("matching/one/matching.json", b"[]")):
            with self.subTest(name=name):
                whole = (self.study / name).read_bytes()
                (self.study / name).write_bytes(damage)
                self.refused(name)
                (self.study / name).write_bytes(whole)
        study = json.loads((self.study / "study.json").read_text(encoding="utf-8"))
        write_json(self.study / "study.json", study | {"arms": study["arms"] * 4})
        self.refused("8 arms in one diagram cannot be told apart")


@unittest.skipIf(PROGRAM is None, "CHROMIUM IS MISSING: the page was not tried in a browser. apt-get install chromium")
class InBrowser(unittest.TestCase):
    def test_page(self) -> None:
        with tempfile.TemporaryDirectory() as folder, Browser() as browser:
            study, page = whole_study(Path(folder) / "study"), Path(folder) / "report.html"
            code, _, errors = started(main, study, "--cohort", COHORT, "--output", page)
            self.assertEqual(code, 0, errors)
            browser.open(page.as_uri())
            for width in WIDTHS:
                browser.resize(width, 900)
                self.assertLessEqual(browser.value("document.documentElement.scrollWidth"), width)
                self.assertEqual(browser.value("[...document.images].filter((image) => !image.naturalWidth).length"), 0)
                self.assertEqual(browser.value("document.images.length"), 2)
            wrong = [event for event in browser.events if event[0] in ("Runtime.exceptionThrown", "Log.entryAdded",
                                                                       "Runtime.consoleAPICalled")]
            self.assertEqual(wrong, [])
            asked = {event["request"]["url"] for method, event in browser.events if method == "Network.requestWillBeSent"}
            self.assertEqual({url for url in asked if not url.startswith("data:")}, {page.as_uri()})


if __name__ == "__main__":
    unittest.main()
