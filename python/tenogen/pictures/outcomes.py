"""The outcomes at the visits as tables: Markdown for people, CSV for programs."""

from __future__ import annotations

import csv
from pathlib import Path

from tenogen.runs.run_directory import RunDirectory

from .style import printed

TIMES = ("month", "day")


def write_outcomes_markdown(runs: list[RunDirectory], file: Path) -> None:
    """A table per run: a row per outcome, a column per visit."""
    text = ["# Outcomes at the visits", "", "Simulated outcomes of a model; not a clinical prediction.", ""]
    for run in runs:
        months = [f"month {month:.3g}" for month in run.visit_months()]
        text += [f"## {run.label}", "", "| outcome | " + " | ".join(months) + " |",
                 "|---|" + "---:|" * len(months)]
        visits = [_flat(visit) for visit in run.visits]
        for outcome in _outcome_names(visits):
            cells = [_as_text(visit.get(outcome)) for visit in visits]
            text.append(f"| {printed(outcome)} | " + " | ".join(cells) + " |")
        text.append("")
    file.write_text("\n".join(text), encoding="utf-8")


def write_outcomes_csv(runs: list[RunDirectory], file: Path) -> None:
    """One row per run, visit and outcome."""
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(["run", "month", "outcome", "value"])
        for run in runs:
            visits = [_flat(visit) for visit in run.visits]
            for visit in visits:
                for outcome in _outcome_names(visits):
                    if outcome in visit:
                        writer.writerow([run.label, visit["month"], outcome, visit[outcome]])


def _flat(visit: dict[str, object]) -> dict[str, object]:
    """The visit with what is predicted of a score as outcomes of their own: `vas, low 95 % [-]`."""
    flat = {name: value for name, value in visit.items() if name != "predicted"}
    for score, bounds in dict(visit.get("predicted", {})).items():
        name, _, unit = score.partition(" [")
        flat |= {f"{name}, {bound} [{unit}": value for bound, value in bounds.items() if bound != "value"}
    return flat


def _outcome_names(visits: list[dict[str, object]]) -> list[str]:
    names = dict.fromkeys(name for visit in visits for name in visit)
    return [name for name in names if name not in TIMES]


def _as_text(value: object) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return str(value)
    return f"{value:.4g}" if abs(value) >= 1e-12 else "0"
