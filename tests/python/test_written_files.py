"""What the program writes, file by file: names, units and shapes as docs/usage.md, docs/mri.md and docs/studies.md
promise, and numbers on which files agree that are written by different parts of the program. Nothing here uses the
tools."""

from __future__ import annotations

import csv
import itertools
import json
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import h5py
import numpy as np

import real_runs
from derived_runs import with_entry
from real_runs import RUN, VISITS

DAYS_PER_MONTH = 30.4375
GAP_LENGTH, GAP_CENTRE = 25.0, 58.6  # [mm]

SPECIES = {"msc": "cells/mm^3", "fibroblasts": "cells/mm^3", "tenocytes": "cells/mm^3", "cytokine": "pg/mm^3",
           "growth_factor": "pg/mm^3", "water": "-", "fat": "-", "collagen_I": "mg/mm^3", "collagen_III": "mg/mm^3",
           "crosslinks": "-"}
MEANS = SPECIES | {"alignment": "-", "strain": "-"}
BUDGET = ("living", "deposited", "proliferated", "died", "differentiated", "left")
# Only with the governor.
SCORES = ["tolerable force [N]", "strain in sport [-]", "vas [-]", "vas sport [-]", "visa-a [-]"]
OBSERVABLES = [
    "load target [N]", "load applied [N]", "guarded force [N]",
    *(f"gap mean {name} [{unit}]" for name, unit in SPECIES.items()),
    "gap mean alignment [-]", "gap collagen I share [-]", "gap mean strain [-]", "gap weakest section strain [-]",
    "gap 95th percentile strain [-]", "gap modulus [MPa]", "gap smallest modulus [MPa]", "gap stiffness EA [kN]",
    "gap fluid volume [mm^3]", "gap inflamed volume [mm^3]", "gap regenerated share [-]", "stump mean strain [-]",
    "stump modulus [MPa]", "largest axial displacement [mm]", *(f"{name} msc [cells]" for name in BUDGET),
    "cell balance error [-]", "smallest concentration [-]"]
STEPS = ["step [day]", "biology steps [-]", "largest biology step [day]", "rejected biology steps [-]",
         "rejected intervals [-]", "strain extrapolation error [-]"]

SCALARS = SPECIES | {"alignment": "-", "strain": "-", "fibre_stretch": "-", "principal_strain": "-",
                     "axial_stress": "MPa", "volume_change": "-", "local_stiffness": "MPa", "region": "-"}
DIRECTIONS = ("fibre_direction", "strain_direction", "principal_strain_direction")
VECTORS = dict.fromkeys(DIRECTIONS, "-") | {"displacement": "mm"}

VOLUMES = {"pd_fs": "-", "t2_fs": "-", "t2star": "ms", "tendon_fraction": "-", "gap_fraction": "-",
           "fluid": "mm^3/mm^3", "bound_water": "mg/mm^3", "free_water": "mg/mm^3", "fat": "mg/mm^3", "label": "-"}
SEQUENCE = ("te_ms", "tr_ms", "flip_angle_degree", "fat_saturation")
SEQUENCES = {"pd_fs": (30, 4000, 90, 1), "t2_fs": (60, 4000, 90, 1)}
# Corners of a hexahedron in VTK's order.
CORNERS = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]])


def read_json(file: Path) -> dict:
    """Content of a JSON file."""
    return json.loads(file.read_text(encoding="utf-8"))


def read_history(run: Path) -> tuple[list[str], np.ndarray]:
    """Names and rows of history.csv."""
    with (run / "history.csv").open(newline="", encoding="utf-8") as lines:
        names, *rows = csv.reader(lines)
    return names, np.array(rows, float)


def texts(dataset: h5py.Dataset) -> list[str]:
    """A dataset of texts."""
    return [text.decode() for text in dataset[...]]


