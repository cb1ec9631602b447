#!/usr/bin/env python3
"""Measures what tenogen costs on this machine; see benchmarks/README.md."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PARAMETERS = PROJECT / "params" / "achilles_treated.prm"
RESOLUTIONS = ("coarse", "standard", "fine")
EQUILIBRIUM_DAYS = 1e-4  # one step, too short for the biology to count
BIOLOGY_DAYS = 30.0


class BenchmarkError(Exception):
    """A measurement that failed; the message says what to do."""


@dataclass(frozen=True)
class Measured:
    """One command: its screen output, wall time [s] and the largest peak memory of a rank [MiB]."""

    output: str
    seconds: float
    peak_mib: float


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Measures mesh, first equilibrium, biology steps, whole run and yardstick; prints a "
                    "markdown table and writes benchmarks/results/<date>.json.",
        epilog="example: benchmarks/run_benchmarks.py --resolution coarse --resolution standard --ranks 4")
    parser.add_argument("--resolution", choices=RESOLUTIONS, action="append",
                        help="may be repeated (default: coarse)")
    parser.add_argument("--ranks", type=int, action="append", help="MPI ranks; may be repeated (default: 1)")
    parser.add_argument("--build", type=Path, default=PROJECT / "build" / "release",
                        help="folder with the executables tenogen and yardstick (default: build/release)")
    parser.add_argument("--end", type=float, metavar="DAY",
                        help="end of the whole run (default: that of the parameter file, 730.5)")
    parser.add_argument("--skip-run", action="store_true", help="leave the whole run out")
    parser.add_argument("--output", type=Path, default=PROJECT / "benchmarks" / "results",
                        help="folder of the JSON file (default: benchmarks/results)")
    arguments = parser.parse_args()
    arguments.resolution = arguments.resolution or ["coarse"]
    arguments.ranks = arguments.ranks or [1]
    if min(arguments.ranks) < 1:
        parser.error("--ranks must be 1 or more.")
    return arguments


def environment() -> dict[str, str]:
    """One thread per rank; Open MPI runs as root only if both variables are set."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OMPI_ALLOW_RUN_AS_ROOT": "1",
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


# Wraps each rank: runs the command and writes the peak memory of that rank to a file of its own.
RANK_WRAPPER = """
import os, resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
with open(os.path.join(sys.argv[1], str(os.getpid())), "w") as file:
    file.write(str(peak))
sys.exit(code if code >= 0 else 1)
"""


