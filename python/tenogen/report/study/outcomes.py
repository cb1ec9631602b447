"""How the outcomes at the visits are distributed over the points, arm beside arm, with what a series reports."""

from __future__ import annotations

import numpy as np

from tenogen.cohort.cohort import Cohort
from tenogen.studies.results import Results

from ..arm_markup import arm_name, rows_by_arm
from ..axes import BOTTOM, HEIGHT, RIGHT, TOP, WIDTH, Axes, drawing
from ..courses import OBSERVABLE_OF
from ..diagrams import PANEL_OF, diagram_id
from ..markup import Markup, figure, heading_cell, joined, link, missing, paragraph, section, table, tag
from ..number_text import NOTHING, month_text, shown, split_unit, with_unit
from .quantiles import LEVELS_IN_WORDS, quantiles
from .reported import Reported, at_month, reported
from .study_arm import StudyArm

MARGIN = 0.05        # of the range of values, above and below
MOST_DOTS = 150      # points of a visit are drawn one by one up to this many
GROUP = 0.78         # width of a visit's arms, of the space between visits
GOLDEN = 0.618034    # spreads dots evenly over the width of a box
NOT_COLLECTED = ("Nothing has been collected yet: there is no results.h5. Run `tenogen sweep collect` and write the "
                 "page again.")
OF_ANOTHER_DESIGN = ("results.h5 was collected before the study grew, or from another design, and is not shown. Call "
                     "`tenogen sweep collect` and write the page again.")


def outcomes(arms: list[StudyArm], results: Results | None, absence: str, cohort: Cohort | None) -> Markup:
    """The section. `absence`: why there are no results, where there are none."""
    if results is None:
        return section("outcomes", "Outcomes at the visits", missing(absence))
    present = [arm for arm in arms if arm.results is not None]
    notes = [missing(f"{arm.label}: {len(arm.done)} runs are done, but {arm.results.n_done} were collected. Call "
                     "`tenogen sweep collect` again.")
             for arm in present if arm.results.n_done != len(arm.done)]
    legend = paragraph(joined((arm_name(arm) for arm in present), " "), class_="legend")
    note = paragraph(f"Lines and boxes: {LEVELS_IN_WORDS}. Dots: points, up to {MOST_DOTS}. ",
                     "Dashed lines: values reported by the series, which include the noise of its patients' answers; "
                     "dotted lines: other readings that the source allows." if cohort else "")
    pictures = []
    for name, months in results.visits.items():
        pictures.append(_picture(name, months, present, reported(cohort, name, of_change=False)))
        changes = reported(cohort, name, of_change=True)
        if changes and months[0] == 0 and len(months) > 1:
            pictures.append(_picture(name, months, present, changes, of_change=True))
    return section("outcomes", "Outcomes at the visits", *notes, _table(present, results), tag("h3", "Distributions"), legend,
                   note, tag("div", *pictures, class_="diagrams"))


def title_of(outcome: str) -> str:
    """What an outcome is called in headings."""
    panel = PANEL_OF.get(outcome)
    return panel.title.removesuffix(" (dotted: target)") if panel else split_unit(outcome)[0]


def distribution_id(outcome: str, of_change: bool = False) -> str:
    """Where the distribution of an outcome stands on the page."""
    return ("change-" if of_change else "at-visits-") + diagram_id(outcome)


def _table(arms: list[StudyArm], results: Results) -> Markup:
    """A row per outcome and arm: medians, and below them where 90 % of the points lie."""
    all_months = sorted({float(month) for months in results.visits.values() for month in months})
    rows = []
    for name, months in results.visits.items():
        cells = {}
        for arm in arms:
            values = quantiles(arm.results.outcomes[name])
            by_month = {float(month): values[:, column] for column, month in enumerate(months)}
            cells[arm] = [tag("td", shown(int(np.isfinite(arm.results.outcomes[name]).any(axis=1).sum()))),
                          *(tag("td", _cell(by_month.get(month))) for month in all_months)]
        unit = split_unit(name)[1]
        head = joined([link(distribution_id(name), title_of(name)), f" [{unit}]" if unit else ""])
        rows += rows_by_arm([heading_cell(head, rowspan=len(cells))], cells)
    heads = ["outcome", "arm", "points", *map(month_text, all_months)]
    return joined([table("Outcome, arm and visit: median of the points", heads, rows, "numbers two-heads"),
                   paragraph("Below a median: the range of 90 % of the points. It contains only the spread of the "
                             f"parameters that were varied. {NOTHING}: no value.")])


def _cell(values: np.ndarray | None) -> Markup:
    if values is None or np.isnan(values[2]):
        return Markup(NOTHING)
    ends = f"{shown(float(values[0]), 2)} to {shown(float(values[-1]), 2)}"
    return joined([shown(float(values[2])), tag("span", ends, class_="range")])


def _picture(name: str, months: np.ndarray, arms: list[StudyArm], marks: list[Reported],
             of_change: bool = False) -> Markup:
    """One outcome at its visits, or its change since month 0."""
    tables = {arm: arm.results.outcomes[name] for arm in arms}
    if of_change:
        months, tables = months[1:], {arm: values[:, 1:] - values[:, :1] for arm, values in tables.items()}
    title = f"{title_of(name)}: change since month 0" if of_change else title_of(name)
    values = np.concatenate([*(values.ravel() for values in tables.values()), [mark.value for mark in marks]])
    values = values[np.isfinite(values)]
    if not len(values):
        return figure(title, missing("No point has a value."), id=distribution_id(name, of_change))
    axes = Axes(len(months), *_ends(name, of_change, values))
    parts = [axes.scale(split_unit(name)[1])]
    for place, month in enumerate(months):
        parts.append(tag("text", f"{month:g}", x=f"{float(axes.x(place + 0.5)):.1f}", y=HEIGHT - BOTTOM + 14,
                         text_anchor="middle"))
        for arm in arms:
            parts.append(_box(tables[arm][:, place], place, arm, len(arms), axes))
        parts += [_mark(mark, place, axes, len(months)) for mark in at_month(marks, float(month))]
    parts.append(tag("text", "month of the visit", x=WIDTH - RIGHT, y=HEIGHT - 3, text_anchor="end"))
    svg = drawing(_in_words(title, name, months, tables, marks), *parts)
    return figure(title, svg, id=distribution_id(name, of_change))


def _ends(name: str, of_change: bool, values: np.ndarray) -> tuple[float, float]:
    """A score has all of its scale, anything else room for its values."""
    low, high = float(values.min()), float(values.max())
    if name in OBSERVABLE_OF and not of_change:
        low, high = OBSERVABLE_OF[name].scale
    reach = MARGIN * (high - low) or 0.5
    return low - reach, high + reach


def _box(values: np.ndarray, place: int, arm: StudyArm, n_arms: int, axes: Axes) -> Markup:
    """Dots, a line from 5 to 95 %, a box from 25 to 75 %, the median across it."""
    values = values[np.isfinite(values)]
    if not len(values):
        return Markup()
    width = GROUP / n_arms
    left = place + (1 - GROUP) / 2 + arm.number * width
    x_low, x_high = (float(axes.x(left + share * width)) for share in (0.15, 0.85))
    middle = (x_low + x_high) / 2
    lowest, lower, median, upper, highest = (f"{float(axes.y(value)):.1f}" for value in quantiles(values))
    colour = f"arm-{arm.number}"
    spread = np.modf(GOLDEN * np.arange(len(values)))[0]
    dots = [tag("circle", cx=f"{x_low + float(share) * (x_high - x_low):.1f}", cy=f"{float(axes.y(value)):.1f}", r=1.3)
            for value, share in zip(values, spread)] if len(values) <= MOST_DOTS else []
    height = max(0.5, float(lower) - float(upper))
    return joined([
        tag("g", *dots, class_=f"points {colour}"),
        tag("line", x1=f"{middle:.1f}", x2=f"{middle:.1f}", y1=lowest, y2=highest, class_=f"bar {colour}"),
        tag("rect", x=f"{x_low:.1f}", y=upper, width=f"{x_high - x_low:.1f}", height=f"{height:.1f}",
            class_=f"box {colour}"),
        tag("line", x1=f"{x_low:.1f}", x2=f"{x_high:.1f}", y1=median, y2=median, class_=f"median {colour}")])


def _mark(mark: Reported, place: int, axes: Axes, n_places: int) -> Markup:
    """A line across the visit, with its number."""
    y = float(axes.y(mark.value))
    x_low, x_high = (float(axes.x(place + share)) for share in (0.02, 0.98))
    words = f"{mark.value:g}{'' if mark.holds else '?'}".replace("-", "−")
    above = y - 3 if y > TOP + 14 else y + 11
    return joined([tag("line", x1=f"{x_low:.1f}", x2=f"{x_high:.1f}", y1=f"{y:.1f}", y2=f"{y:.1f}",
                       class_="reported" if mark.holds else "reported other"),
                   tag("text", words, x=f"{(x_high if place == n_places - 1 else x_low):.1f}", y=f"{above:.1f}",
                       text_anchor="end" if place == n_places - 1 else "start", class_="reported-number")])


def _in_words(title: str, name: str, months: np.ndarray, tables: dict[StudyArm, np.ndarray],
              marks: list[Reported]) -> str:
    unit = split_unit(name)[1]
    sentences = []
    for arm, values in tables.items():
        for place, month in enumerate(months):
            lowest, _, median, _, highest = quantiles(values[:, place])
            if np.isfinite(median):
                sentences.append(f"{arm.label}, {month_text(float(month))}: median "
                                 f"{with_unit(shown(float(median)), unit)}, 90 % from {shown(float(lowest))} to "
                                 f"{shown(float(highest))}.")
    sentences += [f"Reported {mark.statistic} at {month_text(mark.month)}: {shown(mark.value)}." for mark in marks]
    return f"{title} at the visits. {' '.join(sentences)}"
