"""A matching as text for people."""

from __future__ import annotations

import math

import numpy as np

from tenogen.cohort.assumptions import NON_SPECIFIC
from tenogen.cohort.noise import noise_text
from tenogen.cohort.text import SHORT
from tenogen.studies.study_folder import DONE, missing_runs_text

from .matching import Matching, Reading, alternatives
from .region import BY_CHANCE, Levels, Range

SHOWN = 10     # points of the table; the CSV has all
NONE = "-"


def as_text(matching: Matching, ranges: list[Range | Levels]) -> str:
    """Heading, share, readings, points, ranges, warnings, assumptions, meaning."""
    cohort = matching.cohort
    lines = [f"Observed:  {cohort.title} (n = {cohort.n})",
             f"Simulated: {matching.study.title}, arm {matching.arm}, {matching.n_done} of {len(matching.statuses)} "
             "points done", "", share_text(matching), ""]
    lines += columns(reading_cells(matching), {1, 3})
    lines += ["", "* the reading in use, which can rule out points; the others are allowed by the source as well"]
    lines += section("With another reading", alternative_lines(matching))
    lines += ["", f"Points, least implausible first ({min(SHOWN, len(matching.order))} of {len(matching.order)} judged)"]
    lines += columns(point_cells(matching, SHOWN), set())
    if ranges:
        lines += ["", "What is left of each parameter"] + columns(range_cells(ranges), {0, 1, 2, 8})
    lines += section("Not used", not_used(matching)) + section("Warnings", warnings(matching))
    lines += section("Assumed", assumed(matching))
    return "\n".join([*lines, "", *meaning(matching)]) + "\n"


def share_text(matching: Matching) -> str:
    """How much is left."""
    left, judged = int(matching.is_left.sum()), int(matching.judged.sum())
    return (f"{left} of {judged} judged points ({left / judged:.0%}) are not ruled out: I at most "
            f"{matching.uncertainty.cut_off:g}")


def name_of(reading: Reading) -> str:
    """Observable, visit and reading in one line."""
    month = "" if reading.report.month is None else f", month {reading.report.month:g}"
    return f"{reading.report.observable.name}{month}, {reading.statistic.value}"


def reading_cells(matching: Matching) -> list[list[str]]:
    """Heads, then a row for each reading that some run answers."""
    rows = [["", "observable", "month", "reading", "observed", "n", "expected", "z", "points ruled out"]]
    for reading in answered(matching):
        report, z = reading.report, reading.z[~np.isnan(reading.z)]
        expected = [one.expected for one in reading.found if one and one.expected is not None]
        ruled_out = int(np.sum(np.abs(z) > matching.uncertainty.cut_off))
        rows.append([str(len(rows)), report.observable.name, NONE if report.month is None else f"{report.month:g}",
                     SHORT.get(reading.statistic, reading.statistic.value) + (" *" if reading.holds else ""),
                     _value(report.value), str(report.n), _span(expected, "never"), _span(z), f"{ruled_out} of {len(z)}"])
    return rows


def answered(matching: Matching) -> list[Reading]:
    """The readings that some run answers."""
    return [reading for reading in matching.readings if len(reading.lacking) < matching.n_done]


def point_cells(matching: Matching, most: int) -> list[list[str]]:
    """Heads, then a row for each judged point; the z of the readings that hold, by their numbers in the table above."""
    holding = matching.holding
    numbers = [f"z {place}" for place, reading in enumerate(answered(matching), start=1) if reading.holds]
    rows = [["point", "I", "second", *numbers, "worst", ""]]
    for point in matching.order[:most]:
        rows.append([str(point), number(matching.largest[point]), number(matching.second[point]),
                     *(number(reading.z[point]) for reading in holding),
                     matching.worst_of(point).report.observable.name, "" if matching.is_left[point] else "ruled out"])
    return rows


def range_cells(ranges: list[Range | Levels]) -> list[list[str]]:
    """Heads, then a row for each parameter."""
    rows = [["parameter", "prior", "points left", "chance below", "chance above", "kept", "separation", "chance", "new range"]]
    for one in ranges:
        if isinstance(one, Levels):
            rows.append([one.parameter.label, one.parameter.distribution_text(), ", ".join(one.left), NONE, NONE,
                         f"{one.kept:.0%}", *_separation(one),
                         f"without {', '.join(one.dropped)}" if one.is_cut else "unchanged"])
            continue
        low, high = one.low, one.high
        cut = [f"{word} {end.cut:.4g}" for word, end in (("from", low), ("to", high)) if end.cut is not None]
        rows.append([one.parameter.label, one.parameter.distribution_text(),
                     f"{low.outermost:.4g} to {high.outermost:.4g}", number(low.chance), number(high.chance),
                     f"{one.kept:.0%}", *_separation(one), " ".join(cut) or "unchanged"])
    return rows


