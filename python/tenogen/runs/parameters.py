"""The parameters of a run from its parameters.prm: values and, in the comments, meanings, defaults and sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .errors import RunError

SETTING = re.compile(r"set (?P<name>.+?) =(?P<value>.*)")
DEFAULT = re.compile(r"\bDefault: (.*?)\. Allowed: ")
CONFIDENCE = re.compile(r"\bConfidence: (\w+)\.")
SOURCE = re.compile(r"\bSource: (.*)\.$")
NOT_STATED = "not stated"
WRITTEN_EMPTY = "empty"  # how comments write a default of no text

CHOICES = ("choice of the user", "numerical choice")  # sources of entries that make no claim about tissue


@dataclass(frozen=True)
class Entry:
    """One parameter. `path` is section and name. What the comments do not state is NOT_STATED, a default None."""

    path: str
    value: str
    meaning: str
    default: str | None
    confidence: str
    source: str

    @property
    def number(self) -> float:
        """The value as a number. Raises RunError where it is none."""
        return self._number(self.value, "a number")

    @property
    def numbers(self) -> list[float]:
        """The value as a list of numbers with commas between. Raises RunError where it is none."""
        return [self._number(text, "a list of numbers") for text in self.value.split(",") if text.strip()]

    def _number(self, text: str, expected: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise RunError(f"'{self.path}' is '{self.value}', not {expected}.") from None

    @property
    def is_default(self) -> bool:
        """Whether the value is the default; true where the default is not stated."""
        return self.default is None or self.default == self.value

    @property
    def is_choice(self) -> bool:
        """Whether it is a choice of the user or of the numerics, and so makes no claim about tissue."""
        return self.source.startswith(CHOICES)


def read_parameters(file: Path) -> dict[str, Entry]:
    """Entries by path, in the order of the file. Raises RunError where the file is missing or is not text."""
    if not file.is_file():
        raise RunError(f"{file}: not found. Restore the file, or run again.")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RunError(f"{file}: not UTF-8: {error}. Is the file damaged?") from error
    entries: dict[str, Entry] = {}
    sections: list[str] = []
    comment: list[str] = []
    for line in map(str.strip, text.replace("\\\n", " ").splitlines()):
        if line.startswith("#"):
            comment.append(line[1:].strip())
            continue
        if line.startswith("subsection "):
            sections.append(line.removeprefix("subsection ").strip())
        elif line == "end" and sections:
            sections.pop()
        elif setting := SETTING.fullmatch(line):
            entry = _entry("/".join([*sections, setting["name"].strip()]), setting["value"], " ".join(comment))
            entries[entry.path] = entry
        comment = []
    return entries


def _entry(path: str, value: str, comment: str) -> Entry:
    default = _found(DEFAULT, comment)
    return Entry(path, " ".join(value.split()), comment.partition(" Default: ")[0],
                 "" if default == WRITTEN_EMPTY else default, _found(CONFIDENCE, comment) or NOT_STATED,
                 _found(SOURCE, comment) or NOT_STATED)


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None
