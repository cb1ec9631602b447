"""A comparison as JSON, `"schema": "tenogen comparison 1"`, with all that is needed to repeat it."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

from tenogen.runs.run_directory import RunDirectory

from .assumptions import NON_SPECIFIC
from .compare import Comparison, Result
from .noise import NOISE_OF, noise_sd
from .statements import assumed, meaning, reasons, warnings

SCHEMA = "tenogen comparison 1"


def as_json(result: Result) -> str:
    """The record as JSON. Characters beyond ASCII are escaped: standard output may have any encoding."""
    return json.dumps(as_record(result), indent=2, allow_nan=False) + "\n"


def as_record(result: Result) -> dict[str, Any]:
    """The whole comparison in plain values; a month that is never reached is "never"."""
    cohort, assumptions = result.cohort, result.assumptions
    settings = dataclasses.asdict(assumptions)
    settings["non_specific_term"] = {name: dataclasses.asdict(scatter) for name, scatter in NON_SPECIFIC.items()}
    return {
        "schema": SCHEMA,
        "note": " ".join(meaning(result)),
        "warnings": warnings(result),
        "simulated": "one patient" if result.is_one_patient else "virtual cohort",
        "patients": len(result.used),
        "cohort": {"file": str(cohort.file), "sha256": cohort.sha256, "title": cohort.title,
                   "citation": cohort.citation, "n": cohort.n, "control_group": cohort.control_group,
                   "treatment": cohort.treatment, "not_reported": list(cohort.not_reported)},
        "comparisons": [_comparison(comparison) for comparison in result.comparisons if comparison.evaluations],
        "not compared": [_head(comparison) | {"reasons": reasons(comparison), "lacking": comparison.lacking}
                         for comparison in result.comparisons if not comparison.evaluations],
        "assumed": assumed(result),
        "settings": settings,
        "runs": [_run(run, run in result.used) for run in result.runs],
    }


def _head(comparison: Comparison) -> dict[str, Any]:
    report = comparison.report
    return {"observable": report.observable.name, "unit": report.observable.unit, "month": report.month,
            "reading": comparison.statistic.value, "default": comparison.statistic is report.statistic,
            "selected": comparison.selected}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    report = comparison.report
    reasons_of_readings = [reading.reason for reading in report.readings if reading.statistic is comparison.statistic]
    return _head(comparison) | {
        "n": report.n, "rounded_to": report.rounded_to, "statement": report.statement,
        "assumptions": list(report.assumptions), "reason": next(iter(reasons_of_readings), None),
        "patients": comparison.patients, "lacking": comparison.lacking,
        "values": [_plain(dataclasses.asdict(evaluation)) for evaluation in comparison.evaluations],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(member) for member in value]
    return "never" if isinstance(value, float) and math.isinf(value) else value


def _run(run: RunDirectory, used: bool) -> dict[str, Any]:
    """Where a run is from, and the scatter of its answers; what its provenance.json does not tell is null."""
    recorded = ("title", "version", "git revision", "build type", "parameters crc64", "seed", "started", "mesh cells")
    return {"folder": str(run.folder), "label": run.label, "state": run.state, "used": used,
            "noise_sd": {name: noise_sd(run, name) for name in NOISE_OF} if used else None,
            **{name: run.provenance.get(name) for name in recorded}}