def measure(command: list[str], ranks: int) -> Measured:
    """Runs a command under mpirun and measures it."""
    with tempfile.TemporaryDirectory() as folder:
        wrapped = [sys.executable, "-c", RANK_WRAPPER, folder, *command]
        start = time.perf_counter()
        result = subprocess.run(["mpirun", "--oversubscribe", "--bind-to", "none", "-n", str(ranks), *wrapped],
                                env=environment(), capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        peaks = [int(file.read_text()) for file in Path(folder).iterdir()]
    if result.returncode != 0:
        raise BenchmarkError(f"`{' '.join(command)}` on {ranks} ranks ended with exit code {result.returncode}:\n"
                             f"{result.stdout[-500:]}\n{result.stderr[-2000:]}")
    return Measured(result.stdout, seconds, max(peaks, default=0) / 1024)


def executable(build: Path, name: str) -> Path:
    """An executable of the build folder."""
    path = build / name
    if not path.is_file():
        raise BenchmarkError(
            f"{path} does not exist. Build it: cmake --preset release -DTENOGEN_BENCHMARKS=ON && "
            "cmake --build --preset release, or name another folder with --build.")
    return path


def tenogen_run(tenogen: Path, ranks: int, settings: dict[str, object]) -> dict:
    """A whole `tenogen run`: the costs its summary.json reports, its versions, wall time and memory."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(tenogen), "run", str(PARAMETERS), "--output", folder, "--overwrite", "--quiet"]
        for name, value in settings.items():
            command += ["--set", f"{name}={value}"]
        measured = measure(command, ranks)
        summary = json.loads((Path(folder) / "summary.json").read_text(encoding="utf-8"))
        provenance = json.loads((Path(folder) / "provenance.json").read_text(encoding="utf-8"))
    return {"wall [s]": measured.seconds, "peak memory of a rank [MiB]": measured.peak_mib,
            "cost": summary["cost"], "outcome": summary["outcome"], "conservation": summary["conservation"],
            "provenance": provenance}


def run_settings(resolution: str, end: float | None) -> dict[str, object]:
    """Overrides of a run of the treated tendon that ends at a day; visits after it are left out."""
    settings: dict[str, object] = {"Geometry/Mesh/Resolution": resolution}
    if end is not None:
        visits = [month for month in (0, 1, 4, 6, 12, 24) if month * 30.4375 <= end]
        settings["Time/End [day]"] = end
        settings["Time/Visits [month]"] = ", ".join(map(str, visits))
    return settings


def measure_mesh(tenogen: Path, resolution: str, ranks: int) -> dict:
    """`tenogen mesh`, without writing."""
    measured = measure([str(tenogen), "mesh", str(PARAMETERS), "--json",
                        "--set", f"Geometry/Mesh/Resolution={resolution}"], ranks)
    figures = json.loads(measured.output)
    return {"wall [s]": measured.seconds, "peak memory of a rank [MiB]": measured.peak_mib,
            "cells": figures["cells"], "vertices": figures["vertices"]}


def measure_yardstick(yardstick: Path, resolution: str, ranks: int) -> dict:
    """One linear elastic solve on the same mesh; the best of three, since it is short."""
    command = [str(yardstick), str(PARAMETERS), f"Geometry/Mesh/Resolution={resolution}"]
    attempts = [json.loads(measure(command, ranks).output) for _ in range(3)]
    return min(attempts, key=lambda figures: figures["total [s]"])


def biology_rates(run: dict) -> dict:
    """Step rates of a run without equilibrium."""
    cost = run["cost"]
    tried = cost["biology steps"] + cost["rejected biology steps"]
    seconds = cost["run [s]"]
    return {**run, "steps tried per second": tried / seconds,
            "million vertex steps per second": 1e-6 * tried * cost["vertices"] / seconds}


def measure_case(build: Path, resolution: str, ranks: int, arguments: argparse.Namespace) -> dict:
    """Everything at one resolution on one number of ranks."""
    tenogen = executable(build, "tenogen")
    yardstick = executable(build, "yardstick")

    def say(what: str) -> None:
        print(f"{resolution}, {ranks} ranks: {what} ...", file=sys.stderr, flush=True)

    case = {"resolution": resolution, "ranks": ranks}
    say("mesh")
    case["mesh"] = measure_mesh(tenogen, resolution, ranks)
    say("yardstick")
    case["yardstick"] = measure_yardstick(yardstick, resolution, ranks)
    say("first equilibrium")
    case["equilibrium"] = tenogen_run(tenogen, ranks, run_settings(resolution, EQUILIBRIUM_DAYS) | {
        "Output/Fields": "false", "Time/First step [day]": EQUILIBRIUM_DAYS, "Treatment/Dose [cells]": 0})
    say(f"biology, {BIOLOGY_DAYS:g} days")
    case["biology"] = biology_rates(tenogen_run(tenogen, ranks, run_settings(resolution, BIOLOGY_DAYS) | {
        "Output/Fields": "false", "Mechanics/Type": "prescribed strain"}))
    if not arguments.skip_run:
        say("whole run")
        run = tenogen_run(tenogen, ranks, run_settings(resolution, arguments.end))
        run["wall over yardstick [-]"] = run["wall [s]"] / case["yardstick"]["total [s]"]
        run["seconds per equilibrium"] = run["cost"]["mechanics [s]"] / run["cost"]["equilibrium solutions"]
        case["run"] = run
    return case


def duration(seconds: float) -> str:
    """For people."""
    return f"{seconds:.3g} s" if seconds < 600 else f"{seconds / 60:.1f} min"


def table(cases: list[dict]) -> str:
    """The figures as a markdown table."""
    header = ["resolution", "ranks", "cells", "mesh", "first equilibrium", "one equilibrium", "biology steps/s",
              "10⁶ vertex steps/s", "yardstick (CG)", "whole run", "run / yardstick", "peak MiB/rank"]
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    for case in cases:
        yardstick, run = case["yardstick"], case.get("run")
        row = [case["resolution"], str(case["ranks"]), str(case["mesh"]["cells"]),
               duration(case["mesh"]["wall [s]"]), duration(case["equilibrium"]["cost"]["run [s]"]),
               duration(run["seconds per equilibrium"]) if run else "–",
               f"{case['biology']['steps tried per second']:.3g}",
               f"{case['biology']['million vertex steps per second']:.3g}",
               f"{duration(yardstick['total [s]'])} ({yardstick['iterations']})",
               duration(run["wall [s]"]) if run else "–",
               f"{run['wall over yardstick [-]']:.0f}" if run else "–",
               f"{(run or case['equilibrium'])['peak memory of a rank [MiB]']:.0f}"]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def machine() -> dict:
    """Processor, number of cores, load before the first measurement."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.is_file() else ""
    model = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
    return {"processor": model.group(1) if model else platform.processor(), "cores": os.cpu_count(),
            "load average before": os.getloadavg()[0], "system": platform.platform()}


def main() -> int:
    """Exit code 1 where a measurement failed; what was measured until then is written all the same."""
    arguments = parse_arguments()
    if shutil.which("mpirun") is None:
        print("run_benchmarks.py: there is no mpirun on the PATH. Install openmpi-bin.", file=sys.stderr)
        return 1
    result = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
              "machine": machine(), "cases": []}
    if result["machine"]["load average before"] > 0.5:
        print(f"warning: the load of this machine is {result['machine']['load average before']:.1f} before the "
              "first measurement; the figures will be too slow.", file=sys.stderr)
    failure = ""
    try:
        for resolution in arguments.resolution:
            for ranks in arguments.ranks:
                result["cases"].append(measure_case(arguments.build, resolution, ranks, arguments))
    except BenchmarkError as error:
        failure = str(error)
    if result["cases"]:
        arguments.output.mkdir(parents=True, exist_ok=True)
        file = arguments.output / (result["date"].replace(":", "").replace("+0000", "Z") + ".json")
        file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        print(table(result["cases"]))
        print(f"\nWritten: {file}")
    if failure:
        print(f"run_benchmarks.py: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
