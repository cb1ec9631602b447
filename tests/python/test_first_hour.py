"""What a first hour runs into: the look at a mesh before a run, a branch in pictures and reports, units in ParaView."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import h5py
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.image import imread

import real_runs
from small_study import PROGRAM, environment

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))

import tenogen  # noqa: E402
from tenogen.pictures.mesh import Mesh, areas, section_of  # noqa: E402
from tenogen.pictures.mesh_picture import DEPOT, SCAR  # noqa: E402
from tenogen.pictures.style import RUN_COLOURS  # noqa: E402

FOLDER = tempfile.TemporaryDirectory(prefix="tenogen_first_hour_")
SETTINGS = real_runs.words_of(real_runs.COARSE | {"MRI/Write": False, "Time/End [day]": 60,
                                                  "Time/Visits [month]": "0, 0.5, 1"})


def call(*words: object) -> subprocess.CompletedProcess:
    """`tenogen WORDS`."""
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, env=environment(),
                          timeout=600)


def treated(name: str, *more: object) -> Path:
    """Two months of the treated tendon."""
    folder = Path(FOLDER.name) / name
    ended = call("run", real_runs.PARAMETERS / "achilles_treated.prm", "--quiet", "-o", folder, *SETTINGS, *more)
    if ended.returncode:
        raise AssertionError(ended.stderr)
    return folder


@cache
def parent() -> Path:
    """A run that keeps the checkpoints of its visits."""
    return treated("parent", "--set", "Output/Checkpoint/Keep at visits=true")


@cache
def branch() -> Path:
    """The same tendon, which bears more from month 0.5 on."""
    return treated("branch", "--set", "Load/Programme [day: N]=0: 900",
                   "--from", parent() / "checkpoint/visit_0.5.h5")


class MeshPicture(unittest.TestCase):
    """`tenogen mesh --picture`."""

    def setUp(self) -> None:
        self.picture = Path(FOLDER.name) / f"{self.id()}.png"

    def draw(self, *more: object) -> subprocess.CompletedProcess:
        """Of the treated tendon."""
        return call("mesh", real_runs.PARAMETERS / "achilles_treated.prm", *SETTINGS, "--picture", self.picture, *more)

    def count(self, colour: str) -> int:
        """Points of the picture that have about this colour."""
        return int((np.abs(imread(self.picture)[:, :, :3] - to_rgb(colour)).max(axis=2) < 0.03).sum())

    def test_shows_boundaries_scar_and_depots(self) -> None:
        drawn = self.draw()
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        self.assertIn(f"Written: {self.picture}\n", drawn.stdout)
        for colour in (*RUN_COLOURS[:3], SCAR, DEPOT):
            self.assertGreater(self.count(colour), 300, colour)

    def test_shows_what_is_not_there_by_leaving_it_out(self) -> None:
        drawn = self.draw("--set", "Treatment/Dose [cells]=0", "--set", "Geometry/Gap/Gap=false")
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        self.assertEqual(self.count(DEPOT), 0)
        self.assertLess(self.count(SCAR), 1000)  # the legend

    def test_keeps_a_file_that_exists(self) -> None:
        self.picture.write_text("mine", encoding="utf-8")
        refused = self.draw()
        self.assertEqual(refused.returncode, 4)
        self.assertIn(f"mesh: '{self.picture}' already exists. Choose another name, or replace it with --overwrite.",
                      refused.stderr)
        self.assertEqual(self.picture.read_text(encoding="utf-8"), "mine")
        self.assertEqual(self.draw("--overwrite").returncode, 0)

    def test_says_why_it_cannot_draw(self) -> None:
        self.picture = self.picture.with_suffix(".pdf")
        self.assertIn("the name must end in .png", self.draw().stderr)
        self.picture = Path(FOLDER.name) / "nowhere/picture.png"
        refused = self.draw()
        self.assertEqual(refused.returncode, 4)
        self.assertIn("nowhere/picture.png: No such file or directory", refused.stderr)


class Sections(unittest.TestCase):
    """What is drawn, on a cube of eight cells whose numbers are known."""

    def setUp(self) -> None:
        axis = np.arange(3.0)
        z, y, x = (values.ravel() for values in np.meshgrid(axis, axis, axis, indexing="ij"))
        corners = np.array([0, 1, 4, 3, 9, 10, 13, 12])
        cells = np.array([corners + i + 3 * j + 9 * k for k in range(2) for j in range(2) for i in range(2)])
        bottom = np.array([[0, 1, 4, 3], [1, 2, 5, 4], [3, 4, 7, 6], [4, 5, 8, 7]])
        self.mesh = Mesh("", np.stack([x, y, z], axis=1), cells, np.ones(27), np.tile([0.0, 0.0, 1.0], (27, 1)), bottom,
                         np.zeros(4, int), ["bottom"], np.zeros((0, 5)))

    def test_a_section_through_nodes_cuts_each_cell_once(self) -> None:
        for axis in (0, 1):
            section = section_of(self.mesh, axis)
            self.assertEqual(section.position, 1.0)
            self.assertEqual(len(section.polygons), 4)
            area = sum(abs(np.cross(p[2] - p[0], p[3] - p[1])) / 2 for p in section.polygons)
            self.assertAlmostEqual(area, 4.0, places=4)
            self.assertEqual(section.boundaries["bottom"].shape, (2, 2, 2))

    def test_areas_are_those_of_the_program(self) -> None:
        self.assertEqual(areas(self.mesh), {"bottom": 4.0})


class Branch(unittest.TestCase):
    """A branch as the tools see it: the tendon from day 0 on."""

    def test_its_history_and_visits_go_on_from_those_of_its_parent(self) -> None:
        first, second = tenogen.Run(parent()), tenogen.Run(branch())
        before = first.history.loc[:0.5]
        self.assertTrue(second.history.iloc[:len(before)].equals(before))
        self.assertEqual(list(second.visits.index), [0, 0.5, 1])
        self.assertTrue(second.visits.iloc[0].equals(first.visits.iloc[0]))
        self.assertGreater(second.visits["load target [N]"][1], 2 * first.visits["load target [N]"][1])
        self.assertEqual(second.field_months, [0.5, 1])

    def test_pictures_and_reports_take_it(self) -> None:
        output = Path(FOLDER.name)
        for words in (("plot", parent(), branch(), "-o", output / "pictures"),
                      ("report", parent(), branch(), "-o", output / "report.html")):
            done = call(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
        table = (output / "pictures/outcomes.md").read_text(encoding="utf-8")
        self.assertEqual(table.count("| outcome | month 0 | month 0.5 | month 1 |"), 2)


class ParaView(unittest.TestCase):
    """fields.xdmf."""

    def test_names_end_with_the_units_of_the_datasets(self) -> None:
        fields = parent() / "fields"
        grids = ElementTree.parse(fields / "fields.xdmf").getroot().findall("./Domain/Grid/Grid")
        snapshots = json.loads((fields / "snapshots.json").read_text(encoding="utf-8"))
        self.assertEqual([float(grid.find("Time").get("Value")) for grid in grids], [0, 0.5, 1])
        for grid, snapshot in zip(grids, snapshots):
            with h5py.File(fields / snapshot["file"]) as file:
                units = {f"{name} [{data.attrs['unit']}]" for name, data in file.items()}
            self.assertEqual({item.get("Name") for item in grid.findall("Attribute")}, units)


if __name__ == "__main__":
    unittest.main()
