"""Each arm beside a clinical series, by the code of `tenogen compare`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tenogen.cohort.assumptions import Assumptions
from tenogen.cohort.cohort import Cohort
from tenogen.cohort.compare import Comparison, Result, compare
from tenogen.cohort.observables import OBSERVABLES
from tenogen.cohort.statements import assumed, meaning, name_of, reasons, warnings
from tenogen.cohort.text import NONE, THE_READING_THAT_HOLDS, VERDICTS, notes_on, table_cells

from .arm import Arm
from .arm_markup import Named, rows_by_arm
from .diagrams import GROUPS, diagram_id
from .markup import Markup, breakable, bullets, heading_cell, joined, link, missing, paragraph, section, table, tag
from .number_text import NOTHING, TIMES, power_of_ten

DRAWN = {column for columns in GROUPS.values() for column in columns}
REPORTED = slice(1, 6)       # of the cells of a row: observable, month, reading, observed, n
OBSERVED = slice(4, 6)       # of these, what has a column of its own
SIMULATED = slice(6, None)   # what the arm has to it: simulated, difference, answers, verdict, which stays in sight


def series(arms: list[Arm], cohort: Cohort | None) -> Markup:
    """The section."""
    if cohort is None:
        return section("series", "Beside a clinical series", missing("No series was given (--cohort FILE)."))
    heading = [paragraph(tag("strong", cohort.title), f", n = {cohort.n}. {cohort.citation}"),
               paragraph("Each run is compared with the series as one patient. If a run without cells is compatible as "
                         "well, the agreement says nothing about the cells. To compare several runs as one "
                         "virtual cohort: ",
                         tag("code", "tenogen compare"), ".")]
    results = {arm: compare([arm.run], cohort, Assumptions()) for arm in arms if arm.run.state == "complete"}
    notes = [missing(f"{arm.label}: not compared, because the run is {arm.run.state}.")
             for arm in arms if arm not in results]
    diagrams = {column: diagram_id(column) for column in DRAWN}
    return section("series", "Beside a clinical series", *heading, *notes,
                   comparison(results, diagrams) if results else "")


def comparison(results: Mapping[Named, Result], diagrams: Mapping[str, str], word: str = "run") -> Markup:
    """The table, what could not be compared, warnings, and what holds for all arms.

    `diagrams` are the outcomes with a diagram, and where it stands on the page; `word` says what a row is.
    """
    first = next(iter(results.values()))
    left_out = [f"{arm.label}: {name_of(comparison)}: {'; '.join(reasons(comparison))}"
                for arm, result in results.items() for comparison in result.comparisons if not comparison.evaluations]
    warned = [f"{arm.label}: {warning}" for arm, result in results.items() for warning in warnings(result)]
    return joined([_table(results, diagrams, word), bullets(warned), _details("Not compared", bullets(left_out)),
                   _details("What the source says, and what was assumed to read it", bullets(_notes(first))),
                   _details("Assumed in the comparison", bullets(_assumed(results))), bullets(meaning(first))])


def _table(results: Mapping[Named, Result], diagrams: Mapping[str, str], word: str) -> Markup:
    """A row per reading and arm."""
    heads: list[str] = []
    readings: dict[tuple[str, ...], dict[Named, list[str]]] = {}
    for arm, result in results.items():
        compared = [comparison for comparison in result.comparisons if comparison.evaluations]
        heads, *rows = table_cells(compared, result.is_one_patient)
        for cells in rows:
            readings.setdefault(tuple(cells[REPORTED]), {})[arm] = cells[SIMULATED]
    if not readings:
        return missing("Nothing could be compared.")
    rows = []
    for (name, month, reading, *observed), answers in readings.items():
        when = reading if month == NONE else f"month {month}, {reading}"
        head = joined([_observable(name, diagrams), tag("span", when, class_="range")])
        start = [heading_cell(head, rowspan=len(answers)),
                 *(tag("td", _plain(cell), rowspan=len(answers)) for cell in observed)]
        rows += rows_by_arm(start, {arm: list(map(_cell, cells)) for arm, cells in answers.items()})
    heads = ["observable and reading", *heads[OBSERVED], word, *heads[SIMULATED]]
    return joined([table("Reported and simulated", heads, rows, "cells"),
                   paragraph(THE_READING_THAT_HOLDS, class_="note")])


def _observable(name: str, diagrams: Mapping[str, str]) -> Markup:
    """Its name, which leads to the diagram where there is one, and may break after an underscore."""
    source, words = OBSERVABLES[name].source, breakable(name)
    return link(diagrams[source], words) if source in diagrams else words


def _cell(text: str) -> Markup:
    return tag("td", _plain(text), class_="adverse" if text == VERDICTS[False] else None)


def _plain(text: str) -> str:
    """A cell as it is printed: minus signs, and powers of ten."""
    if text == NONE:
        return NOTHING
    text = re.sub(r"(?<=[0-9])e([-+]?[0-9]+)", lambda power: f"{TIMES}{power_of_ten(int(power[1]))}", text)
    return re.sub(r"(?<!\w)-(?=[0-9])", "−", text)


def _notes(result: Result) -> list[str]:
    return [f"{name_of(comparison)}: {'; '.join(_of_source(comparison))}" for comparison in result.comparisons
            if comparison.evaluations and _of_source(comparison)]


def _assumed(results: Mapping[Named, Result]) -> list[str]:
    """The assumptions, each once; those that do not hold for all arms after the name of theirs."""
    by_arm = {arm: assumed(result) for arm, result in results.items()}
    return list(dict.fromkeys(line if all(line in lines for lines in by_arm.values()) else f"{arm.label}: {line}"
                              for arm, own in by_arm.items() for line in own))


def _of_source(comparison: Comparison) -> list[str]:
    """The notes on a row without those that its simulated values call for."""
    simulated = {note for evaluation in comparison.evaluations for note in evaluation.notes}
    return [note for note in notes_on(comparison) if note not in simulated]


def _details(title: str, content: Markup) -> Markup:
    return tag("details", tag("summary", title), content) if content else Markup()
