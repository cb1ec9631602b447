"""The report as JSON, `"schema": "tenogen sensitivity 1"` (docs/sensitivity.md)."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openturns

from tenogen.runs.files import written_aside

from .analysis import Analysis, Report, Saltelli
from .chaos import FOLDS
from .intervals import LEVEL
from .morris import MorrisMeasures
from .pictures import Picture
from .response import Response
from .sobol import Indices, SobolIndices
from .surrogate import HIGH, LOW, TRUSTED_Q2, Surrogate

SCHEMA = "tenogen sensitivity 1"
FILE = "sensitivity.json"
NOTE = ("Sensitivity of a model's outcomes to its parameters, within the distributions of the study. It says nothing "
        "about patients.")


def write_record(record: Mapping[str, Any], file: Path) -> None:
    """Writes the JSON under its name only when it is whole. Raises OSError."""
    with written_aside(file) as aside:
        aside.write_text(as_text(record), encoding="utf-8", errors="backslashreplace")


def as_text(record: Mapping[str, Any], ascii_alone: bool = False) -> str:
    """The record as JSON; with `ascii_alone`, for streams in any encoding, other characters are escaped."""
    return json.dumps(record, indent=2, ensure_ascii=ascii_alone, allow_nan=False) + "\n"


def as_record(report: Report, pictures: list[Picture]) -> dict[str, Any]:
    """Everything that was found, in plain values; what is no number is null."""
    study, settings = report.study, report.settings
    return {
        "schema": SCHEMA, "note": NOTE,
        "study": {"folder": str(study.folder), "title": study.title, "program": study.program,
                  "design crc64": study.design_crc64, "design": dict(study.design), "points": study.n_points},
        "settings": {"method": settings.method, "seed": settings.seed, "resamples": settings.resamples,
                     "confidence level": LEVEL, "trusted q2": TRUSTED_Q2, "folds": FOLDS},
        "libraries": {"numpy": np.__version__, "openturns": openturns.__version__},
        "analyses": [_plain(_analysis(analysis)) for analysis in report.analyses],
        "not analysed": [_head(response) | {"reason": reason} for response, reason in report.not_analysed],
        "pictures": [dataclasses.asdict(picture) for picture in pictures],
    }


def _head(response: Response) -> dict[str, Any]:
    return {"arm": response.arm, "outcome": response.outcome.name, "unit": response.outcome.unit, "month": response.month,
            "points used": int(response.usable.sum()), "points left out": response.left_out()}


def _analysis(analysis: Analysis) -> dict[str, Any]:
    response, result = analysis.response, analysis.result
    names = [parameter.name for parameter in response.parameters]
    record = _head(response) | {"method": analysis.method, "warnings": list(analysis.warnings)}
    if isinstance(result, MorrisMeasures):
        columns = _morris_columns(result)
    elif isinstance(result, Saltelli):
        record |= {"base samples used": result.samples, "base samples dropped": result.dropped}
        columns = _sobol_columns(result.indices)
    else:
        record["surrogate"] = _surrogate(result)
        columns = _sobol_columns(result.indices) | _swing_columns(result)
    if analysis.correlations is not None:
        record["regression r2"] = analysis.correlations.r_squared
        columns |= {"spearman": analysis.correlations.spearman,
                    "spearman interval": analysis.correlations.spearman_interval.T,
                    "standardised regression coefficient": analysis.correlations.regression}
    record["parameters"] = [{"name": names[number], "rank": rank, **{key: column[number] for key, column in columns.items()}}
                            for rank, number in enumerate(result.ranking(), start=1)]
    if not isinstance(result, MorrisMeasures) and result.indices.estimate.second is not None:
        record["second order"] = _second(names, result.indices)
    record["not varied in this arm"] = response.not_varied
    return record


def _morris_columns(measures: MorrisMeasures) -> dict[str, np.ndarray]:
    return {"mu": measures.mu, "mu*": measures.mu_star, "mu* interval": measures.mu_star_interval.T,
            "sigma": measures.sigma, "effects used": measures.effects, "effects dropped": measures.lost}


def _sobol_columns(indices: SobolIndices) -> dict[str, np.ndarray]:
    estimate, interval = indices.estimate, indices.interval
    return {"first order": estimate.first, "first order interval": interval.first.T,
            "total": estimate.total, "total interval": interval.total.T}


def _swing_columns(surrogate: Surrogate) -> dict[str, np.ndarray]:
    return {"at its 5 % quantile": surrogate.swing.low, "at its 95 % quantile": surrogate.swing.high}


def _surrogate(surrogate: Surrogate) -> dict[str, Any]:
    made = surrogate.fit
    return {"kind": "sparse polynomial chaos", "q2": made.q2, "trusted": surrogate.is_trusted,
            "terms": len(made.chaos.coefficients), "terms tried": len(made.tried), "degree": made.degree, "norm": made.norm,
            "quantiles of the tornado": [LOW, HIGH], "all at their medians": surrogate.swing.middle}


def _second(names: list[str], indices: SobolIndices) -> list[dict[str, Any]]:
    estimate, interval = indices.estimate, indices.interval
    return [{"parameters": [names[i], names[j]], "index": _pair(estimate, i, j), "interval": _pair(interval, i, j)}
            for i in range(len(names)) for j in range(i + 1, len(names))]


def _pair(indices: Indices, i: int, j: int) -> Any:
    return None if indices.second is None else indices.second[..., i, j]


def _plain(value: Any) -> Any:
    """Numbers, lists and texts of Python; null for what is no number."""
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
