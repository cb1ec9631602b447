"""The outcomes at the visits as tables: Markdown for people, CSV for programs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from tenogen.runs.outcomes import flat_outcomes
from tenogen.runs.files import written_aside
from tenogen.runs.run_directory import RunDirectory

from .style import raised

TIMES = ("month", "day")


def write_outcomes_markdown(runs: list[RunDirectory], file: Path) -> None:
    """A table per run: a row per outcome, a column per visit."""
    text = ["# Outcomes at the visits", "", "Simulated outcomes of a model; not a clinical prediction.", ""]
    for run in runs:
        months = [f"month {month:.3g}" for month in run.visit_months()]
        text += [f"## {_unformatted(run.label)}", "", "| outcome | " + " | ".join(months) + " |",
                 "|---|" + "---:|" * len(months)]
        visits = [flat_outcomes(visit) for visit in run.visits]
        for outcome in _outcome_names(visits):
            cells = [_as_text(visit.get(outcome)) for visit in visits]
            text.append(f"| {raised(outcome)} | " + " | ".join(cells) + " |")
        text.append("")
    with written_aside(file) as aside:
        aside.write_text("\n".join(text), encoding="utf-8", errors="backslashreplace")


def write_outcomes_csv(runs: list[RunDirectory], file: Path) -> None:
    """One row per run, visit and outcome."""
    with written_aside(file) as aside, aside.open("w", newline="", encoding="utf-8", errors="backslashreplace") as lines:
        writer = csv.writer(lines)
        writer.writerow(["run", "month", "outcome", "value"])
        for run in runs:
            visits = [flat_outcomes(visit) for visit in run.visits]
            for visit in visits:
                for outcome in _outcome_names(visits):
                    if outcome in visit:
                        writer.writerow([run.label, visit["month"], outcome, visit[outcome]])


def _outcome_names(visits: list[dict[str, object]]) -> list[str]:
    names = dict.fromkeys(name for visit in visits for name in visit)
    return [name for name in names if name not in TIMES]


def _unformatted(name: str) -> str:
    """A name in Markdown as it stands, without emphasis, links or formulas."""
    return re.sub(r"([\\`*\[\]<>$~&#|]|\b_|_\b)", r"\\\1", name)


def _as_text(value: object) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4g}" if abs(value) >= 1e-12 else "0"
