"""What a worker of a study hands on to the programs it starts, and what it says where these fail. Needs the program:
TENOGEN_EXECUTABLE."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import unittest
from pathlib import Path

from small_study import LONG, PROGRAM, SMALL, SmallStudy, environment

# Starts the program as srun does where MPI and Slurm do not know each other: three times, each alone.
RANKS_APART = """#!/bin/bash
for rank in 0 1 2; do
  SLURM_STEP_NUM_TASKS=3 SLURM_NTASKS=3 SLURM_PROCID=$rank "$@" & pids+=($!)
done
worst=0
for pid in "${pids[@]}"; do wait $pid; code=$?; [ $code -gt $worst ] && worst=$code; done
exit $worst
"""
SHOWS_WHAT_IT_HAS = """#!/bin/bash
{ readlink /proc/self/fd/0; ls -l /proc/$$/fd; grep SigBlk /proc/$$/status; } > "$SHOWN.$RANDOM"
exec "$@"
"""
KILLED = """#!/bin/bash
kill -KILL $$
"""
SLURM = {"sbatch": '#!/bin/bash\nprintf "%s\\n" "$@" > "$SHOWN.words.$RANDOM"\nreadlink /proc/self/fd/0 > "$SHOWN.$RANDOM"\n'
                   'echo 12\n',
         "squeue": "#!/bin/bash\nreadlink /proc/self/fd/0 > \"$SHOWN.$RANDOM\"\n"}


class LauncherTest(SmallStudy):
    """Studies under launchers of all kinds."""

    def shown(self) -> list[str]:
        """What the scripts of this test have written."""
        return [file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("shown.*"))
                if "words" not in file.name]

    def test_a_loop_over_studies_goes_on(self) -> None:
        names = "abc"
        for name in names:
            self.design(name, {**SMALL, "design": {"kind": "sobol", "size": 1}})
        loop = 'while read name; do "$PROGRAM" sweep run "$name" --ranks 2 > /dev/null || exit 1; done'
        ended = subprocess.run(["bash", "-c", loop], input="\n".join(names) + "\n", text=True, cwd=self.folder, check=False,
                               env={**environment(), "PROGRAM": PROGRAM}, capture_output=True, timeout=240)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual([status["state"] for name in names for status in self.statuses(self.folder / name)], ["done"] * 3)

    def test_children_inherit_nothing_of_the_caller(self) -> None:
        study, launcher = self.design("study", SMALL), self.script("launcher.sh", SHOWS_WHAT_IT_HAS)
        secret = (self.folder / "secret").open("w", encoding="utf-8")
        self.addCleanup(secret.close)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2, signal.SIGTERM})
        try:
            ended = subprocess.run([PROGRAM, "sweep", "run", study, "--launcher", launcher], input="of the caller", text=True,
                                   env={**environment(), "SHOWN": str(self.folder / "shown")}, pass_fds=[secret.fileno()],
                                   check=False, capture_output=True, timeout=240)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        shown = self.shown()
        self.assertEqual(len(shown), 2)
        for text in shown:
            self.assertTrue(text.startswith("/dev/null\n"), text)
            self.assertNotIn("secret", text)
            self.assertIn(".claim", text)  # which a run keeps when its worker is killed
            blocked = int(text.split("SigBlk:")[1].split()[0], 16)  # bash itself blocks the end of its children
            for number in (signal.SIGUSR2, signal.SIGTERM):
                self.assertFalse(blocked >> (number - 1) & 1, text)

    def test_a_worker_with_blocked_signals_stops(self) -> None:
        study = self.design("study", LONG)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2, signal.SIGTERM})
        try:
            worker = subprocess.Popen([PROGRAM, "sweep", "run", study], env=environment(), stdout=subprocess.DEVNULL)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self.addCleanup(worker.kill)
        deadline = time.monotonic() + 60
        while not list(study.glob("points/*/*/history.csv")):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(worker.wait(60), 75)

    def test_a_run_without_standard_streams(self) -> None:
        study = self.design("study", {**SMALL, "design": {"kind": "sobol", "size": 1}})
        code = subprocess.run(["bash", "-c", 'exec "$0" sweep run "$1" <&- >&- 2>&-', PROGRAM, study], env=environment(),
                              check=False, timeout=240).returncode
        self.assertEqual((code, [status["state"] for status in self.statuses(study)]), (0, ["done"]))

    def test_slurm_gets_words_and_no_input(self) -> None:
        study = self.design("study", SMALL)
        for name, text in SLURM.items():
            self.script(name, text)
        variables = {"PATH": f"{self.folder}:{os.environ['PATH']}", "SHOWN": str(self.folder / "shown")}
        words = ("submit", study, "--time-limit", 60, "--sbatch", "--comment='two words' --constraint=\"a|b\" -p long")
        for _ in range(2):  # the second time it also asks squeue
            self.succeed(*words, **variables)
        for text in self.shown():
            self.assertEqual(text, "/dev/null\n")
        submitted = [file.read_text(encoding="utf-8").splitlines() for file in self.folder.glob("shown.words.*")]
        self.assertGreaterEqual(len(submitted), 2)
        for given in submitted:
            self.assertEqual(given[2:6], ["--comment=two words", "--constraint=a|b", "-p", "long"])
            self.assertTrue(given[-1].endswith(".sh"), given)

    def test_words_that_nobody_can_split(self) -> None:
        study = self.design("study", SMALL)
        for words, message in (("--comment='two words", "is not closed"), ("--comment=two words", "'words' does not belong to an option"),
                               ("a\\", "the text ends with a backslash")):
            self.refuse(2, message, "submit", study, "--time-limit", 60, "--sbatch", words)
            self.refuse(2, message, "submit", study, "--time-limit", 60, "--sbatch", words, "--dry-run")
        self.refuse(2, "is not closed", "run", study, "--launcher", "mpirun 'x")
        self.refuse(2, "is not closed", "submit", study, "--time-limit", 60, "--launcher", "srun 'x")
        self.refuse(2, "--launcher \"env A=1 ...\"", "run", study, "--launcher", "A=1 mpirun")
        self.refuse(2, "--launcher is empty", "run", study, "--launcher", "", "--ranks", 2)
        self.assertEqual(self.statuses(study), [])

    def test_a_launcher_with_a_blank_in_its_name(self) -> None:
        study = self.design("study", SMALL)
        launcher = self.script("my launcher.sh", '#!/bin/bash\n[ "$1" = "two words" ] || exit 1\nshift\nexec "$@"\n')
        self.succeed("run", study, "--launcher", f"'{launcher}' \"two words\"")
        self.assert_all_done_of(study)

    def assert_all_done_of(self, study: Path) -> None:
        """Both tasks of a small study."""
        self.assertEqual([status["state"] for status in self.statuses(study)], ["done"] * 2)

    def test_what_mpirun_refuses_is_said_before(self) -> None:
        study = self.design("study", SMALL)
        self.refuse(2, "and mpirun starts one rank on each", "run", study, "--ranks", 999)
        if os.geteuid() == 0:
            self.refuse(2, "mpirun does not run as root", "run", study, "--ranks", 2, OMPI_ALLOW_RUN_AS_ROOT="0")
        self.assertFalse((study / "points").exists())

    def test_what_a_launcher_refuses_is_tried_once(self) -> None:
        study = self.design("study", SMALL)
        # Not known before: a script in between.
        script = self.script("launcher.sh", '#!/bin/bash\nmpirun --bind-to none -n 999 "$@"\n')
        ended = self.sweep("run", study, "--ranks", 2, "--launcher", script)
        self.assertEqual(ended.returncode, 2, ended.stderr)
        for part in ("runs cannot be started: There are not enough slots available in the system to satisfy the 999 slots",
                     "points/000000/one.log", "--launcher"):
            self.assertIn(part, ended.stderr)
        self.assertNotIn("Either request", ended.stderr)
        self.assertEqual(self.statuses(study), [], "the tasks are not blamed")
        self.refuse(2, "unable to launch the specified application", "run", study, "--launcher", "mpirun -n 1 /nowhere/x")
        self.refuse(2, "bogus", "run", study, "--launcher", "mpirun --bogus")
        if os.geteuid() == 0:
            self.refuse(2, "has detected an attempt to run as root.", "run", study, "--launcher", script,
                        OMPI_ALLOW_RUN_AS_ROOT="0")
        self.succeed("run", study)
        self.assert_all_done_of(study)

    def test_a_crash_names_its_log(self) -> None:
        study = self.design("study", SMALL)
        self.sweep("run", study, "--launcher", self.script("launcher.sh", KILLED), "--attempts", 1)
        for row in self.results_of_failure(study):
            self.assertIn("killed by signal 9 (Killed; perhaps the memory was full)", row["one: reason"])
        study = self.design("other", SMALL)
        shows = self.script("shows.sh", "#!/bin/bash\necho why\necho and more\nexit 9\n")
        self.sweep("run", study, "--launcher", shows, "--attempts", 1)
        for row in self.results_of_failure(study):
            self.assertIn("why ... and more (", row["one: reason"])
            self.assertIn("one.log)", row["one: reason"])

    def test_ranks_that_cannot_see_each_other(self) -> None:
        study, launcher = self.design("study", SMALL), self.script("launcher.sh", RANKS_APART)
        message = "srun started 3 processes (SLURM_STEP_NUM_TASKS)"
        alone = self.call(launcher, PROGRAM, "run", self.folder / "one.prm", "--output", self.folder / "run")
        self.assertEqual(alone.returncode, 2)
        self.assertEqual(alone.stderr.count("tenogen: "), 1, alone.stderr)
        self.assertIn(message, alone.stderr)
        self.assertFalse((self.folder / "run").exists(), "no folder is taken")
        self.refuse(2, message, "run", study, "--ranks", 3, "--launcher", launcher)
        self.assertEqual(self.statuses(study), [])
        forgotten = self.call(launcher, PROGRAM, "sweep", "run", study)
        self.assertEqual(forgotten.returncode, 2)
        self.assertIn("without --groups", forgotten.stderr)
        # The same variables where MPI has all ranks, and those of a whole job in a batch script.
        for variables in ({"SLURM_STEP_NUM_TASKS": "1", "SLURM_NTASKS": "8"}, {"SLURM_NTASKS": "8"}):
            self.assertEqual(self.call(PROGRAM, "run", self.folder / "one.prm", "--output", self.folder / "run", "--overwrite",
                                       **variables).returncode, 0)



if __name__ == "__main__":
    unittest.main()
