"""Opening a cohort file of either form."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .cohort import Cohort
from .individuals import read_individuals
from .json_form import read_json_cohort
from .mistakes import CohortError

FORMS = {".json": read_json_cohort, ".csv": read_individuals}


def read_cohort(file: Path) -> Cohort:
    """A series from JSON or CSV, by the end of the file's name.

    Throws CohortError with everything that is wrong, OSError where the file cannot be read.
    """
    if file.suffix not in FORMS:
        raise CohortError(f"{file}: a cohort file ends with {' or '.join(FORMS)}.")
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")  # spreadsheets put a mark in front
    except UnicodeDecodeError as error:
        line = content[:error.start].count(b"\n") + 1
        raise CohortError(f"{file}:{line}: not UTF-8. Save it as UTF-8.") from error
    return FORMS[file.suffix](file, text, hashlib.sha256(content).hexdigest())
