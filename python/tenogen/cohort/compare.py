"""Simulated patients against the reports of a series, reading by reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenogen.runs.run_directory import RunDirectory

from .assumptions import Assumptions
from .cohort import Cohort, Report
from .evaluate import Evaluation, evaluate_count, evaluate_direction, evaluate_latest_month, evaluate_numbers
from .mistakes import CohortError, nearest
from .noise import noise_sd
from .observables import Kind, Statistic
from .patients import Answers
from .simulated import collect, milestone, outcome, relative_change, shows


ALONE = "only this run has a value, and one run is not a virtual cohort"


@dataclass(frozen=True)
class Comparison:
    """One reading of one report against the simulated patients.

    `selected` marks the reading that holds: the one of the cohort file (`report.statistic`), or the one asked
    for. `evaluations` has one entry, of a range one per end; none where no run answers. `patients` is the
    number of runs that answer, `lacking` says of each other one, by its label, why not.
    """

    report: Report
    statistic: Statistic
    selected: bool
    evaluations: tuple[Evaluation, ...]
    patients: int
    lacking: dict[str, str]


@dataclass(frozen=True)
class Result:
    """A whole comparison. `runs` are all that were given, `used` those that ended well; `absent` says what of a
    study is missing."""

    cohort: Cohort
    assumptions: Assumptions
    runs: tuple[RunDirectory, ...]
    used: tuple[RunDirectory, ...]
    comparisons: tuple[Comparison, ...]
    absent: tuple[str, ...] = ()

    @property
    def is_one_patient(self) -> bool:
        """Whether a single patient is compared, not a virtual cohort."""
        return len(self.used) == 1


def select_readings(cohort: Cohort, wishes: Sequence[str]) -> dict[str, Statistic]:
    """The readings asked for as `observable=statistic`. Raises CohortError with all that are not allowed."""
    selected: dict[str, Statistic] = {}
    mistakes: list[str] = []
    readings: dict[str, list[Statistic]] = {}
    for report in cohort.reports:
        several = report.all_statistics() if report.readings else []
        readings.setdefault(report.observable.name, []).extend(several)
    for wish in wishes:
        name, _, statistic = wish.partition("=")
        allowed = dict.fromkeys(reading.value for reading in readings.get(name, []))
        if name not in readings:
            mistakes.append(f"--reading {wish}: {cohort.file} reports no '{name}'. Did you mean "
                            f"'{nearest(name, readings)}'?")
        elif statistic not in allowed:
            mistakes.append(f"--reading {wish}: {cohort.file} allows no such reading. Allowed for {name}: "
                            f"{', '.join(allowed) or 'none, since the source is unambiguous'}.")
        elif selected.setdefault(name, Statistic(statistic)).value != statistic:
            mistakes.append(f"--reading {wish}: a different reading of {name} was already given.")
    if mistakes:
        raise CohortError("\n".join(mistakes))
    return selected


def compare(runs: Sequence[RunDirectory], cohort: Cohort, assumptions: Assumptions, wishes: Sequence[str] = (),
            absent: Sequence[str] = ()) -> Result:
    """Every reading of every report: one run is one patient, several are a virtual cohort.

    `absent` are sentences on patients that should be there and have no run to show.

    Raises CohortError where a wish is not allowed or no run is complete.
    """
    selected = select_readings(cohort, wishes)
    used = tuple(run for run in runs if run.state == "complete")
    if not used:
        states = ", ".join(f"{run.folder} ({run.state})" for run in runs)
        raise CohortError(f"no run is complete: {states}. Compare finished runs.")
    comparisons = []
    for report in cohort.reports:
        wish = selected.get(report.observable.name)
        holds = wish if wish in report.all_statistics() else report.statistic
        for statistic in report.all_statistics():
            evaluations, lacking = _evaluate(used, report, statistic, assumptions)
            if len(used) - len(lacking) == 1 < len(used):
                evaluations = []
                lacking |= {run.label: ALONE for run in used if run.label not in lacking}
            comparisons.append(Comparison(report, statistic, statistic is holds, tuple(evaluations),
                                          len(used) - len(lacking), lacking))
    return Result(cohort, assumptions, tuple(runs), used, tuple(comparisons), tuple(absent))


def _evaluate(runs: Sequence[RunDirectory], report: Report, statistic: Statistic, assumptions: Assumptions
              ) -> tuple[list[Evaluation], dict[str, str]]:
    """The evaluations, none where no run answers; and why runs do not, by their labels."""
    observable, month = report.observable, report.month
    if observable.remark:
        return [], {run.label: observable.remark for run in runs}

    if statistic is Statistic.COUNT:
        signs, lacking = collect(runs, lambda run: shows(run, observable, month, assumptions))
        return evaluate_count(report, signs) if signs else [], lacking

    if statistic is Statistic.LATEST_MONTH:
        until = report.value + report.rounded_to / 2
        months, lacking = collect(runs, lambda run: milestone(run, observable.source, until))
        return evaluate_latest_month(report, months, assumptions) if months else [], lacking

    if observable.kind is Kind.SIGN:  # a direction of the volume that the sign rests on, as a share of month 0
        changes, lacking = collect(runs, lambda run: relative_change(run, observable.source, month))
        shares = Answers(1 + np.array(changes), np.ones(len(changes)))
        return evaluate_direction(report, shares, assumptions, assumptions.fluid_change) if changes else [], lacking

    visits = (month, 0.0) if statistic.is_change else (month,)
    values, lacking = collect(runs, lambda run: (noise_sd(run, observable.name),
                                                 *(outcome(run, observable.source, visit, observable.scale)
                                                   for visit in visits)))
    if not values:
        return [], lacking
    noise, *scores = map(np.array, zip(*values))
    shift = assumptions.shift_of(observable.name, month)
    answers = Answers(*scores, scale=observable.scale, noise_sd=noise, shift_mean=shift.mean, shift_sd=shift.sd)
    if statistic is Statistic.DIRECTION:
        return evaluate_direction(report, answers, assumptions), lacking
    return evaluate_numbers(report, statistic, answers, assumptions), lacking
