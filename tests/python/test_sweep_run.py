"""Studies are run, killed, stopped, gone on with and collected. Needs the program: TENOGEN_EXECUTABLE."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM = os.environ.get("TENOGEN_EXECUTABLE", "")

# The smallest body there is, without equilibrium: a run takes a second, most of it to start.
ARM = """
subsection Geometry
  set Type = block
  subsection Block
    set Cells x [-] = 2
    set Cells y [-] = 2
    set Cells z [-] = 2
  end
end
subsection Mechanics
  set Type = surrogate
end
subsection Initial state
  set Relax = false
end
subsection Time
  set End [day] = {end}
  set Visits [month] = 0, 0.05
end
subsection Output
  set Fields = false
end
"""

STUDY = {
    "schema": "tenogen study 1",
    "title": "a small study",
    "arms": [{"name": "one", "file": "one.prm"}, {"name": "two", "file": "two.prm"}],
    "parameters": [
        {"entry": "Biology/Cytokine/Decay [1/day]", "distribution": "uniform", "low": 1.5, "high": 2.5},
        {"entry": "Load/Habitual force [N]", "distribution": "log-uniform", "low": 900, "high": 3600},
    ],
    "design": {"kind": "sobol", "size": 4, "seed": 3},
    "outcomes": [{"name": "gap mean cytokine [pg/mm^3]", "months": [0, 0.05]},
                 {"name": "gap modulus [MPa]", "months": [0.05]}],
}


# Launchers that fail as a machine or a solver does.
CRASHES_ONCE = """#!/bin/bash
mark=$(echo "$*" | grep -o '[^ ]*/points/[^ ]*').crashed
[ -e "$mark" ] || { touch "$mark"; kill -KILL $$; }
exec "$@"
"""
GIVES_UP = """#!/bin/bash
echo the reason
exit 3
"""


def environment() -> dict[str, str]:
    """OpenMPI refuses root unless told twice."""
    allowed = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"} if os.geteuid() == 0 else {}
    return {**os.environ, **allowed}


@unittest.skipUnless(PROGRAM, "TENOGEN_EXECUTABLE is not set: running studies is NOT tested")
class SweepRun(unittest.TestCase):
    """Every case has a folder of its own."""

    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        (self.folder / "one.prm").write_text(ARM.format(end=3), encoding="utf-8")
        (self.folder / "two.prm").write_text(ARM.format(end=4), encoding="utf-8")

    def tearDown(self) -> None:
        self.temporary.cleanup()

    def sweep(self, *words: object) -> subprocess.CompletedProcess:
        command = [PROGRAM, "sweep", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), timeout=240)

    def succeed(self, *words: object) -> str:
        ended = self.sweep(*words)
        self.assertEqual(ended.returncode, 0, f"{words}\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def design(self, name: str, study: dict | None = None) -> Path:
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps(study or STUDY), encoding="utf-8")
        self.succeed("design", file, "--output", self.folder / name)
        return self.folder / name

    def results(self, study: Path) -> list[dict[str, str]]:
        """The collected rows, without what depends on the machine."""
        self.succeed("collect", study)
        with (study / "results.csv").open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        return [{name: value for name, value in row.items() if "seconds" not in name and "attempts" not in name}
                for row in rows]

    def counts(self, study: Path) -> dict[str, dict[str, float]]:
        return json.loads(self.succeed("status", study, "--json"))["arms"]

    def test_a_study_runs_once_and_is_collected(self) -> None:
        study = self.design("study")
        self.succeed("run", study, "--jobs", 2)
        for arm in self.counts(study).values():
            self.assertEqual(arm["done"], 4)
        before = {file: file.stat().st_mtime_ns for file in study.glob("points/*/*.json")}
        self.succeed("run", study)
        self.assertEqual(before, {file: file.stat().st_mtime_ns for file in study.glob("points/*/*.json")})

        rows = self.results(study)
        self.assertEqual(len(rows), 4)
        with h5py.File(study / "results.h5") as file:
            for arm in ("one", "two"):
                values = file[f"arms/{arm}/outcomes/gap mean cytokine [pg per mm^3]"][...]
                self.assertEqual(values.shape, (4, 2))
                summary = json.loads((study / f"points/000002/{arm}/summary.json").read_text(encoding="utf-8"))
                self.assertEqual(values[2, 1], summary["visits"][1]["gap mean cytokine [pg/mm^3]"])
                self.assertEqual(float(rows[2][f"{arm}: gap mean cytokine [pg/mm^3] at month 0.05"]), values[2, 1])
            decay = file["parameters/Biology per Cytokine per Decay [1 per day]"][...]
            self.assertTrue(np.all((decay > 1.5) & (decay < 2.5)))

    def test_killed_workers_lose_nothing(self) -> None:
        reference, killed = self.design("reference"), self.design("killed")
        self.succeed("run", reference)
        dice = random.Random(7)
        for _ in range(4):
            worker = subprocess.Popen([PROGRAM, "sweep", "run", killed, "--jobs", "2"], env=environment(),
                                      stdout=subprocess.DEVNULL, start_new_session=True)
            time.sleep(dice.uniform(0.3, 2.0))
            os.killpg(worker.pid, signal.SIGKILL)  # the runs have groups of their own: they are told to stop
            worker.wait()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:  # until the runs of dead workers have ended
            self.succeed("run", killed, "--attempts", 20, "--retry", "crashed,disk")
            if all(arm["done"] == 4 for arm in self.counts(killed).values()):
                break
            time.sleep(0.5)
        self.assertEqual(self.results(killed), self.results(reference))
        self.assertEqual((killed / "design.csv").read_bytes(), (reference / "design.csv").read_bytes())

    def test_a_stopped_worker_says_so(self) -> None:
        study = self.design("study")
        worker = subprocess.Popen([PROGRAM, "sweep", "run", study], env=environment(), stdout=subprocess.DEVNULL)
        while not list(study.glob("points/*/*/history.csv")):
            time.sleep(0.02)
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(worker.wait(60), 75)
        self.succeed("run", study)
        self.assertTrue(all(arm["done"] == 4 for arm in self.counts(study).values()))

    def test_crashes_are_tried_again(self) -> None:
        study = self.design("study")
        launcher = self.folder / "launcher.sh"
        launcher.write_text(CRASHES_ONCE, encoding="utf-8")
        launcher.chmod(0o755)
        self.succeed("run", study, "--launcher", launcher)
        for file in study.glob("points/*/*.json"):
            status = json.loads(file.read_text(encoding="utf-8"))
            self.assertEqual((status["state"], status["attempts"]), ("done", 2))

    def test_failures_are_told_apart(self) -> None:
        study = self.design("study")
        launcher = self.folder / "launcher.sh"
        launcher.write_text(GIVES_UP, encoding="utf-8")
        launcher.chmod(0o755)
        ended = self.sweep("run", study, "--launcher", launcher)
        self.assertEqual(ended.returncode, 3, "nothing at all is done")
        for arm in self.counts(study).values():
            self.assertEqual(arm["gave up"], 4)
        self.assertIn("000000/one: gave up after 1 attempts: the reason", self.succeed("status", study, "--failed"))
        self.assertEqual(self.sweep("run", study).returncode, 3, "by itself it tries only crashes again")
        self.succeed("run", study, "--retry", "gave up")
        self.assertTrue(all(arm["done"] == 4 for arm in self.counts(study).values()))

    def test_a_changed_study_is_refused(self) -> None:
        study = self.design("study")
        arm = study / "arms/one.prm"
        arm.write_text(arm.read_text(encoding="utf-8").replace("End [day] = 3", "End [day] = 5"), encoding="utf-8")
        ended = self.sweep("run", study)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("was changed since its design was made", ended.stderr)


if __name__ == "__main__":
    unittest.main()