class Mesh:
    """Nodes of a run's body, and the volume that belongs to each: of its cells' Jacobians there, an eighth each."""

    def __init__(self, run: Path) -> None:
        with h5py.File(run / "fields/mesh.h5") as file:
            self.nodes, self.cells = file["nodes"][...], file["cells"][...].astype(int)
            self.units = {name: dataset.attrs["unit"] for name, dataset in file.items()}
        self.volumes = np.zeros(len(self.nodes))
        for number, corner in enumerate(CORNERS):
            edges = []
            for axis in range(3):
                neighbour = np.where(np.arange(3) == axis, 1 - corner, corner)
                other = int(np.flatnonzero(np.all(CORNERS == neighbour, axis=1))[0])
                start, end = (number, other) if corner[axis] == 0 else (other, number)
                edges.append(self.nodes[self.cells[:, end]] - self.nodes[self.cells[:, start]])
            np.add.at(self.volumes, self.cells[:, number], np.linalg.det(np.stack(edges, axis=-1)) / 8)


class History(unittest.TestCase):
    """history.csv of a run with governor, and of one without."""

    def test_columns(self) -> None:
        names, _ = read_history(real_runs.treated())
        self.assertEqual(names, ["time [day]", "time [month]", *OBSERVABLES, *SCORES, *STEPS])
        names, _ = read_history(real_runs.failed())
        self.assertEqual(names, ["time [day]", "time [month]", *OBSERVABLES, *STEPS])

    def test_every_row_ends(self) -> None:
        for run in (real_runs.treated(), real_runs.untreated(), real_runs.stopped(), real_runs.failed()):
            text = (run / "history.csv").read_text(encoding="utf-8")
            self.assertTrue(text.endswith("\n"), run.name)
            self.assertNotIn("\n\n", text)
            self.assertEqual(len({line.count(",") for line in text.splitlines()}), 1, run.name)

    def test_times(self) -> None:
        names, rows = read_history(real_runs.treated())
        column = dict(zip(names, rows.T))
        day = column["time [day]"]
        np.testing.assert_allclose(column["time [month]"] * DAYS_PER_MONTH, day, rtol=1e-10)
        np.testing.assert_allclose(np.diff(day), column["step [day]"][1:], atol=1e-6)
        self.assertEqual((day[0], day[-1], column["step [day]"][0]), (0, 730.5, 0))
        self.assertTrue(np.all(column["largest biology step [day]"] <= column["step [day]"] + 1e-9))

    def test_columns_that_follow_from_others(self) -> None:
        for run in (real_runs.treated(), real_runs.untreated()):
            names, rows = read_history(run)
            column = dict(zip(names, rows.T))
            one, three = column["gap mean collagen_I [mg/mm^3]"], column["gap mean collagen_III [mg/mm^3]"]
            np.testing.assert_allclose(column["gap collagen I share [-]"], one / (one + three), rtol=1e-9)
            volume = 1e3 * column["gap stiffness EA [kN]"] / column["gap modulus [MPa]"] * GAP_LENGTH
            fluid = column["gap mean water [-]"] * volume
            np.testing.assert_allclose(column["gap fluid volume [mm^3]"], fluid, rtol=1e-9)
            self.assertTrue(np.all(column["gap smallest modulus [MPa]"] <= column["gap modulus [MPa]"]))
            self.assertTrue(np.all(column["gap mean strain [-]"] <= column["gap 95th percentile strain [-]"]))
            self.assertTrue(np.all(column["load applied [N]"] <= column["load target [N]"] * (1 + 1e-9)))
            living, deposited, proliferated, died, changed, left = (column[f"{name} msc [cells]"] for name in BUDGET)
            np.testing.assert_allclose(deposited + proliferated, living + died + changed + left, rtol=1e-9)
            self.assertTrue(np.all(died >= 2 * changed))  # loss of 0.08 and more a day, differentiation of 0.02

    def test_the_programmes(self) -> None:
        for run, end in ((real_runs.treated(), 3000), (real_runs.untreated(), 1800)):
            names, rows = read_history(run)
            self.assertAlmostEqual(rows[-1, names.index("load target [N]")] / end, 1, delta=1e-3)
        names, rows = read_history(real_runs.treated())
        self.assertAlmostEqual(rows[-1, names.index("deposited msc [cells]")] / (2e7 * 0.3), 1, 9)  # dose and retention

    def test_cells_heal(self) -> None:
        for run, heals in ((real_runs.treated(), True), (real_runs.untreated(), False)):
            names, rows = read_history(run)
            last = dict(zip(names, rows[-1]))
            found = (last["gap modulus [MPa]"] > 300, last["vas [-]"] < 3, last["visa-a [-]"] > 70)
            self.assertEqual(found, (heals,) * 3)


