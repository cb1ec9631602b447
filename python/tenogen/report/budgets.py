"""Where the injected cells are, and how well the solver worked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arm import Arm
from .arm_markup import arm_name
from .axes import Axes, drawing
from .courses import MARGIN, diagram
from .diagrams import STEPS
from .markup import Markup, bullets, figure, joined, missing, paragraph, row, section, table, tag
from .number_text import NOTHING, month_text, named, shown
from .outcomes import all_months

# What became of the cells, from the bottom of the pile upwards.
FATES = ("living", "differentiated", "died", "left")
FATE_TEXTS = {"living": "living", "differentiated": "turned into tenocytes", "died": "died", "left": "left the tendon"}
SMALLEST, BALANCE = "smallest concentration [-]", "cell balance error [-]"
MILLION = 1e6
WARNING_BALANCE = 1e-6  # relative error above which a balance is marked

CONSERVATION = ("dose [cells]", "washed out [cells]", "deposited msc [cells]", "proliferated msc [cells]",
                "living msc [cells]", "differentiated msc [cells]", "died msc [cells]", "left msc [cells]")
COSTS = ("ranks", "cells", "vertices", "displacement unknowns", "run [s]", "mechanics [s]", "biology [s]", "MRI [s]",
         "checkpoints [s]", "steps", "rejected intervals", "biology steps", "rejected biology steps",
         "equilibrium solutions", "Newton iterations", "CG iterations", "biology iterations")


def budgets(arms: list[Arm]) -> Markup:
    """The section."""
    piles = tag("div", *(_pile(arm) for arm in arms), class_="diagrams")
    health = [_health(arms), *_failures(arms), diagram(STEPS, arms)]
    return section("budgets", "Budgets and solver",
                   tag("h3", "Where the injected cells are"), _key(), piles,
                   _group(arms, "conservation", CONSERVATION, "Cells at the end"),
                   tag("h3", "Health and costs of the solution"),
                   tag("div", tag("div", *health), _group(arms, "cost", COSTS, "Costs"), class_="side-by-side"))


def _key() -> Markup:
    return paragraph(joined(tag("span", tag("svg", tag("rect", width=12, height=12, class_=f"fate {fate}"),
                                            viewBox="0 0 12 12", width=12, height=12, aria_hidden="true"),
                                " ", FATE_TEXTS[fate], class_="swatch") for fate in FATES),
                     " (all deposited cells and their descendants)", class_="legend")


def _pile(arm: Arm) -> Markup:
    """The fates of the cells, one on top of the other, over the months."""
    history, columns = arm.run.history, [f"{fate} msc [cells]" for fate in FATES]
    lacking = [column for column in columns if column not in history]
    if lacking:
        return figure(arm_name(arm), missing(f"history.csv has no '{lacking[0]}'."))
    heights = np.cumsum([np.nan_to_num(history[column]) for column in columns], axis=0)
    if not heights[-1].max() > 0:
        return figure(arm_name(arm), missing("No cells were injected."))
    months = arm.months
    axes = Axes(float(months[-1]) or 1.0, 0.0, MARGIN * float(heights[-1].max()) / MILLION)
    areas = [tag("path", d=axes.area(months, lower / MILLION, upper / MILLION), class_=f"fate {fate}")
             for fate, lower, upper in zip(FATES, [np.zeros_like(months), *heights], heights)]
    shares = ", ".join(f"{FATE_TEXTS[fate]} {history[column][-1] / heights[-1][-1]:.1%}"
                       for fate, column in zip(FATES, columns))
    at_the_end = f"At {month_text(float(months[-1]))}: {shares}."
    svg = drawing(f"Fates of the injected cells of {arm.label} over months. {at_the_end}", *areas,
                  axes.frame("million cells", all_months([arm])))
    return figure(arm_name(arm), svg, paragraph(at_the_end, class_="note"))


def _health(arms: list[Arm]) -> Markup:
    """From the history, so that runs without a summary have it."""
    rows = [row("Largest relative error of the cell balance",
                *(_worst(arm, BALANCE, np.max, WARNING_BALANCE) for arm in arms)),
            row("Smallest concentration anywhere", *(_worst(arm, SMALLEST, np.min) for arm in arms)),
            row("Accepted steps", *(shown(len(arm.months) - 1) for arm in arms)),
            row("Biology steps repeated", *(_total(arm, "rejected biology steps [-]") for arm in arms)),
            row("Intervals repeated", *(_total(arm, "rejected intervals [-]") for arm in arms))]
    return joined([table("Health of the solution", ["", *map(arm_name, arms)], rows),
                   paragraph("The balance compares the cells deposited and born with the cells found. Concentrations "
                             "must not be negative.", class_="note")])


def _worst(arm: Arm, column: str, worst_of: Callable[[np.ndarray], float], bound: float | None = None) -> Markup:
    """The worst value of a column, marked where it is negative, not a number or above the bound."""
    if column not in arm.run.history:
        return tag("span", NOTHING)
    worst = float(worst_of(arm.run.history[column]))
    is_bad = not np.isfinite(worst) or worst < 0 or (bound is not None and worst > bound)
    return tag("span", shown(worst), class_="adverse" if is_bad else None)


def _total(arm: Arm, column: str) -> str:
    return shown(float(arm.run.history[column].sum())) if column in arm.run.history else NOTHING


def _failures(arms: list[Arm]) -> list[Markup]:
    """Steps repeated for other reasons than their error, by kind, and the reasons."""
    kinds = dict.fromkeys(kind for arm in arms for kind in arm.group("failure counts"))
    parts = []
    if kinds:
        rows = [row(kind, *(shown(arm.group("failure counts").get(kind, 0)) for arm in arms)) for kind in kinds]
        parts.append(table("Failures by kind", ["steps repeated because of", *map(arm_name, arms)], rows))
    for arm in arms:
        failures = arm.run.summary.get("failures")
        if not arm.run.summary:
            parts.append(missing(f"{arm.label}: failures and costs are unknown, because there is no summary.json."))
        elif not arm.group("failure counts") and not failures:
            parts.append(paragraph(f"{arm.label}: no failures. Steps were only repeated because of their error."))
        elif isinstance(failures, list) and failures:
            parts.append(tag("details", tag("summary", f"{arm.label}: {len(failures)} failures in words"),
                             bullets(map(str, failures))))
    return parts


def _group(arms: list[Arm], name: str, keys: tuple[str, ...], caption: str) -> Markup:
    """The values of a group of summary.json."""
    present = [arm for arm in arms if arm.group(name)]
    rows = [row(named(key), *(shown(arm.group(name).get(key)) for arm in present)) for key in keys
            if any(key in arm.group(name) for arm in present)]
    return table(caption, ["", *map(arm_name, present)], rows) if rows else Markup()
