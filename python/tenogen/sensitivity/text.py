"""The report as tables for people."""

from __future__ import annotations

import numpy as np

from .analysis import Analysis, Report, Saltelli
from .morris import MorrisMeasures
from .sobol import SobolIndices
from .surrogate import Surrogate

NONE = "-"
ROUNDING = 1e-12             # of the largest effect
SMALLEST_INTERACTION = 0.01  # share of the variance from which an interaction is listed
MOST_INTERACTIONS = 5


def as_text(report: Report) -> str:
    """A table per response, each with its method and its warnings."""
    study = report.study
    lines = [f"Study: {study.title or study.folder} ({study.n_points} points, design {study.design['kind']})"]
    for analysis in report.analyses:
        lines += ["", analysis.response.title, f"  {made_from(analysis)}"]
        lines += [f"  WARNING: {warning}" for warning in analysis.warnings]
        lines += ["", *(f"  {line}" for line in _table(_cells(analysis)))]
        lines += [f"  interaction: {line}" for line in interactions(analysis)]
        if analysis.response.not_varied:
            lines.append(f"  not varied in this arm: {', '.join(analysis.response.not_varied)}")
    if report.not_analysed:
        lines += ["", "Not analysed", *(f"  {response.title}: {reason}" for response, reason in report.not_analysed)]
    return "\n".join([*lines, "", *meaning(report)]) + "\n"


def made_from(analysis: Analysis) -> str:
    """What the numbers of a response come from, in one line."""
    response, result = analysis.response, analysis.result
    left_out = ", ".join(f"{n} {state}" for state, n in response.left_out().items())
    points = f"{response.usable.sum()} of {len(response.y)} points" + (f" ({left_out})" if left_out else "")
    if isinstance(result, MorrisMeasures):
        return f"Morris' elementary effects in {response.outcome.unit} per range of u: {points}"
    if isinstance(result, Saltelli):
        dropped = f", {result.dropped} incomplete ones dropped" if result.dropped else ""
        return f"Saltelli's estimators: {points}, {result.samples} base samples{dropped}"
    made = result.fit
    return f"polynomial chaos of {len(made.chaos.coefficients)} terms: {points}, cross-validated Q2 = {_share(made.q2)}"


def interactions(analysis: Analysis) -> list[str]:
    """The largest indices of second order that stand out from none."""
    result, parameters = analysis.result, analysis.response.parameters
    if isinstance(result, MorrisMeasures) or result.indices.estimate.second is None:
        return []
    second, ends = result.indices.estimate.second, result.indices.interval.second
    assert ends is not None  # where there is an estimate, there is an interval
    pairs = [(i, j) for i in range(len(second)) for j in range(i + 1, len(second))
             if second[i, j] >= SMALLEST_INTERACTION and ends[0, i, j] > 0]
    pairs.sort(key=lambda pair: -second[pair])
    return [f"{parameters[i].name} with {parameters[j].name}: {_share(second[i, j])} ({_range_of_shares(ends[:, i, j])})"
            for i, j in pairs[:MOST_INTERACTIONS]]


def meaning(report: Report) -> list[str]:
    """What the columns are."""
    lines = []
    results = [type(analysis.result) for analysis in report.analyses]
    if MorrisMeasures in results:
        lines += ["mu*: mean absolute effect of a parameter over its whole range (u from 0 to 1), with its 95 % interval;",
                  "mu: the mean with its sign; sigma: how far the effect changes with the other parameters and along the "
                  "range."]
    if Saltelli in results or Surrogate in results:
        lines += ["first order: share of the variance that a parameter explains alone; total: with all its interactions;",
                  "both with 95 % intervals. Spearman: rank correlation."]
    return [*lines, "These results hold for this model and the distributions of this study. They say nothing about "
            "patients."]


def _cells(analysis: Analysis) -> list[list[str]]:
    result = analysis.result
    names = [parameter.name for parameter in analysis.response.parameters]
    columns = _morris_columns(result) if isinstance(result, MorrisMeasures) else _sobol_columns(result.indices)
    heads, *cells = zip(*columns)
    table = [["", "parameter", *heads]]
    table += [[str(rank), names[number], *cells[number]] for rank, number in enumerate(result.ranking(), start=1)]
    if analysis.correlations is not None:
        table[0].append("Spearman")
        for row, number in zip(table[1:], result.ranking()):
            row.append(_share(analysis.correlations.spearman[number]))
    return table


def _morris_columns(measures: MorrisMeasures) -> list[list[str]]:
    """Columns of the table, each with its head first."""
    sigma = np.where(measures.sigma > ROUNDING * measures.mu_star.max(), measures.sigma, 0)
    columns = [["mu*", *map(shown, measures.mu_star)], ["95 %", *map(_range, measures.mu_star_interval.T)],
               ["mu", *map(shown, measures.mu)], ["sigma", *map(shown, sigma)]]
    if measures.lost.any():
        columns.append(["effects", *map(str, measures.effects)])
    return columns


def _sobol_columns(indices: SobolIndices) -> list[list[str]]:
    estimate, interval = indices.estimate, indices.interval
    return [["first order", *map(_share, estimate.first)], ["95 %", *map(_range_of_shares, interval.first.T)],
            ["total", *map(_share, estimate.total)], ["95 %", *map(_range_of_shares, interval.total.T)]]


def _table(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) if column == 1 else cell.rjust(width)
                       for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def shown(value: float) -> str:
    """A number to three digits."""
    if not np.isfinite(value):
        return NONE
    return f"{value:.3g}"


def _share(value: float) -> str:
    """A share of a variance, or a correlation."""
    return f"{round(value, 3) + 0.0:.3f}" if np.isfinite(value) else NONE  # no negative zero


def _range(ends: np.ndarray) -> str:
    return f"{shown(ends[0])} to {shown(ends[1])}"


def _range_of_shares(ends: np.ndarray) -> str:
    return f"{_share(ends[0])} to {_share(ends[1])}"
