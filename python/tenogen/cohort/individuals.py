"""Tables of individual patients in CSV, and the statistics of the series computed from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np

from .cohort import MOST_PATIENTS, Cohort, Report, Spread
from .fields import is_number
from .mistakes import CohortError, Mistakes, nearest, scale_text
from .observables import OBSERVABLES, Kind, Observable, Statistic
from .patient_names import notes_on_names
from .table import read_table

PATIENT = "patient"
MONTH = "month"
DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


@dataclass
class Column:
    """The values of one observable: of each patient and month that has one, in the observable's unit."""

    observable: Observable
    values: dict[str, dict[float, float]] = field(default_factory=dict)
    rounded_to: float = 1.0  # the finest step that any value is written to

    def add(self, patient: str, month: float, cell: str) -> None:
        """Takes a value as it is written."""
        self.values.setdefault(patient, {})[month] = float(cell)
        self.rounded_to = min(self.rounded_to, 10.0 ** Decimal(cell).as_tuple().exponent)

    def at(self, month: float) -> list[float]:
        """Values of the patients seen in a month."""
        return [values[month] for values in self.values.values() if month in values]

    def changes_at(self, month: float) -> list[float]:
        """Changes since month 0 of the patients who were seen in both."""
        return [values[month] - values[0.0] for values in self.values.values() if month in values and 0.0 in values]


def read_individuals(file: Path, text: str, sha256: str) -> Cohort:
    """The series that a table of patients makes. Raises CohortError with all mistakes."""
    mistakes = Mistakes(file)
    table = read_table(file, text, PATIENT)
    if not table.rows:
        raise CohortError(f"{file}: no rows. Write a header '{PATIENT},{MONTH},NAME [UNIT],...' and a row for each "
                          "patient and visit.")
    columns = _read_header(table.header, table.header_line, mistakes)
    seen = _read_rows(table.rows, table.header, columns, mistakes)
    if len(seen) > MOST_PATIENTS:
        mistakes.add(f"column '{PATIENT}'", f"has {len(seen)} patients. Allowed: at most {MOST_PATIENTS}.")
    mistakes.raise_if_any()

    visits = tuple(sorted({month for months in seen.values() for month in months}))
    reports = [report for column in columns.values() for report in _reports_of(column, visits, seen)]
    return Cohort(file, sha256, file.name, "table of individual patients", len(seen), None, "not stated in the table",
                  visits, tuple(reports), notes=(*table.notes, *notes_on_names(seen)))


def _read_header(header: list[str], line: int, mistakes: Mistakes) -> dict[str, Column]:
    """The columns of observables by their header."""
    known = {observable.header: observable for observable in OBSERVABLES.values()}
    columns = {}
    for required in (PATIENT, MONTH):
        if required not in header:
            mistakes.add(f"column '{required}'", "is missing.", line)
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            mistakes.add(f"column '{name}'", "appears more than once.", line)
        if name in known:
            columns[name] = Column(known[name])
        elif name not in (PATIENT, MONTH):
            mistakes.add(f"column '{name}'", f"is unknown. Did you mean '{nearest(name, known)}'? Allowed: {PATIENT}, "
                                             f"{MONTH}, {', '.join(known)}.", line)
    if not columns:
        mistakes.add("", f"no column holds an observable. Allowed: {', '.join(known)}.", line)
    return columns


def _read_rows(rows: list[tuple[int, list[str]]], header: list[str], columns: dict[str, Column],
               mistakes: Mistakes) -> dict[str, dict[float, int]]:
    """Fills the columns; returns each patient's months with the line they stand in."""
    seen: dict[str, dict[float, int]] = {}
    for line, row in rows:
        if len(row) != len(header):
            mistakes.add("", f"{len(row)} values for {len(header)} columns.", line)
            continue
        cells = dict(zip(header, row))
        patient, month = cells.get(PATIENT, "-"), _number(cells.get(MONTH, "0"))
        if not patient:
            mistakes.add(f"{PATIENT} = ''", "is blank. Allowed: a name or number.", line)
        if month is None or month < 0:
            mistakes.add(f"{MONTH} = '{cells[MONTH]}'", "is not a month. Allowed: a plain decimal number, at least 0.", line)
        if patient and month is not None and month >= 0 and PATIENT in cells and MONTH in cells:
            if month in seen.get(patient, {}):
                mistakes.add(f"{PATIENT} '{patient}'", f"already has month {month:g} in line {seen[patient][month]}.", line)
            seen.setdefault(patient, {})[month] = line
        for name, cell in zip(header, row):
            if name in columns and cell:
                _read_cell(cell, patient, month, columns[name], mistakes, line)
    return seen


def _read_cell(cell: str, patient: str, month: float | None, column: Column, mistakes: Mistakes, line: int) -> None:
    observable = column.observable
    low, high = observable.scale
    number = _number(cell)
    place = f"{observable.header} = '{cell}'"
    if observable.kind is Kind.SIGN and number not in (0.0, 1.0):
        mistakes.add(place, "is not an answer. Allowed: 1 for yes, 0 for no, or nothing.", line)
    elif number is None or number < low or (high is not None and number > high):
        mistakes.add(place, f"is not possible. Allowed: a plain decimal number, {scale_text(low, high)}, or nothing.", line)
    elif observable.kind is Kind.MILESTONE and not set(column.values.get(patient, {}).values()) <= {number}:
        mistakes.add(place, f"differs from another line of patient '{patient}'. Allowed: one month per patient.", line)
    elif month is not None:
        column.add(patient, month, cell)


def _number(cell: str) -> float | None:
    """The number that a plain decimal says, None of anything else."""
    number = float(cell) if DECIMAL.fullmatch(cell) else None
    return number if is_number(number) else None


def _reports_of(column: Column, visits: tuple[float, ...], seen: dict[str, dict[float, int]]) -> list[Report]:
    if column.observable.kind is Kind.MILESTONE:
        return _milestone_reports(column, visits, seen)
    reports = []
    for month in visits:
        if not (values := column.at(month)):
            continue
        if column.observable.kind is Kind.SIGN:
            reports.append(Report(column.observable, Statistic.COUNT, int(sum(values)), len(values), month,
                                  statement=f"{int(sum(values))} of {len(values)} in the table"))
            continue
        reports.append(_median_report(column, Statistic.MEDIAN, values, month))
        if month > 0 and (changes := column.changes_at(month)):
            reports.append(_median_report(column, Statistic.MEDIAN_CHANGE, changes, month))
    return reports


def _median_report(column: Column, statistic: Statistic, values: list[float], month: float) -> Report:
    spread = Spread("sd", float(np.std(values, ddof=1))) if len(values) > 1 else None
    return Report(column.observable, statistic, float(np.median(values)), len(values), month, column.rounded_to, spread,
                  statement="computed from the table")


def _milestone_reports(column: Column, visits: tuple[float, ...], seen: dict[str, dict[float, int]]) -> list[Report]:
    """The latest month where all reached it; else how many had by the last visit, of those seen then or there before."""
    months = [next(iter(values.values())) for values in column.values.values()]
    if len(months) == len(seen):
        return [Report(column.observable, Statistic.LATEST_MONTH, max(months), len(months),
                       rounded_to=column.rounded_to, statement="computed from the table")]
    last = visits[-1]
    followed = {patient for patient, own in seen.items() if last in own} | set(column.values)
    reached = sum(month <= last for month in months)
    return [Report(column.observable, Statistic.COUNT, reached, len(followed), last,
                   statement=f"{reached} of {len(followed)} in the table, by its last month")]
