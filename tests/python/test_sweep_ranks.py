"""Studies whose runs use several ranks under mpirun. Needs the program: TENOGEN_EXECUTABLE."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from small_study import LONG, PROGRAM, SMALL, STUDY, SmallStudy, environment


@unittest.skipUnless(shutil.which("mpirun"), "needs mpirun")
class RanksTest(SmallStudy):
    """Several ranks a run, and several runs in one MPI job."""

    def test_reasons_under_a_launcher(self) -> None:
        study = self.design("study", {**STUDY, "arms": [{**STUDY["arms"][0], "set": {"Time/Tolerance [-]": 1e-9,
            "Time/First step [day]": 1, "Time/Smallest step [day]": 1, "Time/Largest step [day]": 1}}]})
        self.sweep("run", study, "--ranks", 2, "--launcher", "mpirun --oversubscribe --bind-to none -n 2")
        for reason in (row["one: reason"] for row in self.results_of_failure(study)):
            self.assertIn("Gave up at day", reason)

    def test_one_mpi_job_in_groups(self) -> None:
        reference, study = self.design("reference"), self.design("study")
        self.succeed("run", reference, "--jobs", 2)
        job = ["mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "-n", 4, PROGRAM,
               "sweep", "run", study]
        ended = self.call(*job, "--groups", 2)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        self.assert_all_done(study, 4)
        for row, other in zip(self.results(study), self.results(reference)):
            for name, value in row.items():
                if "at month" in name:  # on two ranks and on one
                    self.assertAlmostEqual(float(value) / float(other[name]), 1, delta=1e-9, msg=name)
                else:
                    self.assertEqual(value, other[name])
        uneven = self.call(*job, "--groups", 3)
        self.assertEqual(uneven.returncode, 2)
        self.assertIn("cannot be divided into equal groups", uneven.stderr)
        forgotten = self.call(*job)
        self.assertEqual(forgotten.returncode, 2)
        self.assertIn("without --groups", forgotten.stderr)

    def test_groups_tell_failures_apart(self) -> None:
        # A first step above the largest contradicts itself.
        study = {**STUDY, "arms": STUDY["arms"][:1], "parameters": [
            {"entry": "Time/Largest step [day]", "levels": [1e-3, 1]},
            {"entry": "Time/First step [day]", "levels": [1e-2, 2e-2]}], "design": {"kind": "grid"}}
        folder = self.design("study", study)
        ended = self.call("mpirun", "--oversubscribe", "--bind-to", "none", "-n", 2, PROGRAM, "sweep", "run", folder,
                          "--groups", 2)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        self.assertEqual([row["one: state"] for row in self.results(folder)], ["refused", "refused", "done", "done"])
        self.assertIn("Largest step", self.results(folder)[0]["one: reason"])

    def test_a_rank_that_is_killed(self) -> None:
        study = self.design("study", {**LONG, "design": {"kind": "sobol", "size": 1}})
        worker = subprocess.Popen([PROGRAM, "sweep", "run", study, "--ranks", "2", "--attempts", "1"], env=environment(),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(worker.kill)
        deadline = time.monotonic() + 60
        while not list(study.glob("points/*/*/history.csv")):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        ranks = [int(process.name) for process in Path("/proc").iterdir() if process.name.isdigit()
                 and _words(process)[:2] == [PROGRAM, "run"] and str(study) in " ".join(_words(process))]
        os.kill(max(ranks), signal.SIGKILL)
        worker.wait(60)
        status, = self.statuses(study)
        self.assertEqual((status["state"], status["ranks"]), ("crashed", 2))
        self.assertIn("killed by signal 9", status["reason"])
        self.assertIn("one.log)", status["reason"])

    def test_the_status_has_the_ranks_that_ran(self) -> None:
        study = self.design("study", SMALL)
        self.succeed("run", study, "--ranks", 4, "--launcher", "mpirun --oversubscribe --bind-to none -n 2")
        self.assertEqual([status["ranks"] for status in self.statuses(study)], [2, 2])
        other = self.design("other", SMALL)
        self.succeed("run", other, "--ranks", 2, "--launcher", "env A=1")
        self.assertEqual([status["ranks"] for status in self.statuses(other)], [1, 1])
        refused = self.design("refused", SMALL)
        self.sweep("run", refused, "--launcher", self.script("refuses.sh", "#!/bin/bash\necho 'tenogen: no'\nexit 2\n"))
        self.assertEqual([status["ranks"] for status in self.statuses(refused)], [0, 0], "none ran")

def _words(process: Path) -> list[str]:
    """The command line of a process; none where it has ended."""
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


if __name__ == "__main__":
    unittest.main()
