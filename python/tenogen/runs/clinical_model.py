"""How a run's clinical model makes answers and milestones of scores: scatter and thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from .errors import RunError
from .parameters import read_parameters

GROUP = "clinical model"  # of summary.json

# Each value with the entry of parameters.prm that holds it, too, and the default of that entry.
ENTRIES = {
    "vas noise [-]": ("Clinical/Pain/VAS noise [-]", 1.0),
    "vas sport noise [-]": ("Clinical/Pain/VAS noise [-]", 1.0),
    "visa-a noise [-]": ("Clinical/VISA-A/VISA-A noise [-]", 7.0),
    "daily activity vas [-]": ("Clinical/Events/Daily activity VAS [-]", 5.0),
    "sport vas [-]": ("Clinical/Events/Sport VAS [-]", 4.0),
    "sport force [N]": ("Clinical/Events/Sport force [N]", 1800.0),
    "tolerable strain [-]": ("Clinical/VISA-A/Tolerable strain [-]", 0.08),
}


@dataclass(frozen=True)
class ClinicalModel:
    """Values by name and unit. `defaults` are the names of those that the run does not tell."""

    values: Mapping[str, float]
    defaults: tuple[str, ...]

    def __getitem__(self, name: str) -> float:
        return self.values[name]


def read_clinical_model(folder: Path, summary: Mapping[str, Any]) -> ClinicalModel:
    """From summary.json, where an older tenogen wrote none from parameters.prm, where that tells none the defaults.

    Throws RunError where a value is no number of at least 0.
    """
    told = summary.get(GROUP, {})
    if not isinstance(told, dict):
        raise RunError(f"{folder / 'summary.json'}: '{GROUP}' is {told!r}, not an object. Is the file damaged?")
    values = {name: _checked(value, name, folder / "summary.json") for name, value in told.items() if name in ENTRIES}
    lacking = [name for name in ENTRIES if name not in values]
    file = folder / "parameters.prm"
    entries = read_parameters(file) if lacking else {}
    for name in lacking:
        path, default = ENTRIES[name]
        values[name] = _checked(entries[path].value, path, file) if path in entries else default
    return ClinicalModel(values, tuple(name for name in lacking if ENTRIES[name][0] not in entries))


def _checked(value: object, name: str, file: Path) -> float:
    try:
        number = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not (isfinite(number) and number >= 0):
        raise RunError(f"{file}: '{name}' is {value!r}, not a number of at least 0. Is the file damaged?")
    return number
