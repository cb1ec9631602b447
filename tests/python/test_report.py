"""`tenogen report` on fabricated runs: content, one file alone, HTML that is whole, missing parts, refusals."""

from __future__ import annotations

import html.parser
import json
import re
import shutil
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np

from fabricated_run import TITLE, VISITS, write_json, write_run
from program import started

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

    @classmethod
    def setUpClass(cls) -> None:
        cls.original = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.original.cleanup)
        write_run(Path(cls.original.name) / "treated")
        write_run(Path(cls.original.name) / "untreated", title="Left alone", dose="0")

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(self.original.name, self.folder, dirs_exist_ok=True)
        self.treated, self.untreated = self.folder / "treated", self.folder / "untreated"
        self.page = self.folder / "report.html"

    def report(self, *words: object) -> Reader:
        """The page that is written, checked for its form."""
        code, _, errors = started(main, *words, "--output", self.page, "--overwrite")
        self.assertEqual((code, errors), (0, ""))
        return Reader(self.page.read_text(encoding="utf-8"))

    def refused(self, code: int, words: tuple, *parts: str) -> None:
        """One line on standard error with these parts, nothing written."""
        found, output, errors = started(main, "--output", self.page, *words)
        self.assertEqual((found, output), (code, ""), errors)
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertTrue(errors.startswith("tenogen report: "), errors)
        for part in parts:
            self.assertIn(part, errors)
        self.assertEqual(list(self.folder.glob(".unfinished*")), [])


