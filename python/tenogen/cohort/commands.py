"""The command line of `tenogen compare`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tenogen.optional import package
from tenogen.runs.command_line import Parser, add_output, exit_code_of, require_new, whole
from tenogen.runs.run_directory import RunDirectory, labels_of
from tenogen.studies.study_folder import DONE, StudyFolder, missing_runs_text, counts_text, is_study

from .arms import require_one_arm
from .assumptions import Assumptions
from .cohort import Cohort
from .compare import Result, compare
from .mistakes import CohortError
from .reading import read_cohort
from .record import as_json
from .text import as_text

PROGRAM = "tenogen compare"
OF_MATCHING = ("model_sd", "patient_sd", "disagreement", "cut_off", "second_largest", "output", "overwrite")


def parse_arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    default = Assumptions()
    parser = Parser(
        prog=PROGRAM, description="Compares simulated patients with what a clinical series reports. One run is one "
                                  "patient; several, or one arm of a study, are a virtual cohort, from which series as "
                                  "large as the reported one are drawn. With --match the points of a study are judged "
                                  "one by one: which does the series rule out? The verdict is compatible or incompatible; "
                                  "it is never evidence of efficacy.",
        epilog="examples: tenogen compare results/treated --cohort params/cohorts/achilles_bm_msc_2025.json; "
               "tenogen compare results/study --arm treated --match --cohort params/cohorts/achilles_bm_msc_2025.json")
    parser.add_argument("runs", metavar="RUN", nargs="+", type=Path,
                        help="run directory of `tenogen run`: one simulated patient; or the folder of one study")
    parser.add_argument("--cohort", metavar="FILE", type=Path, required=True,
                        help="what was observed: a series in .json, or a table of patients in .csv (docs/cohort.md)")
    parser.add_argument("--arm", metavar="NAME", help="the arm of the study; required if it has several")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--reading", metavar="OBSERVABLE=STATISTIC", action="append", default=[],
                        help="which reading to use if the source allows several; may be repeated")
    parser.add_argument("--seed", metavar="N", type=whole(0), default=default.seed,
                        help="seed of the random numbers (default: %(default)s)")
    parser.add_argument("--virtual-cohorts", metavar="N", type=whole(100, 1_000_000), default=default.virtual_cohorts,
                        help="how many virtual cohorts are drawn (default: %(default)s)")
    parser.add_argument("--non-specific", action="store_true",
                        help="add what patients report without any cause in the tendon (assumed)")
    parser.add_argument("--regenerated-share", metavar="SHARE", type=share, default=default.regenerated_share,
                        help="share of the gap that must be regenerated for a reader of the MRI to find a tendon "
                             "(default: %(default)s)")
    parser.add_argument("--fluid-change", metavar="SHARE", type=share, default=default.fluid_change,
                        help="smallest relative change of the fluid that a reader of the MRI sees (default: %(default)s)")
    _add_matching(parser)
    arguments = parser.parse_args(words)
    _check(parser, arguments)
    return arguments


def _add_matching(parser: Parser) -> None:
    group = parser.add_argument_group("history matching (docs/matching.md)")
    group.add_argument("--match", action="store_true",
                       help="judge the points of a study: discrepancies, ranks, the region that is not ruled out")
    group.add_argument("--model-sd", metavar="OBSERVABLE=NUMBER", action="append",
                       help="standard deviation of the model's error, in the observable's unit; may be repeated "
                            "(default: assumed values)")
    group.add_argument("--patient-sd", metavar="OBSERVABLE=NUMBER", action="append",
                       help="standard deviation between patients, likewise")
    group.add_argument("--disagreement", metavar="SHARE", type=share,
                       help="share of patients who differ from their run in a yes-or-no outcome (default: 0.05, assumed)")
    group.add_argument("--cut-off", metavar="NUMBER", type=positive,
                       help="implausibility above which a point is ruled out (default: 3, Pukelsheim's rule)")
    group.add_argument("--second-largest", action="store_true", default=None,
                       help="rule out by the second-largest discrepancy: one reading alone may be wrong")
    add_output(group, "DIR", "folder for table, record, picture and new study (default: STUDY/matching/ARM, where those of an "
               "earlier matching are replaced)", type=Path)


def _check(parser: Parser, arguments: argparse.Namespace) -> None:
    """Options that contradict each other."""
    studies = [folder for folder in arguments.runs if is_study(folder)]
    if studies and len(arguments.runs) > 1:
        parser.error(f"{studies[0]} is a study. Give either one study or one or more runs.")
    if not studies and (arguments.arm or arguments.match):
        parser.error(f"{'--match' if arguments.match else '--arm'} needs the folder of a study (`tenogen sweep design`).")
    if not arguments.match:
        given = [name for name in OF_MATCHING if getattr(arguments, name) is not None]
        if given:
            parser.error(f"--{given[0].replace('_', '-')} belongs to --match.")


def share(text: str) -> float:
    """A type of the command line: a number from 0 to 1."""
    number = _number(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 0 to 1")
    return number


def positive(text: str) -> float:
    """A type of the command line: a finite number above 0."""
    number = _number(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0


def _compare(arguments: argparse.Namespace, cohort: Cohort, assumptions: Assumptions) -> Result:
    """The runs, or those of a study's arm that are done, as patients."""
    if not is_study(arguments.runs[0]):
        runs = [RunDirectory(folder, label) for folder, label in zip(arguments.runs, labels_of(arguments.runs))]
        return compare(runs, cohort, assumptions, arguments.reading, require_one_arm(runs, cohort.file))
    study = StudyFolder(arguments.runs[0])
    arm = study.arm(arguments.arm)
    statuses = study.statuses(arm)
    runs = [study.run(status.point, arm) for status in statuses if status.state == DONE]
    if not runs:
        raise CohortError(f"{study.folder}: no run of the arm '{arm}' is done: {counts_text(statuses)}. Run the study with "
                          "`tenogen sweep run`.")
    absent = missing_runs_text(statuses)
    return compare(runs, cohort, assumptions, arguments.reading, [f"Left out: {absent}"] if absent else [])


