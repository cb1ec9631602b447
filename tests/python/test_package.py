"""`import tenogen`: what the program wrote, as tables, arrays and images. Needs the program, as real_runs.py says."""

from __future__ import annotations

import csv
import inspect
import json
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from unittest import mock

import h5py
import nibabel
import numpy as np
import pandas

import real_runs
from derived_runs import with_entry
from small_study import PROGRAM, environment

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "python"
sys.path.insert(0, str(PACKAGE))

import tenogen  # noqa: E402

TIME = "time [month]"


class Folder(unittest.TestCase):
    """A scratch folder, and copies of runs in it."""

    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)

    def tearDown(self) -> None:
        self.temporary.cleanup()

    def copy(self, path: Path) -> Path:
        """A copy that a test may change."""
        return Path(shutil.copytree(path, self.folder / path.name))

    def refuses(self, call: Callable[[], object], *parts: str) -> None:
        """A TenogenError whose message holds these parts."""
        with self.assertRaises(tenogen.TenogenError) as raised:
            call()
        for part in parts:
            self.assertIn(part, str(raised.exception))


class Runs(Folder):
    """History, visits, summary, parameters, provenance."""

    def test_the_history_is_that_of_the_file(self) -> None:
        for folder in (real_runs.treated(), real_runs.untreated(), real_runs.failed(), real_runs.stopped()):
            run = tenogen.Run(folder)
            with (folder / "history.csv").open(newline="", encoding="utf-8") as lines:
                header, *rows = csv.reader(lines)
            self.assertEqual(list(run.history.columns), [name for name in header if name != TIME])
            self.assertEqual(run.history.index.name, TIME)
            for name, *values in zip(header, *rows):
                column = run.history.index if name == TIME else run.history[name]
                np.testing.assert_array_equal(column, np.array(values, float), err_msg=name)
                self.assertRegex(name, r" \[.+\]$")
        whole = tenogen.Run(real_runs.treated())
        self.assertEqual((whole.history.index[0], whole.history.index[-1], whole.state), (0, real_runs.VISITS[-1], "complete"))

    def test_a_table_may_be_changed(self) -> None:
        run = tenogen.Run(real_runs.treated())
        before = run.history
        changed = run.history
        changed.iloc[:, :] = -1
        changed["mine"] = 1
        pandas.testing.assert_frame_equal(run.history, before)

    def test_visits_are_those_of_the_summary(self) -> None:
        run = tenogen.Run(real_runs.treated())
        summary = json.loads((run.path / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(run.summary, summary)
        self.assertEqual((run.visits.index.name, tuple(run.visits.index)), (TIME, real_runs.VISITS))
        for visit in summary["visits"]:
            row = run.visits.loc[visit["month"]]
            self.assertEqual(row["time [day]"], visit["day"])
            for name, value in visit.items():
                if name not in ("month", "day", "predicted"):
                    self.assertEqual(row[name], value, name)
                    self.assertAlmostEqual(row[name] / (run.history.loc[visit["month"], name] or 1), 1 if value else 0, 9, name)
            self.assertEqual(row["visa-a, low 95 % [-]"], visit["predicted"]["visa-a [-]"]["low 95 %"])
            self.assertEqual(row["visa-a, high 95 % [-]"], visit["predicted"]["visa-a [-]"]["high 95 %"])

    def test_parameters_and_provenance(self) -> None:
        run = tenogen.Run(str(real_runs.treated()))
        self.assertEqual(run.parameters["Treatment/Dose [cells]"].number, 2e7)
        self.assertEqual(tuple(run.parameters["Time/Visits [month]"].numbers), real_runs.VISITS)
        self.assertEqual(run.parameters["Output/Fields"].value, "true")
        self.refuses(lambda: run.parameters["Output/Fields"].number, "Output/Fields", "'true', not a number")
        self.assertEqual((run.provenance["program"], run.provenance["mesh cells"]), ("tenogen", 96))

    def test_a_failed_run(self) -> None:
        run = tenogen.Run(real_runs.failed())
        self.assertEqual((run.state, run.summary["outcome"]), ("failed", "failed"))
        self.assertEqual(list(run.visits.index), [0])
        self.assertLess(run.history.index[-1], 5.01 / 30.4375)
        self.assertGreater(len(run.history), 1)

    def test_a_stopped_run(self) -> None:
        run = tenogen.Run(real_runs.stopped())
        self.assertEqual(run.state, "unfinished")
        self.assertGreaterEqual(len(run.history), real_runs.STEPS_BEFORE_STOP)
        pandas.testing.assert_frame_equal(run.visits, run.history.iloc[:1])
        self.refuses(lambda: run.summary, "summary.json", "unfinished", "when the run ends")
        self.refuses(lambda: run.fields(4), "no fields at month 4", "Months with fields: 0.", "has reached month 0.")
        self.refuses(lambda: run.mri(4), "no virtual MRI at month 4", "Months with virtual MRI: 0.")

    def test_a_stopped_branch_has_each_visit_once(self) -> None:
        settings = real_runs.RUN | real_runs.MANY_CELLS | {"Time/End [day]": 3000, "MRI/Write": False, "Output/Fields": False}
        first = tenogen.Run(real_runs.treated())
        run = tenogen.Run(real_runs.stop(self.folder / "branch", settings, "--from", first.path, rows=len(first.history)))
        self.assertEqual(run.state, "unfinished")
        both = run.history.loc[[real_runs.VISITS[-1]]]
        self.assertEqual(len(both), 2)  # of the first run and of the branch
        self.assertGreater(run.history.index[-1], real_runs.VISITS[-1])
        self.assertEqual(tuple(run.visits.index), real_runs.VISITS)
        pandas.testing.assert_frame_equal(run.visits.iloc[-1:], both.iloc[-1:])

    def test_an_interrupted_row_is_left_out(self) -> None:
        run = tenogen.Run(self.copy(real_runs.stopped()))
        whole, file = run.history, run.path / "history.csv"
        *before, last = file.read_text(encoding="utf-8").splitlines(keepends=True)
        for end in (1, len(last) // 2, len(last) - 1):
            file.write_text("".join(before) + last[:end], encoding="utf-8")
            pandas.testing.assert_frame_equal(run.history, whole.iloc[:-1])
        file.write_text("".join(before) + last, encoding="utf-8")
        pandas.testing.assert_frame_equal(run.history, whole)

    def test_a_run_that_goes_on(self) -> None:
        folder = self.folder / "run"
        words = [PROGRAM, "run", real_runs.PARAMETERS / "achilles_treated.prm", "--quiet", "--output", folder,
                 *real_runs.words_of(real_runs.RUN)]
        with subprocess.Popen(words, env=environment()) as program:
            try:
                self.wait(lambda: (folder / "parameters.prm").exists())
                run = tenogen.Run(folder)
                self.wait(lambda: (folder / "history.csv").exists() and len(run.history) > 2)
                program.send_signal(signal.SIGSTOP)
                early = run.history
                self.assertEqual((run.state, list(run.visits.index), run.field_months), ("unfinished", [0], [0]))
                self.refuses(lambda: run.summary, "unfinished")
                self.refuses(lambda: run.fields(24), "Months with fields: 0.", "The run (unfinished) has reached month")
                program.send_signal(signal.SIGCONT)
                self.assertEqual(program.wait(), 0)
            finally:
                program.kill()
        self.assertEqual(run.state, "complete")
        self.assertEqual(run.summary["outcome"], "complete")
        self.assertEqual(tuple(run.visits.index), real_runs.VISITS)
        self.assertEqual(tuple(run.field_months), real_runs.VISITS)
        pandas.testing.assert_frame_equal(run.history.iloc[:len(early)], early)
        self.assertEqual(run.history.index[-1], 24)

    def wait(self, happened: Callable[[], bool]) -> None:
        """Until something has happened."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if happened():
                    return
            except tenogen.TenogenError:  # no rows yet
                pass
            time.sleep(0.005)
        self.fail("nothing has happened within 120 s")

    def test_what_is_not_a_run(self) -> None:
        self.refuses(lambda: tenogen.Run(self.folder / "none"), "none", "no such folder")
        self.refuses(lambda: tenogen.Run(self.folder), "not a run directory")
        self.refuses(lambda: tenogen.Run(real_runs.block_study()), "not a run directory", "points/")
        self.refuses(lambda: tenogen.Study(real_runs.treated()), "not the folder of a study", "tenogen sweep design")


class FieldsOfRuns(Folder):
    """Arrays from the snapshots."""

    def test_fields_are_those_of_the_files(self) -> None:
        run = tenogen.Run(real_runs.treated())
        self.assertEqual(tuple(run.field_months), real_runs.VISITS)
        for number, month in enumerate(real_runs.VISITS):
            fields = run.fields(month)
            self.assertEqual(fields.month, month)
            with h5py.File(run.path / f"fields/solution_{number:04d}.h5") as file:
                self.assertEqual(list(fields), list(file))
                for name, values in fields.items():
                    np.testing.assert_array_equal(values, np.squeeze(file[name][...]), err_msg=name)
                    self.assertEqual(fields.units[name], file[name].attrs["unit"])
            with h5py.File(run.path / "fields/mesh.h5") as file:
                np.testing.assert_array_equal(fields.points, file["nodes"][...])
                np.testing.assert_array_equal(fields.cells, file["cells"][...])

    def test_shapes_and_units(self) -> None:
        run = tenogen.Run(real_runs.treated())
        fields = run.fields(24)
        count = run.provenance["mesh vertices"]
        self.assertEqual((fields.points.shape, fields.cells.shape), ((count, 3), (96, 8)))
        self.assertEqual((fields["collagen_I"].shape, fields["displacement"].shape), ((count,), (count, 3)))
        expected = {"msc": "cells/mm^3", "cytokine": "pg/mm^3", "collagen_I": "mg/mm^3", "water": "-", "displacement": "mm",
                    "axial_stress": "MPa", "local_stiffness": "MPa", "strain": "-"}
        self.assertEqual({name: fields.units[name] for name in expected}, expected)
        largest = run.history["largest axial displacement [mm]"].iloc[-1]
        self.assertAlmostEqual(fields["displacement"][:, 2].max() / largest, 1, 9)

    def test_cells_are_in_the_order_of_vtk(self) -> None:
        """Then the parallelepiped at each corner has a positive volume."""
        fields = tenogen.Run(real_runs.treated()).fields(0)
        corners = fields.points[fields.cells]
        for corner, neighbours in ((0, (1, 3, 4)), (2, (3, 1, 6)), (5, (4, 6, 1)), (7, (6, 4, 3))):
            edges = corners[:, neighbours, :] - corners[:, [corner], :]
            self.assertTrue((np.linalg.det(edges) > 0).all(), corner)

    def test_a_month_to_the_day(self) -> None:
        run = tenogen.Run(real_runs.treated())
        self.assertEqual(run.fields(4.02).month, 4)
        self.assertEqual(run.mri(3.98).month, 4)
        self.refuses(lambda: run.fields(4.04), "month 4.04", "Months with fields: 0, 4, 24.", "complete")
        self.refuses(lambda: run.fields(float("nan")), "Months with fields: 0, 4, 24.")

    def test_names(self) -> None:
        fields = tenogen.Run(real_runs.treated()).fields(0)
        self.refuses(lambda: fields["collagen"], "solution_0000.h5", "no field 'collagen'", "collagen_I, collagen_III")
        self.assertIn("strain", fields)
        self.assertNotIn("collagen", fields)
        self.assertIsNone(fields.get("collagen"))

    def test_packages_that_are_missing(self) -> None:
        run = tenogen.Run(real_runs.treated())
        fields, images = run.fields(0), run.mri(0)
        for name, call in (("pyvista", fields.to_pyvista), ("meshio", fields.to_meshio), ("pandas", lambda: run.history),
                           ("nibabel", lambda: images["label"])):
            with self.subTest(package=name), mock.patch.dict(sys.modules, {name: None}):
                self.refuses(call, name, "Install it with")

    def test_files_that_are_damaged(self) -> None:
        run = tenogen.Run(self.copy(real_runs.treated()))
        with h5py.File(run.path / "fields/solution_0000.h5", "r+") as file:
            del file["strain"].attrs["unit"]
            del file["fat"]
            file["fat"] = np.zeros((7, 1))
            file["fat"].attrs["unit"] = "-"
        self.refuses(lambda: run.fields(0).units, "solution_0000.h5", "'strain' has no attribute 'unit'")
        self.refuses(lambda: run.fields(0)["fat"], "'fat' has the shape (7, 1)", "153 nodes")
        (run.path / "fields/mesh.h5").write_bytes(b"none")
        self.refuses(lambda: run.fields(0).points, "mesh.h5", "cannot be read as HDF5")
        (run.path / "fields/mesh.h5").unlink()
        with self.assertRaisesRegex(OSError, "mesh.h5"):
            _ = run.fields(0).points
        (run.path / "fields/snapshots.json").write_text("[{}]", encoding="utf-8")
        self.refuses(lambda: run.fields(0), "snapshots.json")


class ImagesOfRuns(Folder):
    """Virtual MRI as images of nibabel."""

    def test_images_are_those_of_the_files(self) -> None:
        run = tenogen.Run(real_runs.treated())
        self.assertEqual(tuple(run.mri_months), real_runs.VISITS)
        images = run.mri(4)
        with h5py.File(run.path / "mri/visit_4.h5") as file:
            self.assertEqual(set(images), set(file) - {"affine", "body_affine"})
            np.testing.assert_array_equal(images.affine, file["affine"][...])
            for name, image in images.items():
                np.testing.assert_array_equal(image.get_fdata(), file[name][...], err_msg=name)
                np.testing.assert_allclose(image.affine, file["affine"][...], atol=1e-5, err_msg=name)
                self.assertEqual(images.units[name], file[name].attrs["unit"])
                self.assertEqual(image.header.get_xyzt_units()[0], "mm")
        self.assertEqual(images["label"].get_data_dtype(), np.uint8)
        self.assertEqual((images.units["t2star"], images["t2star"].get_data_dtype()), ("ms", np.float64))
        self.assertIn(b"t2star [ms]", images["t2star"].header["descrip"].tobytes())
        self.assertEqual(images.month, 4)

    def test_an_image_can_be_written(self) -> None:
        image = tenogen.Run(real_runs.treated()).mri(24)["pd_fs"]
        image.to_filename(self.folder / "pd_fs.nii.gz")
        again = nibabel.load(self.folder / "pd_fs.nii.gz")
        np.testing.assert_array_equal(again.get_fdata(), image.get_fdata())
        np.testing.assert_array_equal(again.affine, image.affine)

    def test_what_is_not_there(self) -> None:
        run = tenogen.Run(real_runs.treated())
        self.refuses(lambda: run.mri(0)["t3"], "visit_0.h5", "no volume 't3'", "t2star")
        self.assertNotIn("affine", run.mri(0))
        without = tenogen.Run(next(iter(tenogen.Study(real_runs.study()).runs()))[2].path)
        self.assertEqual((without.field_months, without.mri_months), ([], []))
        self.refuses(lambda: without.mri(24), "There are none, because `MRI/Write` is false")
        self.refuses(lambda: without.fields(24), "There are none, because `Output/Fields` is false")
        for original, reason in ((real_runs.treated(), "There are none, although `{}` is true. Restore them, or run again."),
                                 (real_runs.stopped(), "There are none yet.")):
            run = tenogen.Run(self.copy(original))
            shutil.rmtree(run.path / "fields")
            shutil.rmtree(run.path / "mri")
            self.refuses(lambda: run.fields(0), reason.format("Output/Fields"))
            self.refuses(lambda: run.mri(0), reason.format("MRI/Write"))


class Studies(Folder):
    """Results and runs of studies."""

    def test_results_are_those_of_the_table(self) -> None:
        for folder in (real_runs.study(), real_runs.block_study()):
            study = tenogen.Study(folder)
            table = pandas.read_csv(folder / "results.csv", index_col="point", float_precision="round_trip")
            self.assertEqual(list(study.results.columns), ["state", *study.parameters, *study.outcomes])
            self.assertEqual(list(study.results.index), [(arm, point) for arm in study.arms for point in table.index])
            for arm in study.arms:
                rows = study.results.loc[arm]
                self.assertEqual(list(rows["state"]), list(table[f"{arm}: state"]))
                for outcome in study.outcomes:
                    np.testing.assert_array_equal(rows[outcome], table[f"{arm}: {outcome}"], err_msg=outcome)
                for parameter in set(study.parameters) - {"Treatment/Retention [-]"}:
                    np.testing.assert_array_equal(rows[parameter], table[parameter], err_msg=parameter)

    def test_what_an_arm_does_not_have(self) -> None:
        study = tenogen.Study(real_runs.study())
        self.assertEqual((study.title, study.arms), ("a small study of tendons", ["treated", "untreated"]))
        self.assertTrue(study.results.loc["treated"]["Treatment/Retention [-]"].notna().all())
        self.assertTrue(study.results.loc["untreated"]["Treatment/Retention [-]"].isna().all())
        failed = study.results.loc[("treated", 3)]
        self.assertEqual(failed["state"], "gave up")
        self.assertTrue(failed[study.outcomes].isna().all())
        self.assertEqual(study.status.loc[("treated", 3), "reason"], "no way on")
        self.assertEqual(list(study.status["state"]), list(study.results["state"]))

    def test_runs(self) -> None:
        study = tenogen.Study(real_runs.study())
        found = {(arm, point): run for arm, point, run in study.runs()}
        done = study.results[study.results["state"] == "done"]
        self.assertEqual(list(found), list(done.index))
        for place, run in found.items():
            self.assertEqual(run.state, "complete")
            for name in ("gap modulus [MPa]", "visa-a [-]"):
                self.assertEqual(run.visits.loc[24, name], done.loc[place, f"{name} at month 24"])
            loss = "Biology/Fibroblasts/Loss [1/day]"
            self.assertEqual(run.parameters[loss].number, done.loc[place, loss])
        self.assertEqual(study.run("untreated", 2).path, found["untreated", 2].path)

    def test_what_is_not_there(self) -> None:
        study = tenogen.Study(real_runs.block_study())
        self.refuses(lambda: study.run("tow", 1), "no arm 'tow'", "Did you mean 'two'?")
        self.refuses(lambda: study.run("two", 4), "no point 4", "0 to 3")
        self.refuses(lambda: study.run("one", 3), "has not begun", "tenogen sweep run")

    def test_a_study_that_grows(self) -> None:
        place = self.copy(real_runs.block_study().parent)
        study = tenogen.Study(place / "study")
        before = study.results
        self.sweep("design", place / "study.json", "--output", study.path, "--size", 5)
        self.refuses(lambda: study.results, "results.h5", "perhaps the study has grown", "tenogen sweep collect")
        self.assertEqual(list(study.status.loc["two", "state"]), ["done"] * 4 + ["waiting"])
        self.sweep("collect", study.path)
        self.assertEqual(len(study.results), len(before) + 2)
        pandas.testing.assert_frame_equal(study.results.loc[before.index], before)
        self.sweep("run", study.path)
        self.assertEqual(study.run("two", 4).state, "complete")

    def sweep(self, *words: object) -> None:
        """`tenogen sweep WORDS`, which has to end well."""
        ended = subprocess.run([PROGRAM, "sweep", *map(str, words)], env=environment(), capture_output=True, text=True,
                               check=False)
        self.assertEqual(ended.returncode, 0, ended.stderr)

    def test_runs_that_are_not_those_of_the_design(self) -> None:
        study = tenogen.Study(self.copy(real_runs.study()))
        other, missing, damaged = (study.path / f"points/00000{point}/untreated/parameters.prm" for point in (0, 1, 2))
        loss = "Biology/Fibroblasts/Loss [1/day]"
        number = study.results.loc[("untreated", 0), loss]
        text = with_entry(other.read_text(encoding="utf-8"), loss, "0.5")
        other.write_text(with_entry(text, "Biology/Tenocytes/Loss [1/day]", str(number)), encoding="utf-8")
        missing.unlink()
        damaged.write_text("", encoding="utf-8")
        status = study.status.loc["untreated"]
        self.assertEqual(list(status["state"]), ["of other parameters", "unreadable", "unreadable", "done", "done", "done"])
        for reason, part in zip(status["reason"], (f"{loss} is 0.5 in the run, but {number:g} in the design",
                                                   f"{missing}: not found", f"{damaged}: no entry 'Biology/Cytokine/")):
            self.assertIn(part, reason)
        self.assertEqual([point for arm, point, _ in study.runs() if arm == "untreated"], [3, 4, 5])

    def test_results_that_are_missing_or_of_another_study(self) -> None:
        study = tenogen.Study(self.copy(real_runs.block_study()))
        content = json.loads((study.path / "study.json").read_text(encoding="utf-8"))
        content["outcomes"].pop()
        (study.path / "study.json").write_text(json.dumps(content), encoding="utf-8")
        self.refuses(lambda: tenogen.Study(study.path).results, "results.h5", "other arms or outcomes", "tenogen sweep collect")
        (study.path / "results.h5").write_bytes(b"none")
        self.refuses(lambda: study.results, "results.h5", "cannot be read as HDF5", "tenogen sweep collect")
        (study.path / "results.h5").unlink()
        self.refuses(lambda: study.results, "results.h5", "not found", "tenogen sweep collect")


class Package(Folder):
    """The package as a whole."""

    def test_every_error_is_a_tenogen_error(self) -> None:
        """But for those that never leave the package: reasons why one run or outcome of several is left out."""
        inside = {"OutcomeUnavailable", "NotAnalysed"}
        found = {}
        for module in pkgutil.walk_packages(tenogen.__path__, "tenogen."):
            for name, value in inspect.getmembers(import_module(module.name), inspect.isclass):
                if issubclass(value, Exception) and value.__module__.startswith("tenogen."):
                    found[name] = issubclass(value, tenogen.TenogenError)
        self.assertEqual({name for name, derived in found.items() if not derived}, inside)
        self.assertLessEqual({"RunError", "StudyError", "MriError", "CohortError", "SensitivityError"}, set(found))

    def test_import_takes_nothing_heavy_along(self) -> None:
        heavy = ("pandas", "h5py", "nibabel", "matplotlib", "scipy")
        code = f"import sys, tenogen; tenogen.Run, tenogen.Study; print(*[name for name in {heavy} if name in sys.modules])"
        self.assertEqual(self.python("-c", code).strip(), "")

    def test_the_commands_do_not_import_pandas(self) -> None:
        for tool in sorted(PACKAGE.glob("tenogen-*")):
            code = ("import atexit, runpy, sys\n"
                    "atexit.register(lambda: print(*({'numpy', 'pandas'} & set(sys.modules)), file=sys.stderr))\n"
                    f"sys.argv[1:] = ['--help']\nrunpy.run_path({str(tool)!r}, run_name='__main__')")
            self.assertEqual(self.started("-c", code).stderr.splitlines()[-1], "numpy", tool.name)

    def test_public_names_are_documented(self) -> None:
        for owner in (tenogen.Run, tenogen.Study, type(tenogen.Run(real_runs.treated()).fields(0)),
                      type(tenogen.Run(real_runs.treated()).mri(0))):
            for name, member in inspect.getmembers(owner):
                if not name.startswith("_") and name not in ("keys", "items", "values"):
                    self.assertTrue(inspect.getdoc(member), f"{owner.__name__}.{name}")

    def test_the_example(self) -> None:
        example = PROJECT / "docs/examples/explore_run.py"
        for run in (real_runs.treated(), real_runs.untreated()):
            copy = self.copy(run)
            self.assertIn("courses.png", self.python("-W", "error::UserWarning", example, copy))
            for picture in ("courses.png", "inside.png"):
                self.assertGreater((copy / picture).stat().st_size, 10000)

    def test_the_example_makes_a_run(self) -> None:
        self.python(PROJECT / "docs/examples/explore_run.py")
        self.assertEqual(tenogen.Run(self.folder / "results/explore").state, "complete")
        self.assertTrue((self.folder / "results/explore/inside.png").exists())

    def python(self, *words: object) -> str:
        """What Python prints, which has to end well."""
        ended = self.started(*words)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def started(self, *words: object) -> subprocess.CompletedProcess:
        """Python, started in the scratch folder, where it finds the package and the program."""
        path = f"{Path(PROGRAM).resolve().parent}:{os.environ['PATH']}"
        return subprocess.run([sys.executable, "-B", *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                              check=False, env={**environment(), "PYTHONPATH": str(PACKAGE), "MPLBACKEND": "Agg", "PATH": path})


if __name__ == "__main__":
    unittest.main()
