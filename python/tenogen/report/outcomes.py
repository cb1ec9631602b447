"""The outcomes at the visits, arm below arm."""

from __future__ import annotations

from typing import Any

from tenogen.runs.run_directory import SAME_VISIT

from .arm import Arm
from .arm_markup import rows_by_arm
from .diagrams import OUTCOMES, PANEL_OF, SCORES, diagram_id, distinct_months, outcome_id
from .events import milestones, signs
from .markup import Markup, heading_cell, joined, link, missing, paragraph, section, table, tag
from .number_text import NOTHING, month_text, shown, split_unit


def outcomes(arms: list[Arm]) -> Markup:
    """The section."""
    with_visits = [arm for arm in arms if arm.run.visits]
    notes = [missing(f"{arm.label}: no outcomes at visits: summary.json is missing or has none.")
             for arm in arms if arm not in with_visits]
    unscored = [arm.label for arm in with_visits if not any(panel.column in visit for visit in arm.run.visits
                                                            for panel in SCORES)]
    if unscored:
        notes.append(missing(f"No scores (VAS, VISA-A): {', '.join(unscored)}. They need the load governor."))
    tables = tag("div", tag("div", _visits(with_visits)), tag("div", milestones(with_visits), signs(with_visits)),
                 class_="side-by-side")
    return section("outcomes", "Outcomes at the visits", *notes, tables)


def _visits(arms: list[Arm]) -> Markup:
    """A row per quantity and arm, a column per visit of any arm."""
    if not arms:
        return Markup()
    months = all_months(arms)
    rows = []
    for column in OUTCOMES:
        cells = {arm: [tag("td", _value(visit_at(arm, month), column)) for month in months]
                 for arm in arms if any(column in visit for visit in arm.run.visits)}
        rows += rows_by_arm([heading_cell(_quantity(column), rowspan=len(cells), id=outcome_id(column))], cells)
    note = ("Below a score: the range that contains 95 % of the answers of patients with exactly this tissue (assumed "
            "scatter of answers; uncertainty of the model's parameters is not included). The names link to the "
            f"diagrams. {NOTHING}: no value.")
    heads = ["outcome", "run", *map(month_text, months)]
    return joined([table("Outcome, run and visit", heads, rows, "numbers two-heads"), paragraph(note)])


def all_months(arms: list[Arm]) -> list[float]:
    """Months of the visits of all arms, each once."""
    return distinct_months(month for arm in arms for month in arm.run.visit_months())


def visit_at(arm: Arm, month: float) -> dict[str, Any]:
    """The outcomes of a visit; none where the arm has no such visit."""
    return next((visit for visit in arm.run.visits if abs(visit["month"] - month) < SAME_VISIT), {})


def interval(visit: dict[str, Any], column: str) -> tuple[object, object] | None:
    """Ends of the range of 95 % of one answer, where the visit has it."""
    predicted = visit.get("predicted")
    band = predicted.get(column) if isinstance(predicted, dict) else None
    return (band.get("low 95 %"), band.get("high 95 %")) if isinstance(band, dict) else None


def _quantity(column: str) -> Markup:
    panel = PANEL_OF[column]
    unit = split_unit(column)[1]
    title = panel.title.removesuffix(" (dotted: target)")
    return joined([link(diagram_id(column), title), f" [{unit}]" if unit else ""])


def _value(visit: dict[str, Any], column: str) -> Markup:
    ends = interval(visit, column)
    range_text = tag("span", f"{shown(ends[0], 2)} to {shown(ends[1], 2)}", class_="range") if ends else ""
    return joined([shown(visit.get(column)), range_text])
