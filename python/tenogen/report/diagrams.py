"""Which quantities are shown over time, and how tables and diagrams refer to each other."""

from __future__ import annotations

from collections.abc import Iterable

from tenogen.pictures.time_courses import PANELS, Panel
from tenogen.runs.run_directory import SAME_VISIT

SCORES = [
    Panel("Pain in daily life, VAS (10 is worst)", "vas [-]"),
    Panel("Pain in sport, VAS (10 is worst)", "vas sport [-]"),
    Panel("VISA-A (100 is best)", "visa-a [-]"),
]
MORE = [
    Panel("Collagen I share of the gap", "gap collagen I share [-]"),
    Panel("Modulus along the fibres, gap mean", "gap modulus [MPa]"),
    Panel("Inflamed volume of the gap", "gap inflamed volume [mm^3]"),
    Panel("Regenerated share of the gap", "gap regenerated share [-]"),
    Panel("Strain in sport, weakest section", "strain in sport [-]"),
    Panel("Force at 8 % strain, weakest section", "tolerable force [N]"),
]
STEPS = Panel("Length of the coupled step", "step [day]", logarithmic=True)

PANEL_OF = {panel.column: panel for panel in [*SCORES, *PANELS, *MORE, STEPS]}

GROUPS = {
    "Scores": [panel.column for panel in SCORES],
    "Load and strain": ["load applied [N]", "gap weakest section strain [-]", "strain in sport [-]",
                        "tolerable force [N]"],
    "Structure and stiffness": [
        "gap mean collagen_I [mg/mm^3]", "gap mean collagen_III [mg/mm^3]", "gap collagen I share [-]",
        "gap mean alignment [-]", "gap mean crosslinks [-]", "gap modulus [MPa]", "gap stiffness EA [kN]",
        "gap regenerated share [-]", "gap mean fat [-]"],
    "Swelling and inflammation": ["gap fluid volume [mm^3]", "gap mean water [-]", "gap inflamed volume [mm^3]",
                                  "gap mean cytokine [pg/mm^3]", "gap mean growth_factor [pg/mm^3]"],
    "Cells": ["living msc [cells]", "gap mean msc [cells/mm^3]", "gap mean fibroblasts [cells/mm^3]",
              "gap mean tenocytes [cells/mm^3]"],
}

# Rows of the table of outcomes.
OUTCOMES = [
    "vas [-]", "vas sport [-]", "visa-a [-]", "gap mean collagen_I [mg/mm^3]", "gap mean collagen_III [mg/mm^3]",
    "gap mean alignment [-]", "gap modulus [MPa]", "gap stiffness EA [kN]", "gap fluid volume [mm^3]",
    "gap inflamed volume [mm^3]", "gap regenerated share [-]", "gap weakest section strain [-]", "strain in sport [-]",
    "tolerable force [N]", "load applied [N]",
]


def distinct_months(months: Iterable[float]) -> list[float]:
    """Months in their order, those of one visit once."""
    distinct: list[float] = []
    for month in sorted(months):
        if not distinct or month - distinct[-1] >= SAME_VISIT:
            distinct.append(month)
    return distinct


def diagram_id(column: str) -> str:
    """Where the diagram of a quantity stands on the page."""
    return "diagram-" + _words(column)


def outcome_id(column: str) -> str:
    """Where a quantity stands in the table of outcomes."""
    return "outcome-" + _words(column)


def _words(column: str) -> str:
    name = column.rpartition(" [")[0]
    return "-".join(name.replace("_", " ").split()).lower()
