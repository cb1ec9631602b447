"""Collecting all that is wrong with an input, each with its place, its value and what is allowed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from pathlib import Path

from tenogen.errors import TenogenError

LONGEST_VALUE = 60  # characters of a value that a message repeats


class CohortError(TenogenError):
    """Input that cannot be used. The message holds one line per mistake."""


class Mistakes:
    """What is wrong with one file, in the order of reading."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lines: list[str] = []

    def add(self, place: str, problem: str, line: int | None = None) -> None:
        """Notes a mistake at a place within the file: a path in JSON, a column of a table."""
        where = f"{self.file}" if line is None else f"{self.file}:{line}"
        self._lines.append(f"{where}: {place}{' ' if place else ''}{problem}")

    def raise_if_any(self) -> None:
        """Ends the reading where anything was noted."""
        if self._lines:
            raise CohortError("\n".join(self._lines))


def shown(value: object) -> str:
    """A value as a message repeats it, cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


def nearest(name: object, known: Iterable[str]) -> str:
    """The known name most like another."""
    known = list(known)
    return difflib.get_close_matches(str(name), known, n=1, cutoff=0.0)[0] if known else ""


def scale_text(low: float, high: float | None) -> str:
    """A range of values in words."""
    return f"at least {low:.10g}" if high is None else f"{low:.10g} to {high:.10g}"
