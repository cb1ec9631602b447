"""Names of users in pictures and tables: every run, arm and parameter stands there as it is called."""

from __future__ import annotations

import csv
import html
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np

import real_runs
from program import SCRIPTS, started

from tenogen.cohort.assumptions import Assumptions
from tenogen.cohort.commands import main as compare
from tenogen.cohort.reading import read_cohort
from tenogen.matching.matching import match
from tenogen.matching.pair_plot import pair_plot
from tenogen.matching.uncertainty import Uncertainty
from tenogen.pictures.commands import main as plot, section_files
from tenogen.pictures.outcomes import write_outcomes_csv, write_outcomes_markdown
from tenogen.pictures.sections import colour_scales, draw_sections, take_views
from tenogen.pictures.time_courses import draw_time_courses
from tenogen.runs.run_directory import RunDirectory
from tenogen.sensitivity.figures import EffectPanel, SobolPanel, response_figure, sobol_figure
from tenogen.studies.study_folder import StudyFolder

import matplotlib
from matplotlib.figure import Figure

NAMES = ["_pilot", "dose_$1e7$", "p$_$", r"a\$b^{2}$", "$\\frac{1}", "_"]
PUBLISHED = SCRIPTS.parent / "params/cohorts/achilles_bm_msc_2025.json"
save = Figure.savefig