def _match(arguments: argparse.Namespace, cohort: Cohort, assumptions: Assumptions) -> None:
    """The points of a study's arm, one by one. Only this needs matplotlib, for its picture."""
    package("matplotlib", "--match")
    from tenogen.matching.matching import match
    from tenogen.matching.record import as_json as matching_json
    from tenogen.matching.region import region
    from tenogen.matching.text import as_text as matching_text
    from tenogen.matching.uncertainty import Uncertainty, from_words
    from tenogen.matching.write import FILES, default_folder, write

    standard = Uncertainty()
    uncertainty = from_words(arguments.model_sd or [], arguments.patient_sd or [],
                             standard.disagreement if arguments.disagreement is None else arguments.disagreement,
                             arguments.cut_off or standard.cut_off, bool(arguments.second_largest))
    study = StudyFolder(arguments.runs[0])
    if arguments.output:
        require_new((arguments.output / name for name in FILES), arguments.overwrite)
    matching = match(study, study.arm(arguments.arm), cohort, assumptions, uncertainty, arguments.reading)
    ranges = region(matching) if matching.is_left.any() else []
    folder = arguments.output or default_folder(matching)
    try:
        write(matching, ranges, folder)  # first: whoever reads the text may stop
    finally:
        sys.stdout.write(matching_json(matching, ranges, ascii_alone=True) if arguments.json
                         else matching_text(matching, ranges))
    if not arguments.json:
        print(f"\n{folder}: {', '.join(FILES)}")


def _show(result: Result, json: bool) -> None:
    """Prints the comparison as text or JSON. Raises CohortError where nothing could be compared."""
    sys.stdout.write(as_json(result) if json else as_text(result))
    if not any(comparison.evaluations for comparison in result.comparisons):
        raise CohortError(f"nothing that {result.cohort.file} reports could be compared. See 'Not compared' for the reasons.")


def main(words: list[str]) -> int:
    """Exit codes: 0, 2 for bad input, 4 for the file system."""
    arguments = parse_arguments(words)
    return exit_code_of(PROGRAM, lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> None:
    assumptions = Assumptions(arguments.non_specific, arguments.regenerated_share, arguments.fluid_change,
                              arguments.virtual_cohorts, arguments.seed)
    cohort = read_cohort(arguments.cohort)
    if arguments.match:
        _match(arguments, cohort, assumptions)
    else:
        _show(_compare(arguments, cohort, assumptions), arguments.json)
