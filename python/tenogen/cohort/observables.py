"""The closed list of what a clinical series may report, and what of a run answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How an observable is measured, which decides the statistics that make sense."""

    QUANTITY = "quantity"    # a number per patient and visit
    SIGN = "sign"            # yes or no per patient and visit
    MILESTONE = "milestone"  # the month in which a patient reaches it, or never


class Statistic(Enum):
    """What a publication says of all its patients together."""

    MEDIAN = "median"
    MEAN = "mean"
    RANGE = "range"
    MEDIAN_CHANGE = "median_change_from_baseline"
    MEAN_CHANGE = "mean_change_from_baseline"
    COUNT = "count"
    DIRECTION = "direction"
    LATEST_MONTH = "latest_month_reached_by_all"

    @property
    def is_change(self) -> bool:
        """Whether it speaks of each patient's own change since month 0."""
        return self in (Statistic.MEDIAN_CHANGE, Statistic.MEAN_CHANGE, Statistic.DIRECTION)

    @property
    def is_of_numbers(self) -> bool:
        """Whether its value is a number (or two) in the unit of the observable."""
        return self not in (Statistic.COUNT, Statistic.DIRECTION)


QUANTITY_STATISTICS = (Statistic.MEDIAN, Statistic.MEAN, Statistic.RANGE, Statistic.MEDIAN_CHANGE,
                       Statistic.MEAN_CHANGE, Statistic.DIRECTION)
DIRECTIONS = ("decrease", "increase")
SPREADS = ("sd", "iqr", "range")


@dataclass(frozen=True)
class Observable:
    """One thing that is measured in every patient.

    `scale` holds the smallest and largest possible value in `unit`; None stands for no limit. `source` is
    what of a run's summary.json answers to it, an outcome at the visits or a milestone, in the same unit
    where it is a quantity; None where tenogen computes nothing of the kind, and `remark` then says so.
    """

    name: str
    kind: Kind
    unit: str
    scale: tuple[float, float | None]
    statistics: tuple[Statistic, ...]
    meaning: str
    source: str | None = None
    remark: str = ""

    @property
    def header(self) -> str:
        """Name and unit as the column of a table has them."""
        return f"{self.name} [{self.unit}]"


def _quantity(name: str, unit: str, largest: float | None, meaning: str, source: str | None = None,
              remark: str = "") -> Observable:
    return Observable(name, Kind.QUANTITY, unit, (0, largest), QUANTITY_STATISTICS, meaning, source, remark)


def _sign(name: str, meaning: str, source: str | None = None, *more: Statistic) -> Observable:
    return Observable(name, Kind.SIGN, "-", (0, 1), (Statistic.COUNT, *more), meaning, source)


def _milestone(name: str, meaning: str, source: str) -> Observable:
    return Observable(name, Kind.MILESTONE, "month", (0, None), (Statistic.LATEST_MONTH, Statistic.COUNT), meaning,
                      source)


OBSERVABLES = {observable.name: observable for observable in [
    _quantity("vas", "-", 10, "pain in daily life, visual analogue scale, 10 is worst", "vas [-]"),
    _quantity("vas_sport", "-", 10, "pain in sport, visual analogue scale, 10 is worst", "vas sport [-]"),
    _quantity("visa_a", "-", 100, "VISA-A score of the Achilles tendon, 100 is best", "visa-a [-]"),
    _quantity("atrs", "-", 100, "Achilles Tendon Total Rupture Score, 100 is best", remark="tenogen computes no ATRS"),
    _quantity("gap_length", "mm", None, "length of the gap between the stumps",
              remark="the gap length is an input of a run, not an outcome"),
    _quantity("tendon_csa", "mm^2", None, "cross-section of the tendon",
              remark="no cross-section is among the outcomes at the visits"),
    _quantity("gap_stiffness_ea", "kN", None, "axial stiffness EA of the healing part", "gap stiffness EA [kN]"),
    _sign("tendon_regenerated_on_mri", "a reader of MRI finds tendon tissue in the gap", "gap regenerated share [-]"),
    _sign("fluid_and_swelling_reduced_on_mri", "a reader of MRI finds less fluid in the tendon than at the start",
          "gap fluid volume [mm^3]", Statistic.DIRECTION),
    _sign("complications", "a complication until the visit"),
    _milestone("daily_activity", "daily activities as before the injury", "daily activity [month]"),
    _milestone("recreational_sport", "recreational sport as before the injury", "recreational sport [month]"),
]}
