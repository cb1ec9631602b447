"""A study under a real Slurm: workers killed, a time limit met, a node down. Needs the program and Slurm."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import h5py
import numpy as np

import slurm_cluster
from small_study import STUDY, SmallStudy

# ./scripts/test.sh --all sets this.
POINTS = 200 if os.environ.get("TENOGEN_LONG_TESTS") else 16
KILLS = max(3, POINTS // 20)

# One run of half a minute, in many small steps.
LONG = {**STUDY, "arms": [{**STUDY["arms"][0], "set": {"Time/End [day]": 400, "Time/Largest step [day]": 0.002,
                                                      "Time/First step [day]": 0.001}}],
        "design": {"kind": "sobol", "size": 1}}


def workers(study: Path) -> list[int]:
    """Processes `tenogen sweep run` of this study."""
    found = subprocess.run(["pgrep", "-f", f"sweep run {study}"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split() if int(pid) != os.getpid()]


def courses(study: Path) -> dict[str, np.ndarray]:
    """Every outcome and time course of the collected file."""
    found: dict[str, np.ndarray] = {}

    def keep(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset) and ("/outcomes/" in name or "/courses/" in name):
            found[name] = item[...]

    with h5py.File(study / "results.h5") as file:
        file.visititems(keep)
    return found


class SlurmTest(SmallStudy):
    """One study, everything that may happen to it."""

    def setUp(self) -> None:
        lacking = slurm_cluster.missing()
        if lacking:
            print(f"\nSLURM IS NOT INSTALLED: nothing of it is tested. Missing: {', '.join(lacking)}", file=sys.stderr)
            self.skipTest("Slurm is not installed")
        super().setUp()
        self.folder.chmod(0o711)  # munge wants a way to its socket

    def wait_for(self, cluster: slurm_cluster.Cluster, study: Path) -> None:
        """Until no job is left, with what can happen meanwhile."""
        dice = random.Random(11)
        kills, node_was_down = 0, False
        deadline = time.monotonic() + 60 + 12 * POINTS
        while cluster.jobs():
            self.assertLess(time.monotonic(), deadline, cluster.call("squeue") + cluster.logs())
            done = len(list(study.glob("points/*/one.csv")))
            running = workers(study)
            if kills < KILLS and running and done > (kills + 1) * POINTS // (KILLS + 3):
                os.kill(dice.choice(running), signal.SIGKILL)
                kills += 1
            if not node_was_down and done > POINTS // 2:
                cluster.call("scontrol", "update", "nodename=node2", "state=down", "reason=test")
                time.sleep(3)
                cluster.call("scontrol", "update", "nodename=node2", "state=resume")
                node_was_down = True
            time.sleep(0.3)
        self.assertEqual(kills, KILLS)
        self.assertTrue(node_was_down)

    def test_a_job_array(self) -> None:
        study = {**STUDY, "arms": STUDY["arms"][:1], "design": {"kind": "sobol", "size": POINTS, "seed": 3}}
        long = self.design("long 100% 'quoted'", LONG)
        reference, array = self.design("reference", study), self.design("array", study)
        self.assertEqual((reference / "design.csv").read_bytes(), (array / "design.csv").read_bytes())
        self.succeed("run", reference, "--jobs", 2)
        self.succeed("collect", reference)

        with slurm_cluster.Cluster(self.folder / "slurm") as cluster:
            environment = {name: cluster.environment[name] for name in ("SLURM_CONF", "PATH")}
            # It takes longer than its limit, of which it has but some seconds.
            self.succeed("submit", long, "--time-limit", 1, "--grace", 50, **environment)
            words = ("submit", array, "--workers", 6, "--concurrent", 3, "--time-limit", 10)
            first = self.succeed(*words, **environment)
            self.assertIn("Submitted", first)
            self.assertIn("Nothing to do", self.succeed(*words, **environment))
            self.wait_for(cluster, array)
            jobs = cluster.call("scontrol", "-o", "show", "job")
        restarts = re.findall(rf"Restarts=(\d+) .*Command={re.escape(str(long))}/slurm/worker.sh", jobs)
        self.assertGreater(int(restarts[0]), 0, jobs)
        self.assert_all_done(long, 1)

        self.assert_all_done(array, POINTS)
        self.assertTrue((array / "results.h5").exists(), "the collector has run")
        self.succeed("collect", array)
        self.assertEqual((reference / "design.csv").read_bytes(), (array / "design.csv").read_bytes())
        expected, found = courses(reference), courses(array)
        self.assertEqual(expected.keys(), found.keys())
        for name, values in expected.items():
            np.testing.assert_allclose(found[name], values, rtol=1e-12, atol=0, err_msg=name)
        for file in array.glob("points/*/one.json"):
            self.assertEqual(json.loads(file.read_text(encoding="utf-8"))["state"], "done")

    def test_a_cancelled_job_stays_away(self) -> None:
        folder = self.design("study", LONG)
        with slurm_cluster.Cluster(self.folder / "slurm") as cluster:
            environment = {name: cluster.environment[name] for name in ("SLURM_CONF", "PATH")}
            self.succeed("submit", folder, "--time-limit", 5, **environment)
            cluster.wait_until(lambda: list(folder.glob("points/*/one/history.csv")), 60, "the run to begin")
            job = json.loads((folder / "slurm/job.json").read_text(encoding="utf-8"))["workers"]
            cluster.call("scancel", job)
            cluster.wait_until(lambda: not cluster.jobs(), 60, "the jobs to end")
        status = json.loads((folder / "points/000000/one.json").read_text(encoding="utf-8"))
        self.assertIn(status["state"], ("stopped", "waiting"))
        self.succeed("run", folder)
        self.assert_all_done(folder, 1)

    def test_several_ranks(self) -> None:
        study = {**STUDY, "arms": STUDY["arms"][:1], "design": {"kind": "sobol", "size": 2, "seed": 3}}
        folder = self.design("ranks", study)
        with slurm_cluster.Cluster(self.folder / "slurm") as cluster:
            environment = {name: cluster.environment[name] for name in ("SLURM_CONF", "PATH")}
            self.succeed("submit", folder, "--ranks", 2, "--time-limit", 5, "--grace", 30, **environment)
            cluster.wait_until(lambda: not cluster.jobs(), 120, "the jobs to end")
            log = (folder / "slurm/worker_0.log").read_text(encoding="utf-8")
        self.assert_all_done(folder, 2)
        for file in folder.glob("points/*/one.json"):
            self.assertEqual(json.loads(file.read_text(encoding="utf-8"))["ranks"], 2, log)
        provenance = json.loads((folder / "points/000000/one/provenance.json").read_text(encoding="utf-8"))
        self.assertEqual(provenance["ranks"], 2, log)

    def test_a_refusal_is_passed_on(self) -> None:
        folder = self.design("study")
        with slurm_cluster.Cluster(self.folder / "slurm") as cluster:
            environment = {name: cluster.environment[name] for name in ("SLURM_CONF", "PATH")}
            self.refuse(4, "invalid partition", "submit", folder, "--time-limit", 5, "--grace", 30, "--sbatch",
                        "--partition=nowhere", **environment)
            self.assertEqual(cluster.jobs(), [])


class WithoutSlurm(SmallStudy):
    """What `tenogen sweep submit` says where there is none."""

    def test_it_is_told(self) -> None:
        folder = self.design("study")
        self.refuse(4, "sbatch was not found", "submit", folder, "--time-limit", 5, PATH=str(self.folder))
        self.succeed("submit", folder, "--time-limit", 5, "--dry-run", PATH=str(self.folder))
        self.assertIn("--share", (folder / "slurm/worker.sh").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
