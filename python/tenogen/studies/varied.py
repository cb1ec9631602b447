"""One thing that a study varies: its distribution, its values at the points, and a label that is short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

LEVELS = "levels"
CHOICES = "choices"
OF_A_LIST = "list of points"  # such a parameter has no distribution
NUMBERS = ("low", "high", "mode", "mean", "sd", "median", "log sd")  # what a distribution may have


@dataclass(frozen=True)
class Varied:
    """A parameter of a study, or a factor that multiplies the entries it `scales`.

    `member` is the object of study.json. `texts` and `values` hold its value at each point; `values` is None
    where these are words. `label` is the shortest end of its name that no other parameter has.
    """

    name: str
    member: Mapping[str, Any]
    label: str = ""
    texts: tuple[str, ...] = ()
    values: np.ndarray | None = field(default=None, compare=False)

    @staticmethod
    def of(member: Mapping[str, Any]) -> Varied:
        """The parameter that an object of a study describes."""
        return Varied(str(member.get("entry") or member.get("name")), member)

    @property
    def is_factor(self) -> bool:
        """Whether it multiplies other entries."""
        return "scales" in self.member

    @property
    def law(self) -> str:
        """The word of its distribution."""
        return CHOICES if LEVELS in self.member else str(self.member.get("distribution", OF_A_LIST))

    @property
    def choices(self) -> list[str]:
        """Its levels, as texts; none where it has a distribution of numbers."""
        return list(map(_text, self.member.get(LEVELS, self.member.get("values", []))))

    @property
    def levels(self) -> list[str]:
        """Its values one by one, in the order of its levels where it has some."""
        choices = self.choices
        return choices if set(self.texts) <= set(choices) else list(dict.fromkeys(self.texts))

    @property
    def is_of_numbers(self) -> bool:
        """Whether its values lie on an axis: numbers, and not one of several levels."""
        return self.values is not None and self.law != CHOICES

    @property
    def places(self) -> np.ndarray:
        """Where the points lie on its axis: its values, or the numbers of its levels."""
        if self.is_of_numbers:
            return self.values
        levels = self.levels
        return np.array([levels.index(text) for text in self.texts], float)

    @property
    def is_whole(self) -> bool:
        """Whether all its values are whole numbers, as those of an entry of whole numbers are."""
        return self.is_of_numbers and bool(np.all(self.values == np.rint(self.values)))

    def applies_to(self, arm: str) -> bool:
        """Whether it varies in an arm."""
        return not self.member.get("arms") or arm in self.member["arms"]

    def distribution_text(self) -> str:
        """Its distribution in words."""
        if self.law == CHOICES:
            return "one of " + ", ".join(self.choices)
        numbers = [f"{name} {_short(float(self.member[name]))}" for name in self.member if name in NUMBERS]
        return ", ".join([self.law, *numbers])


def with_labels(parameters: list[Varied], columns: Mapping[str, list[str]]) -> list[Varied]:
    """The parameters with their values and with labels that tell them apart."""
    labels = short_labels([parameter.name for parameter in parameters])
    return [replace(parameter, label=label, texts=tuple(columns[parameter.name]),
                    values=_as_numbers(columns[parameter.name])) for parameter, label in zip(parameters, labels)]


def short_labels(names: list[str]) -> list[str]:
    """The last part of each path, without a unit of pure numbers; with as many parts before it as tell all apart."""
    labels = []
    for name in names:
        parts = _parts(name)
        taken = 1
        while taken < len(parts) and any(_parts(other)[-taken:] == parts[-taken:] for other in names if other != name):
            taken += 1
        labels.append("/".join(parts[-taken:]).removesuffix(" [-]"))
    return labels


def _parts(name: str) -> list[str]:
    """Sections and name of an entry; strokes of its unit divide nothing."""
    path, bracket, unit = name.partition(" [")
    parts = path.split("/")
    return [*parts[:-1], parts[-1] + bracket + unit]


def _as_numbers(texts: list[str]) -> np.ndarray | None:
    try:
        values = np.array([float(text) for text in texts])
    except ValueError:
        return None
    return values if np.isfinite(values).all() else None


def _short(number: float) -> str:
    """A number without the zeros of its exponent: 2e7."""
    mantissa, mark, exponent = f"{number:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else mantissa


def _text(value: object) -> str:
    """A level as design.csv has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
