"""The pages of `tenogen report` in wide and narrow windows: what a table hides can be reached, and the page says so."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from browser import PROGRAM as BROWSER, Browser
import real_runs
from program import started
from test_report import COHORT
from test_report_study import whole_study

from tenogen.report.commands import main

WIDE, NARROW = 1400, 420  # [CSS pixels]
SCROLLERS = "[...document.querySelectorAll('.scroll')].filter((part) => part.offsetParent)"
HIDES = "part.scrollWidth > part.clientWidth + 1"
HINTED = "getComputedStyle(part, '::before').content.includes('Scroll') && part.scrollWidth > part.clientWidth + 1"
# Cells of the last column that lie within the window, without scrolling.
VERDICTS = """[...document.querySelectorAll('.cells td:last-child')].map((cell) => {
  const box = cell.getBoundingClientRect(), view = cell.closest('.scroll').getBoundingClientRect();
  return box.left >= view.left - 1 && box.right <= view.right + 1 && /compatible/.test(cell.textContent)})"""
# Heads of visits that can be seen, at once and after scrolling to the end.
MONTHS = """[...document.querySelectorAll('#outcomes ~ * .two-heads thead th, #outcomes ~ .scroll thead th')]
  .filter((head) => head.textContent.startsWith('month')).map((head) => {
    const part = head.closest('.scroll'), view = part.getBoundingClientRect(), box = head.getBoundingClientRect();
    part.scrollLeft = part.scrollWidth;
    const end = head.getBoundingClientRect();
    part.scrollLeft = 0;
    return [head.textContent, box.right <= view.right + 1, end.right <= view.right + 1]})"""


@unittest.skipIf(BROWSER is None, "CHROMIUM IS MISSING: the page was not tried in a browser. apt-get install chromium")
class Layout(unittest.TestCase):
    """One page of runs and one of a study, which has the pictures that `tenogen sensitivity` draws."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        place = Path(folder.name)
        cls.study = whole_study(place / "study")
        cls.pages = {"runs": place / "runs.html", "study": place / "study.html"}
        for name, words in (("runs", (real_runs.treated(), real_runs.untreated())), ("study", (cls.study,))):
            code, _, errors = started(main, *words, "--cohort", COHORT, "--output", cls.pages[name])
            assert code == 0, errors
        cls.browser = cls.enterClassContext(Browser())

    def open(self, name: str, width: int) -> None:
        """A page in a window of this width, every part unfolded."""
        self.browser.events.clear()
        self.browser.resize(width, 900)
        self.browser.open(self.pages[name].as_uri())
        self.browser.value("document.querySelectorAll('details').forEach((part) => part.open = true)")
        self.browser.send("Runtime.evaluate", awaitPromise=True,
                          expression="new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")

    def test_no_table_of_results_is_cut_in_a_wide_window(self) -> None:
        for name in self.pages:
            with self.subTest(name):
                self.open(name, WIDE)
                cut = self.browser.value(f"{SCROLLERS}.filter((part) => {HIDES} && part.querySelector('table'))"
                                         ".map((part) => part.ariaLabel)")
                self.assertEqual(cut, [])

    def test_verdicts_are_in_sight_at_any_width(self) -> None:
        for name in self.pages:
            for width in (WIDE, NARROW):
                with self.subTest(name, width=width):
                    self.open(name, width)
                    seen = self.browser.value(VERDICTS)
                    self.assertGreater(len(seen), 10)
                    self.assertTrue(all(seen), seen)

    def test_all_visits_are_reached_in_a_narrow_window(self) -> None:
        months = {"runs": [f"month {month:g}" for month in real_runs.VISITS], "study": ["month 0", "month 24"]}
        for name, expected in months.items():
            with self.subTest(name):
                self.open(name, NARROW)
                heads = self.browser.value(MONTHS)
                self.assertEqual([text for text, _, _ in heads], expected)
                self.assertGreater(sum(at_once for _, at_once, _ in heads), 1, heads)
                self.assertTrue(all(at_the_end for _, _, at_the_end in heads), heads)

    def test_what_is_hidden_is_announced(self) -> None:
        for name in self.pages:
            with self.subTest(name):
                self.open(name, NARROW)
                parts = self.browser.value(f"{SCROLLERS}.map((part) => [part.ariaLabel, {HIDES}, {HINTED}])")
                self.assertTrue(any(hides for _, hides, _ in parts))
                self.assertEqual([label for label, hides, hinted in parts if hides != hinted], [])
                self.assertLessEqual(self.browser.value("document.documentElement.scrollWidth"), NARROW)

    def test_names_of_rows_stay_in_sight(self) -> None:
        self.open("study", NARROW)
        self.browser.value(f"{SCROLLERS}.forEach((part) => part.scrollLeft = part.scrollWidth)")
        self.assertTrue(self.browser.value("[...document.querySelectorAll('.row-head')].every((head) => "
                                           "head.getBoundingClientRect().left >= -1)"))


if __name__ == "__main__":
    unittest.main()
