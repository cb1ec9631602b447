"""Studies are run, killed, stopped, gone on with and collected. Needs the program: TENOGEN_EXECUTABLE."""

from __future__ import annotations

import fcntl
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np

from small_study import ARM, PROGRAM, SMALL, STUDY, SmallStudy, environment


def long_study(days: float) -> dict:
    """Two points of one arm, whose runs take many small steps: twenty days take two seconds or more."""
    steps = {"Time/End [day]": days, "Time/Largest step [day]": 0.002, "Time/First step [day]": 0.001}
    return {**SMALL, "arms": [{**STUDY["arms"][0], "set": steps}]}


# Half of the points, where their number does not matter.
TWO_POINTS = {**STUDY, "design": {"kind": "sobol", "size": 2, "seed": 3}}

# Launchers that fail as a machine or a solver does.
CRASHES_ONCE = """#!/bin/bash
mark=$(echo "$*" | grep -o '[^ ]*/points/[^ ]*').crashed
[ -e "$mark" ] || { touch "$mark"; kill -KILL $$; }
exec "$@"
"""
KILLS_ITS_WORKER = """#!/bin/bash
case "$*" in */points/000000/*) kill -KILL $PPID; exit 1 ;; esac
exec "$@"
"""
BAD_FILES = """#!/bin/bash
case "$*" in */points/000000/one*) echo "tenogen: it cannot be read"; exit 4 ;; esac
exec "$@"
"""
GIVES_UP = """#!/bin/bash
echo the reason
exit 3
"""