class Summary(unittest.TestCase):
    """summary.json beside the history, the parameters and the other records."""

    def test_visits_are_rows_of_the_history(self) -> None:
        for run in (real_runs.treated(), real_runs.untreated()):
            names, rows = read_history(run)
            visits = read_json(run / "summary.json")["visits"]
            self.assertEqual([visit["month"] for visit in visits], list(VISITS))
            for visit in visits:
                self.assertEqual(list(visit), ["month", "day", *OBSERVABLES, *SCORES, "predicted"])
                [row] = rows[np.isclose(rows[:, 0], visit["day"], atol=1e-9)]
                self.assertAlmostEqual(visit["month"] * DAYS_PER_MONTH, visit["day"], 9)
                np.testing.assert_allclose([visit[name] for name in names if name in visit],
                                           [value for name, value in zip(names, row) if name in visit], rtol=1e-11)

    def test_members(self) -> None:
        summary = read_json(real_runs.treated() / "summary.json")
        for name in ("title", "outcome", "note", "visits", "milestones", "milestones predicted", "adverse signs",
                     "adverse signs predicted", "clinical model", "conservation", "cost", "failure counts", "failures"):
            self.assertIn(name, summary)
        self.assertEqual((summary["outcome"], summary["title"]), ("complete", "Stem cells and standard rehabilitation"))
        self.assertEqual(read_json(real_runs.failed() / "summary.json")["outcome"], "failed")
        self.assertFalse((real_runs.stopped() / "summary.json").exists())
        self.assertEqual(set(summary["milestones"]), {"daily activity [month]", "recreational sport [month]"})
        self.assertEqual(summary["clinical model"], {
            "vas noise [-]": 1, "vas sport noise [-]": 1, "visa-a noise [-]": 7, "daily activity vas [-]": 5,
            "sport vas [-]": 4, "sport force [N]": 1800, "tolerable strain [-]": 0.08})

    def test_predictions(self) -> None:
        for visit in read_json(real_runs.treated() / "summary.json")["visits"]:
            self.assertEqual(list(visit["predicted"]), ["vas [-]", "vas sport [-]", "visa-a [-]"])
            for (name, score), (noise, largest) in zip(visit["predicted"].items(), ((1, 10), (1, 10), (7, 100))):
                self.assertEqual(score["value"], visit[name])
                self.assertAlmostEqual(score["low 95 %"], max(0, visit[name] - 1.959964 * noise), 4)
                self.assertAlmostEqual(score["high 95 %"], min(largest, visit[name] + 1.959964 * noise), 4)

    def test_milestones_and_signs_follow_from_the_history(self) -> None:
        for run in (real_runs.treated(), real_runs.untreated()):
            names, rows = read_history(run)
            column, summary = dict(zip(names, rows.T)), read_json(run / "summary.json")
            month = summary["milestones"]["daily activity [month]"]
            below = column["time [month]"][column["vas [-]"] < 5]
            self.assertEqual(month is None, below.size == 0)
            if month is not None:
                self.assertLessEqual(month, below[0])
            largest = summary["adverse signs"]["largest strain in the gap, 95th percentile [-]"]
            self.assertAlmostEqual(largest / column["gap 95th percentile strain [-]"].max(), 1, 9)
            for name, limit in (("overload", 0.095), ("fibre strain above caution", 0.08),
                                ("fibre strain above failure", 0.12)):
                self.assertEqual(summary["adverse signs"][name], largest > limit, name)
                sign = summary["adverse signs predicted"][name]
                self.assertEqual((sign["largest [-]"], sign["limit [-]"]), (largest, limit))

    def test_conservation_and_costs(self) -> None:
        run = real_runs.treated()
        names, rows = read_history(run)
        last, summary = dict(zip(names, rows[-1])), read_json(run / "summary.json")
        balance = summary["conservation"]
        self.assertEqual((balance["dose [cells]"], round(balance["washed out [cells]"])), (2e7, 14_000_000))
        for name in BUDGET:
            self.assertAlmostEqual(balance[f"{name} msc [cells]"], last[f"{name} msc [cells]"], delta=1e-6 * 2e7)
        largest = rows[:, names.index("cell balance error [-]")].max()
        self.assertAlmostEqual(balance["largest cell balance error [-]"], largest, 12)
        cost, mesh = summary["cost"], Mesh(run)
        self.assertEqual((cost["cells"], cost["vertices"], cost["displacement unknowns"]),
                         (len(mesh.cells), len(mesh.nodes), 3 * len(mesh.nodes)))
        self.assertEqual(cost["steps"], len(rows) - 1)
        for name in ("biology steps", "rejected biology steps", "rejected intervals"):
            self.assertEqual(cost[name], rows[:, names.index(f"{name} [-]")].sum(), name)
        provenance = read_json(run / "provenance.json")
        self.assertEqual((provenance["mesh cells"], provenance["mesh vertices"], provenance["ranks"]),
                         (len(mesh.cells), len(mesh.nodes), 1))

    def test_a_run_that_gave_up(self) -> None:
        run = real_runs.failed()
        summary, reason = read_json(run / "summary.json"), (run / "FAILED").read_text(encoding="utf-8")
        self.assertIn("Gave up at day 5", reason)
        self.assertEqual(sum(summary["failure counts"].values()), len(summary["failures"]))
        self.assertIn(summary["failures"][-1], reason)


