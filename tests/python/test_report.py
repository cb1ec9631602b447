"""`tenogen report` of real runs: content, one file alone, HTML that is whole, missing parts, refusals.

Damage and what is missing are made by changing a copy of a real run."""

from __future__ import annotations

import html.parser
import json
import re
import shutil
import subprocess
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np

import real_runs
from derived_runs import change_json, with_entry
from program import assert_refused, started
from real_runs import VISITS
from small_study import PROGRAM, environment

from tenogen.report import limits
from tenogen.report.commands import main
from tenogen.report.courses import answer_range
from tenogen.report.diagrams import GROUPS, OUTCOMES
from tenogen.report.number_text import shown
from tenogen.report.solid import boundary_faces, open_body
from tenogen.runs.parameters import read_parameters

PROJECT = Path(__file__).resolve().parents[2]
COHORT = PROJECT / "params/cohorts/achilles_bm_msc_2025.json"
VOID = {"br", "img", "input", "meta", "area", "base", "col", "embed", "hr", "link", "source", "track", "wbr"}


class Reader(html.parser.HTMLParser):
    """Checks that elements close in their order; collects identifiers, links, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()
        if self.open:
            raise AssertionError(f"not closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            raise AssertionError(f"<{tag}> has an attribute twice: {names}")
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing, at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.text += data

    def values(self, attribute: str, tag: str = "") -> list[str]:
        """All values of an attribute, of one kind of elements or of any."""
        return [value or "" for own, name, value in self.attributes if name == attribute and tag in ("", own)]


class Reports(unittest.TestCase):
    """A treated and an untreated run, copied for each test that changes them."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.treated, self.untreated = self.copy_of(real_runs.treated()), self.copy_of(real_runs.untreated())
        self.page = self.folder / "report.html"

    def copy_of(self, run: Path) -> Path:
        """A copy of a shared run, to be changed."""
        return shutil.copytree(run, self.folder / run.name, ignore=shutil.ignore_patterns("checkpoint"))

    def report(self, *words: object) -> Reader:
        """The page that is written, checked for its form."""
        code, _, errors = started(main, *words, "--output", self.page, "--overwrite")
        self.assertEqual((code, errors), (0, ""))
        return Reader(self.page.read_text(encoding="utf-8"))

    @staticmethod
    def read_json(file: Path) -> dict:
        """Content of a JSON file."""
        return json.loads(file.read_text(encoding="utf-8"))

    def without_lines(self, name: str, part: str) -> None:
        """The treated run with a file that lacks the lines with this part."""
        file = self.treated / name
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if part not in line]
        self.assertLess(len(kept), len(lines))
        file.write_text("".join(kept), encoding="utf-8")

    def change_summary(self, change: Callable[[dict], object]) -> None:
        """The treated run with another summary.json."""
        change_json(self.treated / "summary.json", change)

    def assert_says(self, page: Reader, *parts: str) -> None:
        """Each part is in the text of the page, which is too long for a message."""
        for part in parts:
            self.assertTrue(part in page.text, f"{part!r} is not on the page")

    def refused(self, code: int, words: tuple, *parts: str) -> None:
        """One line on standard error with these parts, nothing written."""
        errors = assert_refused(self, main, code, ("--output", self.page, *words), *parts)
        self.assertTrue(errors.startswith("tenogen report: "), errors)
        self.assertEqual(list(self.folder.glob(".unfinished*")), [])