class Pictures(unittest.TestCase):
    """Pictures as SVG, whose text can be read."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "picture.svg"
        as_text = matplotlib.rc_context({"svg.fonttype": "none"})
        as_text.__enter__()
        self.addCleanup(as_text.__exit__, None, None, None)

    def texts(self) -> list[str]:
        """All texts of the picture."""
        found = re.findall(r"<text[^>]*>([^<]*)</text>", self.file.read_text(encoding="utf-8"))
        return [html.unescape(text).strip() for text in found]

    def assert_shown(self, *names: str) -> None:
        """Each name is a text of its own, or a part of one, as it is."""
        texts = self.texts()
        for name in names:
            self.assertTrue(any(name in text for text in texts), f"{name}: {texts}")


class Runs(Pictures):
    def runs(self, *names: str) -> list[RunDirectory]:
        """A run under several names."""
        return [RunDirectory(real_runs.treated(), name) for name in names]

    def test_legend(self) -> None:
        draw_time_courses(self.runs(*NAMES), self.file)
        for name in NAMES:
            self.assertIn(name, self.texts())

    def test_legend_of_long_names(self) -> None:
        names = [f"{number} a name that says all of a run and needs some room" for number in range(6)]
        with mock.patch.object(Figure, "savefig", autospec=True, side_effect=save) as saved:
            draw_time_courses(self.runs(*names), self.file)
        figure = saved.call_args[0][0]
        box = figure.legends[0].get_window_extent(figure.canvas.get_renderer())
        self.assertGreaterEqual(box.x0, 0)
        self.assertLessEqual(box.x1, figure.bbox.x1)
        tops = [ax.get_tightbbox(figure.canvas.get_renderer()).y1 for ax in figure.axes if ax.axison]
        self.assertLess(max(tops), box.y1 - 0.8 * box.height)

    def test_letters_that_the_font_lacks(self) -> None:
        draw_time_courses(self.runs("患者1", "\udcff1", "Müller"), self.file)
        self.assertIn("<U+60A3><U+8005>1", self.texts())
        self.assertIn("<U+DCFF>1", self.texts())
        self.assertIn("Müller", self.texts())

    def test_sections(self) -> None:
        views = take_views(self.runs("x")[0], "y")
        for name in NAMES:
            draw_sections(f"{name}: section", views, colour_scales(views), self.file)
            self.assertIn(f"{name}: section", self.texts())

    def test_files_of_sections(self) -> None:
        self.assertEqual(section_files(["a"]), ["sections.png"])
        self.assertEqual(section_files(["a/b_c", "a_b/c", "z/c"]),
                         ["sections_a_b_c.png", "sections_a_b_c_2.png", "sections_z_c.png"])

    def test_tables(self) -> None:
        runs = self.runs("_pilot_", "a*b*", "run_1", "x$y$", "\udcff")
        write_outcomes_markdown(runs, self.folder / "outcomes.md")
        text = (self.folder / "outcomes.md").read_text(encoding="utf-8")
        headings = re.findall("^## (.*)$", text, re.MULTILINE)
        self.assertEqual(headings, [r"\_pilot\_", r"a\*b\*", "run_1", r"x\$y\$", r"\udcff"])
        write_outcomes_csv(runs, self.folder / "outcomes.csv")
        with (self.folder / "outcomes.csv").open(newline="", encoding="utf-8") as lines:
            self.assertEqual(list(dict.fromkeys(row["run"] for row in csv.DictReader(lines))),
                             ["_pilot_", "a*b*", "run_1", "x$y$", r"\udcff"])

    def test_the_command(self) -> None:
        treated, other = self.folder / "p$_$", self.folder / "_pilot"
        for folder in (treated, other):
            shutil.copytree(real_runs.treated(), folder)
        code, output, errors = started(plot, treated, other, "-o", self.folder / "out")
        self.assertEqual((code, errors), (0, ""))
        self.assertEqual(output.count("\n"), 5)

    def test_settings_of_the_user(self) -> None:
        settings = "text.usetex: True\nfont.family: no such font\nbackend: TkAgg\n"
        (self.folder / "matplotlibrc").write_text(settings, encoding="utf-8")
        words = [SCRIPTS / "tenogen-plot", real_runs.treated(), "-o", self.folder / "out"]
        ended = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False,
                               env={**os.environ, "MPLBACKEND": "module://of_a_notebook"})
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))


class Studies(Pictures):
    def test_sensitivity(self) -> None:
        names = [f"factor {name}" for name in NAMES]
        values, interval = np.linspace(0.1, 0.6, len(names)), np.array([np.zeros(len(names)), np.ones(len(names))])
        panel = SobolPanel("month 24", names, "note", "", values, interval, values, interval)
        save(sobol_figure("arm $x$: vas", [panel]), self.file)
        self.assert_shown("arm $x$: vas", *names)
        x = np.linspace(1, 2, 5)
        effect = EffectPanel("cost [$_$]", x, x, np.array([x, x]), x, x)
        save(response_figure("p$_$", [effect], "vas [-]"), self.file)
        self.assert_shown("p$_$", "cost [$_$]")

    def test_matching(self) -> None:
        study = StudyFolder(real_runs.study())
        study.__dict__["parameters"] = [replace(parameter, label=f"$a_{number}$ [mm^3]")
                                        for number, parameter in enumerate(study.parameters)]
        matching = match(study, "treated", read_cohort(PUBLISHED), Assumptions(), Uncertainty())
        with mock.patch.object(Figure, "savefig", lambda figure, _, **options: save(figure, self.file)):
            pair_plot(matching)
        self.assert_shown(*(f"$a_{number}$" for number in range(len(study.parameters))), "[mm³]")


class Arms(unittest.TestCase):
    """Runs of several arms are no virtual cohort."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def copy(self, name: str, **changes: str) -> Path:
        """The treated run again; `changes` replace lines of its parameters."""
        shutil.copytree(real_runs.treated(), self.folder / name)
        file = self.folder / name / "parameters.prm"
        text = file.read_text(encoding="utf-8")
        for entry, value in changes.items():
            text, times = re.subn(rf"(set {entry} [^=]*=).*?[^\\]\n", rf"\1 {value}\n", text, flags=re.DOTALL)
            self.assertEqual(times, 1, entry)
        file.write_text(text, encoding="utf-8")
        return self.folder / name

    def compare(self, *runs: Path) -> tuple[int, str, str]:
        """`tenogen compare` of these with the published series."""
        return started(compare, *runs, "--cohort", PUBLISHED, "--virtual-cohorts", 100)

    def test_treated_and_untreated(self) -> None:
        code, output, errors = self.compare(real_runs.treated(), real_runs.untreated())
        self.assertEqual((code, output), (2, ""))
        self.assertIn("to 2 arms (with injected cells: treated; without injected cells: untreated)", errors)
        self.assertIn(f"Compare each arm by itself: tenogen compare {real_runs.treated()} --cohort {PUBLISHED}", errors)

    def test_patients_of_one_arm(self) -> None:
        code, output, errors = self.compare(real_runs.treated(), self.copy("b", Dose="1e7"))
        self.assertEqual((code, errors), (0, ""))
        self.assertNotIn("load programmes", output)

    def test_two_programmes(self) -> None:
        code, output, errors = self.compare(real_runs.treated(), self.copy("b", Programme="0: 1800"))
        self.assertEqual((code, errors), (0, ""))
        self.assertIn("The runs have 2 load programmes (programme 1: treated; programme 2: b).", output)

    def test_arms_of_a_study(self) -> None:
        points = real_runs.study() / "points"
        code, output, errors = self.compare(points / "000000/treated", points / "000001/untreated")
        self.assertEqual((code, output), (2, ""))
        self.assertIn("arm 'treated': ", errors)
        self.assertEqual(self.compare(points / "000000/treated", points / "000001/treated")[0], 0)


if __name__ == "__main__":
    unittest.main()
