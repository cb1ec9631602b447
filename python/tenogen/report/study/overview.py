"""What was varied and in which arms; how the runs ended and what they cost."""

from __future__ import annotations

from collections import Counter

import numpy as np

from tenogen.studies.study_folder import DONE, StudyFolder
from tenogen.studies.varied import Varied

from ..arm_markup import arm_name
from ..markup import Markup, heading_cell, joined, paragraph, row, section, table, tag
from ..number_text import NOTHING, shown
from ..overview import differences
from .study_arm import StudyArm

MOST_NAMED = 60  # points that are not done are listed up to this many
STATES = ("done", "waiting", "stopped", "timed out", "refused", "refused point", "gave up", "disk", "crashed",
          "of other parameters", "unreadable")
TROUBLES = STATES[3:]
HOUR = 3600.0  # [s]


def varied(study: StudyFolder, arms: list[StudyArm]) -> Markup:
    """The section on parameters and arms."""
    rows = [_parameter(parameter, len(arms)) for parameter in study.parameters]
    heads = ["Section/Entry [unit]", "distribution", "arms", "at the points"]
    return section("varied", "What was varied", paragraph(_design(study)), table("Varied parameters", heads, rows, "words"),
                   tag("h3", "The arms"), differences(arms))


def runs(arms: list[StudyArm]) -> Markup:
    """The section on states, costs and failures."""
    counts = {arm: Counter(status.state for status in arm.statuses) for arm in arms}
    seen = {state for count in counts.values() for state in count}
    states = [state for state in STATES if state in seen or state == DONE] + sorted(seen.difference(STATES))
    rows = [row(state, *(shown(counts[arm][state]) for arm in arms)) for state in states]
    rows += [row(name, *(text(_costs(arm)) for arm in arms)) for name, text in COSTS.items()]
    return section("runs", "Runs, costs, failures",
                   table("Points by state of their run", ["state", *map(arm_name, arms)], rows), _failures(arms))


def _parameter(parameter: Varied, n_arms: int) -> list[Markup]:
    name = parameter.name
    if parameter.is_factor:
        name = joined([name, tag("span", "multiplies " + ", ".join(map(str, parameter.member["scales"])), class_="range")])
    names = parameter.member.get("arms") or []
    arms = ", ".join(map(str, names)) if names and n_arms > len(names) else "all"
    return row(name, parameter.distribution_text(), arms, _at_points(parameter))


def _at_points(parameter: Varied) -> str:
    if not parameter.is_of_numbers:
        return ", ".join(f"{level}: {count}" for level, count in Counter(parameter.texts).items())
    low, middle, high = (shown(float(value), 4) for value in np.quantile(parameter.values, [0, 0.5, 1]))
    return f"{low} to {high}, median {middle}"


def _design(study: StudyFolder) -> str:
    design = study.study.get("design", {})
    settings = ", ".join(f"{name} {value}" for name, value in design.items() if name != "kind")
    return (f"Design: {design.get('kind', 'unknown')}{f' ({settings})' if settings else ''}; {study.n_points} points, each run "
            "in every arm. The parameters vary independently.")


def _costs(arm: StudyArm) -> np.ndarray:
    """Wall clock of the runs that are done [s]."""
    return np.array([status.seconds for status in arm.done])


COSTS = {
    "duration of a run, median [s]": lambda costs: shown(float(np.median(costs))) if len(costs) else NOTHING,
    "duration of a run, largest [s]": lambda costs: shown(float(costs.max())) if len(costs) else NOTHING,
    "duration of all runs together [h]": lambda costs: shown(float(costs.sum()) / HOUR) if len(costs) else NOTHING,
}


def _failures(arms: list[StudyArm]) -> Markup:
    """Runs that ended without being done, with their reasons."""
    failed = [(status.point, arm, status) for arm in arms for status in arm.statuses if status.state in TROUBLES]
    if not failed:
        return paragraph("No run has failed so far.")
    rows = [[heading_cell(shown(point)), tag("td", arm_name(arm)), tag("td", status.state, class_="adverse"),
             tag("td", shown(status.attempts)), tag("td", status.reason or NOTHING)]
            for point, arm, status in sorted(failed, key=lambda entry: (entry[0], entry[1].number))[:MOST_NAMED]]
    more = len(failed) - len(rows)
    return joined([table("Runs that failed", ["point", "arm", "state", "attempts", "reason"], rows, "words"),
                   paragraph(f"and {more} more; `tenogen sweep status --failed` lists them.") if more else "",
                   paragraph("A run may fail because its tendon heals badly. The remaining runs may then look better "
                             "than they should.",
                             class_="warning")])