class Content(Reports):
    """What the page says."""

    def test_arms_side_by_side(self) -> None:
        page = self.report(self.treated, self.untreated, "--label", "with cells", "--label", "without",
                           "--cohort", COHORT)
        summary, untreated = (self.read_json(run / "summary.json") for run in (self.treated, self.untreated))
        provenance, visit = self.read_json(self.treated / "provenance.json"), summary["visits"][1]
        vas = visit["predicted"]["vas [-]"]
        self.assertEqual(visit["month"], 4)
        for part in ("Stem cells and standard rehabilitation", "Untreated, habitual load", "with cells", "without",
                     "Treatment/Dose [cells]", "2e7", "month 4", shown(visit["vas [-]"]),
                     f"{shown(vas['low 95 %'], 2)} to {shown(vas['high 95 %'], 2)}",  # the range of its answers
                     shown(summary["visits"][2]["gap modulus [MPa]"]), shown(untreated["visits"][2]["gap modulus [MPa]"]),
                     "not reached", "overload", "No cells were injected.", "case series 2025", "compatible",
                     "Fluid is the oedema water of the whole tendon, stumps included", "not a clinical prediction",
                     shown(summary["conservation"]["largest cell balance error [-]"]), provenance["git revision"],
                     provenance["parameters crc64"], "Muscle atrophy",
                     "coverage determines the outcome"):  # source of the depots, which are assumed
            self.assert_says(page, part)

    def test_a_run_that_gave_up_tells_why(self) -> None:
        page = self.report(self.copy_of(real_runs.failed()), "--unfinished")
        summary = self.read_json(self.folder / "failed/summary.json")
        for part in ("equilibrium", summary["failures"][0], (self.folder / "failed/FAILED").read_text(encoding="utf-8").strip()):
            self.assert_says(page, part)

    def test_every_part_is_there(self) -> None:
        page = self.report(self.treated)
        identifiers = page.values("id")
        self.assertEqual(len(set(identifiers)), len(identifiers))
        for part in ("what-was-run", "outcomes", "series", "courses", "mri", "pictures", "budgets", "limits",
                     "provenance", "mri-visit", "diagram-gap-modulus", "outcome-vas"):
            self.assertIn(part, identifiers)
        pictures = page.values("src", "img")
        self.assertEqual(len(pictures), len(VISITS) * (5 * 2 + 2))  # five images in two planes, two fields in 3D
        self.assertEqual(len(page.values("alt", "img")), len(pictures))
        self.assertTrue(all(page.values("alt", "img")))

    def test_links_lead_somewhere(self) -> None:
        page = self.report(self.treated, self.untreated, "--cohort", COHORT)
        targets = set(page.values("id"))
        for link in page.values("href"):
            self.assertTrue(link.startswith("#") and link[1:] in targets, link)
        for column in OUTCOMES:
            self.assertIn(column, [name for columns in GROUPS.values() for name in columns])

    def test_one_file_alone(self) -> None:
        page = self.report(self.treated, self.untreated, "--cohort", COHORT)
        text = self.page.read_text(encoding="utf-8")
        self.assertNotIn("http:", text)
        self.assertNotIn("https:", text)
        self.assertNotRegex(text, r"@import|url\((?!#)|<link|<iframe|<object")
        for address in page.values("src"):
            self.assertTrue(address.startswith("data:image/png;base64,"), address[:80])
        self.assertLess(len(text), 1e6)

    def test_same_runs_same_page(self) -> None:
        self.report(self.treated)
        first = self.page.read_bytes()
        self.report(self.treated)
        self.assertEqual(self.page.read_bytes(), first)

    def test_same_runs_same_page_wherever_they_lie(self) -> None:
        with h5py.File(self.treated / "mri/visit_4.h5", "r+") as file:
            file["label"][...] = 0
        self.report(self.treated, self.untreated, "--cohort", COHORT)
        first = self.page.read_bytes()
        self.assertNotIn(str(self.folder), first.decode())
        elsewhere = self.folder / "another folder"
        for run in (self.treated, self.untreated):
            shutil.copytree(run, elsewhere / run.name)
        self.report(elsewhere / "treated", elsewhere / "untreated", "--cohort", COHORT)
        self.assertEqual(self.page.read_bytes(), first)

    def test_ranges_of_milestones_and_chances_of_signs(self) -> None:
        page = self.report(self.treated, self.untreated)
        summary = self.read_json(self.treated / "summary.json")
        month, ends = (summary[f"milestones{which}"]["daily activity [month]"] for which in ("", " predicted"))
        overload = summary["adverse signs predicted"]["overload"]
        sign = [shown(overload[f"{name} [-]"], 2) for name in ("largest", "limit", "limit low 95 %", "limit high 95 %")]
        for part in (f"{shown(month)}{shown(ends['low 95 %'], 2)} to {shown(ends['high 95 %'], 2)}",
                     "not reached", "largest {}, limit {} ({} to {})".format(*sign),
                     f"chance {shown(100 * overload['chance [-]'], 2)} %", "chance below 0.1 %",
                     "at the good end of the 95 % range", "a person's limit was exceeded",
                     "VAS below 5. Recreational sport: the weakest section bears 1\u202f800 N at 8 % strain, and VAS in sport "
                     "is 4 or less. Thresholds are assumed."):
            self.assert_says(page, part)

    def test_thresholds_and_noise_of_each_run(self) -> None:
        file = self.treated / "parameters.prm"
        text = with_entry(file.read_text(encoding="utf-8"), "Clinical/Events/Daily activity VAS [-]", "3")
        file.write_text(with_entry(text, "Clinical/VISA-A/VISA-A noise [-]", "0"), encoding="utf-8")
        page = self.report(self.treated, self.untreated, "--cohort", COHORT)
        self.assert_says(page, "treated: Daily activity: VAS below 3.")
        self.assert_says(page, "untreated: Daily activity: VAS below 5.")
        self.assert_says(page, "treated: scatter of one answer, standard deviation: vas 1, vas_sport 1, visa_a 0")
        bands = re.findall(r'<path d="([^"]*)" class="band arm-\d"', self.page.read_text(encoding="utf-8"))
        points = [re.findall(r"[\d.]+ ([\d.]+)", band) for band in bands]
        self.assertEqual([heights == heights[::-1] for heights in points], [False] * 4 + [True, False])

    def test_hostile_texts_are_text(self) -> None:
        evil = "<script>alert(1)</script>\"'&</title>"
        run = self.treated
        parameters = (run / "parameters.prm").read_text(encoding="utf-8")
        (run / "parameters.prm").write_text(with_entry(parameters, "Title", evil), encoding="utf-8")
        change_json(run / "provenance.json", lambda provenance: provenance.update({"host": evil, "title": evil}))
        self.change_summary(lambda summary: summary.update({"title": evil, "failures": [evil], "failure counts": {evil: 1}}))
        self.change_summary(lambda summary: summary["visits"][0].update({"vas [-]": evil}))
        with h5py.File(run / "mri/visit_0.h5", "r+") as file:
            file["pd_fs"].attrs["description"] = evil
        page = self.report(run, "--label", evil)
        self.assertEqual(self.page.read_text(encoding="utf-8").count("<script>"), 1)
        self.assertGreater(page.text.count(evil), 6)

    def test_the_words_of_the_model(self) -> None:
        text = (PROJECT / "docs/model.md").read_text(encoding="utf-8")
        model = " ".join(re.sub('[*>"]', "", text).split())
        trust = [f"{grade}: {what}" for grade, what in limits.TRUST]
        for sentence in (limits.NOT_FOR_CLINICAL_USE, limits.NOT_MODELLED, limits.SCORES_TUNED, *trust):
            self.assertIn(sentence.replace('"', ""), model)


