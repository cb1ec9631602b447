"""The pages of `tenogen report` in a browser: slider, choice of image, width, console, network."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from browser import PROGRAM, Browser
import real_runs
from program import started
from real_runs import VISITS
from test_report import COHORT
from test_report_study import whole_study

from tenogen.report.commands import main

RIGHT, HOME, END = ("ArrowRight", 39), ("Home", 36), ("End", 35)  # keys and their codes
SHOWN = "[...document.querySelectorAll('#mri-viewer .slice')].filter((slice) => slice.offsetParent !== null)"
VISITS_SHOWN = f"{SHOWN}.map((slice) => slice.dataset.visit)"
PLANES = "#mri-viewer .planes"
WIDTHS = (360, 390, 1600)
NO_BROWSER = "CHROMIUM IS MISSING: the page was not tried in a browser. apt-get install chromium"


@unittest.skipIf(PROGRAM is None, NO_BROWSER)
class Runs(unittest.TestCase):
    """One browser for all tests; each opens the page anew."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        place = Path(folder.name)
        code, _, errors = started(main, real_runs.treated(), real_runs.untreated(), "--output", place / "report.html")
        assert code == 0, errors
        cls.address = (place / "report.html").as_uri()
        cls.browser = cls.enterClassContext(Browser())

    def setUp(self) -> None:
        self.browser.events.clear()
        self.browser.resize(1600, 1000)
        self.browser.open(self.address)

    def tearDown(self) -> None:
        """No test may leave an error in the console, or a request for anything but the page."""
        wrong = [event for event in self.browser.events
                 if event[0] == "Runtime.exceptionThrown" or event[0] == "Log.entryAdded"
                 or event[0] == "Runtime.consoleAPICalled" and event[1]["type"] in ("error", "warning")]
        self.assertEqual(wrong, [])
        asked = [event["request"]["url"] for method, event in self.browser.events
                 if method == "Network.requestWillBeSent"]
        self.assertIn(self.address, asked)
        self.assertEqual([url for url in asked if url != self.address and not url.startswith("data:")], [])

    def test_slider_by_keyboard(self) -> None:
        before = self.browser.picture_of(PLANES)
        self.assertEqual(self.browser.value(VISITS_SHOWN), ["0"] * 4)  # two arms, two planes
        self.browser.value("document.getElementById('mri-visit').focus()")
        self.browser.press(*RIGHT)
        self.assertEqual(self.browser.value(VISITS_SHOWN), ["1"] * 4)
        self.assertNotEqual(self.browser.picture_of(PLANES), before)
        self.assertEqual(self.browser.value("document.getElementById('mri-month').textContent"), "month 4")
        self.assertEqual(self.browser.value("document.getElementById('mri-visit').ariaValueText"), "month 4")
        self.browser.press(*HOME)
        self.assertEqual(self.browser.value(VISITS_SHOWN), ["0"] * 4)
        self.browser.press(*END)
        self.assertEqual(self.browser.value("document.getElementById('mri-visit').value"), str(len(VISITS) - 1))

    def test_every_image_is_shown(self) -> None:
        self.browser.value("document.getElementById('mri-visit').focus()")
        self.browser.press(*RIGHT)
        pictures = set()
        for image in ("pd_fs", "t2_fs", "t2star", "label", "fluid"):
            self.browser.value(f"document.querySelector('input[name=mri-image][value={image}]').click()")
            self.assertEqual(self.browser.value(f"{SHOWN}.map((slice) => slice.dataset.image + slice.dataset.visit)"),
                             [image + "1"] * 4)
            self.assertEqual(self.browser.value("[...document.querySelectorAll('.image-key')].filter((key) => "
                                                "key.offsetParent !== null).map((key) => key.dataset.image)"), [image])
            pictures.add(self.browser.picture_of(PLANES))
        self.assertEqual(len(pictures), 5)

    def test_pictures_are_whole(self) -> None:
        self.assertEqual(self.browser.value("[...document.images].filter((image) => !image.naturalWidth).length"), 0)
        self.assertGreater(self.browser.value("document.images.length"), 40)

    def test_only_tables_scroll_sideways(self) -> None:
        for width in WIDTHS:
            self.browser.resize(width, 900)
            self.assertLessEqual(self.browser.value("document.documentElement.scrollWidth"), width)

    def test_focus_is_visible(self) -> None:
        self.browser.value("document.getElementById('mri-visit').focus()")
        self.browser.press(*RIGHT)
        self.assertEqual(self.browser.value("getComputedStyle(document.activeElement).outlineStyle"), "solid")

    def test_print_shows_all_visits(self) -> None:
        self.browser.send("Emulation.setEmulatedMedia", media="print")
        self.addCleanup(self.browser.send, "Emulation.setEmulatedMedia", media="")
        self.assertEqual(self.browser.value(f"{SHOWN}.map((slice) => slice.dataset.image + slice.dataset.visit)"),
                         [f"pd_fs{visit}" for visit in range(len(VISITS))] * 4)


@unittest.skipIf(PROGRAM is None, NO_BROWSER)
class Study(unittest.TestCase):
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
                self.assertEqual(browser.value("document.images.length"), 5)
            wrong = [event for event in browser.events if event[0] in ("Runtime.exceptionThrown", "Log.entryAdded",
                                                                       "Runtime.consoleAPICalled")]
            self.assertEqual(wrong, [])
            asked = {event["request"]["url"] for method, event in browser.events if method == "Network.requestWillBeSent"}
            self.assertEqual({url for url in asked if not url.startswith("data:")}, {page.as_uri()})


if __name__ == "__main__":
    unittest.main()
