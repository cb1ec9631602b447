"""Cohort files in JSON, `"schema": "tenogen cohort 1"`: checked to the last member, all mistakes at once."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from .cohort import MOST_PATIENTS, Cohort, Reading, Report, Spread, Value
from .fields import Fields, is_number, is_whole
from .mistakes import CohortError, Mistakes, scale_text, shown
from .observables import DIRECTIONS, OBSERVABLES, SPREADS, Kind, Observable, Statistic

SCHEMA = "tenogen cohort 1"
LARGEST_STEP, SMALLEST_STEP = 0.1, 1e-6  # of rounding, to the width of the scale
OPEN_WIDTH = 10.0                        # of a scale without end, in its unit; or the value where that is more
MULTIPLE = 1e-6                          # [-] of a step by which a value may miss its multiples
VISIT = "visit [month]"
VISITS = "visits [month]"


def read_json_cohort(file: Path, text: str, sha256: str) -> Cohort:
    """The series that a JSON text holds. Raises CohortError with all mistakes."""
    mistakes = Mistakes(file)
    fields = Fields(_parse(file, text, mistakes), "", mistakes)
    fields.choice("schema", [SCHEMA])
    title = fields.text("title")
    citation = _read_source(fields, mistakes)
    n = fields.whole("n", 1, MOST_PATIENTS)
    control_group = fields.flag("control_group")
    treatment = _read_treatment(fields, mistakes)
    visits = _read_visits(fields)
    reports = _read_reports(fields, mistakes, n, visits)
    not_reported = fields.texts("not_reported")
    fields.finish()
    mistakes.raise_if_any()
    return Cohort(file, sha256, title, citation, n, control_group, treatment, visits, reports, not_reported)


def _parse(file: Path, text: str, mistakes: Mistakes) -> Any:
    def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for name, times in Counter(name for name, _ in pairs).items():
            if times > 1:
                mistakes.add("", f"an object has the member '{name}' {times} times.")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=without_duplicates)
    except json.JSONDecodeError as error:
        raise CohortError(f"{file}:{error.lineno}: column {error.colno}: not valid JSON: {error.msg}.") from error
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise CohortError(f"{file}: cannot be read as JSON: {error}.") from error


def _read_source(fields: Fields, mistakes: Mistakes) -> str | None:
    if (content := fields.take("source")) is None:
        return None
    source = Fields(content, fields.path_of("source"), mistakes)
    citation = source.text("citation")
    source.text("address", required=False)
    source.texts("remarks")
    source.finish()
    return citation


def _read_treatment(fields: Fields, mistakes: Mistakes) -> str | None:
    if (content := fields.take("treatment")) is None:
        return None
    treatment = Fields(content, fields.path_of("treatment"), mistakes)
    description = treatment.text("description")
    treatment.number("dose [cells]", 0, required=False)
    treatment.number("dose spread [cells]", 0, required=False)
    treatment.text("rehabilitation", required=False)
    treatment.finish()
    return description


def _read_visits(fields: Fields) -> tuple[float, ...]:
    visits = [month for _, month in fields.items(VISITS)]
    if visits and all(is_number(month) and month >= 0 for month in visits) and visits == sorted(set(visits)):
        return tuple(map(float, visits))
    if visits or fields.content_of(VISITS) == []:
        fields.note_value(VISITS, "one or more months from 0 on, ascending, each once")
    return ()


def _read_reports(fields: Fields, mistakes: Mistakes, n: int | None, visits: tuple[float, ...]) -> tuple[Report, ...]:
    reports: list[Report] = []
    seen: dict[tuple[Any, ...], str] = {}
    items = fields.items("observables")
    if fields.content_of("observables") == []:
        fields.note_value("observables", "one or more observables")
    for path, content in items:
        report = _read_report(Fields(content, path, mistakes), mistakes, n, visits)
        if report is None:
            continue
        for statistic in report.all_statistics():
            key = (report.observable.name, report.month, statistic)
            if key in seen:
                mistakes.add(path, f"is a duplicate: {report.observable.name}, {statistic.value} at the same visit "
                                   f"is already in {seen[key]}.")
            seen.setdefault(key, path)
        reports.append(report)
        _check_ranges(report, path, reports, mistakes)
    return tuple(reports)


def _check_ranges(report: Report, path: str, reports: list[Report], mistakes: Mistakes) -> None:
    """A mean or median lies within the range that is reported of the same patients at the same visit."""
    for other in reports:
        if (report.observable, report.month, report.n) != (other.observable, other.month, other.n):
            continue
        pair = {each.statistic: each.value for each in (report, other)}
        ends = pair.pop(Statistic.RANGE, None)
        for statistic in (Statistic.MEDIAN, Statistic.MEAN):
            if ends and statistic in pair and not ends[0] <= pair[statistic] <= ends[1]:
                mistakes.add(path, f"contradicts another: the {statistic.value} {pair[statistic]:g} lies outside the range "
                                   f"{ends[0]:g} to {ends[1]:g} of the same patients.")


def _read_report(fields: Fields, mistakes: Mistakes, n: int | None, visits: tuple[float, ...]) -> Report | None:
    """One entry of `observables`; None where too little of it can be used to go on."""
    name = fields.choice("name", OBSERVABLES)
    n_here = fields.whole("n", 1, n or MOST_PATIENTS)
    month = fields.number(VISIT, 0, required=False)
    assumptions = fields.texts("assumptions")
    statement = _read_statement(fields)

    if name is None:
        chosen = fields.choice("statistic", [statistic.value for statistic in Statistic])
        _check_visit(fields, month, visits, [Statistic(chosen)] if chosen else [])
        for key in ("unit", "value", "rounded_to", "spread", "readings"):
            fields.take(key, required=False)
        fields.finish()
        return None

    observable = OBSERVABLES[name]
    fields.choice("unit", [observable.unit])
    allowed = [statistic.value for statistic in observable.statistics]
    chosen = fields.choice("statistic", allowed)
    readings = _read_readings(fields, mistakes, allowed)
    statistics = ([Statistic(chosen)] if chosen else []) + [reading.statistic for reading in readings]
    value = _read_value(fields, observable, statistics, n_here)
    rounded_to = _read_rounding(fields, observable, statistics, value)
    spread = _read_spread(fields, mistakes, observable, statistics, n_here)
    _check_within(fields, spread, statistics, value)
    _check_visit(fields, month, visits, statistics)
    fields.finish()
    if chosen is None or value is None or n_here is None:
        return None
    return Report(observable, Statistic(chosen), value, n_here, month, rounded_to, spread, statement, readings,
                  assumptions)


def _read_statement(fields: Fields) -> str:
    statement, paraphrase = fields.text("statement", required=False), fields.text("paraphrase", required=False)
    if fields.usable and not fields.has("statement") and not fields.has("paraphrase"):
        fields.note("statement", "is missing. Give the source's own words, or their sense as `paraphrase`.")
    return statement or paraphrase or ""


def _read_readings(fields: Fields, mistakes: Mistakes, allowed: list[str]) -> tuple[Reading, ...]:
    readings = []
    for path, content in fields.items("readings", required=False):
        reading = Fields(content, path, mistakes)
        statistic, reason = reading.choice("statistic", allowed), reading.text("reason")
        reading.finish()
        if statistic and reason:
            readings.append(Reading(Statistic(statistic), reason))
    return tuple(readings)


def _read_value(fields: Fields, observable: Observable, statistics: list[Statistic], n: int | None) -> Value | None:
    """The reported value, possible under every reading of it."""
    value = fields.take("value")
    if not fields.has("value") or not statistics:
        return None
    for statistic in statistics:
        if not _is_possible(value, observable, statistic, n):
            allowed = _what_is_allowed(observable, statistic, n)
            fields.note_value("value", f"{allowed} ({observable.name}, {statistic.value})")
            return None
    return tuple(map(float, value)) if isinstance(value, list) else value


def _what_is_allowed(observable: Observable, statistic: Statistic, n: int | None) -> str:
    low, high = observable.scale
    if statistic is Statistic.COUNT:
        return "a whole number of patients, at least 0" if n is None else f"a whole number of patients, 0 to {n}"
    if statistic is Statistic.DIRECTION:
        return " or ".join(DIRECTIONS)
    if statistic is Statistic.RANGE:
        return f"[smallest, largest], each {scale_text(low, high)}"
    if statistic.is_change:
        return "a number" if high is None else f"a number, {low - high:g} to {high - low:g}"
    return f"a number, {scale_text(low, high)}"


def _is_possible(value: object, observable: Observable, statistic: Statistic, n: int | None) -> bool:
    low, high = observable.scale
    if statistic is Statistic.COUNT:
        return is_whole(value) and value >= 0 and (n is None or value <= n)
    if statistic is Statistic.DIRECTION:
        return value in DIRECTIONS
    if statistic is Statistic.RANGE:
        return _is_interval(value, low, high)
    if statistic.is_change:
        return is_number(value) and (high is None or abs(value) <= high - low)
    return is_number(value) and _is_within(value, low, high)


def _is_interval(value: object, low: float | None, high: float | None) -> bool:
    return (isinstance(value, list) and len(value) == 2 and all(is_number(end) for end in value)
            and value[0] <= value[1] and all(_is_within(end, low, high) for end in value))


def _is_within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _read_rounding(fields: Fields, observable: Observable, statistics: list[Statistic], value: Value | None
                   ) -> float | None:
    """The step of a value, which is a multiple of it, and not so coarse that it decides what is compatible."""
    numeric = any(statistic.is_of_numbers for statistic in statistics)
    if fields.has("rounded_to") and statistics and not numeric:
        fields.take("rounded_to")
        fields.note("rounded_to", f"has no meaning for a {statistics[0].value}. Leave it out.")
        return None
    values = [number for number in (value if isinstance(value, tuple) else (value,)) if is_number(number)]
    rounded_to = fields.number("rounded_to", *_steps(observable, values), required=numeric)
    if rounded_to is not None and not all(_is_multiple(number, rounded_to) for number in values):
        fields.note_value("value", f"multiples of rounded_to, {rounded_to:g}")
    return rounded_to


def _steps(observable: Observable, values: list[float]) -> tuple[float, float]:
    """The smallest and the largest step that values may be rounded to."""
    low, high = observable.scale
    width = max([OPEN_WIDTH, *map(abs, values)]) if high is None else high - low
    return SMALLEST_STEP * width, LARGEST_STEP * width


def _is_multiple(value: float, step: float) -> bool:
    return abs(math.remainder(value, step)) <= MULTIPLE * step


def _check_within(fields: Fields, spread: Spread | None, statistics: list[Statistic], value: Value | None) -> None:
    """A mean or median lies between the smallest and the largest value, a median between the quartiles, too."""
    if spread is None or not is_number(value) or spread.kind == "sd":
        return
    is_median = statistics[0] in (Statistic.MEDIAN, Statistic.MEDIAN_CHANGE)
    low, high = spread.value
    if (is_median or spread.kind == "range") and not low <= value <= high:
        fields.note_value("value", f"a number within its own {spread.kind}, {scale_text(low, high)}")


def _read_spread(fields: Fields, mistakes: Mistakes, observable: Observable, statistics: list[Statistic],
                 n: int | None) -> Spread | None:
    """The spread; that of a change lies within the width of the scale on either side."""
    content = fields.take("spread", required=False)
    if not fields.has("spread"):
        return None
    if observable.kind is not Kind.QUANTITY:
        fields.note("spread", f"has no meaning for {observable.name}. Leave it out.")
        return None
    if n == 1:
        fields.note("spread", "has no meaning for one patient. Leave it out.")
        return None
    spread = Fields(content, fields.path_of("spread"), mistakes)
    kind = spread.choice("kind", SPREADS)
    value = spread.take("value")
    spread.finish()
    if kind is None or not spread.has("value") or not statistics:
        return None
    low, high = observable.scale
    width = None if high is None else high - low
    if statistics[0].is_change:
        low, high = (None, None) if width is None else (-width, width)
    if kind == "sd":
        if is_number(value) and _is_within(value, 0, width):
            return Spread(kind, float(value))
        spread.note_value("value", f"a number, {scale_text(0, width)}")
    elif _is_interval(value, low, high):
        return Spread(kind, (float(value[0]), float(value[1])))
    else:
        limits = "" if low is None else f", each {scale_text(low, high)}"
        spread.note_value("value", f"[smaller, larger]{limits}")
    return None


def _check_visit(fields: Fields, month: float | None, visits: tuple[float, ...], statistics: list[Statistic]) -> None:
    if statistics and all(statistic is Statistic.LATEST_MONTH for statistic in statistics):
        if fields.has(VISIT):
            fields.note(VISIT, "has no meaning here: the value is the month. Leave it out.")
        return
    if not fields.has(VISIT):
        if fields.usable:
            fields.note(VISIT, "is missing.")
        return
    if month is None or not visits:
        return
    if month not in visits:
        fields.note_value(VISIT, f"one of the visits, {', '.join(f'{visit:g}' for visit in visits)}")
    elif any(statistic.is_change for statistic in statistics) and (month == 0 or 0 not in visits):
        fields.note(VISIT, f"= {shown(month)}, but a change needs a visit at month 0 and a later one.")
