"""Opening a cohort file of either form."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

from .cohort import Cohort
from .individuals import read_individuals
from .json_form import read_json_cohort
from .mistakes import CohortError

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .ods, and .xls begin


def read_cohort(file: Path) -> Cohort:
    """A series from JSON, or from a table of patients: what begins with a brace is JSON, whatever its name.

    Raises CohortError with everything that is wrong, OSError where the file cannot be read.
    """
    content = file.read_bytes()
    text = _text(file, content)
    is_json = text.lstrip().startswith("{") or file.suffix.lower() == ".json"
    return (read_json_cohort if is_json else read_individuals)(file, text, hashlib.sha256(content).hexdigest())


def _text(file: Path, content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, as spreadsheets save it."""
    if content.startswith(SPREADSHEETS):
        raise CohortError(f"{file}: this is a spreadsheet. Save the sheet as 'CSV UTF-8', and give that file.")
    if content.startswith(UTF_16_MARKS):
        encoding, name = "utf-16", "UTF-16"
    else:
        encoding, name = "utf-8-sig", "UTF-8"  # spreadsheets put a mark in front
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[:error.start].count(b"\n") + 1
        raise CohortError(f"{file}:{line}: not {name}. Save it as UTF-8; in Excel, this is 'CSV UTF-8'.") from error
