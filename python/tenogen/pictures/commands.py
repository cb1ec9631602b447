"""The command line of `tenogen plot`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tenogen.runs.command_line import Parser, add_output, exit_code_of, require_new
from tenogen.runs.run_directory import RunDirectory, labels_of, open_runs

from .outcomes import write_outcomes_csv, write_outcomes_markdown
from .sections import PLANES, colour_scales, draw_sections, take_views
from .style import RUN_COLOURS
from .time_courses import draw_time_courses

MAX_RUNS = len(RUN_COLOURS)
ANATOMICAL = {"x": "sagittal", "y": "coronal"}  # x points sideways, y to the front


def main(words: list[str]) -> int:
    """Exit codes as those of tenogen: 2 for a run that cannot be drawn, 4 for the file system."""
    arguments = parse_arguments(words)
    return exit_code_of("tenogen plot", lambda: print(*draw(arguments), sep="\n", flush=True))


def parse_arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = Parser(
        prog="tenogen plot",
        description="Draws time courses, longitudinal sections at the visits and a table of outcomes of one "
                    "run, or of several against each other.",
        epilog="example: tenogen plot results/treated results/untreated --output results/pictures")
    parser.add_argument("runs", metavar="RUN", nargs="+", type=Path, help="run directory of `tenogen run`")
    add_output(parser, "DIR", "folder for the pictures and tables", type=Path, required=True)
    parser.add_argument("--plane", choices=list(PLANES), default="y",
                        help="normal of the sections, through the middle of the body (default: %(default)s)")
    parser.add_argument("--unfinished", action="store_true",
                        help="accept failed and unfinished runs, and show what they have so far")
    arguments = parser.parse_args(words)
    if len(arguments.runs) > MAX_RUNS:
        parser.error(f"{len(arguments.runs)} runs in one picture cannot be told apart; give at most {MAX_RUNS}.")
    return arguments


def section_files(labels: list[str]) -> list[str]:
    """Names of the pictures of sections by the labels of the runs, numbered where two would be the same."""
    if len(labels) == 1:
        return ["sections.png"]
    names: list[str] = []
    for label in labels:
        plain = label.replace("/", "_")
        candidates = (f"sections_{plain}{end}.png" for end in ["", *(f"_{number}" for number in range(2, MAX_RUNS + 1))])
        names.append(next(name for name in candidates if name not in names))
    return names


def files_of(runs: Sequence[RunDirectory], folder: Path) -> list[Path]:
    """The files to write in the order of reading: time courses, sections of each run, and the outcomes at visits as Markdown
    and CSV where a run has some."""
    names = ["time_courses.png", *section_files([run.label for run in runs])]
    if any(run.visits for run in runs):
        names += ["outcomes.md", "outcomes.csv"]
    return [folder / name for name in names]


def draw(arguments: argparse.Namespace) -> list[Path]:
    """Draws everything and returns the files in the order of reading. All runs are read before the first file is written."""
    runs = open_runs(arguments.runs, labels_of(arguments.runs), arguments.unfinished)
    files = files_of(runs, arguments.output)
    require_new(files, arguments.overwrite)
    views = [take_views(run, arguments.plane) for run in runs]
    scales = colour_scales([view for views_of_run in views for view in views_of_run])

    arguments.output.mkdir(parents=True, exist_ok=True)
    courses, *others = files
    draw_time_courses(runs, courses)
    for run, views_of_run, file in zip(runs, views, others):
        draw_sections(f"{run.label}: {ANATOMICAL[arguments.plane]} section (normal to {arguments.plane}), "
                      "reference position, same scale in both directions", views_of_run, scales, file)

    if tables := others[len(runs):]:
        write_outcomes_markdown(runs, tables[0])
        write_outcomes_csv(runs, tables[1])
    return files