class Snapshots(unittest.TestCase):
    """Fields at the visits beside the history."""

    def test_index(self) -> None:
        for run in (real_runs.treated(), real_runs.untreated()):
            mesh, snapshots = Mesh(run), read_json(run / "fields/snapshots.json")
            self.assertEqual(mesh.units["nodes"], "mm")
            self.assertEqual([snapshot["time_month"] for snapshot in snapshots], list(VISITS))
            for number, snapshot in enumerate(snapshots):
                self.assertEqual((snapshot["file"], snapshot["mesh"]), (f"solution_{number:04}.h5", "mesh.h5"))
                self.assertAlmostEqual(snapshot["time_day"], snapshot["time_month"] * DAYS_PER_MONTH, 9)
                self.assertEqual((snapshot["nodes"], snapshot["cells"]), (len(mesh.nodes), len(mesh.cells)))
                self.assertEqual(snapshot["datasets"], {name: {"components": 3 if name in VECTORS else 1, "unit": unit}
                                                        for name, unit in (SCALARS | VECTORS).items()})

    def test_datasets(self) -> None:
        run = real_runs.treated()
        n = len(Mesh(run).nodes)
        for number in range(len(VISITS)):
            with h5py.File(run / f"fields/solution_{number:04}.h5") as file:
                self.assertEqual({name: dataset.attrs["unit"] for name, dataset in file.items()}, SCALARS | VECTORS)
                for name, dataset in file.items():
                    self.assertEqual(dataset.shape, (n, 3 if name in VECTORS else 1), name)
                for name in DIRECTIONS:
                    np.testing.assert_allclose(np.linalg.norm(file[name][...], axis=1), 1, atol=1e-9, err_msg=name)
                self.assertTrue(np.all(file["fibre_direction"][:, 2] > 0.9))  # along the tendon

    def test_means_over_the_gap_are_those_of_the_history(self) -> None:
        for run in (real_runs.treated(), real_runs.untreated()):
            mesh, visits = Mesh(run), read_json(run / "summary.json")["visits"]
            for number, visit in enumerate(visits):
                with h5py.File(run / f"fields/solution_{number:04}.h5") as file:
                    field = {name: dataset[...].squeeze() for name, dataset in file.items()}
                inside, gap = mesh.volumes * (field["region"] > 0.5), (mesh.volumes * field["region"]).sum()
                for name, unit in MEANS.items():
                    self.assertAlmostEqual(visit[f"gap mean {name} [{unit}]"], inside @ field[name] / inside.sum(),
                                           delta=1e-9 * max(1e-3, np.abs(field[name]).max()), msg=name)
                modulus = inside @ field["local_stiffness"] / inside.sum()
                for name, expected in (
                        ("gap modulus [MPa]", modulus), ("gap stiffness EA [kN]", 1e-3 * modulus * gap / GAP_LENGTH),
                        ("gap smallest modulus [MPa]", field["local_stiffness"][inside > 0].min()),
                        ("gap fluid volume [mm^3]", inside @ field["water"] / inside.sum() * gap),
                        ("largest axial displacement [mm]", np.abs(field["displacement"][:, 2]).max())):
                    self.assertAlmostEqual(visit[name] / expected, 1, 9, name)

    def test_the_body(self) -> None:
        run = real_runs.treated()
        mesh = Mesh(run)
        width, thickness, length = np.ptp(mesh.nodes, axis=0)
        self.assertEqual((round(length, 6), round(mesh.nodes[:, 2].min(), 6)), (100, 0))
        self.assertGreater(width, 1.4 * thickness)  # x points sideways
        with h5py.File(run / "fields/solution_0002.h5") as file:
            region, displacement = file["region"][...].ravel(), file["displacement"][...]
        self.assertTrue(np.all(region[np.abs(mesh.nodes[:, 2] - GAP_CENTRE) < GAP_LENGTH / 2 - 3] > 0.99))
        self.assertTrue(np.all(region[np.abs(mesh.nodes[:, 2] - GAP_CENTRE) > GAP_LENGTH / 2 + 3] < 0.01))
        np.testing.assert_allclose(displacement[mesh.nodes[:, 2] < 1e-6], 0, atol=1e-12)  # held by the heel bone
        pulled = displacement[mesh.nodes[:, 2] > 100 - 1e-6, 2]
        self.assertTrue(np.ptp(pulled) < 1e-6 < pulled[0])  # a plate

    def test_xdmf_names_the_files(self) -> None:
        run = real_runs.treated()
        text = (run / "fields/fields.xdmf").read_text(encoding="utf-8")
        root = xml.fromstring(text[text.index("<Xdmf"):])
        grids = [grid for grid in root.iter("Grid") if grid.get("GridType") == "Uniform"]
        self.assertEqual([float(grid.find("Time").get("Value")) for grid in grids], list(VISITS))
        for grid in grids:
            attributes = {attribute.get("Name"): attribute.get("AttributeType") for attribute in grid.iter("Attribute")}
            self.assertEqual(attributes, {f"{name} [{unit}]": "Scalar" for name, unit in SCALARS.items()}
                             | {f"{name} [{unit}]": "Vector" for name, unit in VECTORS.items()})
            for item in grid.iter("DataItem"):
                file, _, dataset = (item.text or "").strip().partition(":/")
                shape = tuple(map(int, item.get("Dimensions").split()))
                with h5py.File(run / "fields" / file) as content:
                    self.assertEqual(content[dataset].shape, shape, item.text)