class SweepRunTest(SmallStudy):
    """What `tenogen sweep run`, `status` and `collect` do with a study."""

    shared: tempfile.TemporaryDirectory

    @classmethod
    def setUpClass(cls) -> None:
        cls.shared = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.shared.cleanup()

    def done(self, name: str) -> Path:
        """The folder of a study whose tasks are all done, a copy of one that is run once for all tests."""
        original = Path(self.shared.name) / "study"
        if not original.exists():
            laid_out = self.design("original")
            self.succeed("run", laid_out, "--jobs", 2)
            shutil.move(laid_out, original)
        (self.folder / f"{name}.json").write_text(json.dumps(STUDY), encoding="utf-8")
        return Path(shutil.copytree(original, self.folder / name))

    def test_a_study_runs_once_and_is_collected(self) -> None:
        study = self.design("study")
        self.succeed("run", study, "--jobs", 2)
        self.assert_all_done(study, 4)
        before = {file: file.stat().st_mtime_ns for file in study.glob("points/*/*.json")}
        self.succeed("run", study)
        self.assertEqual(before, {file: file.stat().st_mtime_ns for file in study.glob("points/*/*.json")})

        rows = self.results(study)
        self.assertEqual(len(rows), 4)
        with h5py.File(study / "results.h5") as file:
            self.assertEqual(list(file["course months"]), [0])
            for arm in ("one", "two"):
                values = file[f"arms/{arm}/outcomes/gap mean cytokine"][...]
                self.assertEqual(values.shape, (4, 2))
                summary = json.loads((study / f"points/000002/{arm}/summary.json").read_text(encoding="utf-8"))
                self.assertEqual(values[2, 1], summary["visits"][1]["gap mean cytokine [pg/mm^3]"])
                self.assertEqual(float(rows[2][f"{arm}: gap mean cytokine [pg/mm^3] at month 0.05"]), values[2, 1])
            decay = file["parameters/Biology/Cytokine/Decay"][...]
            self.assertTrue(np.all((decay > 1.5) & (decay < 2.5)))

    def test_killed_workers_lose_nothing(self) -> None:
        reference, killed = self.design("reference", long_study(40)), self.design("killed", long_study(40))
        dice = random.Random(7)
        for _ in range(3):
            written = self.size_of_histories(killed)
            worker = subprocess.Popen([PROGRAM, "sweep", "run", killed, "--jobs", "2"], env=environment(),
                                      stdout=subprocess.DEVNULL, start_new_session=True)
            self.wait(lambda: self.size_of_histories(killed) > written)
            time.sleep(dice.uniform(0, 0.2))
            os.killpg(worker.pid, signal.SIGKILL)  # the runs have their own process groups and are asked to stop
            worker.wait()
            self.wait(lambda: self.counts(killed)["one"]["running"] == 0)  # runs outlive their workers
            interrupted = [run for run in killed.glob("points/*/one") if (run / "history.csv").exists()
                           and not (run / "COMPLETE").exists()]
            self.assertTrue(interrupted)
        for study in (reference, killed):
            self.succeed("run", study, "--jobs", 2)
            self.assert_all_done(study, 2)
        self.assertEqual(self.results(killed), self.results(reference))
        self.assertEqual((killed / "design.csv").read_bytes(), (reference / "design.csv").read_bytes())

    @staticmethod
    def size_of_histories(study: Path) -> int:
        """Bytes that its runs have written to their history.csv."""
        return sum(file.stat().st_size for file in study.glob("points/*/*/history.csv"))

    def wait(self, happened: Callable[[], bool]) -> None:
        """Until something has happened."""
        deadline = time.monotonic() + 60
        while not happened():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def test_a_stopped_worker_says_so(self) -> None:
        study = self.design("study", long_study(30))
        worker = subprocess.Popen([PROGRAM, "sweep", "run", study], env=environment(), stdout=subprocess.DEVNULL)
        self.wait(lambda: self.size_of_histories(study) > 0)
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(worker.wait(60), 75)
        self.succeed("run", study)
        self.assert_all_done(study, 2)

    def test_a_stop_while_a_run_begins_is_no_crash(self) -> None:
        study = self.design("study", long_study(30))
        for seconds in (0.05, 0.2, 0.5):  # far less than its runs take
            worker = subprocess.Popen([PROGRAM, "sweep", "run", study, "--jobs", "2"], env=environment(),
                                      stdout=subprocess.DEVNULL)
            time.sleep(seconds)
            worker.send_signal(signal.SIGTERM)
            self.assertIn(worker.wait(60), (75, -signal.SIGTERM))  # the latter before it could listen
        for arm in self.counts(study).values():
            self.assertEqual((arm["crashed"] + arm["timed out"], arm["done"]), (0, 0))
        self.succeed("run", study)
        self.assert_all_done(study, 2)

    def test_a_run_limit_is_told_from_the_workers_own(self) -> None:
        study = self.design("study", long_study(80))
        self.assertEqual(self.sweep("run", study, "--time-limit", 0.05).returncode, 75)
        self.assertEqual(self.counts(study)["one"]["timed out"], 0)
        self.sweep("run", study, "--run-limit", 0.05)
        self.assertEqual(self.counts(study)["one"]["timed out"], 2)
        self.refuse(3, "no task of the study", "run", study)
        self.succeed("run", study, "--retry", "timed out")
        self.assert_all_done(study, 2)

    def test_damaged_files_stop_nobody_else(self) -> None:
        study = self.design("study", TWO_POINTS)
        first = study / "points/000000/one"
        launcher = self.folder / "launcher.sh"
        launcher.write_text(BAD_FILES, encoding="utf-8")
        launcher.chmod(0o755)
        self.succeed("run", study, "--launcher", launcher)
        counts = self.counts(study)
        self.assertEqual((counts["one"]["disk"], counts["one"]["done"], counts["two"]["done"]), (1, 1, 2))
        self.assertIn("000000/one: disk after 3 attempts: it cannot be read", self.succeed("status", study, "--failed"))
        self.assertFalse((first / "COMPLETE").exists())

    def test_the_rate_is_that_of_those_that_run(self) -> None:
        study = self.done("study")
        self.assertEqual(json.loads(self.succeed("status", study, "--json"))["runs per hour"], 0, "nothing runs")
        for file in study.glob("points/*/*.json"):
            status = json.loads(file.read_text(encoding="utf-8"))
            status["seconds"] = 50 if file.name == "one.json" else 70
            file.write_text(json.dumps(status), encoding="utf-8")
        for point in ("000002", "000003"):
            for arm in ("one", "two"):
                (study / f"points/{point}/{arm}.json").unlink()
        with (study / "points/000002/one.claim").open() as first, (study / "points/000003/two.claim").open() as second:
            for claim in (first, second):
                fcntl.flock(claim, fcntl.LOCK_EX)
            shown = json.loads(self.succeed("status", study, "--json"))
            self.assertIn("4 left; 120 runs per hour: 0.0 h more", self.succeed("status", study))
        self.assertEqual([shown["arms"][arm]["running"] for arm in ("one", "two")], [1, 1])
        self.assertEqual((shown["left"], shown["runs per hour"]), (4, 120))

    def test_growing_keeps_what_is_done(self) -> None:
        study = self.done("study")
        before = {file: file.stat().st_mtime_ns for file in study.glob("points/*/*.json")}
        (self.folder / "one.prm").write_text("set Title = Another title\n" + ARM.format(end=3), encoding="utf-8")
        self.succeed("design", self.folder / "study.json", "--output", study, "--size", 5)
        self.succeed("run", study)
        self.assert_all_done(study, 5)
        self.assertEqual(before, {file: file.stat().st_mtime_ns for file in before})

    def test_a_study_that_grows_while_it_runs(self) -> None:
        study = self.design("study", TWO_POINTS)
        with subprocess.Popen([PROGRAM, "sweep", "run", study], env=environment(), stdout=subprocess.PIPE,
                              text=True) as worker:
            self.assertIn("done", worker.stdout.readline())
            self.succeed("design", self.folder / "study.json", "--output", study, "--size", 3)
            worker.stdout.read()
        self.assertEqual(worker.returncode, 0)
        self.assert_all_done(study, 3)

    def test_a_damaged_status_costs_one_run(self) -> None:
        study = self.done("study")
        expected = self.results(study)
        before = {file: file.stat().st_mtime_ns for file in study.glob("points/*/*.json")}
        damaged = study / "points/000001/one.json"
        text = damaged.read_text(encoding="utf-8")
        for damage in ("", text[:len(text) // 2], text.replace('"done"', '"dome"')):
            damaged.write_text(damage, encoding="utf-8")
            self.assertEqual(self.counts(study)["one"]["crashed"], 1)
            self.assertIn("one.json' is not the status of a task", self.succeed("status", study, "--failed"))
            self.succeed("run", study)
            self.assertEqual(self.results(study), expected)
        del before[damaged]
        self.assertEqual(before, {file: file.stat().st_mtime_ns for file in before})

    def test_what_was_computed_with_other_parameters_is_computed_again(self) -> None:
        study = self.done("study")
        other = self.design("other")  # the same points, made of another arm
        (self.folder / "one.prm").write_text(ARM.format(end=5), encoding="utf-8")
        self.succeed("design", self.folder / "study.json", "--output", study, "--overwrite")
        self.succeed("design", self.folder / "study.json", "--output", other, "--overwrite")
        (study / "points/000001/one.json").unlink()  # nobody knows what its run directory holds
        counts = self.counts(study)
        self.assertEqual((counts["one"]["waiting"], counts["two"]["done"]), (4, 4))
        self.succeed("run", study, "--jobs", 2)
        self.succeed("run", other, "--jobs", 2)
        self.assertEqual(self.results(study), self.results(other))

    def test_results_that_are_gone(self) -> None:
        study = self.done("study")
        shutil.rmtree(study / "points/000001/one")
        (study / "points/000001/one.csv").unlink()
        (study / "points/000002/one.csv").unlink()  # it can be made again
        rows = self.results(study)
        self.assertIn("its results are missing", rows[1]["one: reason"])
        self.assertEqual(rows[1]["one: gap modulus [MPa] at month 0.05"], "")
        self.assertGreater(float(rows[2]["one: gap modulus [MPa] at month 0.05"]), 0)

    def test_words_stay_words(self) -> None:
        study = self.design("study", {**STUDY, "arms": STUDY["arms"][:1], "parameters": [
            {"entry": "Biology/Cytokine/Decay [1/day]", "levels": [2]},
            {"entry": "Initial state/Relax", "levels": [False]}], "design": {"kind": "grid"}})
        self.succeed("run", study)
        self.succeed("collect", study)
        with h5py.File(study / "results.h5") as file:
            self.assertEqual(file["parameters/Initial state/Relax"].asstr()[0], "false")
            self.assertEqual(file["parameters/Biology/Cytokine/Decay"][0], 2)

    def test_crashes_are_tried_again(self) -> None:
        study = self.design("study", TWO_POINTS)
        launcher = self.folder / "launcher.sh"
        launcher.write_text(CRASHES_ONCE, encoding="utf-8")
        launcher.chmod(0o755)
        self.succeed("run", study, "--launcher", launcher)
        for file in study.glob("points/*/*.json"):
            status = json.loads(file.read_text(encoding="utf-8"))
            self.assertEqual((status["state"], status["attempts"]), ("done", 2))

    def test_a_machine_where_everything_crashes(self) -> None:
        study = self.design("study", {**STUDY, "design": {"kind": "sobol", "size": 8}})
        self.refuse(4, "20 runs in a row have crashed", "run", study, "--launcher", "/bin/false")

    def test_a_run_that_takes_its_worker_along(self) -> None:
        study = self.design("study", {**STUDY, "arms": STUDY["arms"][:1], "design": {"kind": "sobol", "size": 2}})
        launcher = self.folder / "launcher.sh"
        launcher.write_text(KILLS_ITS_WORKER, encoding="utf-8")
        launcher.chmod(0o755)
        for _ in range(10):
            self.assertEqual(self.sweep("run", study, "--launcher", launcher).returncode, -signal.SIGKILL)
        self.succeed("run", study, "--launcher", launcher)
        self.assertEqual([row["one: state"] for row in self.results(study)], ["crashed", "done"])

    def test_failures_are_told_apart(self) -> None:
        study = self.design("study", TWO_POINTS)
        launcher = self.folder / "launcher.sh"
        launcher.write_text(GIVES_UP, encoding="utf-8")
        launcher.chmod(0o755)
        ended = self.sweep("run", study, "--launcher", launcher)
        self.assertEqual(ended.returncode, 3, "nothing at all is done")
        for arm in self.counts(study).values():
            self.assertEqual(arm["gave up"], 2)
        self.assertIn("000000/one: gave up after 1 attempts: the reason", self.succeed("status", study, "--failed"))
        self.assertEqual(self.sweep("run", study).returncode, 3, "by itself it tries only crashes again")
        self.succeed("run", study, "--retry", "gave up")
        self.assert_all_done(study, 2)

    def test_a_changed_study_is_refused(self) -> None:
        study = self.design("study")
        arm = study / "arms/one.prm"
        arm.write_text(arm.read_text(encoding="utf-8").replace("End [day] = 3", "End [day] = 5"), encoding="utf-8")
        self.refuse(2, "has changed since the design was created", "run", study)
        self.refuse(2, "is : one: Time/End [day] = 5", "run", study)

    def test_a_changed_table_is_refused(self) -> None:
        study = self.design("study")
        table = study / "design.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(",yes", ",no", 1), encoding="utf-8")
        for command in ("run", "status", "collect"):
            self.refuse(2, "has changed since it was written", command, study)

    def test_a_damaged_marker_costs_no_points(self) -> None:
        study = self.design("study")
        self.succeed("design", self.folder / "study.json", "--output", study, "--size", 6)
        before = (study / "design.csv").read_bytes()
        (study / "design.json").write_text("", encoding="utf-8")
        self.refuse(4, "is damaged", "run", study)
        self.succeed("design", self.folder / "study.json", "--output", study)
        self.assertEqual((study / "design.csv").read_bytes(), before)

    def test_overwriting_leaves_no_results_of_another_study(self) -> None:
        study = self.done("study")
        self.succeed("collect", study)
        for name in ("sensitivity", "matching"):
            (study / name).mkdir()
        self.succeed("design", self.folder / "study.json", "--output", study, "--overwrite")
        for name in ("results.csv", "results.h5", "sensitivity", "matching"):
            self.assertFalse((study / name).exists(), name)
        self.assertIn("8 done", self.succeed("run", study))

    def test_a_folder_that_takes_nothing(self) -> None:
        study = self.design("study")
        (study / "points").write_text("in the way", encoding="utf-8")
        self.refuse(4, "points", "run", study)

    def test_another_version_is_refused(self) -> None:
        study = self.design("study", TWO_POINTS)
        marker = json.loads((study / "design.json").read_text(encoding="utf-8"))
        marker["program"] = "tenogen 0.0.1"
        (study / "design.json").write_text(json.dumps(marker), encoding="utf-8")
        self.refuse(2, "was designed with tenogen 0.0.1", "run", study)
        self.succeed("run", study, "--any-version")
        self.assert_all_done(study, 2)

    def test_an_outcome_that_no_run_has(self) -> None:
        study = self.design("study", {**STUDY, "outcomes": [{"name": "gap modulus [GPa]", "months": [0]}]})
        self.refuse(2, "the nearest is 'gap modulus [MPa]'", "run", study)

    def test_wrong_options(self) -> None:
        study = self.design("study")
        for words, message in ((["--share", "3/2"], "allowed is I/N"), (["--share", "1/-1"], "allowed is I/N"), (["--retry", "crashd"], "crashed"), (["--attempts", 0], "allowed is 1 to 1000"),
                               (["--petsc", "-ksp_rtol", 1], "PETSC_OPTIONS instead"),
                               (["--jobs", 0], "allowed is 1 to 1000"), (["--time-limit", -1], "above 0"),
                               (["--launcher", "nowhere -n 2"], "there is no program 'nowhere'"),
                               (["--launch", "x y"], "unrecognised option '--launch'")):
            with self.subTest(words=words):
                self.refuse(2, message, "run", study, *words)
        self.refuse(4, "contains no study", "run", self.folder)
        self.refuse(2, "folder of the study is missing", "run")


if __name__ == "__main__":
    unittest.main()
