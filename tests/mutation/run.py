#!/usr/bin/python3
"""Breaks the writers of the program one fault at a time and lists the tests of the Python tools that detect them.

    run.py [--build DIR] [--only TEXT] [--tests NAME...]

A copy of the project is built once, with all faults of mutations.py in it; an environment variable chooses one. Without
a fault all tests have to pass. Exit code 1 where fewer than nine faults of ten are detected, or a test fails without one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutations import HEADER, MUTATIONS, Mutation

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("cmake", "include", "params", "python", "src", "tests", "docs", "scripts", "benchmarks")
SWITCH = "include/tenogen/core/mutation_switch.h"
READS_RUNS = re.compile(r"^(from|import) (real_runs|derived_runs|visit_files|computed_study)\b", re.MULTILINE)
ENOUGH = 0.9  # share of the faults that must be detected


def main() -> int:
    """The command line."""
    arguments = parsed()
    source = arguments.build.resolve() / "source"
    chosen = [mutation for mutation in MUTATIONS if arguments.only in mutation.name]
    copy_project(source)
    for mutation in MUTATIONS:
        put_in(source, mutation)
    build(source)
    tests = arguments.tests or sorted(file.stem for file in (source / "tests/python").glob("test_*.py")
                                      if READS_RUNS.search(file.read_text(encoding="utf-8")))
    failed = failing(source, "", tests)
    print(f"no fault: {shown(failed) or 'all pass'}", flush=True)
    if failed:
        return 1
    print("\n| fault | detected by |\n| --- | --- |")
    detected = 0
    for mutation in chosen:
        failed = failing(source, mutation.name, tests)
        detected += bool(failed)
        print(f"| {mutation.name} | {shown(failed) or '**no test**'} |", flush=True)
    print(f"\n{detected} of {len(chosen)} faults are detected.")
    return 0 if detected >= ENOUGH * len(chosen) else 1


def parsed() -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(description="Breaks the writers of the program one fault at a time and lists the tests "
                                                 "of the Python tools that detect them.")
    parser.add_argument("--build", metavar="DIR", type=Path, default=PROJECT / "build/mutation",
                        help="folder of the copy (default: build/mutation)")
    parser.add_argument("--only", metavar="TEXT", default="", help="faults with this text in their name alone")
    parser.add_argument("--tests", metavar="NAME", nargs="+",
                        help="modules or tests of tests/python (default: those that read runs of the program)")
    return parser.parse_args()


def copy_project(source: Path) -> None:
    """The project without what was built. Files that are there and equal stay, so that they are not compiled again."""
    files = [PROJECT / name for name in ("CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md")]
    files += [file for folder in FOLDERS for file in (PROJECT / folder).rglob("*")
              if file.is_file() and "__pycache__" not in file.parts]
    for file in files:
        write(source / file.relative_to(PROJECT), file)
    for folder in ("include", "src"):
        for file in (source / folder).rglob("*"):
            relative = str(file.relative_to(source)).removesuffix(".plain")
            if file.is_file() and relative != SWITCH and not (PROJECT / relative).exists():
                file.unlink()


def write(target: Path, file: Path) -> None:
    """Copies a file unless it is there already; sources with faults are put together first, see `put_in`."""
    relative = str(file.relative_to(PROJECT))
    if relative in {mutation.file for mutation in MUTATIONS}:
        target = target.with_suffix(target.suffix + ".plain")
    if not target.exists() or target.read_bytes() != file.read_bytes():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)  # with the time of now: it is newer than what was built of another
        if target.suffix == ".plain":
            target.with_suffix("").unlink(missing_ok=True)


def put_in(source: Path, mutation: Mutation) -> None:
    """Puts all faults of a file into it, if that is not done yet."""
    target = source / mutation.file
    if target.exists():
        return
    text = target.with_suffix(target.suffix + ".plain").read_text(encoding="utf-8")
    for other in (other for other in MUTATIONS if other.file == mutation.file):
        if text.count(other.code) != 1:
            sys.exit(f"{mutation.file} has the code of '{other.name}' {text.count(other.code)} times, and it has to be there "
                     f"once. Adapt mutations.py:\n{other.code}")
        text = text.replace(other.code, other.switched())
    switch = source / SWITCH
    if not switch.exists():
        switch.write_text(HEADER, encoding="utf-8")
    target.write_text(f'#include "{SWITCH.removeprefix("include/")}"\n{text}', encoding="utf-8")


def build(source: Path) -> None:
    """The program in the copy."""
    for words in (("cmake", "--preset", "release"), ("cmake", "--build", "--preset", "release", "--target", "tenogen")):
        ended = subprocess.run(words, cwd=source, capture_output=True, text=True, check=False)
        if ended.returncode:
            sys.exit(f"{' '.join(words)}, in {source}:\n{ended.stdout[-5000:]}{ended.stderr[-5000:]}")


def failing(source: Path, fault: str, tests: list[str]) -> dict[str, list[str]]:
    """The tests that fail with a fault, by their module; none of a module where it fails as a whole."""
    runs = source.parent / "runs"
    environment = {**os.environ, "TENOGEN_EXECUTABLE": str(source / "build/release/tenogen"), "OMP_NUM_THREADS": "1",
                   "TENOGEN_REAL_RUNS": str(runs), "TENOGEN_MUTATION": fault}
    shutil.rmtree(runs, ignore_errors=True)

    def run(test: str) -> tuple[str, list[str] | None]:
        ended = subprocess.run([sys.executable, "-B", "-m", "unittest", "-b", test], cwd=source / "tests/python",
                               env=environment, capture_output=True, text=True, check=False)
        if ended.returncode == 0:
            return test, None
        return test, sorted(set(re.findall(r"^(?:FAIL|ERROR): (test_\w+)", ended.stderr, re.MULTILINE)))
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        return {test: names for test, names in threads.map(run, tests) if names is not None}


def shown(failed: dict[str, list[str]]) -> str:
    """`test_report (3): test_content`: how many fail, and the first."""
    return "; ".join(f"{test} ({len(names)}): {names[0]}" if names else f"{test}, as a whole" for test, names in failed.items())


if __name__ == "__main__":
    sys.exit(main())
