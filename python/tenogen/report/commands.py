"""The command line of `tenogen report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tenogen.cohort.cohort import Cohort
from tenogen.cohort.reading import read_cohort
from tenogen.runs.command_line import Parser, add_output, exit_code_of, output_file, require_new
from tenogen.runs.files import written_aside
from tenogen.runs.run_directory import labels_of, open_runs
from tenogen.studies.study_folder import StudyFolder, is_study

from .arm import MAX_ARMS, Arm
from .page import page
from .study.page import study_page

PROGRAM = "tenogen report"
PAGE_ENDS = (".html", ".htm")


def parse_arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = Parser(
        prog=PROGRAM, description="Writes one self-contained page of HTML about a run, or about several side by side: "
                                  "what was run, outcomes, courses, virtual MRI, pictures, health of the solution, "
                                  "assumptions; or about a study: what was varied, failures, distributions, courses, "
                                  "sensitivity, history matching.",
        epilog="example: tenogen report results/treated results/untreated --label treated --label untreated")
    parser.add_argument("runs", metavar="RUN", nargs="+", type=Path,
                        help="run directory of `tenogen run`; or the folder of one study")
    parser.add_argument("--cohort", metavar="FILE", type=Path,
                        help="a clinical series to compare the runs with (docs/cohort.md)")
    add_output(parser, "FILE", "the page (default: %(default)s)", type=output_file, default=Path("report.html"))
    parser.add_argument("--label", metavar="NAME", action="append", default=[],
                        help="name of a run on the page; once for each run, in their order (default: names of folders)")
    parser.add_argument("--unfinished", action="store_true",
                        help="accept failed and unfinished runs, and show what they have so far")
    arguments = parser.parse_args(words)
    if len(arguments.runs) > MAX_ARMS:
        parser.error(f"{len(arguments.runs)} runs in one diagram cannot be told apart; give at most {MAX_ARMS}.")
    _check_labels(parser, arguments.label, len(arguments.runs))
    if arguments.output.suffix not in PAGE_ENDS:
        parser.error(f"--output {arguments.output}: a page ends with {' or '.join(PAGE_ENDS)}.")
    if any(map(is_study, arguments.runs)) and (len(arguments.runs) > 1 or arguments.label or arguments.unfinished):
        parser.error("a study has a page of its own: give its folder alone, without --label and --unfinished.")
    return arguments


def _check_labels(parser: Parser, labels: list[str], runs: int) -> None:
    """A name for each run, or none at all."""
    if labels and len(labels) != runs:
        parser.error(f"{len(labels)} labels for {runs} runs. Give each run a --label of its own, or none.")
    for label in labels:
        if not label.strip():
            parser.error(f"--label '{label}' is blank. Give each run a name.")
        if labels.count(label) > 1:
            parser.error(f"--label '{label}' is given twice. Give each run a name of its own.")


def write(arguments: argparse.Namespace) -> None:
    """Writes the page aside and renames it: a file with its final name is whole."""
    require_new([arguments.output], arguments.overwrite)
    cohort = read_cohort(arguments.cohort) if arguments.cohort else None
    text = _text(arguments, cohort)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    with written_aside(arguments.output) as aside:
        aside.write_text(text, encoding="utf-8", errors="backslashreplace")  # names of files may be no UTF-8
    print(f"{arguments.output}: {len(text.encode(errors='backslashreplace')) / 1e6:.2g} MB")


def _text(arguments: argparse.Namespace, cohort: Cohort | None) -> str:
    """The page of a study, or of runs."""
    if is_study(arguments.runs[0]):
        return study_page(StudyFolder(arguments.runs[0]), cohort)
    runs = open_runs(arguments.runs, arguments.label or labels_of(arguments.runs), arguments.unfinished)
    return page([Arm(run, number) for number, run in enumerate(runs)], cohort)


def main(words: list[str]) -> int:
    """Exit codes: 0, 2 for bad input, 4 for the file system."""
    arguments = parse_arguments(words)
    return exit_code_of(PROGRAM, lambda: write(arguments))
