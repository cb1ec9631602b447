"""A matching as files: a row per point in CSV, everything in JSON, `"schema": "tenogen matching 1"`."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from typing import Any

import numpy as np

from .matching import Matching, Reading, alternatives
from .region import Levels, Range
from .text import answered, assumed, meaning, name_of, not_used, warnings

SCHEMA = "tenogen matching 1"


def as_csv(matching: Matching) -> str:
    """Judged points by their rank, then the others. Discrepancies have no unit; nothing stands for no value."""
    parameters = matching.study.parameters
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["rank", "point", "state", "ruled out", "implausibility [-]", "largest [-]", "second-largest [-]",
                     "worst", *(f"z: {name_of(reading)} [-]" for reading in matching.readings),
                     *(parameter.name for parameter in parameters)])
    order, sizes = matching.order, (matching.implausibility, matching.largest, matching.second)
    rest = [point for point in range(len(matching.statuses)) if not matching.judged[point]]
    for rank, point in enumerate([*order, *rest], start=1):
        is_judged = bool(matching.judged[point])
        writer.writerow([rank if is_judged else "", point, matching.statuses[point].state,
                         ("no" if matching.is_left[point] else "yes") if is_judged else "not judged",
                         *(_number(values[point]) for values in sizes),
                         matching.worst_of(point).report.observable.name if is_judged else "",
                         *(_number(reading.z[point]) for reading in matching.readings),
                         *(parameter.texts[point] for parameter in parameters)])
    return file.getvalue()


def as_record(matching: Matching, ranges: list[Range | Levels]) -> dict[str, Any]:
    """The whole matching in plain values; what is infinite is the word "infinite"."""
    study, cohort = matching.study, matching.cohort
    return {
        "schema": SCHEMA,
        "note": " ".join(meaning(matching)),
        "warnings": warnings(matching),
        "study": {"folder": str(study.folder), "title": study.title, "arm": matching.arm,
                  **{name: study.marker.get(name) for name in ("program", "study crc64", "design crc64")}},
        "cohort": {"file": str(cohort.file), "sha256": cohort.sha256, "title": cohort.title, "citation": cohort.citation,
                   "n": cohort.n},
        "points": len(matching.statuses), "done": matching.n_done, "judged": int(matching.judged.sum()),
        "not ruled out": int(matching.is_left.sum()),
        "uncertainty": dataclasses.asdict(matching.uncertainty),
        "settings": dataclasses.asdict(matching.assumptions),
        "readings": [_reading(reading) for reading in answered(matching)],
        "not used": not_used(matching),
        "other readings": [{"readings": [name_of(reading) for reading in one.readings], "judged": one.judged,
                            "not ruled out": one.not_ruled_out} for one in alternatives(matching)],
        "ranking": [_point(matching, point) for point in matching.order],
        "parameters": [_range(one) for one in ranges],
        "assumed": assumed(matching),
    }


def as_json(matching: Matching, ranges: list[Range | Levels], ascii_alone: bool = False) -> str:
    """The record as JSON; with `ascii_alone`, for streams in any encoding, other characters are escaped."""
    return json.dumps(as_record(matching, ranges), indent=2, ensure_ascii=ascii_alone, allow_nan=False) + "\n"


def _reading(reading: Reading) -> dict[str, Any]:
    report = reading.report
    return {"name": name_of(reading), "observable": report.observable.name, "unit": report.observable.unit,
            "month": report.month, "reading": reading.statistic.value, "holds": reading.holds, "observed": report.value,
            "n": report.n, "rounded_to": report.rounded_to, "statement": report.statement,
            "assumptions": list(report.assumptions),
            "lacking": {str(point): reason for point, reason in reading.lacking.items()}}


def _point(matching: Matching, point: int) -> dict[str, Any]:
    found = {name_of(reading): reading.found[point] for reading in matching.readings}
    return {"point": point, "implausibility": plain(matching.implausibility[point]),
            "largest": plain(matching.largest[point]), "second-largest": plain(matching.second[point]),
            "ruled out": not matching.is_left[point], "worst": matching.worst_of(point).report.observable.name,
            "discrepancies": {name: {"z": plain(one.z), "expected": plain(one.expected), "sd": plain(one.sd)}
                              for name, one in found.items() if one}}


def _range(one: Range | Levels) -> dict[str, Any]:
    common = {"name": one.parameter.name, "label": one.parameter.label, "prior": one.parameter.distribution_text(),
            "cut": one.is_cut, "kept share": one.kept,
            "separation": dataclasses.asdict(one.separation)}
    if isinstance(one, Levels):
        return common | {"levels left": list(one.left), "levels dropped": list(one.dropped)}
    return common | {name: {"outermost": end.outermost, "points beyond": end.beyond, "chance": end.chance, "cut": end.cut}
                   for name, end in (("low", one.low), ("high", one.high))}


def plain(value: float | None) -> float | str | None:
    """A number as JSON can say it."""
    if value is None or math.isnan(value):
        return None
    return "infinite" if math.isinf(value) else float(value)


def _number(value: float) -> str:
    return "" if np.isnan(value) else repr(float(value))
