"""Names in a table that may be those of one patient."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping

from .noise import listed

# Letters of other alphabets in the shape of Latin ones: Cyrillic, then Greek.
LATIN_SHAPES = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo")
DASHES_AND_BLANKS = re.compile(r"[\s_.‐-―−-]+")
NUMBER = re.compile(r"[0-9]+")
WHOLE_NUMBER = re.compile(r"([0-9]+)\.0+")  # as programs write a column of numbers with gaps


def notes_on_names(visits: Mapping[str, Mapping[float, object]]) -> list[str]:
    """What is suspicious about names; `visits` holds the months of each patient. Nothing is changed."""
    alike = defaultdict(list)
    for name in visits:
        alike[_key(name)].append(name)
    notes = [f"Patients {listed([repr(name) for name in names])} differ only in case, leading zeros, dashes, blanks or "
             f"letters that look the same, and count as {len(names)} patients. If they are one patient, write one name."
             for names in alike.values() if len(names) > 1]
    first = [name for name, months in visits.items() if set(months) == {0.0}]
    later = [name for name, months in visits.items() if 0.0 not in months]
    if first and later:
        notes.append(f"{_patients(first)} only month 0 ({listed(first)}), {_patients(later)} only later months "
                     f"({listed(later)}). They take no part in changes since month 0. If some are the same patients, write "
                     "their names in the same way.")
    return notes


def _key(name: str) -> str:
    """Equal for names that a person may take for one another."""
    name = WHOLE_NUMBER.sub(r"\1", name) if WHOLE_NUMBER.fullmatch(name) else name
    name = unicodedata.normalize("NFKC", name).translate(LATIN_SHAPES).casefold()
    return NUMBER.sub(lambda digits: digits[0].lstrip("0") or "0", DASHES_AND_BLANKS.sub("-", name))


def _patients(names: list[str]) -> str:
    return "1 patient has" if len(names) == 1 else f"{len(names)} patients have"
