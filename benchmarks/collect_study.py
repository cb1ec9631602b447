#!/usr/bin/env python3
"""Measures how long `tenogen sweep collect` takes for a study of many points, and its memory.

The points are those of params/studies/uncertain_parameters.json; what runs would have left is made up.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def outcome_table(study: dict, point: int) -> str:
    """A course over 24 months for every outcome, as long as those of real runs."""
    names = [outcome["name"] for outcome in study["outcomes"]]
    lines = [",".join(["month", *names])]
    for month in range(25):
        values = [math.exp(0.1 * month) * (1 + math.sin(point + number)) for number in range(len(names))]
        lines.append(",".join([str(month), *map(repr, values)]))
    return "\n".join(lines) + "\n"


def fabricate(program: Path, folder: Path) -> None:
    """Writes status and outcomes of every task."""
    study = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    listing = subprocess.run([program, "sweep", "status", folder, "--tasks"], check=True, capture_output=True, text=True)
    for task in csv.DictReader(listing.stdout.splitlines()):
        point, arm = int(task["point"]), task["arm"]
        status = {"state": "done", "reason": "", "exit code": 0, "signal": 0, "attempts": 1, "orphaned attempts": 0,
                  "seconds": 50.0 + point % 7, "ranks": 1, "host": "node", "program": "made up",
                  "ended [s since 1970]": 1.7e9, "key": task["key"]}
        place = folder / f"points/{point:06d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{arm}.json").write_text(json.dumps(status, indent=1) + "\n", encoding="utf-8")
        (place / f"{arm}.csv").write_text(outcome_table(study, point), encoding="utf-8")


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=100000)
    parser.add_argument("--build", type=Path, default=PROJECT / "build/release", help="folder with the executable")
    given = parser.parse_args()
    program = given.build / "tenogen"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "study"
        subprocess.run([program, "sweep", "design", PROJECT / "params/studies/uncertain_parameters.json", "--output", folder,
                        "--size", str(given.points)], check=True)
        fabricate(program, folder)
        os.sync()
        for command in ("collect", "status"):
            start = time.perf_counter()
            child = subprocess.Popen([program, "sweep", command, folder])
            _, code, usage = os.wait4(child.pid, 0)
            if code:
                return 1
            print(f"{command}: {time.perf_counter() - start:.1f} s, {usage.ru_maxrss / 1024:.0f} MiB", flush=True)
        for name in ("results.csv", "results.h5"):
            print(f"{name}: {(folder / name).stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
