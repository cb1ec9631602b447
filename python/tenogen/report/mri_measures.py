"""Measures of the virtual MRI at the visits, by the code of `tenogen mri measure`."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenogen.mri.errors import MriError
from tenogen.mri.hdf5 import Hdf5Volumes
from tenogen.mri.measure import Settings, measure
from tenogen.mri.regions import DEFAULT_LABELS
from tenogen.mri.volume import LABEL, PROTON_DENSITIES, T2_IMAGES
from tenogen.runs.run_directory import SAME_VISIT

from .arm import Arm
from .arm_markup import rows_by_arm
from .diagrams import distinct_months
from .markup import Markup, heading_cell, joined, missing, paragraph, table, tag
from .number_text import NOTHING, month_text, shown

WAY = "by fraction"
FLUID_NOTE = ("Fluid is the oedema water of the whole tendon, stumps included; the fluid volume among the outcomes is "
              "only that in the gap.")
# Row, and the paths to its value among the measures, of which the first that leads to one counts.
ROWS = {
    "Tendon volume [mm³]": [(WAY, "tendon volume [mm^3]")],
    "Gap volume [mm³]": [(WAY, "gap volume [mm^3]")],
    "Fluid volume [mm³]": [(WAY, "fluid volume [mm^3]")],
    "Gap length, by extent [mm]": [(WAY, "gap length by extent [mm]")],
    "Gap length, by volume [mm]": [(WAY, "gap length by volume [mm]")],
    "Cross-section of the gap, mean [mm²]": [(WAY, "gap mean CSA [mm^2]")],
    "Cross-section of the tendon, largest [mm²]": [(WAY, "tendon largest CSA [mm^2]")],
    "PD signal of the gap, to muscle": [("signals", name, "gap", "ratio to muscle [-]") for name in PROTON_DENSITIES],
    "T2 signal of the gap, to muscle": [("signals", name, "gap", "ratio to muscle [-]") for name in T2_IMAGES],
    "T2* of the gap, mean [ms]": [("T2*", "gap", "mean [ms]")],
    "T2* of the stumps, mean [ms]": [("T2*", "stumps", "mean [ms]")],
    "Texture: variation of PD in the gap": [("texture [-]",)],
}


def measures(visits: dict[Arm, list[Hdf5Volumes]]) -> Markup:
    """A row per measure and arm, a column per visit; and what could not be measured."""
    parts: list[Markup] = []
    results: dict[Arm, dict[float, dict[str, Any]]] = {}
    for arm, volumes in visits.items():
        measured, refusals = _measured(volumes)
        parts += [missing(f"{arm.label}: not measured: {within_run(refusal, arm)}") for refusal in refusals]
        if measured:
            results[arm] = measured
    months = distinct_months(month for measured in results.values() for month in measured)
    rows = []
    for name, paths in ROWS.items():
        cells = {arm: [tag("td", shown(_first(_nearest(measured, month), paths), 4)) for month in months]
                 for arm, measured in results.items()}
        rows += rows_by_arm([heading_cell(name, rowspan=len(cells))], cells)
    if results:
        parts.append(table("Measures on the virtual MRI", ["measure", "run", *map(month_text, months)], rows,
                           "numbers two-heads"))
    note = ("Volumes, lengths and cross-sections use the fraction of each tissue in a voxel. Signals and T2* use all "
            "labelled voxels, including those with two tissues. Definitions are those of tenogen mri measure "
            f"(docs/mri.md). {FLUID_NOTE} {NOTHING}: no value.")
    return joined([tag("h3", "Measures"), *parts, paragraph(note, class_="note")])


def _measured(visits: list[Hdf5Volumes]) -> tuple[dict[float, dict[str, Any]], list[str]]:
    """The measures by month, and why some visits have none."""
    results, refusals = {}, []
    for volumes in visits:
        try:
            has_muscle = bool(np.any(volumes.read(LABEL).values == DEFAULT_LABELS["muscle"]))
            settings = Settings(DEFAULT_LABELS, axis="principal", slab=None, shrink=0, with_ratios=has_muscle)
            results[volumes.month] = measure(volumes, settings)
        except MriError as refusal:
            refusals.append(str(refusal))
    return results, refusals


def _nearest(measured: dict[float, dict[str, Any]], month: float) -> dict[str, Any]:
    """The measures of a visit; none where there is no such visit."""
    return next((result for own, result in measured.items() if abs(own - month) < SAME_VISIT), {})


def within_run(refusal: str, arm: Arm) -> str:
    """What is said against a file, which it names by its place in the run: wherever runs lie, the page is the same."""
    return refusal.removeprefix(f"{arm.run.folder}/")


def _first(result: dict[str, Any], paths: list[tuple[str, ...]]) -> Any:
    """The value at the first path that leads to one."""
    return next((value for path in paths if (value := _at(result, path)) is not None), None)


def _at(result: dict[str, Any], path: tuple[str, ...]) -> Any:
    """The value at a path of keys; None where the way ends."""
    value: Any = result
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
