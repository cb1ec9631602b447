"""Studies of the smallest body there is: a run takes about a second, most of it to start."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

# The program under test; without TENOGEN_EXECUTABLE that of the release build, where there is one.
BUILT = Path(__file__).resolve().parents[2] / "build/release/tenogen"
PROGRAM = os.environ.get("TENOGEN_EXECUTABLE") or (str(BUILT) if BUILT.is_file() else "")

ARM = f"include {Path(__file__).resolve().parents[1]}/data/small_block.prm" + """
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

# Two runs of a second, and of a minute in many small steps.
SMALL = {**STUDY, "arms": STUDY["arms"][:1], "design": {"kind": "sobol", "size": 2}}
LONG = {**SMALL, "arms": [{**STUDY["arms"][0], "set": {"Time/End [day]": 200, "Time/Largest step [day]": 0.002,
                                                       "Time/First step [day]": 0.001}}]}

# What differs from one computation of a study to the next.
COSTS = ("cost [s]", "attempts [-]")


def environment() -> dict[str, str]:
    """Open MPI runs as root only if both variables are set."""
    allowed = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"} if os.geteuid() == 0 else {}
    return {**os.environ, **allowed}


class SmallStudy(unittest.TestCase):
    """A folder for studies, and the commands."""

    place: str | None = None  # where the folder is; where temporary files are by default

    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory(dir=self.place)
        self.folder = Path(self.temporary.name)
        (self.folder / "one.prm").write_text(ARM.format(end=3), encoding="utf-8")
        (self.folder / "two.prm").write_text(ARM.format(end=4), encoding="utf-8")

    def tearDown(self) -> None:
        self.temporary.cleanup()

    def call(self, *words: object, timeout: float = 240., **more: str) -> subprocess.CompletedProcess:
        """Any command, with further environment variables."""
        return subprocess.run([*map(str, words)], capture_output=True, text=True, check=False,
                              env={**environment(), **more}, timeout=timeout)

    def sweep(self, *words: object, **more: str) -> subprocess.CompletedProcess:
        """`tenogen sweep WORDS`."""
        return self.call(PROGRAM, "sweep", *words, **more)

    def succeed(self, *words: object, **more: str) -> str:
        """What it says."""
        ended = self.sweep(*words, **more)
        self.assertEqual(ended.returncode, 0, f"{words}\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def refuse(self, code: int, message: str, *words: object, **more: str) -> None:
        """It ends with this code and says this."""
        ended = self.sweep(*words, **more)
        self.assertEqual(ended.returncode, code, f"{words}\n{ended.stdout}{ended.stderr}")
        self.assertIn(message, ended.stderr)

    def design(self, name: str, study: dict | None = None) -> Path:
        """The folder of a study that is laid out and not yet run."""
        file = self.folder / f"{Path(name).name}.json"
        file.write_text(json.dumps(study or STUDY), encoding="utf-8")
        self.succeed("design", file, "--output", self.folder / name)
        return self.folder / name

    def script(self, name: str, text: str) -> Path:
        """An executable in the folder of the test."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)
        return file

    def statuses(self, study: Path) -> list[dict]:
        """Of all tasks that have one."""
        return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(study.glob("points/*/*.json"))]

    def results(self, study: Path) -> list[dict[str, str]]:
        """The collected rows, without what they cost."""
        self.succeed("collect", study)
        with (study / "results.csv").open(newline="", encoding="utf-8") as lines:
            return [{name: value for name, value in row.items() if not name.endswith(COSTS)}
                    for row in csv.DictReader(lines)]

    def results_of_failure(self, study: Path) -> list[dict[str, str]]:
        """The collected rows of a study in which nothing is done."""
        self.refuse(3, "there is no result yet", "collect", study)
        with (study / "results.csv").open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    def counts(self, study: Path) -> dict[str, dict[str, float]]:
        """Tasks by state, arm by arm."""
        return json.loads(self.succeed("status", study, "--json"))["arms"]

    def keys(self, study: Path) -> dict[tuple[int, str], str]:
        """Of every task, by point and arm: what its status has to hold."""
        lines = csv.DictReader(self.succeed("status", study, "--tasks").splitlines())
        return {(int(line["point"]), line["arm"]): line["key"] for line in lines}

    def assert_all_done(self, study: Path, points: int) -> None:
        """Every task of the study."""
        for name, arm in self.counts(study).items():
            self.assertEqual(arm["done"], points, f"{name}: {arm}\n{self.succeed('status', study, '--failed')}")
