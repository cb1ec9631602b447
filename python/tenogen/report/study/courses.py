"""The time courses of the outcomes: medians and bands over the points, arms in one diagram."""

from __future__ import annotations

import numpy as np

from tenogen.studies.results import Results

from ..arm_markup import arm_name
from ..axes import Axes, drawing
from ..courses import OBSERVABLE_OF
from ..diagrams import diagram_id
from ..markup import Markup, figure, joined, missing, paragraph, section, tag
from ..number_text import month_text, shown, split_unit, with_unit
from .outcomes import title_of
from .quantiles import LEVELS_IN_WORDS, quantiles
from .study_arm import StudyArm

MARGIN = 1.06  # above the largest value


def courses(arms: list[StudyArm], results: Results | None, absence: str) -> Markup:
    """The section. `absence`: why there are no results, where there are none."""
    if results is None:
        return section("courses", "Courses over time", missing(absence))
    present = [arm for arm in arms if arm.results is not None]
    legend = paragraph(joined((arm_name(arm) for arm in present), " "), class_="legend")
    note = paragraph(f"At every full month: {LEVELS_IN_WORDS}. Each month has its own median; it is not the course of "
                     "any one point. Dotted vertical lines: visits.")
    diagrams = [diagram(name, results, present) for name in results.visits]
    return section("courses", "Courses over time", legend, note, tag("div", *diagrams, class_="diagrams"))


def diagram(name: str, results: Results, arms: list[StudyArm]) -> Markup:
    """One outcome of all arms over the months."""
    tables = {arm: quantiles(arm.results.courses[name]) for arm in arms if name in arm.results.courses}
    finite = [values[np.isfinite(values)] for values in tables.values()]
    values = np.concatenate(finite) if finite else np.array([])
    if not len(values) or results.months[-1] <= 0:
        return figure(title_of(name), missing("There are no values over time."), id=diagram_id(name))
    axes = _axes(name, float(results.months[-1]), values)
    unit = split_unit(name)[1]
    curves = joined(_curves(arm, results.months, table, axes) for arm, table in tables.items())
    svg = drawing(_in_words(name, unit, results.months, tables), axes.frame(unit, list(map(float, results.visits[name]))),
                  axes.clipped(curves))
    return figure(title_of(name), svg, id=diagram_id(name))


def _axes(name: str, last_month: float, values: np.ndarray) -> Axes:
    """A score has all of its scale, anything else room for its bands."""
    if name in OBSERVABLE_OF:
        return Axes(last_month, *map(float, OBSERVABLE_OF[name].scale))
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    return Axes(last_month, MARGIN * low, MARGIN * high if high > low else low + 1)


def _curves(arm: StudyArm, months: np.ndarray, table: np.ndarray, axes: Axes) -> Markup:
    """Bands where there are values, and the median."""
    has_value = np.isfinite(table).all(axis=0)
    months, table = months[has_value], table[:, has_value]
    if not len(months):
        return Markup()
    lowest, lower, median, upper, highest = table
    colour = f"arm-{arm.number}"
    return joined([tag("path", d=axes.area(months, lowest, highest), class_=f"band {colour}"),
                   tag("path", d=axes.area(months, lower, upper), class_=f"band {colour}"),
                   tag("path", d=axes.curve(months, median), class_=f"curve {colour}")])


def _in_words(name: str, unit: str, months: np.ndarray, tables: dict[StudyArm, np.ndarray]) -> str:
    sentences = []
    for arm, table in tables.items():
        has_value = np.flatnonzero(np.isfinite(table[2]))
        if len(has_value):
            first, last = int(has_value[0]), int(has_value[-1])
            sentences.append(f"{arm.label}: median from {with_unit(shown(float(table[2, first])), unit)} to "
                             f"{with_unit(shown(float(table[2, last])), unit)} at {month_text(float(months[last]))}, "
                             f"where 90 % lie from {shown(float(table[0, last]))} to {shown(float(table[-1, last]))}.")
    return f"{title_of(name)} over months. {' '.join(sentences)}"
