"""A comparison as a table for people."""

from __future__ import annotations

import math

from .compare import Comparison, Result
from .evaluate import Evaluation
from .observables import Statistic
from .statements import assumed, meaning, name_of, rate_text, reasons, warnings

SHORT = {Statistic.MEDIAN_CHANGE: "median change", Statistic.MEAN_CHANGE: "mean change",
         Statistic.LATEST_MONTH: "all by month"}
VERDICTS = {True: "compatible", False: "incompatible", None: "not judged"}
NEVER = "never"
THE_READING_THAT_HOLDS = "* the reading in use; the other readings are allowed by the source as well"
NONE = "-"


def as_text(result: Result) -> str:
    """The whole comparison: heading, table, notes, what is not compared, warnings, assumptions, meaning."""
    cohort = result.cohort
    one = result.is_one_patient
    patients = f"one patient, {result.used[0].label}" if one else f"virtual cohort of {len(result.used)} patients"
    lines = [f"Observed:  {cohort.title} (n = {cohort.n})", f"Simulated: {patients}", ""]
    compared = [comparison for comparison in result.comparisons if comparison.evaluations]
    lines += _table(compared, one) if compared else ["Nothing could be compared."]
    lines += _section("Notes", _notes(compared))
    lines += _section("Not compared", [f"{name_of(comparison)}: {'; '.join(reasons(comparison))}"
                                       for comparison in result.comparisons if not comparison.evaluations])
    lines += _section("Warnings", warnings(result))
    lines += _section("Assumed", assumed(result))
    return "\n".join([*lines, "", *meaning(result)]) + "\n"


def table_cells(compared: list[Comparison], one: bool) -> list[list[str]]:
    """The table's heads, then a row per value; `compared` are comparisons with values, of `one` patient or several."""
    heads = ["", "observable", "month", "reading", "observed", "n", "simulated", "difference"]
    heads += ["answer, 95 %", "verdict"] if one else ["cohorts, 95 %", "quantile", "tails", "likelihood", "verdict"]
    rows = [heads]
    for number, comparison in enumerate(compared, start=1):
        rows += [_row(number, comparison, evaluation, one) for evaluation in comparison.evaluations]
    return rows


def _table(compared: list[Comparison], one: bool) -> list[str]:
    rows = table_cells(compared, one)
    widths = [max(map(len, column)) for column in zip(*rows)]
    left = {rows[0].index(head) for head in ("observable", "reading", "verdict")}
    lines = ["  ".join(cell.ljust(width) if column in left else cell.rjust(width)
                       for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:], "",
            THE_READING_THAT_HOLDS + ("" if one else "; tails: two-sided share of virtual cohorts as far out")]


def _row(number: int, comparison: Comparison, evaluation: Evaluation, one: bool) -> list[str]:
    report = comparison.report
    has_unit = comparison.statistic.is_of_numbers and report.observable.unit not in ("-", "month")
    unit = f" {report.observable.unit}" if has_unit else ""
    reading = ", ".join(filter(None, [SHORT.get(comparison.statistic, comparison.statistic.value), evaluation.part]))
    cells = [str(number), report.observable.name, NONE if report.month is None else f"{report.month:g}",
             reading + (" *" if comparison.selected else ""), _shown(evaluation.observed) + unit, str(report.n),
             _shown(evaluation.simulated), _shown(evaluation.difference, "+"), _shown(evaluation.interval)]
    if not one:
        cells += [_shown(evaluation.quantile), _shown(evaluation.tail_share), _shown(evaluation.likelihood)]
    return cells + [VERDICTS[evaluation.compatible]]


def _shown(value: float | str | tuple[float, float] | None, sign: str = "") -> str:
    """A value of a table; infinite is a milestone that is never reached."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return " to ".join(map(_shown, value))
    if math.isinf(value):
        return NEVER
    if abs(value) < 5e-3:
        return f"{value:{sign}.1e}" if value else "0"
    return f"{value:{sign}.4g}" if abs(value) >= 100 else f"{value:{sign}.3g}"


def notes_on(comparison: Comparison) -> list[str]:
    """Notes on one row: what the source says first, then what the numbers call for."""
    report = comparison.report
    notes = [f"other reading: {reading.reason}" for reading in report.readings
             if reading.statistic is comparison.statistic]
    if comparison.statistic is report.statistic:
        notes = [f"source: {report.statement}", *report.assumptions]
    notes += dict.fromkeys(note for evaluation in comparison.evaluations for note in evaluation.notes)
    return notes + list(filter(None, [rate_text(comparison)]))


def _notes(compared: list[Comparison]) -> list[str]:
    """Notes by the number of the row."""
    return [f"{number if i == 0 else '':>2}  {note}" for number, comparison in enumerate(compared, start=1)
            for i, note in enumerate(notes_on(comparison))]


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []
