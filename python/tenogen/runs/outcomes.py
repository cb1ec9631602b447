"""The outcomes at a visit as one row."""

from __future__ import annotations

from collections.abc import Mapping


def flat_outcomes(visit: Mapping[str, object]) -> dict[str, object]:
    """A visit of summary.json with the predicted range of each score as outcomes of their own, `vas, low 95 % [-]`."""
    flat = {name: value for name, value in visit.items() if name != "predicted"}
    for score, bounds in dict(visit.get("predicted", {})).items():
        name, _, unit = score.partition(" [")
        flat |= {f"{name}, {bound} [{unit}": value for bound, value in bounds.items() if bound != "value"}
    return flat
