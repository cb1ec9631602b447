"""Cohort files in JSON, `"schema": "tenogen cohort 1"`: checked to the last member, all mistakes at once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from .cohort import Cohort, Reading, Report, Spread, Value
from .fields import Fields, is_number, is_whole
from .mistakes import CohortError, Mistakes, scale_text, shown
from .observables import DIRECTIONS, OBSERVABLES, SPREADS, Kind, Observable, Statistic

SCHEMA = "tenogen cohort 1"
MOST_PATIENTS = 100_000
VISIT = "visit [month]"
VISITS = "visits [month]"


def read_json_cohort(file: Path, text: str, sha256: str) -> Cohort:
    """The series that a JSON text holds. Throws CohortError with all mistakes."""
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
                                   f"stands in {seen[key]} already.")
            seen.setdefault(key, path)
        reports.append(report)
    return tuple(reports)


def _read_report(fields: Fields, mistakes: Mistakes, n: int | None, visits: tuple[float, ...]) -> Report | None:
    """One entry of `observables`; None where too little of it can be used to go on."""
    name = fields.choice("name", OBSERVABLES)
    n_here = fields.whole("n", 1, n or MOST_PATIENTS)
    month = fields.number(VISIT, 0, required=False)
    assumptions = fields.texts("assumptions")
    statement = _read_statement(fields)

    if name is None:
        for key in ("unit", "statistic", "value", "rounded_to", "spread", "readings"):
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
    rounded_to = _read_rounding(fields, statistics)
    spread = _read_spread(fields, mistakes, observable, statistics)
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


def _read_rounding(fields: Fields, statistics: list[Statistic]) -> float | None:
    numeric = any(statistic.is_of_numbers for statistic in statistics)
    rounded_to = fields.number("rounded_to", 0, required=numeric)
    if rounded_to == 0:
        fields.note_value("rounded_to", "a number above 0")
    if fields.has("rounded_to") and statistics and not numeric:
        fields.note("rounded_to", f"has no meaning for a {statistics[0].value}. Leave it out.")
    return rounded_to


def _read_spread(fields: Fields, mistakes: Mistakes, observable: Observable, statistics: list[Statistic]) -> Spread | None:
    """The spread; that of a change lies within the width of the scale on either side."""
    content = fields.take("spread", required=False)
    if not fields.has("spread"):
        return None
    if observable.kind is not Kind.QUANTITY:
        fields.note("spread", f"has no meaning for {observable.name}. Leave it out.")
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
