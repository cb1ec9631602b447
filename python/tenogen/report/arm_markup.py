"""How arms appear in tables and headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tenogen.runs.parameters import Entry

from .markup import Markup, tag


class Named(Protocol):
    """What has a name and a colour on a page: a run, or an arm of a study."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def number(self) -> int:
        """Decides its colour and dashes."""


class WithParameters(Named, Protocol):
    """One whose parameter file is known."""

    @property
    def parameters(self) -> dict[str, Entry]:
        """Entries by their path."""


def arm_name(arm: Named) -> Markup:
    """The arm's label beside a line in its colour and dashes."""
    line = tag("svg", tag("line", x1=1, y1=6, x2=27, y2=6, class_=f"curve arm-{arm.number}"), viewBox="0 0 28 12",
               class_="key", aria_hidden="true")
    return tag("span", line, " ", arm.label, class_="arm-name")


def rows_by_arm(start: list[Markup], cells: Mapping[Named, list[Markup]]) -> list[list[Markup]]:
    """A row per arm with its cells; the cells `start`, which span them all, stand in the first."""
    rows = []
    for arm, own in cells.items():
        rows.append([*start, tag("th", arm_name(arm), scope="row"), *own])
        start = []
    return rows
