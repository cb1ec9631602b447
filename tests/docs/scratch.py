"""A folder that looks to a reader's commands like the project after it was built, with small runs.

    scratch.py FOLDER   computes there what several pages take for granted
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
EXECUTABLE = Path(os.environ.get("TENOGEN_EXECUTABLE") or PROJECT / "build/release/tenogen")

# Points of the studies that come with tenogen, in place of their own numbers.
SIZES = {"uncertain_parameters": 28, "virtual_cohort": 3, "trial": 2}

OUTCOMES = ("gap modulus [MPa]", "gap inflamed volume [mm^3]", "visa-a [-]")
# Runs of studies take half a second this way.
WITHOUT_MECHANICS = {"Mechanics/Type": "surrogate", "Initial state/Relax": False}

POINTED_TO = ("CMakeLists.txt", "CMakePresets.json", "benchmarks", "cmake", "include", "packaging", "python", "scripts",
              "src", "tests")


def study_commands(file: str, folder: str) -> list[str]:
    """Design, run and collect."""
    return [f"tenogen sweep design params/studies/{file}.json --output {folder}",
            f"tenogen sweep run {folder}", f"tenogen sweep collect {folder}"]


# What pages take for granted, and the commands that make it.
RECIPES = {
    "results/treated": ["tenogen run params/achilles_treated.prm --output results/treated"],
    "results/untreated": ["tenogen run params/achilles_untreated.prm --output results/untreated"],
    "results/uncertain": study_commands("uncertain_parameters", "results/uncertain"),
    "results/cohort": study_commands("virtual_cohort", "results/cohort"),
}


def make_project(folder: Path) -> None:
    """Fills a folder: params/ and docs/ are copies, since commands may write there; all else points to the project."""
    if not EXECUTABLE.is_file():
        raise FileNotFoundError(f"there is no {EXECUTABLE}: build tenogen, or set TENOGEN_EXECUTABLE")
    for name in POINTED_TO:
        (folder / name).symlink_to(PROJECT / name)
    shutil.copytree(PROJECT / "params", folder / "params")
    shutil.copytree(PROJECT / "docs", folder / "docs")
    (folder / "home").mkdir()
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/tenogen").symlink_to(EXECUTABLE.resolve())
    make_small(folder / "params")


def make_small(params: Path) -> None:
    """The same files, with the coarsest mesh and voxels, and few points in the studies."""
    common = params / "achilles_common.prm"
    common.rename(params / "common_as_delivered.prm")
    common.write_text("include common_as_delivered.prm\n" + (HERE / "smallest.prm").read_text(encoding="utf-8"),
                      encoding="utf-8")
    for file in (params / "studies").glob("*.json"):
        study = json.loads(re.sub(r"^\s*//.*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE))
        study["design"]["size"] = SIZES.get(file.stem, 2)
        study["outcomes"] = [outcome for outcome in study["outcomes"] if outcome["name"] in OUTCOMES]
        for arm in study["arms"]:
            arm["set"] |= WITHOUT_MECHANICS
        file.write_text(json.dumps(study, indent=1), encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """What a reader's shell has: tenogen on the PATH, a home, and nothing of this process that tenogen would see."""
    return {"PATH": f"{folder / 'build/release'}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder / "home"),
            "LANG": "C.UTF-8", "USER": os.environ.get("USER", "reader"), "OMP_NUM_THREADS": "1"}


class Given:
    """Results that pages take for granted, each computed once for a program and its parameters."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def bring(self, name: str, folder: Path) -> None:
        """Copies a result to the same place in another folder; computes it where the store does not hold it."""
        if name not in RECIPES:
            raise ValueError(f"'{name}' is not known. Known are {', '.join(RECIPES)} (tests/docs/scratch.py).")
        if not (self.store / name).exists():
            self.compute(name)
        shutil.copytree(self.store / name, folder / name, dirs_exist_ok=True)

    def renew(self) -> None:
        """Empties the store, unless it was filled by this program with these parameters."""
        record, now = self.store / "made_from", made_from()
        if not record.is_file() or record.read_text(encoding="utf-8") != now:
            shutil.rmtree(self.store, ignore_errors=True)
            self.store.mkdir(parents=True)
            make_project(self.store)
            record.write_text(now, encoding="utf-8")

    def compute(self, name: str) -> None:
        """Runs the commands of a result."""
        if not (self.store / "params").exists():
            self.store.mkdir(parents=True, exist_ok=True)
            make_project(self.store)
        for command in RECIPES[name]:
            subprocess.run(["bash", "-c", command], cwd=self.store, env=environment(self.store), check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def made_from() -> str:
    """Changes with all that decides what is in a store."""
    program = EXECUTABLE.resolve()
    files = [program, *program.parent.glob("**/libtenogen*"), *(PROJECT / "params").rglob("*"), *HERE.glob("s*")]
    stamps = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(files) if file.is_file()]
    return hashlib.sha256(repr(stamps).encode()).hexdigest()


def main(words: list[str]) -> int:
    """Fills a store, the results side by side."""
    given = Given(Path(words[0]))
    given.renew()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(given.compute, [name for name in RECIPES if not (given.store / name).exists()]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
