"""What a clinical series reports, however it was written down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .observables import Observable, Statistic

MOST_PATIENTS = 10_000  # of a series

Value = float | tuple[float, float] | str  # a number, the ends of a range, or a direction


@dataclass(frozen=True)
class Spread:
    """How far the patients differ, as reported: `sd`, or the ends of `iqr` or `range`; unit of the observable."""

    kind: str
    value: float | tuple[float, float]


@dataclass(frozen=True)
class Reading:
    """Another statistic that the same reported value may be."""

    statistic: Statistic
    reason: str


@dataclass(frozen=True)
class Report:
    """One reported value.

    `month` is the visit it belongs to (for LATEST_MONTH None: there the value is the month). `rounded_to` is
    the step to which the value is given, in its unit; None where it is a count or a direction. `statistic` is
    the default reading; `readings` holds the others. `statement` is the source's own words or their sense.
    """

    observable: Observable
    statistic: Statistic
    value: Value
    n: int
    month: float | None = None
    rounded_to: float | None = None
    spread: Spread | None = None
    statement: str = ""
    readings: tuple[Reading, ...] = ()
    assumptions: tuple[str, ...] = ()

    def all_statistics(self) -> list[Statistic]:
        """The default reading first, then the others."""
        return [self.statistic, *(reading.statistic for reading in self.readings)]


@dataclass(frozen=True)
class Cohort:
    """A series of patients. `control_group` is None where the file does not say. `notes` say how a table was understood,
    and what is suspicious in it."""

    file: Path
    sha256: str
    title: str
    citation: str
    n: int
    control_group: bool | None
    treatment: str
    visits: tuple[float, ...]
    reports: tuple[Report, ...]
    not_reported: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
