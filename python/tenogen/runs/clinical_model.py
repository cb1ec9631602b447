"""The clinical model of a run: scatter of patients' answers, and thresholds of milestones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from .errors import RunError
from .parameters import read_parameters

GROUP = "clinical model"  # of summary.json

# Each value with the entry of parameters.prm that also holds it, and the default of that entry.
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
    """Values by `name [unit]`. `defaults` names those that the run does not state, so that defaults stand for them."""

    values: Mapping[str, float]
    defaults: tuple[str, ...]

    def __getitem__(self, name: str) -> float:
        return self.values[name]


def read_clinical_model(folder: Path, summary: Mapping[str, Any]) -> ClinicalModel:
    """Reads summary.json. What it lacks is taken from parameters.prm, and what that lacks is the default.

    Raises RunError where a value is not a number of at least 0.
    """
    group = summary.get(GROUP, {})
    if not isinstance(group, dict):
        raise RunError(f"{folder / 'summary.json'}: '{GROUP}' is {group!r}, not an object. Is the file damaged?")
    values = {name: _checked(value, name, folder / "summary.json") for name, value in group.items() if name in ENTRIES}
    missing = [name for name in ENTRIES if name not in values]
    file = folder / "parameters.prm"
    entries = read_parameters(file) if missing else {}
    for name in missing:
        path, default = ENTRIES[name]
        values[name] = _checked(entries[path].value, path, file) if path in entries else default
    return ClinicalModel(values, tuple(name for name in missing if ENTRIES[name][0] not in entries))


def _checked(value: object, name: str, file: Path) -> float:
    try:
        number = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not (isfinite(number) and number >= 0):
        raise RunError(f"{file}: '{name}' is {value!r}, not a number of at least 0. Is the file damaged?")
    return number
