"""What was run: the arms, and the parameters in which they differ."""

from __future__ import annotations

from collections.abc import Sequence

from .arm import Arm
from .arm_markup import WithParameters, arm_name
from .markup import Markup, heading_cell, joined, paragraph, row, section, table, tag
from .number_text import NOTHING, month_text, shown, split_unit, with_unit

DOSE = "Treatment/Dose [cells]"
DEPOTS = "Treatment/Depots [mm, mm, mm, mm, -]"

# What a reader asks first, whether it is the default or not.
KEY_ENTRIES = {
    "Injected cells": DOSE,
    "Share of them that stays": "Treatment/Retention [-]",
    "Depots: place x, y, z from the gap's middle, radius, share": DEPOTS,
    "Load: force at the day's peak over time": "Load/Programme [day: N]",
    "Guard strain of the load governor": "Mechanics/Governor/Guard strain [-]",
    "Gap length": "Geometry/Gap/Gap length [mm]",
    "Gap area": "Geometry/Gap/Gap area [mm^2]",
    "Planned end": "Time/End [day]",
}
# Where a run writes, and what it is called, say nothing about the tendon.
NOT_TOLD_AS_DIFFERENCES = ("Title", "Output/")


def overview(arms: list[Arm]) -> Markup:
    """The section."""
    return section("what-was-run", "What was run", _arms(arms), _failure_notes(arms), differences(arms))


def _arms(arms: list[Arm]) -> Markup:
    rows = [row("Title", *(arm.title or NOTHING for arm in arms)),
            row("State", *(_state(arm) for arm in arms)),
            row("Simulated so far", *(month_text(arm.months[-1]) for arm in arms)),
            row("Mesh", *(_mesh(arm) for arm in arms))]
    rows += [row(name, *(_value(arm, path) for arm in arms)) for name, path in KEY_ENTRIES.items()
             if any(path in arm.parameters for arm in arms)]
    return table("The runs", ["", *(arm_name(arm) for arm in arms)], rows, "words")


def _state(arm: Arm) -> Markup:
    return tag("span", arm.state_text, class_="state " + arm.run.state)


def _mesh(arm: Arm) -> str:
    cells, resolution = arm.run.provenance.get("mesh cells"), arm.parameters.get("Geometry/Mesh/Resolution")
    kind = arm.parameters.get("Geometry/Type")
    parts = [f"{shown(cells)} cells" if cells is not None else "", kind.value if kind else "",
             resolution.value if resolution and kind and kind.value == "achilles" else ""]
    return ", ".join(filter(None, parts)) or NOTHING


def _value(arm: Arm, path: str) -> str:
    entry = arm.parameters.get(path)
    if entry is None:
        return NOTHING
    if path == DEPOTS and not _is_treated(arm):
        return "no injection"
    unit = split_unit(path)[1]
    is_list = any(mark in unit for mark in ":,")
    return with_unit(entry.value or NOTHING, f"[{unit}]" if is_list else unit)


def _is_treated(arm: Arm) -> bool:
    """Whether cells are injected."""
    dose = arm.parameters.get(DOSE)
    try:
        return dose is not None and float(dose.value) > 0
    except ValueError:
        return False


def _failure_notes(arms: list[Arm]) -> Markup:
    """What the marker of a run that gave up says."""
    return joined(paragraph(tag("strong", arm.label), f" failed: {_reason(arm)}", class_="warning")
                  for arm in arms if arm.run.state == "failed")


def _reason(arm: Arm) -> str:
    reason = (arm.run.folder / "FAILED").read_text(encoding="utf-8", errors="replace").strip()
    return reason or "log.txt gives the reason."


def differences(arms: Sequence[WithParameters]) -> Markup:
    """All entries that are not the default in some arm, or not the same in all."""
    paths = dict.fromkeys(path for arm in arms for path in arm.parameters
                          if not path.startswith(NOT_TOLD_AS_DIFFERENCES))
    rows = []
    for path in paths:
        entries = [arm.parameters.get(path) for arm in arms]
        known = next(entry for entry in entries if entry)
        values = [entry.value if entry else NOTHING for entry in entries]
        differ = len(set(values)) > 1
        if differ or not known.is_default:
            default = NOTHING if known.default is None else known.default or "empty"
            cells = [tag("td", value, class_="differs" if differ else None) for value in values]
            rows.append([heading_cell(path), tag("td", default), *cells, tag("td", known.meaning)])
    if not rows:
        return paragraph("All parameters are the defaults.")
    caption = "Parameters that are not the default" + (", or differ between the runs" if len(arms) > 1 else "")
    heads = ["Section/Entry [unit]", "default", *(arm.label for arm in arms), "meaning"]
    key = paragraph("Bold: the runs differ.", class_="note") if len(arms) > 1 else ""
    return joined([table(caption, heads, rows, "words"), key])