def _separation(one: Range | Levels) -> tuple[str, str]:
    return f"{one.separation.distance:.2f}", number(one.separation.chance)


def alternative_lines(matching: Matching) -> list[str]:
    """What is left under the other readings."""
    lines = []
    for alternative in alternatives(matching):
        other = next(reading for reading in alternative.readings if not reading.holds)
        reason = next((one.reason for one in other.report.readings if one.statistic is other.statistic),
                      "the reading of the cohort file")
        lines.append(f"{name_of(other)}: {alternative.not_ruled_out} of {alternative.judged} points are not ruled out "
                     f"({reason})")
    return lines


def not_used(matching: Matching) -> list[str]:
    """Readings that no run answers, with the reasons."""
    return [f"{name_of(reading)}: {'; '.join(dict.fromkeys(reading.lacking.values()))}" for reading in matching.readings
            if len(reading.lacking) == matching.n_done]


def warnings(matching: Matching) -> list[str]:
    """What weakens the matching."""
    lines = list(matching.cohort.notes)
    if absent := missing_runs_text(matching.statuses):
        lines.append(f"Not judged: {absent}")
    for reading in matching.holding:
        if reading.lacking:
            lines.append(f"{name_of(reading)}: no value in {len(reading.lacking)} of {matching.n_done} runs, which are "
                         f"judged by the other readings: {'; '.join(dict.fromkeys(reading.lacking.values()))}.")
    programs = sorted({status.program for status in matching.statuses if status.state == DONE})
    if len(programs) > 1:
        lines.append(f"The runs come from different versions: {', '.join(programs)}.")
    return lines


def assumed(matching: Matching) -> list[str]:
    """The assumptions that went into the numbers."""
    assumptions = matching.assumptions
    shift = ", ".join(f"{name} N({scatter.mean:g}, {scatter.sd:g}^2)" for name, scatter in NON_SPECIFIC.items())
    return [*matching.uncertainty.stated(),
            f"scatter of one answer, standard deviation: {noise_text(matching.runs)}",
            "non-specific term (natural history, attention, regression to the mean): "
            + (f"on, added after month 0: {shift}" if assumptions.non_specific else "off (--non-specific adds it)"),
            f"regenerated on MRI: gap regenerated share of {assumptions.regenerated_share:g} or more; fluid reduced, "
            f"or a change in a direction: by {assumptions.fluid_change:.0%} or more",
            f"a range is narrowed where chance alone would do it with a probability below {BY_CHANCE:g}"]


def meaning(matching: Matching) -> list[str]:
    """What a matching means and what it does not."""
    return ["Not ruled out does not mean right: the points that are left agree with a few reported numbers within "
            "assumed uncertainties. They are not an estimate of the true parameters.",
            f"The series is a statistic of {matching.cohort.n} patients; a point is one run, which stands for the "
            "median patient. Parts of the model were tuned to this series: agreement is not a validation, and never "
            "evidence of efficacy."]


def number(value: float, infinite: str = "infinite") -> str:
    """A discrepancy or probability of a table."""
    if math.isnan(value):
        return NONE
    if math.isinf(value):
        return infinite
    value += 0.0  # no negative zero
    return f"{value:.1e}" if 0 < abs(value) < 5e-3 else f"{value:.3g}"


def section(title: str, lines: list[str]) -> list[str]:
    """A heading with its lines; nothing where there are none."""
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def columns(rows: list[list[str]], left: set[int]) -> list[str]:
    """Rows as a table; the columns `left` are aligned to the left."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) if column in left else cell.rjust(width)
                       for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def _span(values: np.ndarray | list[float], infinite: str = "infinite") -> str:
    """The smallest and largest of values."""
    if len(values) == 0:
        return NONE
    return " to ".join(dict.fromkeys(number(end, infinite) for end in (min(values), max(values))))


def _value(value: float | str | tuple[float, float]) -> str:
    if isinstance(value, str):
        return value
    return " to ".join(f"{end:g}" for end in value) if isinstance(value, tuple) else f"{value:g}"
