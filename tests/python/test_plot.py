"""`tenogen plot` of real runs: its files, what stands in them, and what it refuses."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imread

import real_runs
from derived_runs import change_json
from program import assert_refused, started
from real_runs import VISITS
from small_study import PROGRAM, environment

from tenogen.pictures.commands import main
from tenogen.pictures.sections import FIELDS
from tenogen.pictures.time_courses import PANELS

LARGEST_PICTURE = 5e6  # bytes


class Plot(unittest.TestCase):
    """The treated and the untreated run."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.output = self.folder / "pictures"
        self.treated, self.untreated = real_runs.treated(), real_runs.untreated()

    def refused(self, code: int, words: tuple, *parts: object) -> None:
        """A message on standard error with these parts, nothing written."""
        assert_refused(self, main, code, (*words, "--output", self.output), "tenogen plot: ", *parts)
        self.assertFalse(self.output.exists() and any(self.output.iterdir()))


def plot(output: Path, *words: object) -> tuple[list[Path], list[Figure], str]:
    """The files that are printed, which must be all that are written; the figures; and the messages."""
    figures = []
    save = Figure.savefig

    def keep(figure: Figure, *arguments: object, **more: object) -> None:
        figures.append(figure)
        save(figure, *arguments, **more)
    with mock.patch.object(Figure, "savefig", keep):
        code, printed, errors = started(main, *words, "--output", output)
    assert code == 0, errors
    files = [Path(line) for line in printed.splitlines()]
    assert sorted(files) == sorted(output.iterdir()), files
    return files, figures, errors


def legend_of(figure: Figure) -> list[str]:
    """The names in the legend of a figure."""
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


