"""The command line of `tenogen sensitivity`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tenogen.runs.command_line import Parser, add_output, exit_code_of, require_new, whole

from .analysis import METHODS, Settings, analyse_all
from .pictures import drawings, write_pictures
from .record import FILE, as_record, as_text as as_json, write_record
from .study import read_study
from .text import as_text

PROGRAM = "tenogen sensitivity"
FEWEST_RESAMPLES = 50


def parse_arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    default = Settings()
    parser = Parser(
        prog=PROGRAM, description="Says which parameters of a study its outcomes depend on: Morris' measures, Sobol indices "
                                  "with confidence intervals, responses to one parameter (docs/sensitivity.md).",
        epilog='example: tenogen sensitivity results/uncertain --arm treated --outcome "visa-a [-]" --month 24')
    parser.add_argument("study", metavar="STUDY", type=Path,
                        help="folder of a study that `tenogen sweep` designed, ran and collected")
    parser.add_argument("--arm", metavar="NAME", help="only this arm (default: all)")
    parser.add_argument("--outcome", metavar="NAME", help="only this outcome, with its unit (default: all)")
    parser.add_argument("--month", metavar="M", type=float, help="only this month (default: all months of the study)")
    parser.add_argument("--method", choices=METHODS, default=default.method,
                        help="auto: the method that suits the design (default: %(default)s)")
    parser.add_argument("--seed", metavar="N", type=whole(0), default=default.seed,
                        help="seed of the random numbers (default: %(default)s)")
    parser.add_argument("--resamples", metavar="N", type=whole(FEWEST_RESAMPLES, 1_000_000), default=default.resamples,
                        help="bootstrap samples for each interval (default: %(default)s)")
    add_output(parser, "DIR", "folder for sensitivity.json and the pictures (default: STUDY/sensitivity, where those of an "
               "earlier analysis are replaced)", type=Path)
    parser.add_argument("--pictures", choices=("png", "svg", "none"), default="png",
                        help="file format of the pictures (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON (sensitivity.json) instead of tables")
    return parser.parse_args(words)


def write(arguments: argparse.Namespace) -> None:
    """Analyses, writes and prints. The record is looked for before the analysis, which may take minutes, the pictures after
    it, when their names are known; nothing is written before both."""
    if arguments.output:
        require_new([arguments.output / FILE], arguments.overwrite)
    settings = Settings(arguments.method, arguments.seed, arguments.resamples)
    report = analyse_all(read_study(arguments.study), settings, arguments.arm, arguments.outcome, arguments.month)
    folder = arguments.output or arguments.study / "sensitivity"
    drawn = [] if arguments.pictures == "none" else drawings(report, arguments.pictures)
    if arguments.output:
        require_new((folder / drawing.picture.file for drawing in drawn), arguments.overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    write_pictures(drawn, folder, arguments.pictures)
    pictures = [drawing.picture for drawing in drawn]
    record = as_record(report, pictures)
    write_record(record, folder / FILE)
    sys.stdout.write(as_json(record, ascii_alone=True) if arguments.json else as_text(report))
    if not arguments.json:
        print(f"{folder / FILE}" + (f" and {len(pictures)} pictures" if pictures else ""))


def main(words: list[str]) -> int:
    """Exit codes: 0, 2 for bad input, 4 for the file system."""
    arguments = parse_arguments(words)
    return exit_code_of(PROGRAM, lambda: write(arguments))
