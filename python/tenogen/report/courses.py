"""The courses over time: a small diagram per quantity, all arms in it."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np

from tenogen.cohort.fields import is_number
from tenogen.cohort.noise import NOISE_OF, noise_sd
from tenogen.cohort.observables import OBSERVABLES
from tenogen.cohort.statistics import ENDS
from tenogen.pictures.time_courses import DECADES_SHOWN, Panel

from .arm import Arm
from .arm_markup import arm_name
from .axes import DOT, Axes, drawing
from .diagrams import GROUPS, OUTCOMES, PANEL_OF, diagram_id, outcome_id
from .markup import Markup, figure, joined, link, missing, paragraph, section, tag
from .number_text import month_text, shown, split_unit, with_unit
from .outcomes import all_months, interval

MARGIN = 1.06  # above the largest value
OBSERVABLE_OF = {observable.source: observable for observable in OBSERVABLES.values() if observable.name in NOISE_OF}


def courses(arms: list[Arm]) -> Markup:
    """The section."""
    legend = paragraph(joined((arm_name(arm) for arm in arms), " "), class_="legend")
    note = paragraph("Dotted vertical lines and dots: visits. Shading, and bars at the visits: the range that contains "
                     "95 % of one patient's answers. Gap: the tissue between the stumps, or the whole body "
                     "without a gap.")
    groups = []
    for title, columns in GROUPS.items():
        diagrams = joined(diagram(PANEL_OF[column], arms) for column in columns)
        groups.append(joined([tag("h3", title), tag("div", diagrams, class_="diagrams")]))
    return section("courses", "Courses over time", legend, note, *groups)


def diagram(panel: Panel, arms: list[Arm]) -> Markup:
    """One quantity of all arms over the months; says which arms do not have it."""
    column = panel.column
    present = [arm for arm in arms if column in arm.run.history]
    notes = [missing(f"{arm.label}: history.csv has no '{column}'.") for arm in arms if arm not in present]
    is_in_table = column in OUTCOMES and any(column in visit for arm in arms for visit in arm.run.visits)
    title = joined([panel.title, " ", link(outcome_id(column), "table")]) if is_in_table else panel.title
    axes = _axes(panel, present) if present else None
    if axes is not None:
        svg = drawing(_in_words(panel, present), axes.frame(panel.unit, all_months(present)),
                      axes.clipped(*(_curves(panel, arm, axes) for arm in present)))
    else:
        svg = missing("Not above zero at any time.") if present else ""
    return figure(title, svg, *notes, id=diagram_id(column))


def answer_range(column: str, values: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Ends of 95 % of one answer around scores, cut at the ends of the scale; `noise` is its standard deviation."""
    reach = NormalDist().inv_cdf(ENDS[1]) * noise
    scale = OBSERVABLE_OF[column].scale
    return np.clip(values - reach, *scale), np.clip(values + reach, *scale)


def _axes(panel: Panel, arms: list[Arm]) -> Axes | None:
    """Axes that hold all arms; None where there is nothing to show on a logarithmic one."""
    last_month = max(float(arm.months[-1]) for arm in arms) or 1.0
    if panel.column in OBSERVABLE_OF:
        return Axes(last_month, *map(float, OBSERVABLE_OF[panel.column].scale))
    values = np.concatenate([arm.run.history[name] for arm in arms for name in (panel.column, panel.target)
                             if name in arm.run.history])
    values = values[np.isfinite(values)]
    if panel.logarithmic:
        largest = float(values.max(initial=0.0))
        if largest <= 0:
            return None
        smallest = float(values[values > 0].min())
        return Axes(last_month, max(smallest, largest * 10.0**-DECADES_SHOWN) / 1.5, 2 * largest, logarithmic=True)
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    return Axes(last_month, MARGIN * low, MARGIN * high if high > low else low + 1)


def _curves(panel: Panel, arm: Arm, axes: Axes) -> Markup:
    months, values = arm.months, arm.run.history[panel.column]
    colour = f"arm-{arm.number}"
    parts = []
    if panel.column in OBSERVABLE_OF and np.isfinite(values).all():
        ends = answer_range(panel.column, values, noise_sd(arm.run, OBSERVABLE_OF[panel.column].name))
        parts.append(tag("path", d=axes.area(months, *ends), class_=f"band {colour}"))
    if panel.target in arm.run.history:
        parts.append(tag("path", d=axes.curve(months, arm.run.history[panel.target]), class_=f"target {colour}"))
    parts.append(tag("path", d=axes.curve(months, values), class_=f"curve {colour}"))
    parts += [_at_visit(panel, arm, axes, visit) for visit in arm.run.visits]
    return joined(parts)


def _at_visit(panel: Panel, arm: Arm, axes: Axes, visit: dict[str, Any]) -> Markup:
    """A dot, with its number shown under the pointer, and a bar where the range of answers is known."""
    value, ends = visit.get(panel.column), interval(visit, panel.column)
    if not is_number(value) or axes.logarithmic and value <= axes.low:
        return Markup()
    x = f"{float(axes.x(visit['month'])):.1f}"
    bar = ""
    if ends and all(map(is_number, ends)):
        low, high = (f"{float(axes.y(end)):.1f}" for end in ends)
        bar = tag("line", x1=x, x2=x, y1=low, y2=high, class_=f"bar arm-{arm.number}")
    tooltip = tag("title", f"{arm.label}, {month_text(visit['month'])}: "
                        f"{with_unit(shown(value), split_unit(panel.column)[1])}")
    y = f"{float(axes.y(value)):.1f}"
    return joined([bar, tag("circle", tooltip, cx=x, cy=y, r=DOT, class_=f"dot arm-{arm.number}")])


def _in_words(panel: Panel, arms: list[Arm]) -> str:
    """Where each curve begins, ends, and what it reaches in between."""
    sentences = []
    for arm in arms:
        values = arm.run.history[panel.column]
        first, last, low, high = (with_unit(shown(float(value)), panel.unit)
                                  for value in (values[0], values[-1], values.min(), values.max()))
        sentences.append(f"{arm.label}: from {first} to {last} at {month_text(arm.months[-1])}, "
                         f"between {low} and {high}.")
    return f"{panel.title} over months. {' '.join(sentences)}"