class TwoRuns(Plot):
    """Both beside one another, drawn once."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.drawn = Path(folder.name) / "pictures"
        cls.files, cls.figures, cls.errors = plot(cls.drawn, real_runs.treated(), real_runs.untreated())

    def test_files(self) -> None:
        self.assertEqual([file.name for file in self.files], ["time_courses.png", "sections_treated.png",
                                                              "sections_untreated.png", "outcomes.md", "outcomes.csv"])
        self.assertEqual(self.errors, "")
        for file in self.files[:3]:
            pixels = imread(file)[..., :3]
            self.assertGreater(min(pixels.shape[:2]), 300, file.name)
            self.assertGreater(len(np.unique((255 * pixels).astype(np.uint8).reshape(-1, 3), axis=0)), 50, file.name)
            self.assertLess(file.stat().st_size, LARGEST_PICTURE)

    def test_the_command_of_the_program_writes_the_same_files(self) -> None:
        words = ["plot", self.treated, self.untreated, "--output", self.output]
        ended = subprocess.run([PROGRAM, *words], env=environment(), capture_output=True, text=True, check=False)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertEqual([Path(line).name for line in ended.stdout.splitlines()], [file.name for file in self.files])
        for file in self.files:
            self.assertEqual((self.output / file.name).read_bytes(), file.read_bytes(), file.name)

    def test_outcomes_are_those_of_the_runs(self) -> None:
        with (self.drawn / "outcomes.csv").open(newline="", encoding="utf-8") as lines:
            rows = {(row["run"], float(row["month"]), row["outcome"]): row["value"] for row in csv.DictReader(lines)}
        text = (self.drawn / "outcomes.md").read_text(encoding="utf-8")
        for run in (self.treated, self.untreated):
            self.assertIn(f"## {run.name}\n", text)
            summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
            for visit in summary["visits"]:
                for name in set(visit) - {"month", "day", "predicted"}:
                    self.assertEqual(float(rows[run.name, visit["month"], name]), visit[name], name)
                self.assertEqual(float(rows[run.name, visit["month"], "vas, low 95 % [-]"]),
                                 visit["predicted"]["vas [-]"]["low 95 %"])
            modulus = " | ".join(f"{visit['gap modulus [MPa]']:.4g}" for visit in summary["visits"])
            self.assertIn(f"| gap modulus [MPa] | {modulus} |", text)
        self.assertIn("| gap fluid volume [mm³] |", text)

    def test_names_of_the_runs_stand_in_the_legend(self) -> None:
        self.assertEqual(legend_of(self.figures[0]), ["treated", "untreated", "visit"])

    def test_courses_are_the_columns_of_the_history(self) -> None:
        axes = self.figures[0].axes
        self.assertEqual([ax.get_title(loc="left") for ax in axes][:len(PANELS)], [panel.title for panel in PANELS])
        for place, run in enumerate((self.treated, self.untreated)):
            with (run / "history.csv").open(newline="", encoding="utf-8") as lines:
                rows = list(csv.DictReader(lines))
            for column, unit in (("gap stiffness EA [kN]", "kN"), ("gap fluid volume [mm^3]", "mm³")):
                [ax] = [ax for ax, panel in zip(axes, PANELS) if panel.column == column]
                self.assertEqual(ax.get_ylabel(), unit)
                drawn = [line.get_xydata() for line in ax.lines if len(line.get_xdata()) > 2]
                expected = [[float(row["time [month]"]), float(row[column])] for row in rows]
                np.testing.assert_allclose(drawn[place], expected)

    def test_sections_of_every_field_at_every_visit(self) -> None:
        for figure, run in zip(self.figures[1:], (self.treated, self.untreated)):
            titles = [ax.get_title() for ax in figure.axes if ax.get_title()]
            self.assertEqual(titles, [f"month {month:g}" for month in VISITS])
            labels = [ax.get_ylabel() for ax in figure.axes]
            for field in FIELDS:
                self.assertIn(field.title, labels)
                self.assertIn(field.unit, labels)
            self.assertTrue(figure.texts[0].get_text().startswith(f"{run.name}: coronal section"))


class OneRun(Plot):
    """Runs alone."""

    def test_the_other_plane_and_a_name_that_is_no_markup(self) -> None:
        run = shutil.copytree(self.treated, self.folder / "_a $x_1$ 50% & <b>")
        files, figures, errors = plot(self.output, run, "--plane", "x")
        names = ["time_courses.png", "sections.png", "outcomes.md", "outcomes.csv"]
        self.assertEqual(([file.name for file in files], errors), (names, ""))
        self.assertEqual(len(legend_of(figures[0])), 2, "a name that begins with _ is shown as well")
        self.assertIn("sagittal section", figures[1].texts[0].get_text())

    def test_runs_of_one_name_are_told_apart(self) -> None:
        runs = [shutil.copytree(run, self.folder / run.name / "run") for run in (self.treated, self.untreated)]
        files, figures, _ = plot(self.output, *runs)
        self.assertEqual(legend_of(figures[0]), ["treated/run", "untreated/run", "visit"])
        self.assertEqual([file.name for file in files[1:3]], ["sections_treated_run.png", "sections_untreated_run.png"])

    def test_unfinished_and_failed_runs(self) -> None:
        for run, names in ((real_runs.stopped(), ["time_courses.png", "sections.png"]),
                           (real_runs.failed(), ["time_courses.png", "sections.png", "outcomes.md", "outcomes.csv"])):
            self.refused(2, (run,), run, "--unfinished")
            files, _, _ = plot(self.output, run, "--unfinished")
            self.assertEqual([file.name for file in files], names)
            shutil.rmtree(self.output)

    def test_a_column_that_is_missing_is_named(self) -> None:
        run = shutil.copytree(self.treated, self.folder / "run")
        file = run / "history.csv"
        text, fat = file.read_text(encoding="utf-8"), "gap mean fat [-]"
        file.write_text(text.replace(fat, "gap mean lard [-]"), encoding="utf-8")
        change_json(run / "summary.json", lambda summary: [visit.pop(fat) for visit in summary["visits"]])
        _, _, errors = plot(self.output, run)
        self.assertEqual(errors.count("warning: "), 1, errors)
        self.assertIn("no column 'gap mean fat [-]'", errors)


class Refusals(Plot):
    """One line, and the right exit code."""

    def test_what_cannot_be_drawn(self) -> None:
        self.refused(2, (self.folder / "nowhere",), "nowhere", "no such folder")
        self.refused(2, (self.treated, self.treated), "twice")
        bare = shutil.copytree(self.treated, self.folder / "bare", ignore=shutil.ignore_patterns("fields"))
        self.refused(2, (bare,), bare, "no snapshots at the visits")
        self.refused(2, (self.treated, bare), bare, "no snapshots at the visits")

    def test_too_many(self) -> None:
        self.refused(2, (self.treated,) * 7, "7 runs", "at most 6")

    def test_existing_files(self) -> None:
        self.output.mkdir()
        old = self.output / "outcomes.csv"
        old.write_text("mine", encoding="utf-8")
        words = (self.treated, "--output", self.output)
        code, _, errors = started(main, *words)
        self.assertEqual((code, [*self.output.iterdir()]), (4, [old]))
        self.assertIn("outcomes.csv: already exists. Choose another --output, or replace it with --overwrite.", errors)
        self.assertEqual(started(main, *words, "--overwrite")[0], 0)
        self.assertNotEqual(old.read_text(encoding="utf-8"), "mine")

    def test_file_system(self) -> None:
        self.output = self.folder / "taken"
        self.output.write_text("mine", encoding="utf-8")
        code, _, errors = started(main, self.treated, "--output", self.output)
        self.assertEqual(code, 4)
        self.assertIn("taken", errors)
        self.assertEqual(self.output.read_text(encoding="utf-8"), "mine")


if __name__ == "__main__":
    unittest.main()
