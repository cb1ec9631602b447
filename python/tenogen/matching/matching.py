"""All points of a study against all that a series reports: which are ruled out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tenogen.cohort.assumptions import Assumptions
from tenogen.cohort.cohort import Cohort, Report
from tenogen.cohort.compare import select_readings
from tenogen.cohort.mistakes import CohortError
from tenogen.cohort.observables import Statistic
from tenogen.cohort.simulated import OutcomeUnavailable
from tenogen.runs.run_directory import RunDirectory
from tenogen.studies.study_folder import DONE, Status, StudyFolder, counts_text

from .discrepancy import Discrepancy, discrepancy
from .uncertainty import Uncertainty


@dataclass(frozen=True)
class Reading:
    """One reading of a report against every point.

    `holds` marks the reading that may rule out. `found` has an entry for each point, None where the run does
    not answer; `lacking` says for each such run that is done why not.
    """

    report: Report
    statistic: Statistic
    holds: bool
    found: tuple[Discrepancy | None, ...]
    lacking: dict[int, str]

    @cached_property
    def z(self) -> np.ndarray:
        """Discrepancies (points,), NaN where there is none."""
        return np.array([math.nan if one is None else one.z for one in self.found])


@dataclass(frozen=True)
class Alternative:
    """What is left where other readings hold than those chosen."""

    readings: tuple[Reading, ...]
    not_ruled_out: int
    judged: int


@dataclass(frozen=True)
class Matching:
    """The points of one arm, judged. `runs` are those that are done. Arrays have an entry for each point of the design.

    `largest` and `second` hold the largest and the second-largest |z| of the readings that hold, NaN where a
    point is not judged.
    """

    study: StudyFolder
    arm: str
    cohort: Cohort
    assumptions: Assumptions
    uncertainty: Uncertainty
    statuses: tuple[Status, ...]
    runs: tuple[RunDirectory, ...]
    readings: tuple[Reading, ...]
    largest: np.ndarray
    second: np.ndarray

    @cached_property
    def implausibility(self) -> np.ndarray:
        """I of each point: what is held against the cut-off."""
        return self.second if self.uncertainty.by_second else self.largest

    @cached_property
    def judged(self) -> np.ndarray:
        """Whether a point has an implausibility."""
        return ~np.isnan(self.implausibility)

    @cached_property
    def is_left(self) -> np.ndarray:
        """Whether a point is judged and not ruled out."""
        return self.judged & (self.implausibility <= self.uncertainty.cut_off)

    @cached_property
    def order(self) -> list[int]:
        """The judged points, least implausible first; of equally implausible ones that with the smaller finite |z|."""
        sizes = np.array([np.abs(reading.z) for reading in self.readings if reading.holds])
        finite = np.where(np.isfinite(sizes), sizes, 0.0).max(axis=0)
        return [int(point) for point in np.lexsort((finite, self.implausibility)) if self.judged[point]]

    @cached_property
    def holding(self) -> list[Reading]:
        """The readings that hold and that some run answers."""
        return [reading for reading in self.readings if reading.holds and len(reading.lacking) < self.n_done]

    @cached_property
    def n_done(self) -> int:
        """Points whose run of this arm is done."""
        return sum(status.state == DONE for status in self.statuses)

    def worst_of(self, point: int) -> Reading:
        """The reading that a judged point disagrees with most."""
        return max(self.holding, key=lambda reading: np.nan_to_num(abs(reading.z[point]), nan=-1.0, posinf=np.inf))


def match(study: StudyFolder, arm: str, cohort: Cohort, assumptions: Assumptions, uncertainty: Uncertainty,
          wishes: Sequence[str] = ()) -> Matching:
    """Judges the points of an arm. Raises CohortError where none is done, or none answers anything."""
    chosen = select_readings(cohort, wishes)
    statuses = tuple(study.statuses(arm))
    runs = {status.point: study.run(status.point, arm) for status in statuses if status.state == DONE}
    if not runs:
        raise CohortError(f"{study.folder}: no run of the arm '{arm}' is done: {counts_text(statuses)}. Run the study "
                          "with `tenogen sweep run`.")
    readings = []
    for report in cohort.reports:
        wish = chosen.get(report.observable.name)
        holds = wish if wish in report.all_statistics() else report.statistic
        for statistic in report.all_statistics():
            found: list[Discrepancy | None] = [None] * len(statuses)
            lacking = {}
            for point, run in runs.items():
                try:
                    found[point] = discrepancy(run, report, statistic, assumptions, uncertainty)
                except OutcomeUnavailable as reason:
                    lacking[point] = str(reason)
            readings.append(Reading(report, statistic, statistic is holds, tuple(found), lacking))
    largest, second = largest_two([reading for reading in readings if reading.holds])
    if np.isnan(largest).all():
        raise CohortError(f"{study.folder}: no run of the arm '{arm}' has a value for anything that {cohort.file} reports.")
    return Matching(study, arm, cohort, assumptions, uncertainty, statuses, tuple(runs.values()), tuple(readings),
                    largest, second)


def largest_two(readings: Sequence[Reading]) -> tuple[np.ndarray, np.ndarray]:
    """The largest and the second-largest |z| of each point; NaN where a point has none, or only one."""
    sizes = np.array([np.abs(reading.z) for reading in readings] + [np.full(len(readings[0].found), np.nan)] * 2)
    ordered = -np.sort(-np.where(np.isnan(sizes), -np.inf, sizes), axis=0)[:2]
    ordered[np.isneginf(ordered)] = np.nan
    return ordered[0], ordered[1]


def alternatives(matching: Matching) -> list[Alternative]:
    """What is left where, of one ambiguous report at a time, another reading holds."""
    found = []
    for other in matching.readings:
        if other.holds or len(other.lacking) == matching.n_done:
            continue
        readings = [other if reading.holds and reading.report is other.report else reading
                    for reading in matching.readings if reading.holds]
        sizes = largest_two(readings)[matching.uncertainty.by_second]
        judged = ~np.isnan(sizes)
        left = judged & (sizes <= matching.uncertainty.cut_off)
        found.append(Alternative(tuple(readings), int(left.sum()), int(judged.sum())))
    return found
