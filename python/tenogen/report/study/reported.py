"""The values of a clinical series that stand beside an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from tenogen.cohort.cohort import Cohort
from tenogen.cohort.observables import Statistic
from tenogen.runs.run_directory import SAME_VISIT

LEVELS = (Statistic.MEDIAN, Statistic.MEAN)
CHANGES = (Statistic.MEDIAN_CHANGE, Statistic.MEAN_CHANGE)


@dataclass(frozen=True)
class Reported:
    """A value of the series at a visit, of the outcome or of its change since month 0. `holds` marks the reading
    of the cohort file; others are allowed by the source."""

    month: float
    value: float
    statistic: str
    holds: bool


def reported(cohort: Cohort | None, outcome: str, of_change: bool) -> list[Reported]:
    """What a series says of an outcome, in any reading."""
    if cohort is None:
        return []
    wanted = CHANGES if of_change else LEVELS
    return [Reported(report.month, report.value, statistic.value.replace("_", " "), statistic is report.statistic)
            for report in cohort.reports if report.observable.source == outcome and report.month is not None
            for statistic in report.all_statistics() if statistic in wanted]


def at_month(values: list[Reported], month: float) -> list[Reported]:
    """Those of one visit."""
    return [value for value in values if abs(value.month - month) < SAME_VISIT]
