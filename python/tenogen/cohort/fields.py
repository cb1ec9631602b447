"""The members of a JSON object, asked for by name and type; what is wrong is noted and read on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from .mistakes import Mistakes, nearest, scale_text, shown


class Fields:
    """One JSON object. A member that is missing or unusable is noted and given back as None.

    Call `finish` when all members are taken: it notes those that nobody asked for.
    """

    def __init__(self, content: object, path: str, mistakes: Mistakes) -> None:
        self._path = path
        self._mistakes = mistakes
        self._known: list[str] = []
        self.usable = isinstance(content, dict)
        if not self.usable:
            self._mistakes.add(path or "the file", f"is {shown(content)}. Allowed: an object {{...}}.")
        self._content: dict[str, Any] = content if isinstance(content, dict) else {}

    def has(self, key: str) -> bool:
        """Whether there is such a member."""
        return key in self._content

    def content_of(self, key: str) -> Any:
        """A member as it stands there, None where it does not."""
        return self._content.get(key)

    def note(self, key: str, problem: str) -> None:
        """Notes a mistake at a member."""
        self._mistakes.add(self.path_of(key), problem)

    def note_value(self, key: str, allowed: str) -> None:
        """Notes that the value of a member is not allowed."""
        self.note(key, f"= {shown(self._content[key])}. Allowed: {allowed}.")

    def path_of(self, key: str) -> str:
        """Where a member stands in the file."""
        return f"{self._path}/{key}" if self._path else key

    def take(self, key: str, required: bool = True) -> Any:
        """A member of any type."""
        self._known.append(key)
        if key not in self._content:
            if required and self.usable:
                self.note(key, "is missing.")
            return None
        return self._content[key]

    def text(self, key: str, required: bool = True) -> str | None:
        """A member that is a text, as `is_text` has it."""
        value = self.take(key, required)
        if not self.has(key):
            return None
        if is_text(value):
            return value
        self.note_value(key, "a text, not blank and without lone surrogates")
        return None

    def choice(self, key: str, allowed: Iterable[str], required: bool = True) -> str | None:
        """A member that is one of a closed list of names."""
        allowed = list(allowed)
        value = self.take(key, required)
        if not self.has(key) or value in allowed:
            return value
        hint = f" Did you mean '{nearest(value, allowed)}'?" if isinstance(value, str) else ""
        self.note(key, f"= {shown(value)} is unknown.{hint} Allowed: {', '.join(allowed)}.")
        return None

    def flag(self, key: str) -> bool | None:
        """A member that is true or false."""
        value = self.take(key)
        if not self.has(key) or isinstance(value, bool):
            return value
        self.note_value(key, "true or false")
        return None

    def number(self, key: str, low: float, high: float | None = None, required: bool = True) -> float | None:
        """A member that is a finite number in a range."""
        value = self.take(key, required)
        if not self.has(key):
            return None
        if is_number(value) and low <= value and (high is None or value <= high):
            return float(value)
        self.note_value(key, f"a number, {scale_text(low, high)}")
        return None

    def whole(self, key: str, low: int, high: int | None = None) -> int | None:
        """A member that is a whole number in a range."""
        value = self.take(key)
        if not self.has(key):
            return None
        if is_whole(value) and low <= value and (high is None or value <= high):
            return value
        self.note_value(key, f"a whole number, {scale_text(low, high)}")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """An optional member that is a list of texts."""
        value = self.take(key, required=False)
        if not self.has(key):
            return ()
        if isinstance(value, list) and all(map(is_text, value)):
            return tuple(value)
        self.note_value(key, "a list of texts, not blank and without lone surrogates")
        return ()

    def items(self, key: str, required: bool = True) -> list[tuple[str, Any]]:
        """The entries of a list, each with its path."""
        value = self.take(key, required)
        if not self.has(key):
            return []
        if isinstance(value, list):
            return [(f"{self.path_of(key)}[{i}]", entry) for i, entry in enumerate(value)]
        self.note_value(key, "a list [...]")
        return []

    def finish(self) -> None:
        """Notes the members that nobody asked for."""
        for key in self._content:
            if key not in self._known:
                self.note(key, f"is unknown here. Did you mean '{nearest(key, self._known)}'?")


def is_text(value: object) -> bool:
    """Whether a value is a text that is not blank and can be written: JSON allows halves of a character."""
    return isinstance(value, str) and bool(value.strip()) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def is_number(value: object) -> bool:
    """Whether a value is a finite number; true and false are none."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all floating-point ones
        return False


def is_whole(value: object) -> bool:
    """Whether a value is a whole number, written as one; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)
