"""Small runs of the program, computed once and shared by all tests.

    treated(), untreated()   two years of an Achilles tendon of 96 cells, with fields and images; the first one heals
    stopped()                the treated one, stopped on request after some steps (exit code 75)
    failed()                 the treated one, whose solver gave up at day 5 (exit code 3)
    study()                  both arms at six points, run and collected; one run of the treated arm gave up
    block_study()            two arms of a block without equilibrium at four points; one run crashed

Each returns the folder of its run or study. Nobody may change what is in it: copy it first. ctest computes all of them
before the tests that need them; a test file that is started by hand computes what it needs on first use. They are
computed again when the program, a file of params/ or this file changed.

    real_runs.py           computes all
    real_runs.py --check   fails if a test changed one of them
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nibabel
import numpy as np

from phantom import rotation
from small_study import ARM, PROGRAM, STUDY, environment

PARAMETERS = Path(__file__).resolve().parents[2] / "params"
VISITS = (0.0, 4.0, 24.0)  # [month]

# Coarse in space and time: two years take three seconds.
COARSE = {"Geometry/Mesh/Resolution": "custom", "Geometry/Mesh/Cells across width [-]": 2,
          "Geometry/Mesh/Cells across thickness [-]": 2, "Geometry/Mesh/Cells in the ring [-]": 1,
          "Geometry/Mesh/Cells along the gap [-]": 4, "Geometry/Mesh/Cells along the distal stump [-]": 2,
          "Geometry/Mesh/Cells along the proximal stump [-]": 2, "Mechanics/Residual tolerance [-]": 1e-6,
          "Mechanics/Coupling/Strain tolerance [-]": 0.05}
RUN = COARSE | {"Time/Visits [month]": ", ".join(f"{month:g}" for month in VISITS), "MRI/Grid/Spacing x [mm]": 2,
                "MRI/Grid/Spacing y [mm]": 2, "MRI/Grid/Spacing z [mm]": 4}

# The grid of the images, oblique, with three different spacings and numbers of voxels: no axis passes for another.
SPACING, VOXELS = (2.0, 1.6, 4.0), (24, 30, 32)    # [mm], [-]
TURNED, CENTRE = (8, -11, 20), (0.0, 6.0, 50.0)    # [degree], [mm]
WITHOUT_PICTURES = {"Time/Visits [month]": "0, 24", "MRI/Write": False, "Output/Fields": False}
MANY_CELLS = {"Treatment/Retention [-]": 0.3}  # enough to heal on this mesh
ENDLESS_LOAD = {"Mechanics/Governor/Governor": False, "Load/Programme [day: N]": "0: 200, 5: 200, 5.01: 1e6"}
STEPS_BEFORE_STOP = 4

ARMS = [{"name": name, "file": str(PARAMETERS / f"achilles_{name}.prm"), "set": COARSE | WITHOUT_PICTURES}
        for name in ("treated", "untreated")]
TENDON_STUDY = {
    "schema": "tenogen study 1", "title": "a small study of tendons", "arms": ARMS,
    "parameters": [
        {"entry": "Treatment/Retention [-]", "arms": ["treated"], "distribution": "uniform", "low": 0.1, "high": 0.35},
        {"entry": "Biology/Cytokine/Loop production [pg/mm^3/day]", "distribution": "log-uniform",
         "low": 1, "high": 1.8},
        {"name": "age factor [-]", "scales": ["Biology/Fibroblasts/Growth [1/day]", "Biology/Tenocytes/Growth [1/day]"],
         "distribution": "truncated normal", "mean": 1, "sd": 0.05, "low": 0.9, "high": 1.1},
        {"entry": "Biology/Fibroblasts/Loss [1/day]", "distribution": "choices", "values": [0.029, 0.03, 0.031]}],
    "design": {"kind": "sobol", "size": 6, "seed": 1},
    "outcomes": [{"name": "gap modulus [MPa]", "months": [24]}, {"name": "vas [-]", "months": [0, 24]},
                 {"name": "visa-a [-]", "months": [0, 24]}]}

# A launcher under which one run ends as those of a solver that gives up, or of a machine that goes down.
LAUNCHER = """#!/bin/bash
case "$*" in */points/{task}*) {ending} ;; esac
exec "$@"
"""
GIVES_UP, CRASHES = "echo 'no way on'; exit 3", "kill -KILL $$"


@functools.cache
def treated() -> Path:
    """A run directory. Its parameters are achilles_treated.prm with `RUN` and `MANY_CELLS`, its images on `grid`."""
    return _shared("treated", lambda folder: _run(folder, 0, **MANY_CELLS))


@functools.cache
def untreated() -> Path:
    """A run directory. Its parameters are achilles_untreated.prm with `RUN`, its images on `grid`."""
    return _shared("untreated", lambda folder: _run(folder, 0, "untreated"))


@functools.cache
def failed() -> Path:
    """A run directory with FAILED. The load rises beyond all bounds at day 5."""
    return _shared("failed", lambda folder: _run(folder, 3, **ENDLESS_LOAD))


@functools.cache
def stopped() -> Path:
    """A run directory without an end: stopped after at least `STEPS_BEFORE_STOP` steps."""
    return _shared("stopped", lambda folder: stop(folder, RUN))


@functools.cache
def study() -> Path:
    """The folder of `TENDON_STUDY`. The run of point 3, treated, gave up."""
    return _shared("study", lambda folder: _study(folder, TENDON_STUDY, "000003/treated", GIVES_UP))


@functools.cache
def block_study() -> Path:
    """The folder of `small_study.STUDY`. The run of point 3, arm one, crashed."""
    return _shared("block_study", lambda folder: _study(folder, STUDY, "000003/one", CRASHES))


ALL = (study, treated, untreated, failed, block_study, stopped)  # the longest first


def words_of(settings: dict[str, object]) -> list[str]:
    """`settings` as --set options; False becomes false."""
    return [word for entry, value in settings.items()
            for word in ("--set", f"{entry}={str(value).lower() if isinstance(value, bool) else value}")]


def grid() -> np.ndarray:
    """The affine of the grid of the images, from the first voxel on, RAS+ [mm]."""
    affine = np.eye(4)
    affine[:3, :3] = rotation(*TURNED) * SPACING
    affine[:3, 3] = CENTRE - affine[:3, :3] @ ((np.array(VOXELS) - 1) / 2)
    return affine


def stop(folder: Path, settings: dict[str, object], *words: object, rows: int = 0) -> Path:
    """Runs achilles_treated.prm with `settings` and options in a new folder, and stops it after `STEPS_BEFORE_STOP` steps.
    Its history begins with `rows` of another run."""
    command = [PROGRAM, "run", PARAMETERS / "achilles_treated.prm", "--quiet", "--output", folder, *words,
               *words_of(settings)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        history = folder / "history.csv"
        while run.poll() is None:
            if history.exists() and history.read_bytes().count(b"\n") > rows + STEPS_BEFORE_STOP:
                run.send_signal(signal.SIGUSR2)
                break
            time.sleep(0.01)
        output = run.communicate()[0]
    if run.returncode != 75:
        raise AssertionError(f"a run that was asked to stop ended with exit code {run.returncode}: {output}")
    return folder


def _run(folder: Path, code: int, arm: str = "treated", **more: object) -> None:
    file = folder.with_name(f"{folder.name}_grid.nii.gz")
    image = nibabel.Nifti1Image(np.zeros(VOXELS, np.uint8), grid())
    image.header.set_xyzt_units("mm")
    nibabel.save(image, file)
    more["MRI/Grid/File"] = file
    _call(code, "run", PARAMETERS / f"achilles_{arm}.prm", "--quiet", "--output", folder, *words_of(RUN | more))


def _study(folder: Path, content: dict, task: str, ending: str) -> None:
    folder.mkdir()
    for name, end in (("one", 3), ("two", 4)):  # the arms of small_study.STUDY
        (folder / f"{name}.prm").write_text(ARM.format(end=end), encoding="utf-8")
    file, launcher = folder / "study.json", folder / "launcher.sh"
    file.write_text(json.dumps(content), encoding="utf-8")
    launcher.write_text(LAUNCHER.format(task=task, ending=ending), encoding="utf-8")
    launcher.chmod(0o755)
    _call(0, "sweep", "design", file, "--output", folder / "study")
    _call(0, "sweep", "run", folder / "study", "--jobs", min(2, os.cpu_count() or 1), "--launcher", launcher)
    _call(0, "sweep", "collect", folder / "study")


def _call(code: int, *words: object) -> None:
    """Starts the program, which has to end with this exit code."""
    ended = subprocess.run([PROGRAM, *map(str, words)], env=environment(), capture_output=True, text=True, check=False)
    if ended.returncode != code:
        raise AssertionError(f"tenogen {' '.join(map(str, words))}: exit code {ended.returncode}, not {code}\n"
                             f"{ended.stdout}{ended.stderr}")


@functools.cache
def _place() -> Path:
    """Where all of them are: a folder for each state of the program. It is locked against removal for as long as this
    process lives; those of other states that nobody uses are removed."""
    if not PROGRAM:
        raise unittest.SkipTest("there is no program: build it, or set TENOGEN_EXECUTABLE")
    parent = Path(os.environ.get("TENOGEN_REAL_RUNS") or Path(PROGRAM).resolve().parent / "tests/real_runs")
    place = parent / _made_from()
    parent.mkdir(parents=True, exist_ok=True)
    fcntl.flock(_opened(place.with_suffix(".lock")), fcntl.LOCK_SH)
    place.mkdir(exist_ok=True)
    for other in parent.glob("*.lock"):
        if other.stem != place.name:
            lock = _opened(other)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(other.with_suffix(""), ignore_errors=True)
                other.unlink(missing_ok=True)
            except BlockingIOError:
                pass  # another process uses it
            os.close(lock)
    return place


_FAILED: dict[str, str] = {}  # not tried again by the same process


def _opened(lock: Path) -> int:
    """A file descriptor of a lock file."""
    return os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)


def _shared(name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name, made where it is not there."""
    folder, record = _place() / name, _place() / f"{name}.json"
    if name in _FAILED:
        raise AssertionError(f"it could not be computed before: {_FAILED[name]}")
    lock = _opened(_place() / f"{name}.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not record.exists():
            shutil.rmtree(folder, ignore_errors=True)
            start = time.monotonic()
            make(folder)
            content = {"seconds": round(time.monotonic() - start, 1), "files": _files(folder)}
            record.write_text(json.dumps(content), encoding="utf-8")
    except AssertionError as error:
        _FAILED[name] = str(error)
        raise
    finally:
        os.close(lock)
    return folder / "study" if (folder / "study").is_dir() else folder


@functools.cache
def _made_from() -> str:
    """Changes with all that decides what is in the folders: the program, its library, parameters, these files."""
    here = Path(__file__).resolve().parent
    program = Path(PROGRAM).resolve()
    libraries = [file for place in (program.parent, program.parent / "lib", program.parent.parent / "lib")
                 for file in place.glob("libtenogen*.so*")]
    files = [program, *libraries, *PARAMETERS.rglob("*")]
    files += [here / name for name in ("real_runs.py", "small_study.py", "phantom.py")]
    digest = hashlib.blake2b()
    for file in sorted(file for file in files if file.is_file()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Path) -> dict[str, list[int]]:
    """Size and time of change of every file."""
    return {str(file.relative_to(folder)): [file.stat().st_size, file.stat().st_mtime_ns]
            for file in sorted(folder.rglob("*")) if file.is_file()}


def _check() -> int:
    """1, and the files are named, if one of the folders is not as it was made."""
    code = 0
    for function in ALL:
        record = _place() / f"{function.__name__}.json"
        if not record.exists():
            continue
        before, now = json.loads(record.read_text(encoding="utf-8"))["files"], _files(_place() / function.__name__)
        for name in sorted(before.keys() | now.keys()):
            if before.get(name) != now.get(name):
                print(f"{_place() / function.__name__ / name}: a test changed, added or removed it. Let the test copy "
                      "the folder first.")
                code = 1
        if code:
            record.unlink()  # the next use makes it anew
    return code


def main() -> int:
    """The command line."""
    if sys.argv[1:] == ["--check"]:
        return _check()
    if sys.argv[1:]:
        print("real_runs.py: give nothing, or --check.", file=sys.stderr)
        return 2
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as threads:
        for function, folder in zip(ALL, threads.map(lambda function: function(), ALL)):
            record = json.loads((_place() / f"{function.__name__}.json").read_text(encoding="utf-8"))
            print(f"{folder}: {record['seconds']} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