class Images(unittest.TestCase):
    """mri/visit_<month>.h5 beside the grid that was asked for, the mesh and the history."""

    def each(self):  # noqa: ANN201
        """Every visit of both runs with its outcomes."""
        for run in (real_runs.treated(), real_runs.untreated()):
            for visit in read_json(run / "summary.json")["visits"]:
                with h5py.File(run / f"mri/visit_{visit['month']:g}.h5") as file:
                    yield run, visit, file

    def test_datasets_and_attributes(self) -> None:
        for _, visit, file in self.each():
            self.assertEqual(set(file), {*VOLUMES, "affine", "body_affine"})
            for name, unit in VOLUMES.items():
                self.assertEqual((file[name].attrs["unit"], file[name].shape), (unit, real_runs.VOXELS), name)
                self.assertEqual(file[name].dtype, np.uint8 if name == "label" else float)
                self.assertTrue(file[name].attrs["description"])
            for name, sequence in SEQUENCES.items():
                self.assertEqual(tuple(file[name].attrs[key] for key in SEQUENCE), sequence)
            self.assertEqual({key: file.attrs[key] for key in ("schema", "month", "snr", "seed", "resting_force_N")},
                             {"schema": 1, "month": visit["month"], "snr": 0, "seed": 1, "resting_force_N": 20})
            self.assertEqual(list(file.attrs["b0_direction"]), [0, 0, 1])

    def test_place(self) -> None:
        for _, _, file in self.each():
            np.testing.assert_allclose(file["affine"], np.float32(real_runs.grid()), atol=1e-4)  # NIfTI holds float32
            np.testing.assert_allclose(file["body_affine"], file["affine"], atol=1e-12)  # the body stands in the origin

    def test_images_lie_where_the_mesh_lies(self) -> None:
        for run, _, file in self.each():
            mesh = Mesh(run)
            with h5py.File(run / "fields/solution_0000.h5") as fields:
                region = fields["region"][...].ravel()
            affine = file["affine"][...]
            points = np.indices(real_runs.VOXELS).reshape(3, -1).T @ affine[:3, :3].T + affine[:3, 3]
            for name, share in (("gap_fraction", region), ("tendon_fraction", 1 - region)):
                centre, spread = moments(points, file[name][...].ravel())
                expected, width = moments(mesh.nodes, share * mesh.volumes)
                self.assertTrue(np.all(np.abs(centre - expected) < [0.5, 0.5, 3]), (name, centre, expected))
                np.testing.assert_allclose(spread, width, rtol=0.3, err_msg=name)
                self.assertGreater(spread[0], 1.3 * spread[1])

    def test_fractions_labels_and_signals(self) -> None:
        for _, visit, file in self.each():
            volume = {name: file[name][...] for name in VOLUMES}
            label, tendon, gap, fluid = (volume[name] for name in ("label", "tendon_fraction", "gap_fraction", "fluid"))
            body = tendon + gap
            self.assertTrue(np.all((tendon >= 0) & (gap >= 0) & (body <= 1 + 1e-9) & (fluid <= body + 1e-9)))
            self.assertEqual(set(label[tendon > 0.9]), {1})
            self.assertLessEqual(set(label[gap > 0.9]), {2, 3})
            voxel = abs(np.linalg.det(file["affine"][:3, :3]))
            self.assertAlmostEqual(fluid.sum() * voxel / visit["gap fluid volume [mm^3]"], 1, delta=0.15)
            stumps, scar, muscle = label == 1, gap > 0.9, label == 4
            times = volume["t2star"]
            self.assertTrue(2 < np.nanmean(times[stumps]) < np.nanmean(times[scar]) < 60)
            self.assertLess(volume["t2_fs"][stumps].mean(), volume["pd_fs"][stumps].mean())  # the later echo
            self.assertLess(volume["t2_fs"][stumps].mean(), 0.5 * volume["t2_fs"][muscle].mean())
            self.assertGreater(muscle.sum(), 1000)

    def test_the_box_of_the_parameters(self) -> None:
        """The grid where there is no file: as many voxels as hold the box, which has its default corner and size here."""
        spacing = np.array([RUN[f"MRI/Grid/Spacing {axis} [mm]"] for axis in "xyz"])
        corner, size = np.array([-25, -20, -5]), np.array([50, 50, 110])
        self.assertTrue((size % spacing).any(), "the box is no whole number of voxels")
        with h5py.File(real_runs.stopped() / "mri/visit_0.h5") as file:
            expected = np.diag([*spacing, 1.0])
            expected[:3, 3] = corner + spacing / 2  # the centre of the first voxel
            np.testing.assert_allclose(file["affine"], expected, atol=1e-12)
            for name in VOLUMES:
                self.assertEqual(file[name].shape, tuple(np.ceil(size / spacing)), name)