class Content(Reports):
    """What the page says."""

    def test_arms_side_by_side(self) -> None:
        page = self.report(self.treated, self.untreated, "--label", "with cells", "--label", "without",
                           "--cohort", COHORT)
        for part in (TITLE, "Left alone", "with cells", "without", "Treatment/Dose [cells]", "2e7", "month 4",
                     "2.20", "0.24 to 4.2",                      # VAS at month 4 and the range of its answers
                     "not reached", "overload", "No cells were injected.", "case series 2025", "compatible",
                     "Fluid is the oedema water of the whole tendon, stumps included",
                     "not a clinical prediction", "1.00 · 10⁻¹²", "linear solver", "the residual rose & rose", "abc123",
                     "00ff", "Muscle atrophy", "nobody measured it"):
            self.assertIn(part, page.text)

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
        page = self.report(self.treated)
        for part in ("0.5000.10 to 1.5", "not reached3.5 to not reached", "yeslargest 0.070, limit 0.060 (0.040 to 0.080)"
                     "chance 84 %", "nolargest 0, limit 0.050 (0.034 to 0.066)chance below 0.1 %", "chance 0.60 %",
                     "good end of 95 % of answers", "a person's limit was exceeded",
                     "VAS below 5. Recreational sport: the weakest section bears 1\u202f800 N at 8 % strain, and VAS in sport "
                     "is 4 or less. Thresholds are assumed."):
            self.assertIn(part, page.text)
        self.assertNotIn("default stands for", page.text)

    def test_thresholds_and_noise_of_each_run(self) -> None:
        self.change_summary(lambda summary: summary["clinical model"].update({"daily activity vas [-]": 3.0,
                                                                              "visa-a noise [-]": 0.0}))
        page = self.report(self.treated, self.untreated, "--cohort", COHORT)
        self.assertIn("treated: Daily activity: VAS below 3.", page.text)
        self.assertIn("untreated: Daily activity: VAS below 5.", page.text)
        self.assertIn("treated: scatter of one answer, standard deviation: vas 1, vas_sport 1, visa_a 0", page.text)
        bands = re.findall(r'<path d="([^"]*)" class="band arm-\d"', self.page.read_text(encoding="utf-8"))
        points = [re.findall(r"[\d.]+ ([\d.]+)", band) for band in bands]
        self.assertEqual([heights == heights[::-1] for heights in points], [False] * 4 + [True, False])

    def change_summary(self, change: Callable[[dict], object]) -> None:
        """The treated run with another summary.json."""
        file = self.treated / "summary.json"
        summary = json.loads(file.read_text(encoding="utf-8"))
        change(summary)
        write_json(file, summary)

    def test_hostile_texts_are_text(self) -> None:
        evil = "<script>alert(1)</script>\"'&</title>"
        run = write_run(self.folder / "evil", title=evil)
        provenance = json.loads((run / "provenance.json").read_text(encoding="utf-8"))
        write_json(run / "provenance.json", provenance | {"host": evil})
        summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
        summary["failures"], summary["failure counts"] = [evil], {evil: 1}
        summary["visits"][0]["vas [-]"] = evil
        write_json(run / "summary.json", summary)
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
    """What is not there is said."""

    def test_bare_run(self) -> None:
        for name in ("mri", "fields"):
            shutil.rmtree(self.treated / name)
        for name in ("summary.json", "provenance.json", "parameters.prm", "COMPLETE"):
            (self.treated / name).unlink()
        page = self.report(self.treated, "--unfinished", "--cohort", COHORT)
        for part in ("not finished", "no outcomes at visits", "no virtual MRI", "no pictures", "No parameters.prm",
                     "no provenance.json", "no summary.json", "not compared, since the run is unfinished"):
            self.assertIn(part, page.text)

    def test_an_older_run(self) -> None:
        summary = json.loads((self.treated / "summary.json").read_text(encoding="utf-8"))
        for name in ("milestones predicted", "adverse signs predicted", "clinical model"):
            del summary[name]
        write_json(self.treated / "summary.json", summary)
        page = self.report(self.treated)
        for part in ("0.50", "not reached", "overload", "VAS below 5.", "the default stands for what is missing",
                     "Scatter of answers: 1 of 1 runs tell none"):
            self.assertIn(part, page.text)
        for part in ("good end of 95 %", "chance", "limit was exceeded"):
            self.assertNotIn(part, page.text)

    def test_predictions_that_are_none(self) -> None:
        summary = json.loads((self.treated / "summary.json").read_text(encoding="utf-8"))
        summary["milestones predicted"] = {"daily activity [month]": 3, "recreational sport [month]": {}}
        summary["adverse signs predicted"] = {"overload": {"chance [-]": "high"}, "relapse of inflammation": None}
        write_json(self.treated / "summary.json", summary)
        self.assertIn("limit – (– to –)chance high", self.report(self.treated).text)

    def test_no_scores(self) -> None:
        summary = json.loads((self.treated / "summary.json").read_text(encoding="utf-8"))
        for visit in summary["visits"]:
            for score in ("vas [-]", "vas sport [-]", "visa-a [-]", "predicted"):
                del visit[score]
        write_json(self.treated / "summary.json", summary)
        text = (self.treated / "history.csv").read_text(encoding="utf-8").replace("vas [-]", "other [-]")
        (self.treated / "history.csv").write_text(text, encoding="utf-8")
        page = self.report(self.treated)
        self.assertIn("No scores (VAS, VISA-A): treated", page.text)
        self.assertIn("history.csv has no 'vas [-]'", page.text)
        self.assertIn("No series was given", page.text)

    def test_failed_run(self) -> None:
        run = write_run(self.folder / "gave_up", state="FAILED")
        self.refused(2, (run,), "gave_up", "failed", "--unfinished")
        page = self.report(run, "--unfinished")
        self.assertIn("gave_up failed: the solver gave up", page.text)

    def test_an_image_at_one_visit_only(self) -> None:
        with h5py.File(self.treated / "mri/visit_4.h5", "r+") as file:
            del file["t2star"]
        self.assertIn("No T2* at month 4.", self.report(self.treated).text)

    def test_mri_that_cannot_be_read(self) -> None:
        (self.treated / "mri/visit_4.h5").write_bytes(b"none")
        with h5py.File(self.treated / "mri/visit_0.h5") as file, h5py.File(self.treated / "mri/visit_9.h5", "w") as foreign:
            foreign.attrs["schema"] = 1
            file.copy("affine", foreign)
            file.copy("label", foreign)
        page = self.report(self.treated, self.untreated)
        for part in ("treated: not read: mri/visit_4.h5: cannot be read as HDF5",
                     "treated: not read: mri/visit_9.h5: its attribute 'month' is missing", "Measures on the virtual MRI"):
            self.assertIn(part, page.text)
        self.assertNotIn("untreated: not read", page.text)
        (self.treated / "mri/visit_0.h5").write_bytes(b"none")
        (self.treated / "mri/visit_9.h5").unlink()
        page = self.report(self.treated)
        self.assertIn("treated: not read: mri/visit_0.h5", page.text)
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
            self.assertIn(part, text)

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
        self.assertIn("treated: not measured: ", self.report(self.treated).text)

    def test_values_that_are_not_numbers(self) -> None:
        text = (self.treated / "history.csv").read_text(encoding="utf-8").splitlines()
        cells = text[5].split(",")
        cells[2:] = ["nan"] * len(cells[2:])
        text[5] = ",".join(cells)
        (self.treated / "history.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
        self.assertIn("nan", self.report(self.treated).text)


class Refusals(Reports):
    """One line, and the right exit code."""

    def test_command_line(self) -> None:
        code, _, errors = started(main, self.treated, self.untreated, "--label", "one")
        self.assertEqual(code, 2)
        self.assertIn("1 labels for 2 runs", errors)
        for words, said in ((("--label", "x", "--label", "x"), "--label 'x' is given twice"),
                            (("--label", "x", "--label", " "), "--label ' ' is blank"),
                            (("--output", self.folder / "z.txt"), "z.txt: a page ends with .html or .htm")):
            code, _, errors = started(main, self.treated, self.untreated, *words)
            self.assertEqual(code, 2)
            self.assertIn(said, errors)
        self.refused(2, (self.treated, self.treated), "the same run is given twice")
        self.refused(2, (self.folder / "nowhere",), "there is no such folder")

    def test_output(self) -> None:
        self.page.write_text("mine", encoding="utf-8")
        self.refused(2, (self.treated,), "report.html", "--overwrite")
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
        for text, said in ((whole[:-30], "its last row is cut short"), (whole[:-1], "its last row is cut short"),
                           ("\n".join(whole.split("\n")[:-3]) + "\n", "it ends at month 3, but summary.json has a visit at "
                                                                      "month 4")):
            file.write_text(text, encoding="utf-8")
            self.refused(2, (self.treated,), "history.csv", said)
        (self.treated / "COMPLETE").unlink()
        file.write_text(whole[:-30], encoding="utf-8")
        self.assertIn("month 3.5", self.report(self.treated, "--unfinished").text)
        file.unlink()
        self.page.unlink()
        self.refused(2, (self.treated, "--unfinished"), "history.csv", "stopped before its first step")
        (self.treated / "COMPLETE").touch()
        self.refused(2, (self.treated,), "history.csv", "though the run is complete")

    def test_a_mesh_that_is_gone(self) -> None:
        (self.treated / "fields/mesh.h5").unlink()
        self.refused(4, (self.treated,), "mesh.h5: No such file")

    def test_a_milestone_before_the_start(self) -> None:
        file = self.treated / "summary.json"
        summary = json.loads(file.read_text(encoding="utf-8"))
        summary["milestones"]["daily activity [month]"] = -5
        write_json(file, summary)
        self.refused(2, (self.treated,), "summary.json", "is -5, before the start. Is the file damaged?")

    def test_cells_without_nodes(self) -> None:
        with h5py.File(self.treated / "fields/mesh.h5", "r+") as file:
            file["cells"][0, 0] = 9999
        self.refused(2, (self.treated,), "mesh.h5", "damaged")


class Parts(unittest.TestCase):
    """What the page is made of."""

    def test_numbers(self) -> None:
        for value, text in ((0, "0"), (1.0, "1"), (70.04, "70.0"), (-0.0386, "−0.0386"), (2370.4, "2\u202f370"),
                            (2e7, "20\u202f000\u202f000"), (7.91e-12, "7.91 · 10⁻¹²"), (999.6, "1\u202f000"),
                            (True, "yes"), (None, "–"), (float("nan"), "nan"), ("text", "text")):
            self.assertEqual(shown(value), text)

    def test_range_of_answers_is_that_of_the_simulator(self) -> None:
        low, high = answer_range("visa-a [-]", np.array([9.354705021443275, 93.88716165611255]), 7.0)
        np.testing.assert_allclose([*low, *high], [0, 80.16741376433217, 23.074452913223652, 100], rtol=1e-9)

    def test_parameters(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            entries = read_parameters(write_run(Path(folder) / "run") / "parameters.prm")
        self.assertEqual(list(entries), ["Title", "Treatment/Dose [cells]", "Treatment/Retention [-]",
                                         "Geometry/Gap/Gap length [mm]"])
        gap, retention = entries["Geometry/Gap/Gap length [mm]"], entries["Treatment/Retention [-]"]
        self.assertEqual((gap.value, gap.default, gap.is_default, gap.confidence), ("30", "25", False, "measured"))
        self.assertEqual((retention.is_default, retention.source), (True, "nobody measured it"))
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
