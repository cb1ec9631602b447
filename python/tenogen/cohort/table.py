"""Tables as spreadsheets save them: separators, decimal commas, blanks that nobody sees."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .mistakes import CohortError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>[^"\r\n]*)"?[;,\t]*\r?\n?', re.IGNORECASE)  # Excel's own first line
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
DECIMAL_POINT = re.compile(r"[+-]?[0-9]*\.[0-9]+")


@dataclass(frozen=True)
class Table:
    """A header with its line and rows with theirs, all cells as plain text. `notes` say how the file was understood."""

    header_line: int
    header: list[str]
    rows: list[tuple[int, list[str]]]
    notes: tuple[str, ...]


def read_table(file: Path, text: str, names: str) -> Table:
    """The table in the text of a file. `names` is the column that holds names, in which a comma is no decimal comma.

    The separator is that of the line `sep=`, or the one that stands in the header. A decimal comma is understood where it
    does not separate columns. Columns without a name and without values are left out. Raises CohortError.
    """
    first, separator = _separator(file, text)
    reader = csv.reader(io.StringIO("".join(text.splitlines(keepends=True)[first:]), newline=""), delimiter=separator)
    try:
        lines = [(first + reader.line_num, list(map(plain, row))) for row in reader if any(map(plain, row))]
    except csv.Error as error:
        raise CohortError(f"{file}:{first + reader.line_num}: cannot be read as CSV: {error}.") from error
    if not lines:
        return Table(1, [], [], ())
    header_line, header = lines[0]
    header = _without_blank_end(header, 0)
    rows = [(line, _without_blank_end(cells, len(header))) for line, cells in lines[1:]]
    notes = [] if separator == "," else [f"columns are separated by {SEPARATORS[separator]}"]
    if separator != "," and _has_decimal_commas(file, header, rows, names):
        rows = [(line, [cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) and name != names else cell
                        for name, cell in zip(header, cells)] + cells[len(header):]) for line, cells in rows]
        notes.append("numbers have a decimal comma")
    return Table(header_line, header, rows, (f"{file.name}: {' and '.join(notes)}.",) if notes else ())


def plain(text: str) -> str:
    """Text in composed letters (NFC), with single blanks, and without characters that nobody sees."""
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _separator(file: Path, text: str) -> tuple[int, str]:
    """How many lines come before the header, and what separates columns."""
    lines = text.splitlines(keepends=True)
    said = SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if said:
        if said["separator"] not in SEPARATORS:
            raise CohortError(f"{file}:1: sep={said['separator']}. Allowed: one of {' '.join(map(repr, SEPARATORS))}.")
        return 1, said["separator"]
    header = next((line for line in lines if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", header)
    found = [separator for separator in SEPARATORS if separator in unquoted]
    if len(found) > 1:
        raise CohortError(f"{file}: the header has {' and '.join(SEPARATORS[one] for one in found)}. Separate all columns by "
                          "one of them.")
    return 0, found[0] if found else ","


def _without_blank_end(cells: list[str], least: int) -> list[str]:
    """Cells without the blank ones at the end, beyond the first `least`."""
    end = len(cells)
    while end > least and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _has_decimal_commas(file: Path, header: list[str], rows: list[tuple[int, list[str]]], names: str) -> bool:
    """Whether numbers have one. Raises CohortError where others have a decimal point: 1.234 could be a thousand."""
    numbers = [(line, cell) for line, cells in rows for name, cell in zip(header, cells) if name != names]
    comma, point = (next(((line, cell) for line, cell in numbers if pattern.fullmatch(cell)), None)
                    for pattern in (DECIMAL_COMMA, DECIMAL_POINT))
    if comma and point:
        raise CohortError(f"{file}:{point[0]}: '{point[1]}' has a point, but '{comma[1]}' in line {comma[0]} a decimal comma. "
                          "Write all numbers with one of them, and without separators of thousands.")
    return comma is not None