def moments(points: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre and standard deviations along x, y and z."""
    centre = weights @ points / weights.sum()
    return centre, np.sqrt(weights @ (points - centre) ** 2 / weights.sum())


class StudyResults(unittest.TestCase):
    """results.csv and results.h5 of both studies beside design, statuses and runs."""

    def each(self):  # noqa: ANN201
        """Folder, content of study.json and rows of design.csv of both."""
        for folder in (real_runs.study(), real_runs.block_study()):
            with (folder / "design.csv").open(newline="", encoding="utf-8") as lines:
                rows = list(csv.DictReader(lines))
            yield folder, read_json(folder / "study.json"), rows

    @staticmethod
    def names(study: dict) -> list[str]:
        """What is varied."""
        return [parameter.get("entry") or parameter["name"] for parameter in study["parameters"]]

    def test_table(self) -> None:
        for folder, study, design in self.each():
            header = ["point", *self.names(study)]
            for arm, outcome in itertools.product(study["arms"], [None, *study["outcomes"]]):
                header += ([f"{arm['name']}: {name}" for name in ("state", "reason", "attempts [-]", "cost [s]")]
                           if outcome is None else
                           [f"{arm['name']}: {outcome['name']} at month {month:g}" for month in outcome["months"]])
            text = (folder / "results.csv").read_text(encoding="utf-8")
            self.assertTrue(text.endswith("\n"))
            found, *rows = csv.reader(text.splitlines())
            self.assertEqual(found, header)
            self.assertEqual(len(rows), len(design))
            for row, point in zip((dict(zip(found, row)) for row in rows), design):
                self.assertEqual([row[name] for name in ("point", *self.names(study))],
                                 [point[name] for name in ("point", *self.names(study))])
                for arm in study["arms"]:
                    self.check_task(folder, study, arm["name"], row)

    def check_task(self, folder: Path, study: dict, arm: str, row: dict[str, str]) -> None:
        """A row of the table beside the status and the run."""
        place = folder / f"points/{int(row['point']):06}"
        status = read_json(place / f"{arm}.json")
        self.assertEqual((row[f"{arm}: state"], row[f"{arm}: reason"], row[f"{arm}: attempts [-]"]),
                         (status["state"], status["reason"], str(status["attempts"])))
        self.assertAlmostEqual(float(row[f"{arm}: cost [s]"]), status["seconds"], 6)
        wanted = [(outcome["name"], month) for outcome in study["outcomes"] for month in outcome["months"]]
        for outcome, month in wanted:
            value = row[f"{arm}: {outcome} at month {month:g}"]
            if status["state"] != "done":
                self.assertEqual(value, "")
                continue
            [visit] = [visit for visit in read_json(place / arm / "summary.json")["visits"] if visit["month"] == month]
            self.assertEqual(float(value), visit[outcome])

    def test_states(self) -> None:
        for folder, task, state, reason in ((real_runs.study(), "000003/treated", "gave up", "no way on"),
                                            (real_runs.block_study(), "000003/one", "crashed", "killed by signal 9")):
            statuses = {f"{file.parent.name}/{file.stem}": read_json(file) for file in folder.glob("points/*/*.json")}
            self.assertEqual({name for name, status in statuses.items() if status["state"] != "done"}, {task})
            self.assertEqual(statuses[task]["state"], state)
            self.assertTrue(statuses[task]["reason"].startswith(reason), statuses[task]["reason"])
            self.assertEqual(len({status["key"] for status in statuses.values()}), len(statuses))

    def test_hdf5(self) -> None:
        for folder, study, design in self.each():
            with (folder / "results.csv").open(newline="", encoding="utf-8") as lines:
                table = list(csv.DictReader(lines))
            with h5py.File(folder / "results.h5") as file:
                self.assertEqual((file.attrs["schema"], file.attrs["title"]), (1, study["title"]))
                self.assertEqual(file.attrs["design crc64"], read_json(folder / "design.json")["design crc64"])
                varied = named(file["parameters"])
                self.assertEqual({name: dataset.name for name, dataset in varied.items()},
                                 {name: f"/parameters/{name.rsplit(' [', 1)[0]}" for name in self.names(study)})
                for name, dataset in varied.items():
                    self.assertEqual(dataset.attrs["unit"], unit_of(name), name)
                    np.testing.assert_array_equal(dataset[...], [float(point[name]) for point in design])
                self.assertEqual(file["course months"].attrs["unit"], "month")
                for arm in (arm["name"] for arm in study["arms"]):
                    self.check_arm(folder, study, file, arm, table)

    def check_arm(self, folder: Path, study: dict, file: h5py.File, arm: str, table: list[dict[str, str]]) -> None:
        """The outcomes and courses of an arm."""
        group, months = file[f"arms/{arm}"], file["course months"][...]
        self.assertEqual(texts(group["state"]), [row[f"{arm}: state"] for row in table])
        self.assertEqual(texts(group["reason"]), [row[f"{arm}: reason"] for row in table])
        self.assertEqual((group["cost"].attrs["unit"], group["attempts"].attrs["unit"]), ("s", "-"))
        outcomes, courses = named(group["outcomes"]), named(group["courses"])
        visited = named(file["outcome months"])
        wanted = {outcome["name"]: outcome["months"] for outcome in study["outcomes"]}
        self.assertEqual((set(outcomes), set(courses)), (set(wanted), set(wanted)))
        for name, visits in wanted.items():
            self.assertEqual((outcomes[name].attrs["unit"], courses[name].attrs["unit"]), (unit_of(name),) * 2, name)
            self.assertEqual((list(visited[name]), visited[name].attrs["unit"]), (visits, "month"))
            expected = [[float(row[f"{arm}: {name} at month {month:g}"] or "nan") for month in visits] for row in table]
            np.testing.assert_array_equal(outcomes[name][...], expected)
            for point, row in enumerate(table):
                course = courses[name][point]
                if row[f"{arm}: state"] != "done":
                    self.assertTrue(np.all(np.isnan(course)))
                    continue
                names, history = read_history(folder / f"points/{point:06}/{arm}")
                column = dict(zip(names, history.T))
                there = months <= column["time [month]"][-1]
                expected = np.interp(months[there], column["time [month]"], column[name])
                np.testing.assert_allclose(course[there], expected, rtol=1e-9)


def named(group: h5py.Group) -> dict[str, h5py.Dataset]:
    """All datasets below a group by their attribute `name`."""
    found: dict[str, h5py.Dataset] = {}

    def keep(_: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            found[item.attrs["name"]] = item
    group.visititems(keep)
    return found


def unit_of(name: str) -> str:
    """The unit at the end of a name."""
    return name.rsplit("[", 1)[1].rstrip("]")


class Settings(unittest.TestCase):
    """parameters.prm holds what was asked for."""

    def test_settings_of_the_shared_runs(self) -> None:
        text = (real_runs.treated() / "parameters.prm").read_text(encoding="utf-8")
        for path, value in RUN.items():
            with_other = with_entry(text, path, "XXX")
            [line] = [line for line, other in zip(text.splitlines(), with_other.splitlines()) if line != other]
            found = line.split("=", 1)[1].strip()
            self.assertEqual(as_number(found), as_number(str(value)), path)


def as_number(text: str) -> object:
    """A number where the text is one."""
    try:
        return float(text)
    except ValueError:
        return text


if __name__ == "__main__":
    unittest.main()