class MissingParts(Reports):
    """Missing parts are reported."""

    def test_bare_run(self) -> None:
        for name in ("mri", "fields"):
            shutil.rmtree(self.treated / name)
        for name in ("summary.json", "provenance.json", "COMPLETE"):
            (self.treated / name).unlink()
        page = self.report(self.treated, "--unfinished", "--cohort", COHORT)
        for part in ("not finished", "no outcomes at visits", "no virtual MRI", "no pictures",
                     "no provenance.json", "no summary.json", "not compared, because the run is unfinished"):
            self.assert_says(page, part)

    def test_a_parameter_that_is_missing(self) -> None:
        self.without_lines("parameters.prm", "set Sport force ")
        self.refused(2, (self.treated,), "parameters.prm: no entry 'Clinical/Events/Sport force [N]'")
        (self.treated / "parameters.prm").unlink()
        self.refused(2, (self.treated,), "no parameters.prm, so this is not a run directory")

    def test_predictions_that_are_none(self) -> None:
        self.change_summary(lambda summary: summary.update({
            "milestones predicted": {"daily activity [month]": 3, "recreational sport [month]": {}},
            "adverse signs predicted": {"overload": {"chance [-]": "high"}, "relapse of inflammation": None}}))
        self.assert_says(self.report(self.treated), "limit – (– to –)chance high")

    def test_no_scores(self) -> None:
        def has_no_scores(summary: dict) -> None:
            for visit in summary["visits"]:
                for score in ("vas [-]", "vas sport [-]", "visa-a [-]", "predicted"):
                    del visit[score]
        self.change_summary(has_no_scores)
        text = (self.treated / "history.csv").read_text(encoding="utf-8").replace("vas [-]", "other [-]")
        (self.treated / "history.csv").write_text(text, encoding="utf-8")
        page = self.report(self.treated)
        self.assert_says(page, "No scores (VAS, VISA-A): treated")
        self.assert_says(page, "history.csv has no 'vas [-]'")
        self.assert_says(page, "No series was given")

    def test_failed_run(self) -> None:
        run = self.copy_of(real_runs.failed())
        self.refused(2, (run,), str(run), "failed", "--unfinished")
        page = self.report(run, "--unfinished")
        self.assert_says(page, "failed failed: Gave up at day 5")

    def test_a_run_without_governor_has_no_scores(self) -> None:
        page = self.report(self.copy_of(real_runs.failed()), self.treated, "--unfinished")
        self.assert_says(page, "No scores (VAS, VISA-A): failed")

    def test_stopped_run(self) -> None:
        run = self.copy_of(real_runs.stopped())
        self.refused(2, (run,), str(run), "not finished", "--unfinished")
        page = self.report(run, self.treated, "--unfinished", "--cohort", COHORT)
        for part in ("not finished", "no outcomes at visits", "not compared, because the run is unfinished"):
            self.assert_says(page, part)
        self.assertFalse((run / "summary.json").exists())

    def test_an_image_at_one_visit_only(self) -> None:
        with h5py.File(self.treated / "mri/visit_4.h5", "r+") as file:
            del file["t2star"]
        self.assert_says(self.report(self.treated), "No T2* at month 4.")

    def test_mri_that_cannot_be_read(self) -> None:
        (self.treated / "mri/visit_4.h5").write_bytes(b"none")
        with h5py.File(self.treated / "mri/visit_0.h5") as file, h5py.File(self.treated / "mri/visit_9.h5", "w") as foreign:
            foreign.attrs["schema"] = 1
            file.copy("affine", foreign)
            file.copy("label", foreign)
        page = self.report(self.treated, self.untreated)
        for part in ("treated: mri/visit_4.h5: cannot be read as HDF5",
                     "treated: mri/visit_9.h5: its attribute 'month' is missing", "Measures on the virtual MRI"):
            self.assert_says(page, part)
        self.assertNotIn("untreated: mri/", page.text)
        (self.treated / "mri/visit_0.h5").write_bytes(b"none")
        (self.treated / "mri/visit_9.h5").unlink()
        page = self.report(self.treated)
        self.assert_says(page, "treated: mri/visit_0.h5")
        self.assertNotIn("no virtual MRI", page.text)

    def test_slices_of_a_damaged_volume(self) -> None:
        with h5py.File(self.treated / "mri/visit_4.h5", "r+") as file:
            values = file["pd_fs"][...]
            del file["pd_fs"]
            file.create_dataset("pd_fs", data=values, chunks=values.shape, fletcher32=True)
            file.flush()
            place = file["pd_fs"].id.get_chunk_info(0)
        with (self.treated / "mri/visit_4.h5").open("r+b") as raw:
            raw.seek(place.byte_offset + 100)
            raw.write(b"\x01" * 8)
        text = self.report(self.treated).text
        for part in ("treated: no slices: mri/visit_4.h5: cannot be read", "treated: not measured: mri/visit_4.h5: cannot be"):
            self.assertTrue(part in text, part)

    def test_images_without_fat_saturation(self) -> None:
        expected = re.findall(r"(?:PD signal|Texture)[^A-Z]*", self.report(self.treated).text)
        for visit in VISITS:
            with h5py.File(self.treated / f"mri/visit_{visit:g}.h5", "r+") as file:
                file.move("pd_fs", "pd")
                file.move("t2_fs", "t2")
        page = self.report(self.treated)
        self.assertEqual(re.findall(r"(?:PD signal|Texture)[^A-Z]*", page.text), expected)
        self.assertTrue(any(character.isdigit() for character in "".join(expected)))
        self.assertIn("pd", page.values("value", "input"))
        self.assertNotIn("pd_fs", page.values("value", "input"))
        self.assertNotIn("No visit has", page.text)

    def test_mri_that_cannot_be_measured(self) -> None:
        with h5py.File(self.treated / "mri/visit_4.h5", "r+") as file:
            file["label"][...] = 0
        self.assert_says(self.report(self.treated), "treated: not measured: ")

    def test_values_that_are_not_numbers(self) -> None:
        text = (self.treated / "history.csv").read_text(encoding="utf-8").splitlines()
        cells = text[5].split(",")
        cells[2:] = ["nan"] * len(cells[2:])
        text[5] = ",".join(cells)
        (self.treated / "history.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
        self.assert_says(self.report(self.treated), "nan")


class Refusals(Reports):
    """One line, and the right exit code."""

    def test_command_line(self) -> None:
        code, _, errors = started(main, self.treated, self.untreated, "--label", "one")
        self.assertEqual(code, 2)
        self.assertIn("1 labels for 2 runs", errors)
        for words, message in ((("--label", "x", "--label", "x"), "--label 'x' is given twice"),
                               (("--label", "x", "--label", " "), "--label ' ' is blank"),
                               (("--output", self.folder / "z.txt"), "z.txt: a page ends with .html or .htm")):
            code, _, errors = started(main, self.treated, self.untreated, *words)
            self.assertEqual(code, 2)
            self.assertIn(message, errors)
        self.refused(2, (self.treated, self.treated), "the same run is given twice")
        self.refused(2, (self.folder / "nowhere",), "there is no such folder")

    def test_output(self) -> None:
        self.page.write_text("mine", encoding="utf-8")
        self.refused(4, (self.treated,), "report.html: already exists", "--overwrite")
        self.assertEqual(self.page.read_text(encoding="utf-8"), "mine")
        self.refused(4, (self.treated, "--output", self.page / "below.html"), "report.html")

    def test_unfinished_run(self) -> None:
        (self.treated / "COMPLETE").unlink()
        self.refused(2, (self.treated,), "not finished", "--unfinished")

    def test_damaged_files(self) -> None:
        for name, damage in (("summary.json", b"{"), ("summary.json", b"\xff"), ("history.csv", b"a,b\n1,x\n"),
                             ("history.csv", b"a,b\n1,2\n"), ("parameters.prm", b"\xff\xfe"),
                             ("fields/mesh.h5", b"none"), ("fields/snapshots.json", b"[1]")):
            with self.subTest(name=name, damage=damage):
                whole = (self.treated / name).read_bytes()
                (self.treated / name).write_bytes(damage)
                self.refused(2, (self.treated,), name)
                (self.treated / name).write_bytes(whole)
        self.refused(4, (self.treated, "--cohort", "none.json"), "none.json")

    def test_a_history_cut_short(self) -> None:
        file = self.treated / "history.csv"
        whole = file.read_text(encoding="utf-8")
        self.assertTrue(whole.endswith("\n"), "the program ends every row with a newline")
        rows = whole.splitlines()
        months = [float(row.split(",")[1]) for row in rows[1:]]
        for text, message in ((whole[:-30], "the last row is incomplete"),
                              ("\n".join([*rows[:3], "", *rows[3:]]) + "\n", "history.csv:4: 0 values for 48 columns"),
                              ("\n".join(rows[:-2]) + "\n", f"ends at month {months[-3]:g}, but summary.json has a visit at month 24")):
            file.write_text(text, encoding="utf-8")
            self.refused(2, (self.treated,), "history.csv", message)
        file.write_text(whole[:-1], encoding="utf-8")  # as early versions wrote it
        self.assert_says(self.report(self.treated), f"month {months[-1]:.3g}")
        self.page.unlink()
        (self.treated / "COMPLETE").unlink()
        file.write_text(whole[:-30], encoding="utf-8")
        self.assert_says(self.report(self.treated, "--unfinished"), f"month {months[-2]:.3g}")
        file.unlink()
        self.page.unlink()
        self.refused(2, (self.treated, "--unfinished"), "history.csv", "has not made its first step")
        (self.treated / "COMPLETE").touch()
        self.refused(2, (self.treated,), "history.csv", "though the run is complete")

    def test_a_mesh_that_is_gone(self) -> None:
        (self.treated / "fields/mesh.h5").unlink()
        self.refused(4, (self.treated,), "mesh.h5: No such file")

    def test_a_milestone_before_the_start(self) -> None:
        change_json(self.treated / "summary.json", lambda summary: summary["milestones"].update({"daily activity [month]": -5}))
        self.refused(2, (self.treated,), "summary.json", "is -5, before the start. Is the file damaged?")

    def test_cells_without_nodes(self) -> None:
        with h5py.File(self.treated / "fields/mesh.h5", "r+") as file:
            file["cells"][0, 0] = 9999
        self.refused(2, (self.treated,), "mesh.h5", "damaged")


def as_number(value: object) -> object:
    """The number that a text is, so that 2e7 and 20000000 are the same; else the text."""
    try:
        return float(str(value))
    except ValueError:
        return str(value)


class Parts(unittest.TestCase):
    """What the page is made of."""

    def test_numbers(self) -> None:
        for value, text in ((0, "0"), (1.0, "1"), (70.04, "70.0"), (-0.0386, "−0.0386"), (2370.4, "2\u202f370"),
                            (2e7, "20\u202f000\u202f000"), (7.91e-12, "7.91\u00a0·\u00a010⁻¹²"),
                            (999.6, "1\u202f000"), (True, "yes"), (None, "–"), (float("nan"), "nan"), ("text", "text")):
            self.assertEqual(shown(value), text)

    def test_range_of_answers_is_that_of_the_simulator(self) -> None:
        low, high = answer_range("visa-a [-]", np.array([9.354705021443275, 93.88716165611255]), 7.0)
        np.testing.assert_allclose([*low, *high], [0, 80.16741376433217, 23.074452913223652, 100], rtol=1e-9)

    def test_parameters(self) -> None:
        entries = read_parameters(real_runs.treated() / "parameters.prm")
        listed = json.loads(subprocess.run([PROGRAM, "parameters", "--format", "json", real_runs.treated() / "parameters.prm"],
                                         env=environment(), capture_output=True, text=True, check=True).stdout)
        self.assertEqual(list(entries), list(listed))
        for path, entry in entries.items():
            default = listed[path]["default"]
            self.assertEqual(as_number(entry.value), as_number(listed[path]["text"]), path)
            if not isinstance(default, list):
                self.assertEqual(as_number(entry.default), as_number(str(default).lower() if default in (True, False) else default))
            self.assertEqual((entry.confidence, entry.source), (listed[path]["confidence"], listed[path]["source"]), path)
        retention, length = entries["Treatment/Retention [-]"], entries["Geometry/Gap/Gap length [mm]"]
        self.assertEqual((retention.value, retention.default, retention.is_default), ("0.3", "0.2", False))
        self.assertEqual((length.is_default, length.confidence), (True, listed[length.path]["confidence"]))
        self.assertTrue(entries["Title"].is_choice)

    def test_opened_cube_has_its_surface(self) -> None:
        nodes = np.array([(x, y, z) for z in (0, 1) for y in (-1, 1) for x in (-1, 1)], float)
        cells = np.array([[0, 1, 3, 2, 4, 5, 7, 6]])
        self.assertEqual(len(boundary_faces(cells)), 6)
        surface, *cuts = open_body(nodes, cells)
        self.assertAlmostEqual(self._area(surface, nodes), 2 * 3 + 6)      # top and bottom without a quarter, sides
        for cut in cuts:
            self.assertAlmostEqual(self._area(cut, nodes), 1, places=4)
        for patch in (surface, *cuts):
            points = patch.interpolate(nodes)
            self.assertFalse(np.any((points[:, 0] > 1e-5) & (points[:, 1] > 1e-5)))

    def _area(self, patch, nodes: np.ndarray) -> float:
        points = patch.interpolate(nodes)
        return sum(np.linalg.norm(np.cross(points[polygon], np.roll(points[polygon], -1, axis=0)).sum(axis=0)) / 2
                   for polygon in patch.polygons)


if __name__ == "__main__":
    unittest.main()
